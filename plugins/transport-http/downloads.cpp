#include "transport-http/downloads.hpp"

#include "transport-http/exchange.hpp"
#include "transport-http/file_type.hpp"
#include "transport-http/input.hpp"

#include <cocotalk/files.h>

#include <unistd.h>

#include <array>
#include <string_view>
#include <utility>
#include <vector>

namespace cocotalk::http {
namespace {

// Closes the descriptor unless it was handed on.
class OpenFile {
 public:
  explicit OpenFile(const coco_file_info& info) : info_(info) {}
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;
  ~OpenFile() {
    if (info_.fd >= 0) ::close(info_.fd);
  }
  int release() { return std::exchange(info_.fd, -1); }
  FileType type() const {
    std::array<char, file_type_bytes> beginning{};
    const ssize_t n = ::pread(info_.fd, beginning.data(), beginning.size(), 0);
    return file_type({beginning.data(), static_cast<std::size_t>(n < 0 ? 0 : n)});
  }

 private:
  coco_file_info info_;
};

std::vector<coco_header> headers_for(const FileType& type) {
  const auto header = [](std::string_view name, std::string_view value) {
    return coco_header{coco::view(name), coco::view(value)};
  };
  std::vector<coco_header> out = {header("Content-Type", type.content_type), header("Access-Control-Allow-Origin", "*"),
                                  header("X-Content-Type-Options", "nosniff"),
                                  header("Cache-Control", "public, max-age=31536000, immutable")};
  if (!type.is_shown) {
    out.push_back(header("Content-Disposition", "attachment"));
    out.push_back(header("Content-Security-Policy", "sandbox; default-src 'none'"));
  }
  return out;
}

}  // namespace

void send_file(Server& server, coco_exchange id, const coco_http_request& request) {
  const Exchange exchange{&*server.http, Lane{&*server.net, request.lane}, id};
  const Place place(coco::text(request.path));
  const coco::Lease<coco_files> files = server.host.acquire<coco_files>(COCO_FILES);
  coco_file_info info{sizeof info, -1, 0, 0};
  coco_error error{};
  const coco_status opened = files ? files->open(files->self, request.params[0], &info, &error) : COCO_UNAVAILABLE;
  if (opened == COCO_NOT_FOUND || opened == COCO_INVALID) return exchange.respond(not_found(place, server.host.now_ms()));
  if (opened != COCO_OK) return exchange.respond(framework_error(503, place, server.host.now_ms()));

  OpenFile file(info);
  const std::vector<coco_header> headers = headers_for(file.type());
  const coco_served_file served{sizeof served, file.release(), info.bytes, info.modified_ms, headers.data(), headers.size()};
  exchange.http->serve_file(exchange.http->self, id, &served);
}

}  // namespace cocotalk::http
