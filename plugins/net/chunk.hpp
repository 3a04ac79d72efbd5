// Memory for outgoing bytes, shared by the outboxes of one lane. Counted without atomics: nothing here leaves its lane.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <utility>

namespace cocotalk::net {

// A block of bytes that is written once, front to back. Lives as long as a ChunkRef points to it.
class Chunk {
 public:
  static Chunk* make(std::size_t capacity);
  std::size_t room() const { return capacity_ - used_; }
  // The copy; it never moves. Needs room.
  std::string_view append(std::string_view bytes);

 private:
  friend class ChunkRef;
  friend class Arena;
  explicit Chunk(std::size_t capacity) : capacity_(capacity) {}
  char* bytes() { return reinterpret_cast<char*>(this + 1); }
  static void destroy(Chunk* chunk);

  std::size_t capacity_;
  std::size_t used_ = 0;
  std::uint32_t references_ = 0;
};

class ChunkRef {
 public:
  ChunkRef() = default;
  explicit ChunkRef(Chunk* chunk) : chunk_(chunk) { add(); }
  ChunkRef(const ChunkRef& other) : chunk_(other.chunk_) { add(); }
  ChunkRef(ChunkRef&& other) noexcept : chunk_(std::exchange(other.chunk_, nullptr)) {}
  ChunkRef& operator=(ChunkRef other) noexcept {
    std::swap(chunk_, other.chunk_);
    return *this;
  }
  ~ChunkRef() {
    if (chunk_ != nullptr && --chunk_->references_ == 0) Chunk::destroy(chunk_);
  }
  Chunk* operator->() const { return chunk_; }
  Chunk* get() const { return chunk_; }

 private:
  void add() {
    if (chunk_ != nullptr) ++chunk_->references_;
  }
  Chunk* chunk_ = nullptr;
};

// Bytes in a chunk, kept alive.
struct Slice {
  ChunkRef chunk;
  std::string_view bytes;
};

// Where a lane's outgoing bytes are put one after the other, so that what is sent in a row lies in a row and merges.
class Arena {
 public:
  // `head` and `body`, copied next to each other.
  Slice copy(std::string_view head, std::string_view body = {});
  // Starts over when nobody holds what was written. Once per turn.
  void recycle();

 private:
  static constexpr std::size_t chunk_bytes = 64 * 1024;
  ChunkRef current_;
};

}  // namespace cocotalk::net

// The C interface's shared buffer: a slice, and the references its maker and senders of other plugins hold.
struct coco_buffer {
  cocotalk::net::Slice slice;
};
