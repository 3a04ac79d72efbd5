#include "net/chunk.hpp"

#include <cassert>
#include <cstring>
#include <new>

namespace cocotalk::net {

Chunk* Chunk::make(std::size_t capacity) { return new (::operator new(sizeof(Chunk) + capacity)) Chunk(capacity); }

void Chunk::destroy(Chunk* chunk) {
  chunk->~Chunk();
  ::operator delete(chunk);
}

std::string_view Chunk::append(std::string_view added) {
  assert(added.size() <= room());
  char* const at = bytes() + used_;
  if (!added.empty()) std::memcpy(at, added.data(), added.size());
  used_ += added.size();
  return {at, added.size()};
}

Slice Arena::copy(std::string_view head, std::string_view body) {
  const std::size_t size = head.size() + body.size();
  ChunkRef chunk = current_;
  if (size > chunk_bytes / 2) {
    chunk = ChunkRef(Chunk::make(size));  // one of its own: it would only waste the rest of a common one
  } else if (chunk.get() == nullptr || chunk->room() < size) {
    chunk = current_ = ChunkRef(Chunk::make(chunk_bytes));
  }
  const std::string_view first = chunk->append(head);
  chunk->append(body);
  return {std::move(chunk), {first.data(), size}};
}

void Arena::recycle() {
  if (current_.get() == nullptr) return;
  if (current_->references_ == 1) current_->used_ = 0;
}

}  // namespace cocotalk::net
