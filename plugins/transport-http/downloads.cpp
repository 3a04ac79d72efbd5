#include "transport-http/downloads.hpp"

#include "transport-http/exchange.hpp"
#include "transport-http/file_type.hpp"
#include "transport-http/input.hpp"
#include "transport-http/range.hpp"
#include "transport-http/times.hpp"

#include <cocotalk/files.h>

#include <unistd.h>

#include <array>
#include <string>
#include <utility>
#include <variant>
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
  const coco_file_info& info() const { return info_; }
  int release() { return std::exchange(info_.fd, -1); }
  FileType type() const {
    std::array<char, file_type_bytes> beginning{};
    const ssize_t n = ::pread(info_.fd, beginning.data(), beginning.size(), 0);
    return file_type({beginning.data(), static_cast<std::size_t>(n < 0 ? 0 : n)});
  }

 private:
  coco_file_info info_;
};

// Header texts that live until the answer is handed over.
class Headers {
 public:
  void add(std::string_view name, std::string value) { lines_.emplace_back(name, std::move(value)); }
  std::vector<coco_header> table() const {
    std::vector<coco_header> out;
    for (const auto& [name, value] : lines_) out.push_back({coco::view(name), coco::view(value)});
    return out;
  }

 private:
  std::vector<std::pair<std::string_view, std::string>> lines_;
};

Headers headers_for(const OpenFile& file, const std::string& etag) {
  const FileType type = file.type();
  Headers out;
  out.add("Content-Type", std::string(type.content_type));
  out.add("Access-Control-Allow-Origin", "*");
  out.add("X-Content-Type-Options", "nosniff");
  out.add("Cache-Control", "public, max-age=31536000, immutable");
  out.add("ETag", etag);
  out.add("Last-Modified", http_date(file.info().modified_ms));
  out.add("Accept-Ranges", "bytes");
  if (!type.is_shown) {
    out.add("Content-Disposition", "attachment");
    out.add("Content-Security-Policy", "sandbox; default-src 'none'");
  }
  return out;
}

// The range that counts: If-Range takes it back when it speaks of another file (RFC 9110, 13.1.5).
std::string_view range_of(const coco_http_request& request, const std::string& etag, std::int64_t modified_ms) {
  const auto range = header(request, "range");
  const auto condition = header(request, "if-range");
  const bool still_holds = !condition || *condition == etag || *condition == http_date(modified_ms);
  return range && still_holds ? *range : std::string_view{};
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
  const std::string etag = "\"" + std::to_string(info.bytes) + "-" + std::to_string(info.modified_ms) + "\"";
  Headers headers = headers_for(file, etag);
  const coco_http* http = exchange.http;
  const auto answer = [&](int status) {
    const std::vector<coco_header> table = headers.table();
    http->respond(http->self, id, status, table.data(), table.size(), coco::view(""));
  };
  const auto answer_bytes = [&](int status, std::uint64_t offset, std::uint64_t bytes) {
    const std::vector<coco_header> table = headers.table();
    http->respond_file(http->self, id, status, table.data(), table.size(), file.release(), offset, bytes);
  };

  if (const auto known = header(request, "if-none-match"); known && matches_etag(*known, etag)) return answer(304);
  const auto range = requested_range(range_of(request, etag, info.modified_ms), info.bytes);
  if (const auto* slice = std::get_if<Slice>(&range)) {
    headers.add("Content-Range", "bytes " + std::to_string(slice->offset) + "-" +
                                     std::to_string(slice->offset + slice->bytes - 1) + "/" + std::to_string(info.bytes));
    return answer_bytes(206, slice->offset, slice->bytes);
  }
  if (std::holds_alternative<Unsatisfiable>(range)) {
    headers.add("Content-Range", "bytes */" + std::to_string(info.bytes));
    return answer(416);
  }
  answer_bytes(200, 0, info.bytes);
}

}  // namespace cocotalk::http
