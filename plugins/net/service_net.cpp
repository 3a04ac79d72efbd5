// The functions of cocotalk.net/1: from a connection's name to the connection.
#include "net/service.hpp"
#include "net/slots.hpp"
#include "net/stream.hpp"

#include <cassert>

namespace cocotalk::net {

Connection* Service::connection(coco_conn conn) const {
  const std::uint32_t index = SlotId::of(conn).lane;
  if (index >= shared_.lanes.size()) return nullptr;
  assert(shared_.lanes[index]->is_here());
  return shared_.lanes[index]->find(conn);
}

Stream* Service::stream(coco_conn conn) const {
  const Connection* const found = connection(conn);
  return found != nullptr && found->session() != nullptr ? found->session()->as_stream() : nullptr;
}

coco_status Service::post(std::uint32_t index, void (*fn)(void*), void* arg) {
  return lane(index).post(fn, arg) ? COCO_OK : COCO_ABORTED;
}

std::uint64_t Service::after(std::uint32_t index, std::uint64_t ms, void (*fn)(void*), void* arg) {
  assert(lane(index).is_here());
  return lane(index).timers().add(lane(index).now_ms() + ms, fn, arg);
}

void Service::cancel(std::uint32_t index, std::uint64_t timer) { lane(index).timers().cancel(timer); }

void Service::send(coco_conn conn, std::string_view bytes) {
  if (Stream* const s = stream(conn)) s->send(bytes);
}

void Service::send_binary(coco_conn conn, std::string_view bytes) {
  if (Stream* const s = stream(conn)) s->send_binary(bytes);
}

coco_buffer* Service::make_buffer(std::uint32_t index, std::string_view bytes) {
  return new coco_buffer{lane(index).arena().copy(bytes)};
}

void Service::release(std::uint32_t, coco_buffer* buffer) { delete buffer; }

void Service::send_buffer(coco_conn conn, coco_buffer* buffer) {
  Stream* const s = stream(conn);
  if (s != nullptr && s->is_open()) connection(conn)->queue(buffer->slice);
}

std::uint64_t Service::queued(coco_conn conn) {
  const Connection* const c = connection(conn);
  return c != nullptr ? c->queued() : 0;
}

void Service::notify_below(coco_conn conn, std::uint64_t bytes) {
  if (Stream* const s = stream(conn)) s->notify_below(bytes);
}

void Service::pause(coco_conn conn) {
  if (Stream* const s = stream(conn)) s->pause();
}

void Service::resume(coco_conn conn) {
  if (Stream* const s = stream(conn)) s->resume();
}

void Service::close(coco_conn conn, std::int32_t code, std::string_view reason) {
  if (Stream* const s = stream(conn)) s->close(code, reason);
}

void Service::abort(coco_conn conn, std::string_view why) {
  if (stream(conn) != nullptr) connection(conn)->cut(why);
}

void Service::set_silence_limit(coco_conn conn, std::uint64_t ms) {
  if (Stream* const s = stream(conn)) s->set_silence_limit(ms);
}

std::uint64_t Service::silent_ms(coco_conn conn) {
  Connection* const c = connection(conn);
  return c != nullptr ? c->lane().now_ms() - c->last_heard_ms() : 0;
}

void Service::set_message_limit(coco_conn conn, std::uint64_t bytes) {
  if (Stream* const s = stream(conn)) s->set_message_limit(bytes);
}

std::uint32_t Service::pressure(std::uint32_t, std::int64_t added) {
  shared_.budget.count(added);
  return shared_.budget.percent();
}

}  // namespace cocotalk::net
