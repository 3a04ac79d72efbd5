#include "net/outbox.hpp"

#include "net/websocket_frames.hpp"

#include <algorithm>
#include <cassert>

namespace cocotalk::net {

Outbox::More& Outbox::more() {
  if (more_ == nullptr) more_ = std::make_unique<More>();
  return *more_;
}

std::string_view Outbox::backlog_bytes() const {
  return more_ == nullptr ? std::string_view() : std::string_view(more_->backlog).substr(more_->begin);
}

void Outbox::keep(std::string_view bytes) { more().backlog.append(bytes); }

void Outbox::append(Arena& arena, std::string_view head, std::string_view body) {
  if (backlog() == 0) return append(arena.copy(head, body));
  keep(head);
  keep(body);
  size_ += head.size() + body.size();
}

void Outbox::append(const Slice& added) {
  size_ += added.bytes.size();
  if (backlog() > 0 && n_slices_ == 0) return keep(added.bytes);
  if (n_slices_ > 0) {
    Slice& last = slice(n_slices_ - 1);
    if (last.chunk.get() == added.chunk.get() && last.bytes.data() + last.bytes.size() == added.bytes.data()) {
      last.bytes = {last.bytes.data(), last.bytes.size() + added.bytes.size()};
      return;
    }
  }
  if (n_slices_ < max_slices) {
    if (n_slices_ > 0) more();
    slice(n_slices_++) = added;
    return;
  }
  shrink();  // too scattered: from here on, copying costs less than gathering
  keep(added.bytes);
}

// Moves the slices into the backlog.
void Outbox::shrink() {
  for (std::uint32_t i = 0; i < n_slices_; ++i) {
    keep(slice(i).bytes);
    slice(i) = {};
  }
  n_slices_ = 0;
}

std::size_t Outbox::gather(std::span<iovec, max_vectors> vectors) const {
  std::size_t n = 0;
  const auto put = [&](std::string_view bytes) { vectors[n++] = {const_cast<char*>(bytes.data()), bytes.size()}; };
  if (backlog() > 0) put(backlog_bytes());
  for (std::uint32_t i = 0; i < n_slices_; ++i) put(slice(i).bytes);
  return n;
}

// What lies at `offset` of the queue, to the end of its piece.
std::string_view Outbox::from(std::size_t offset) const {
  if (offset < backlog()) return backlog_bytes().substr(offset);
  offset -= backlog();
  for (std::uint32_t i = 0; i < n_slices_; ++i) {
    if (offset < slice(i).bytes.size()) return slice(i).bytes.substr(offset);
    offset -= slice(i).bytes.size();
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
  More& rest = more();
  rest.begin += of_backlog;
  n -= of_backlog;
  for (std::uint32_t i = 0; n > 0; ++i) {
    const std::size_t of_slice = std::min(n, slice(i).bytes.size());
    slice(i).bytes.remove_prefix(of_slice);
    n -= of_slice;
  }
  if (rest.begin > rest.backlog.size() / 2) {
    rest.backlog.erase(0, rest.begin);
    rest.begin = 0;
  }
  shrink();
}

void Outbox::drop_unbegun_frames() {
  assert(framed_);
  const std::uint64_t kept = rest_;
  if (kept == 0) return clear();
  shrink();
  more().backlog.resize(more().begin + kept);
  size_ = kept;
}

void Outbox::clear() {
  first_ = {};
  more_.reset();
  n_slices_ = 0;
  size_ = 0;
  rest_ = 0;
}

}  // namespace cocotalk::net
