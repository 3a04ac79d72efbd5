#include "gateway-remote/words.hpp"

#include <Poco/JSON/Object.h>
#include <Poco/JSON/Parser.h>

#include <array>
#include <charconv>
#include <utility>

namespace cocotalk::remote {

coco_status status_of(std::string_view word) {
  static constexpr std::array<std::pair<std::string_view, coco_status>, 11> words{{
      {"ok", COCO_OK},
      {"invalid", COCO_INVALID},
      {"denied", COCO_DENIED},
      {"not-found", COCO_NOT_FOUND},
      {"conflict", COCO_CONFLICT},
      {"rate", COCO_RATE},
      {"busy", COCO_BUSY},
      {"retry", COCO_RETRY},
      {"unauthorized", COCO_UNAUTHORIZED},
      {"aborted", COCO_ABORTED},
      {"unavailable", COCO_UNAVAILABLE},
  }};
  for (const auto& [known, status] : words)
    if (known == word) return status;
  return COCO_INTERNAL;
}

coco_close_code close_code_of(std::string_view code, coco_close_code otherwise) {
  static constexpr std::array<std::pair<std::string_view, coco_close_code>, 7> words{{
      {"draining", COCO_CLOSE_DRAINING},
      {"unauthorized", COCO_CLOSE_UNAUTHORIZED},
      {"replaced", COCO_CLOSE_REPLACED},
      {"signed-out", COCO_CLOSE_SIGNED_OUT},
      {"slow", COCO_CLOSE_SLOW},
      {"rate", COCO_CLOSE_RATE},
      {"protocol", close_protocol},
  }};
  for (const auto& [known, number] : words)
    if (known == code) return number;
  const std::uint64_t number = number_of(code);
  return number >= 1000 && number <= 4999 ? static_cast<coco_close_code>(number) : otherwise;
}

coco_status refusal_of(std::string_view code) {
  switch (close_code_of(code, 0)) {
    case COCO_CLOSE_RATE: return COCO_RATE;
    case COCO_CLOSE_DRAINING: return COCO_UNAVAILABLE;
    case close_protocol: return COCO_INVALID;
    case 0: break;
    default: return COCO_UNAUTHORIZED;
  }
  const coco_status status = status_of(code);
  return status == COCO_OK || status == COCO_INTERNAL ? COCO_UNAUTHORIZED : status;
}

std::string detail_of(std::string_view json) {
  try {
    const auto object = Poco::JSON::Parser().parse(std::string(json)).extract<Poco::JSON::Object::Ptr>();
    return object->getValue<std::string>("detail");
  } catch (const Poco::Exception&) {
    return "the host refused";  // it did not say why
  }
}

std::uint64_t number_of(std::optional<std::string_view> text) {
  std::uint64_t number = 0;
  if (text && std::from_chars(text->data(), text->data() + text->size(), number).ec != std::errc()) return 0;
  return number;
}

std::string_view device_word(coco_device_class device) { return device == COCO_WEB ? "WEB" : "MOBILE"; }

}  // namespace cocotalk::remote
