#include "transport-stomp/transactions.hpp"

#include <algorithm>

namespace cocotalk::stomp {
namespace {

constexpr std::size_t least_frame_bytes = 256;  // what a frame counts for: a COMMIT asks at most bytes/256 commands

}  // namespace

bool Transactions::add(std::string_view name, const Frame& frame) {
  std::string copy;
  FrameWriter writer(copy, frame.command, Version::v1_2);
  for (const Header& header : frame.headers) writer.header(header.name, header.value);
  writer.body(frame.body);
  copy.resize(std::max(copy.size(), least_frame_bytes), '\n');  // line ends between frames mean nothing
  if (bytes_ + copy.size() > limits_.bytes) return false;
  bytes_ += copy.size();
  open_.find(name)->second += copy;
  return true;
}

std::string Transactions::take(std::string_view name) {
  std::string frames = std::move(open_.extract(open_.find(name)).mapped());
  bytes_ -= frames.size();
  return frames;
}

void Transactions::forget_all() {
  open_.clear();
  bytes_ = 0;
}

}  // namespace cocotalk::stomp
