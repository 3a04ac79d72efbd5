// Reads a multipart body at once and in pieces: both must hear the same. Input: a byte that seeds the cuts, the Content-Type up
// to a line feed, the body.
#include "transport-http/multipart.hpp"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

namespace {

using namespace cocotalk::http;

void require(bool holds) {
  if (!holds) std::abort();
}

// Writes down what it hears and insists on the order begin, data, end.
struct Heard : PartReader {
  void on_part(const Part& part) override {
    require(!is_open);
    is_open = true;
    text += "<" + part.name + "|" + part.file_name.value_or("-") + ">";
  }
  void on_part_data(std::string_view bytes) override {
    require(is_open && !bytes.empty());
    text += bytes;
    data_bytes += bytes.size();
  }
  void on_part_end() override {
    require(is_open);
    is_open = false;
    text += "</>";
  }
  std::string text;
  std::size_t data_bytes = 0;
  bool is_open = false;
};

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  if (size == 0) return 0;
  std::uint32_t cuts = bytes[0];
  const std::string_view rest(reinterpret_cast<const char*>(bytes) + 1, size - 1);
  const std::size_t line = std::min(rest.find('\n'), rest.size());
  const std::string boundary = multipart_boundary(rest.substr(0, line)).value_or("XyZ");
  const std::string_view body = rest.substr(std::min(line + 1, rest.size()));

  Heard whole, cut;
  MultipartParser at_once(boundary, whole), in_pieces(boundary, cut);
  at_once.feed(body);
  for (std::size_t at = 0; at < body.size();) {
    cuts = cuts * 1'664'525 + 1'013'904'223;
    const std::size_t piece = 1 + (cuts >> 24) % 40;
    in_pieces.feed(body.substr(at, piece));
    at += piece;
  }
  require(at_once.error() == in_pieces.error());
  require(at_once.is_complete() == in_pieces.is_complete());
  require(whole.data_bytes <= body.size());
  require(!at_once.is_complete() || !whole.is_open);
  require(whole.text == cut.text);
  return 0;
}
