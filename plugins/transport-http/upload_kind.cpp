#include "transport-http/upload_kind.hpp"

#include <array>
#include <cassert>

namespace cocotalk::http {
namespace {

constexpr std::array<std::string_view, 8> sign_up_texts = {"cid",   "password", "username", "nickname",
                                                           "phone", "email",    "status",   "birth"};
constexpr std::array<std::string_view, 1> message_texts = {"roomId"};

constexpr UploadKind sign_up = {.file = "profileImg",
                                .thumbnail = "profileImgThumb",
                                .texts = sign_up_texts,
                                .folder = "user_profile/",
                                .needs_thumbnail = true};
constexpr UploadKind picture = {.file = "profileImg", .thumbnail = "profileImgThumb", .texts = {}, .folder = "user_profile/"};
constexpr UploadKind background = {.file = "bgImg", .thumbnail = "", .texts = {}, .folder = "user_profile/"};
constexpr UploadKind message = {.file = "messageFile",
                                .thumbnail = "messageFileThumb",
                                .texts = message_texts,
                                .folder = "chat/",
                                .takes_pictures_only = false,
                                .needs_file = true,
                                .required_text = "roomId"};

}  // namespace

const UploadKind& upload_kind(Input input) {
  switch (input) {
    case Input::sign_up: return sign_up;
    case Input::picture: return picture;
    case Input::background: return background;
    default: break;
  }
  assert(input == Input::message_file);
  return message;
}

}  // namespace cocotalk::http
