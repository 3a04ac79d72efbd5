// A room as the loop holds it: what is stored, and who looks at it now.
#pragma once

#include <cocotalk/gateway.h>

#include <algorithm>
#include <limits>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "core/domain/accounts.hpp"
#include "core/domain/ids.hpp"
#include "core/runtime/mutex.hpp"

namespace cocotalk::domain {

// Wire document 5.6.
enum class MessageType : std::int64_t { chat = 0, invite = 1, left = 2, awake = 3, photo = 4, video = 5, file = 6 };

// Invitations and departures are told, not unread.
inline bool counts_as_unread(MessageType type) { return type != MessageType::invite && type != MessageType::left; }

// Its content is where the file is.
inline bool names_a_file(MessageType type) {
  return type == MessageType::photo || type == MessageType::video || type == MessageType::file;
}

// One kept message, or another event of the room's sequence: then it has no number (0).
struct Message {
  static constexpr char edited_kind[] = "edited", deleted_kind[] = "deleted", reaction_kind[] = "reaction",
                        hidden_kind[] = "hidden";

  RoomId room;
  std::int64_t seq = 0, number = 0;
  std::string kind = "message";  // the native event's name
  MessageType type = MessageType::chat;
  AccountId sender = 0;
  std::string client_id;  // empty: none
  std::string content;
  std::int64_t sent_ms = 0;
  std::optional<MessageId> about;              // what a reply answers; of `edited`, `deleted` and `reaction` what they concern
  AccountId quoted = 0;                        // of a reply: who said
  std::string quote;                           // what, or its beginning
  std::vector<AccountId> mentions;             // ascending
  std::int64_t edited_ms = 0, deleted_ms = 0;  // 0: never
  std::optional<std::int64_t> original;        // then: the fingerprint of what was said first
  std::int64_t given = 0;                      // of a reaction: how many gave it then; its type is 1, or 0 for taken back
  MessageId id() const { return message_id(room, number, sent_ms); }
  BundleId bundle() const { return bundle_id(room, bundle_of(number)); }
  bool is_reply() const { return number != 0 && about.has_value(); }
  // The number of the message that an `edited`, `deleted` or `reaction` event concerns; 0: it concerns none.
  std::int64_t concerns() const { return number == 0 && about ? number_of(*about) : 0; }
};

inline constexpr std::int64_t for_ever = std::numeric_limits<std::int64_t>::max();

struct Member {
  AccountPtr account;
  std::int64_t place = 0;
  bool joining = true;
  std::int64_t generation = 1;
  std::int64_t joined_ms = 0, joined_seq = 0, joined_number = 0, joined_ordinal = 0, left_ms = 0;
  std::int64_t read_seq = 0, read_ordinal = 0, entered_ms = 0, away_ms = 0;
  bool has_written = false;  // a text (type 0); of a group's former members those who have are shown to the web client (Q11)
  std::int64_t muted_until_ms = 0;  // for_ever: until he says otherwise. Who leaves and comes back begins anew
  bool is_pinned = false;           // on top of his list
  std::int64_t typing_told_ms = 0;  // when the others were last told that he types
  bool is_typing = false;           // as they were told
  bool blocks = false;              // the other one of this private room: what he says does not exist for the member
  // What is hidden from him (schema.hpp, position).
  std::int64_t hidden = 0, read_hidden = 0, hidden_number = 0;
  std::shared_ptr<const Message> shown;  // his newest message while the room's newest is hidden from him; null: none
  std::int64_t mentioned_seq = 0;        // the newest message that names him

  bool is_muted(std::int64_t now_ms) const { return muted_until_ms > now_ms; }
  // Whom the others see: who blocks does not seem to be gone.
  bool seems_joining() const { return joining || blocks; }
};

// own: with oneself. To original clients, which take the other one of a private room for granted, it is a group of one.
enum class RoomType : std::int64_t { direct = 0, group = 1, open = 2, own = 3 };

// Lives on the loop; kept while anybody holds it. Its numbers are those of what has been published, so that whoever hears events
// up to `seq` has missed nothing.
struct Room : std::enable_shared_from_this<Room> {
  explicit Room(runtime::Executor& executor) : changing(executor) {}
  RoomId id;
  std::string name, image;
  std::string notice;  // the id of the message that is its notice, in hex; empty: none
  RoomType type = RoomType::group;
  AccountId maker = 0;
  std::int64_t seq = 0, number = 0, ordinal = 0;
  std::int64_t last_sent_ms = 0;                     // no message gets an earlier time than the one before it
  std::vector<Member> members;                       // in the order of their places
  std::vector<Member> ghosts;                        // who left a group and wrote in it, in the order of their places
  std::optional<Message> last;                       // the newest message
  std::map<AccountId, std::set<coco_link>> present;  // who looks at it, through which links
  runtime::Mutex changing;                           // held while its members change: one change after the other

  Member* member(AccountId account) {
    for (Member& m : members)
      if (m.account->id == account) return &m;
    return nullptr;
  }
  const Member* member(AccountId account) const { return const_cast<Room*>(this)->member(account); }
  std::int64_t next_place() const {
    std::int64_t next = 0;
    for (const std::vector<Member>* const list : {&members, &ghosts})
      for (const Member& m : *list) next = std::max(next, m.place + 1);
    return next;
  }
  bool is_present(AccountId account) const {
    const auto found = present.find(account);
    return found != present.end() && !found->second.empty();
  }
  // What the member has not read; 0 while he looks.
  std::int64_t unread(const Member& m) const {
    if (is_present(m.account->id)) return 0;
    const std::int64_t said = ordinal - std::max(m.read_ordinal, m.joined_ordinal);
    return std::max<std::int64_t>(0, said - (m.hidden - m.read_hidden));
  }
  // Whether he has not read a message that names him.
  bool is_mentioned(const Member& m) const {
    return !is_present(m.account->id) && m.mentioned_seq > std::max(m.read_seq, m.joined_seq);
  }
  // He has read all there is.
  void has_read(Member& m) const {
    m.read_seq = std::max(m.read_seq, seq);
    m.read_ordinal = std::max(m.read_ordinal, ordinal);
    m.read_hidden = m.hidden;
  }
  // The newest message that the member may see; null: none.
  const Message* last_for(const Member& m) const {
    const Message* const newest = !last ? nullptr : last->number == m.hidden_number ? m.shown.get() : &*last;
    return newest != nullptr && newest->number > m.joined_number ? newest : nullptr;
  }
  // Whether what `sender` says here never reaches the member.
  bool keeps_from(const Member& m, AccountId sender) const {
    return type == RoomType::direct && m.blocks && m.account->id != sender;
  }
  // How far the member has read: everything while he looks.
  std::int64_t read_seq(const Member& m) const { return is_present(m.account->id) ? seq : m.read_seq; }
  std::int64_t last_bundle() const { return number / bundle_size; }        // the one the next message goes into
  std::int64_t last_bundle_count() const { return number % bundle_size; }  // 0 right after a roll-over
};
using RoomPtr = std::shared_ptr<Room>;

}  // namespace cocotalk::domain
