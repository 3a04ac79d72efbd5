// What a connection has to send and the kernel has not taken yet.
#pragma once

#include "net/chunk.hpp"

#include <sys/uio.h>
#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>

namespace cocotalk::net {

// Holds slices of shared chunks for the length of a turn; what a write leaves over is copied, so that a slow connection
// costs the bytes it has not read and never a share of somebody else's chunk. Belongs to one connection; on its lane. Most
// connections have nothing to send most of the time: then it holds no memory.
class Outbox {
 public:
  static constexpr std::size_t max_slices = 8;
  static constexpr std::size_t max_vectors = max_slices + 1;

  void append(Arena& arena, std::string_view head, std::string_view body = {});
  void append(const Slice& added);
  bool is_empty() const { return size_ == 0; }
  std::uint64_t size() const { return size_; }
  // Left over by a write: bytes the peer is too slow for.
  std::uint64_t backlog() const { return more_ == nullptr ? 0 : more_->backlog.size() - more_->begin; }

  // Everything, in order, for one gather write. Returns how many vectors were filled.
  std::size_t gather(std::span<iovec, max_vectors> vectors) const;
  // The kernel took the first `n` bytes.
  void consume(std::size_t n);

  // From here on, each append is whole WebSocket frames. Needs an empty outbox, or one that ends before the first frame.
  void expect_frames() { framed_ = true, rest_ = size_; }
  // Drops all frames but the one that has been begun, so that a close frame can follow properly.
  void drop_unbegun_frames();
  void clear();

 private:
  // What one slice cannot say; made when it is needed, gone when everything is sent.
  struct More {
    std::array<Slice, max_slices - 1> slices;  // behind the first
    std::string backlog;                       // before it
    std::size_t begin = 0;                     // of what is left of the backlog
  };
  More& more();
  std::string_view backlog_bytes() const;
  Slice& slice(std::uint32_t i) { return i == 0 ? first_ : more_->slices[i - 1]; }
  const Slice& slice(std::uint32_t i) const { return i == 0 ? first_ : more_->slices[i - 1]; }
  std::string_view from(std::size_t offset) const;
  void keep(std::string_view bytes);
  void shrink();

  Slice first_;  // usually all there is: what is sent in a row lies in a row, and merges
  std::unique_ptr<More> more_;
  std::uint64_t size_ = 0;
  std::uint64_t rest_ = 0;  // framed: bytes up to the first frame that has not been begun
  std::uint32_t n_slices_ = 0;
  bool framed_ = false;
};

}  // namespace cocotalk::net
