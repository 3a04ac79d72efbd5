#include "net/outbox.hpp"

#include "net/websocket_frames.hpp"

#include <algorithm>
#include <cassert>

namespace cocotalk::net {

void Outbox::keep(std::string_view bytes) { backlog_.append(bytes); }

void Outbox::append(Arena& arena, std::string_view head, std::string_view body) {
  if (backlog() == 0) return append(arena.copy(head, body));
  keep(head);
  keep(body);
  size_ += head.size() + body.size();
}

void Outbox::append(const Slice& slice) {
  size_ += slice.bytes.size();
  if (backlog() > 0 && n_slices_ == 0) return keep(slice.bytes);
  if (n_slices_ > 0) {
    Slice& last = slices_[n_slices_ - 1];
    if (last.chunk.get() == slice.chunk.get() && last.bytes.data() + last.bytes.size() == slice.bytes.data()) {
      last.bytes = {last.bytes.data(), last.bytes.size() + slice.bytes.size()};
      return;
    }
  }
  if (n_slices_ < max_slices) {
    slices_[n_slices_++] = slice;
    return;
  }
  shrink();  // too scattered: from here on, copying costs less than gathering
  keep(slice.bytes);
}

// Moves the slices into the backlog.
void Outbox::shrink() {
  for (std::uint32_t i = 0; i < n_slices_; ++i) {
    keep(slices_[i].bytes);
    slices_[i] = {};
  }
  n_slices_ = 0;
}

std::size_t Outbox::gather(std::span<iovec, max_vectors> vectors) const {
  std::size_t n = 0;
  const auto put = [&](std::string_view bytes) { vectors[n++] = {const_cast<char*>(bytes.data()), bytes.size()}; };
  if (backlog() > 0) put(std::string_view(backlog_).substr(begin_));
  for (std::uint32_t i = 0; i < n_slices_; ++i) put(slices_[i].bytes);
  return n;
}

// What lies at `offset` of the queue, to the end of its piece.
std::string_view Outbox::from(std::size_t offset) const {
  if (offset < backlog()) return std::string_view(backlog_).substr(begin_ + offset);
  offset -= backlog();
  for (std::uint32_t i = 0; i < n_slices_; ++i) {
    if (offset < slices_[i].bytes.size()) return slices_[i].bytes.substr(offset);
    offset -= slices_[i].bytes.size();
  }
  return {};
}

void Outbox::consume(std::size_t n) {
  assert(n <= size_);
  if (n == size_) return clear();
  if (framed_) {
    std::uint64_t boundary = rest_;
    while (boundary < n) boundary += frame_size(from(boundary));
    rest_ = boundary - n;
  }
  size_ -= n;
  const std::size_t of_backlog = std::min<std::size_t>(n, backlog());
  begin_ += of_backlog;
  n -= of_backlog;
  for (std::uint32_t i = 0; n > 0; ++i) {
    const std::size_t of_slice = std::min(n, slices_[i].bytes.size());
    slices_[i].bytes.remove_prefix(of_slice);
    n -= of_slice;
  }
  if (begin_ > backlog_.size() / 2) {
    backlog_.erase(0, begin_);
    begin_ = 0;
  }
  shrink();
}

void Outbox::drop_unbegun_frames() {
  assert(framed_);
  const std::uint64_t kept = rest_;
  if (kept == 0) return clear();
  shrink();
  backlog_.resize(begin_ + kept);
  size_ = kept;
}

void Outbox::clear() {
  for (std::uint32_t i = 0; i < n_slices_; ++i) slices_[i] = {};
  n_slices_ = 0;
  std::string().swap(backlog_);
  begin_ = 0;
  size_ = 0;
  rest_ = 0;
}

}  // namespace cocotalk::net
