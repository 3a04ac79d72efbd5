#include "load/letter.hpp"

namespace cocotalk::load {

Letter::Letter(Opcode opcode, std::string_view payload) {
  append_client_frame(bytes_, opcode, payload);
  const std::size_t header = bytes_.size() - payload.size();
  const std::string blank = blank_stamp();
  for (std::size_t at = payload.find(blank); at != payload.npos; at = payload.find(blank, at + stamp_size))
    stamps_at_.push_back(header + at);
}

void Letter::append_to(std::string& out, const Stamp& stamp) const {
  const std::size_t begin = out.size();
  out += bytes_;
  for (const std::size_t at : stamps_at_) write_stamp(out.data() + begin + at, stamp, client_mask);
}

}  // namespace cocotalk::load
