// Which of the open room's messages are here: its end, what is older and newer, and what is around a message that was sought.
#include <algorithm>
#include <utility>

#include "ui-console/view_model.hpp"

namespace cocotalk::console {

namespace {

constexpr std::int64_t bundle_size = 20;  // wire document, 6.5
constexpr std::int64_t page = 60;         // messages that are asked for at once

std::int64_t first_number(const std::vector<Message>& messages) { return messages.empty() ? 0 : messages.front().number; }
std::int64_t last_number(const std::vector<Message>& messages) { return messages.empty() ? 0 : messages.back().number; }

std::string bundle_before(const std::vector<Message>& messages) { return messages.empty() ? "" : messages.front().bundle; }

}  // namespace

void ViewModel::on(const Older&) {
  need_link();
  Room& room = open_room();
  std::vector<Message> older;
  if (!oldest_bundle_.empty())
    older = repository_.before(room.id, oldest_bundle_);
  else if (const std::int64_t first = first_number(state_.messages); first > 1 && state_.messages.front().bundle.empty())
    older = repository_.between(room.id, first - page, first - 1);  // they were here once, and were forgotten
  oldest_bundle_ = bundle_before(older);
  state_.messages.insert(state_.messages.begin(), older.begin(), older.end());
  has_read_back_ = true;
  view_.older(state_, room, older);
}

// A page may hold nothing that one sees.
void ViewModel::on(const Newer&) {
  need_link();
  Room& room = open_room();
  std::vector<Message> newer;
  for (std::int64_t first = last_number(state_.messages) + 1; state_.has_newer && newer.empty(); first += page) {
    newer = repository_.between(room.id, first, first + page - 1);
    state_.has_newer = first + page <= newest_;
  }
  state_.messages.insert(state_.messages.end(), newer.begin(), newer.end());
  has_read_back_ = true;
  forget_oldest();
  view_.newer(state_, room, newer);
}

void ViewModel::go_to_end() {
  if (state_.has_newer) take_tail(repository_.tail(open_room().id));
  state_.sought.clear();
}

// The room one has entered is the open one.
void ViewModel::take_tail(Tail tail) {
  Room& room = remember(tail.room);
  room.unread = 0;
  state_.open_room = room.id;
  state_.notice = std::move(tail.notice);
  state_.typing.clear();
  last_seq_ = tail.seq;
  has_read_back_ = false;
  oldest_bundle_ = bundle_before(tail.messages);
  newest_ = last_number(tail.messages);
  state_.has_newer = false;
  state_.sought.clear();
  state_.messages = std::move(tail.messages);
}

// From the end of the room to what is around one of its messages, unless that is there already.
void ViewModel::move_to(const Room& room, std::int64_t at) {
  if (at < first_number(state_.messages)) {
    const std::int64_t bundle = (at - 1) / bundle_size * bundle_size + 1;  // begins with one: what is before can be asked for
    std::vector<Message> around = repository_.between(room.id, bundle - bundle_size, bundle + 2 * bundle_size - 1);
    if (around.empty() || last_number(around) < at) return;
    state_.has_newer = last_number(around) + 1 < first_number(state_.messages);
    if (state_.has_newer) state_.messages.clear();
    oldest_bundle_ = bundle_before(around);
    const auto is_here = [&](const Message& one) { return one.number >= first_number(state_.messages); };
    if (!state_.messages.empty()) std::erase_if(around, is_here);
    state_.messages.insert(state_.messages.begin(), around.begin(), around.end());
  }
  for (const Message& one : state_.messages)
    if (one.number == at) state_.sought = one.id;
}

// Of what history gave whole bundles, as what is before a bundle can be asked for.
void ViewModel::forget_oldest() {
  std::vector<Message>& all = state_.messages;
  const std::size_t most = has_read_back_ ? max_read_back : max_messages;
  while (all.size() > most) {
    const std::string bundle = all.front().bundle;
    const auto is_other = [&](const Message& one) { return bundle.empty() || one.bundle != bundle; };
    all.erase(all.begin(), std::find_if(all.begin() + 1, all.end(), is_other));
    oldest_bundle_ = bundle_before(all);
  }
}

}  // namespace cocotalk::console
