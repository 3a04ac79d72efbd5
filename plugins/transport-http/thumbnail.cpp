#include "transport-http/thumbnail.hpp"

#include <cocotalk/files.h>
#include <cocotalk/pictures.h>

#include <memory>
#include <utility>

namespace cocotalk::http {

void make_small(Server& server, Lane lane, std::string_view name, std::function<void(std::string jpeg)> done) {
  const coco::Lease<coco_files> files = server.host.acquire<coco_files>(COCO_FILES);
  auto pictures = std::make_shared<coco::Lease<coco_pictures>>(server.host.acquire<coco_pictures>(COCO_PICTURES));
  coco_file_info info{sizeof info, -1, 0, 0};
  coco_error error{};
  const bool is_open = files && *pictures && files->open(files->self, coco::view(name), &info, &error) == COCO_OK;
  if (!is_open) {
    lane.run([done = std::move(done)] { done({}); });
    return;
  }
  const coco_pictures& table = **pictures;
  table.shrink(table.self, info.fd,
               coco::on_completion<coco_picture>(
                   [lane, pictures, done = std::move(done)](coco_status status, const coco_picture* small, const coco_error*) {
                     std::string jpeg(status == COCO_OK && small != nullptr ? coco::text(small->jpeg) : std::string_view());
                     lane.run([done, jpeg = std::move(jpeg)] { done(jpeg); });
                   }));
}

}  // namespace cocotalk::http
