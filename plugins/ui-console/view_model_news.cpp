// What happens by itself: news, and the end and the return of the link.
#include <algorithm>
#include <utility>

#include "ui-console/view_model.hpp"

namespace cocotalk::console {

namespace {

constexpr std::chrono::seconds typing_lasts{5};

// Nothing is wrong with what was asked; it may be asked again.
bool may_be_repeated(const Refusal& why) {
  switch (why.status) {
    case COCO_UNAVAILABLE:
    case COCO_ABORTED:
    case COCO_UNAUTHORIZED:  // the link is gone, and one will hear of it
    case COCO_RATE:
    case COCO_BUSY:
    case COCO_RETRY: return true;
    default: return false;
  }
}

bool ends_for_good(const Ending& ending) { return ending.code == COCO_CLOSE_REPLACED || ending.code == COCO_CLOSE_SIGNED_OUT; }

void take_in(Member& member, const MemberHeard& heard, std::uint64_t head) {
  if (heard.what == MemberHeard::What::read) {
    member.read_seq = std::max(member.read_seq, heard.news.seq);
  } else {
    if (member.is_here || heard.news.is_so) member.read_seq = std::max(member.read_seq, head);
    member.is_here = heard.news.is_so;
  }
}

void take_in(std::vector<Reaction>& reactions, const ReactionNews& news, bool is_by_me) {
  auto found = std::find_if(reactions.begin(), reactions.end(), [&](const Reaction& one) { return one.emoji == news.emoji; });
  if (found == reactions.end()) found = reactions.insert(found, {news.emoji, 0, false});
  found->given = news.given;
  if (is_by_me) found->is_mine = news.is_added;
  if (found->given == 0) reactions.erase(found);
}

}  // namespace

void ViewModel::take_in(const Incoming& incoming) {
  if (const std::optional<News> news = repository_.news(incoming)) std::visit([this](const auto& one) { on(one); }, *news);
}

// ---- the open room

void ViewModel::on(const MessageHeard& news) {
  if (news.message.room != state_.open_room) return;
  last_seq_ = std::max(last_seq_, news.message.seq);
  show_if_new(news.message);
}

void ViewModel::on(const MessageChanged& news) {
  if (news.message.room != state_.open_room) return;
  last_seq_ = std::max(last_seq_, news.message.seq);
  for (Message& one : state_.messages) {
    if (one.id != news.message.id) continue;
    if (!news.message.is_deleted) one.text = news.message.text;
    one.is_edited = news.message.is_edited;
    one.is_deleted = news.message.is_deleted;
    if (one.is_deleted) one.reactions.clear();
  }
}

void ViewModel::on(const ReactionHeard& heard) {
  const ReactionNews& news = heard.news;
  last_seq_ = std::max(last_seq_, news.seq);
  for (Message& one : state_.messages)
    if (one.id == news.message) console::take_in(one.reactions, news, news.account == state_.me.id);
  view_.reacted(state_, open_room(), news);
}

void ViewModel::on(const MemberHeard& news) {
  const std::int64_t who = news.news.account;
  if (news.what == MemberHeard::What::typing) {
    std::erase_if(state_.typing, [&](const Typing& one) { return one.account == who; });
    if (news.news.is_so && who != state_.me.id) state_.typing.push_back({who, std::chrono::steady_clock::now() + typing_lasts});
    return;
  }
  for (Member& member : open_room().members)
    if (member.id == who) console::take_in(member, news, last_seq_);
}

void ViewModel::on(const RoomEvent& news) {
  last_seq_ = std::max(last_seq_, news.seq);
  if (!news.is_about_the_room) return;
  Room& room = open_room();
  refresh(room);
  view_.room_changed(state_, room);
}

void ViewModel::on(const GapHeard&) {
  const Tail tail = repository_.tail(open_room().id);
  last_seq_ = std::max(last_seq_, tail.seq);
  for (const Message& message : tail.messages) show_if_new(message);
}

// History and what is heard live overlap: each message is shown once.
void ViewModel::show_if_new(const Message& message) {
  const auto is_it = [&](const Message& shown) { return shown.id == message.id; };
  const bool is_counted = state_.has_newer && message.number <= newest_;
  if (is_counted || std::any_of(state_.messages.rbegin(), state_.messages.rend(), is_it)) return;
  Room& room = open_room();
  const auto is_sender = [&](const Member& member) { return member.id == message.sender; };
  if (is_about_members(message) || std::none_of(room.members.begin(), room.members.end(), is_sender)) refresh(room);
  std::erase_if(state_.typing, [&](const Typing& one) { return one.account == message.sender; });
  if (message.sender == state_.me.id && !message.client_id.empty())
    std::erase_if(state_.letters, [&](const Letter& letter) { return letter.client_id == message.client_id; });
  newest_ = std::max(newest_, message.number);
  if (!state_.has_newer) state_.messages.push_back(message);
  forget_oldest();
  room.last = message;
  said_here_.erase(message.id) != 0 ? view_.said_here_heard(state_, room, message) : view_.heard(state_, room, message);
}

void ViewModel::tell_typing() {
  if (state_.open_room.empty() || state_.is_away) return;
  try {
    repository_.tell_typing(state_.open_room);
  } catch (const Refusal&) {
    return;
  }
}

void ViewModel::forget_typing(std::chrono::steady_clock::time_point now) {
  std::erase_if(state_.typing, [&](const Typing& one) { return one.until <= now; });
}

// ---- my rooms

void ViewModel::on(const RoomChanged& news) {
  const Room* known = state_.find(news.state.room.id);
  const std::string last_before = known != nullptr && known->last ? known->last->id : "";
  Room& room = remember(news.state.room);
  const bool is_open = room.id == state_.open_room;
  room.last = news.state.room.last;
  room.unread = is_open ? 0 : news.state.room.unread;
  const bool is_new = room.last && room.last->id != last_before && room.last->sender != state_.me.id;
  is_new && !is_open ? view_.message_elsewhere(state_, room) : view_.room_changed(state_, room);
}

// ---- letters

void ViewModel::post(const std::string& text) {
  if (!state_.is_away) go_to_end();
  state_.letters.push_back({open_room().id, text, repository_.new_message_id()});
}

bool ViewModel::send_letter() {
  if (state_.letters.empty() || state_.is_away || !is_signed_in()) return false;
  const Letter letter = state_.letters.front();
  std::optional<Refusal> refusal;
  try {
    repository_.say(letter.room, letter.text, letter.client_id);
  } catch (const Refusal& why) {
    if (may_be_repeated(why)) return false;
    refusal = why;
  }
  std::erase_if(state_.letters, [&](const Letter& one) { return one.client_id == letter.client_id; });
  if (refusal) view_.letter_refused(letter, *refusal);
  return true;
}

// ---- the link

void ViewModel::on(const SignInEnded& news) {
  if (loss_ == Loss::ends_sign_in || ends_for_good(news.ending)) return end_sign_in(news.ending);
  state_.is_away = true;
  state_.typing.clear();
  view_.connection_lost(news.ending);
}

// What was typed stays: whoever signs in again with this account still wants to say it.
void ViewModel::end_sign_in(const Ending& ending) {
  std::vector<Letter> letters = std::move(state_.letters);
  state_ = {};
  state_.letters = std::move(letters);
  ended_ = ending;
  view_.ended(ending);
}

void ViewModel::come_back() {
  try {
    const bool is_same_store = repository_.come_back();
    for (const Room& listed : repository_.rooms()) {
      Room& room = remember(listed);
      room.last = listed.last;
      room.unread = room.id == state_.open_room ? 0 : listed.unread;
    }
    if (!state_.open_room.empty()) go_on_in(state_.open_room, is_same_store);
  } catch (const Refusal& why) {
    if (why.status == COCO_UNAUTHORIZED) end_sign_in({COCO_CLOSE_UNAUTHORIZED, why.what()});
    throw;
  }
  state_.is_away = false;
  view_.connection_is_back(state_);
}

// What came meanwhile comes as news; where that cannot be, the newest messages stand for all.
void ViewModel::go_on_in(const std::string& room, bool is_same_store) {
  try {
    const bool is_at_end = !state_.has_newer || state_.letters.empty();  // what one says is seen at the end
    if (is_same_store && is_at_end) {
      repository_.enter_again(room, last_seq_);
      return refresh(open_room());
    }
  } catch (const Refusal& why) {
    if (why.status != COCO_INVALID) throw;
  }
  take_tail(repository_.enter(room));
}

}  // namespace cocotalk::console
