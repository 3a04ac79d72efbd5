#include "transport-stomp/sockjs_sessions.hpp"

#include "transport-stomp/services.hpp"
#include "transport-stomp/sockjs_session.hpp"

namespace cocotalk::stomp {

SockjsSession* SockjsSessions::find(SockjsName name) const {
  const auto found = living_.find(name);
  return found == living_.end() ? nullptr : found->second;
}

std::uint64_t SockjsSessions::count_queued(std::int64_t bytes) {
  return static_cast<std::uint64_t>(services_.sockjs->queued_bytes += bytes);
}

void SockjsSessions::bury(SockjsName name, std::string close_frame) {
  if (living_.erase(name) == 0) return;
  if (is_stopping_) return services_.sockjs->directory.release(name);
  Ended& ended = ended_.emplace(name, Ended{this, name, std::move(close_frame), 0}).first->second;
  const auto over = [](void* arg) {
    const Ended& forgotten = *static_cast<Ended*>(arg);
    forgotten.sessions->forget(forgotten.name);
  };
  ended.timer = services_.net->after(services_.net->self, lane_, services_.limits.sockjs_poll_within_ms, over, &ended);
}

void SockjsSessions::forget(SockjsName name) {
  ended_.erase(name);
  services_.sockjs->directory.release(name);
}

void SockjsSessions::read(const SockjsPolled& letter) {
  if (SockjsSession* session = find(letter.session)) return session->polled(letter);
  const auto ended = ended_.find(letter.session);
  const std::string_view last = ended != ended_.end() ? ended->second.close_frame : std::string_view(R"(c[3000,"Go away!"])");
  services_.board->put(letter.from.lane, SockjsServed{letter.from.exchange, std::make_shared<const std::string>(last), true});
}

void SockjsSessions::read(const SockjsPollGone& letter) {
  if (SockjsSession* session = find(letter.session)) session->poll_gone(letter.exchange);
}

void SockjsSessions::read(SockjsSaid&& letter) {
  if (SockjsSession* session = find(letter.session)) return session->said(std::move(letter));
  services_.board->put(letter.from.lane, SockjsTaken{letter.from.exchange, SockjsTaken::As::gone});
}

void SockjsSessions::stop() {
  is_stopping_ = true;
  const auto living = living_;  // those who only waited to say their last word end now
  for (const auto& [name, session] : living) session->miss_polls();
}

void SockjsSessions::clear() {
  for (const auto& [name, ended] : ended_) {
    services_.net->cancel(services_.net->self, lane_, ended.timer);
    services_.sockjs->directory.release(name);
  }
  ended_.clear();
}

}  // namespace cocotalk::stomp
