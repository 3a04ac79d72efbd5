// The core's tables, as declared to the storage. Column numbers are the positions in each declaration.
#pragma once

#include <cocotalk/storage.h>

#include <cstddef>
#include <cstdint>

namespace cocotalk::domain {

// To hand to coco_storage::define. Lives as long as the program.
const coco_schema& core_schema();

// Key/value facts about the store: "store-epoch".
namespace meta {
inline constexpr char table[] = "meta";
enum : std::size_t { name, value };
}  // namespace meta

// People. `session_version` changes with every sign-in, so that two concurrent ones cannot both be decided on the same facts.
namespace account {
inline constexpr char table[] = "account", by_cid[] = "account_cid", by_email[] = "account_email", by_phone[] = "account_phone";
enum : std::size_t {
  id,
  cid,
  username,
  nickname,
  email,
  phone,
  birth,
  status,
  picture,
  background,
  message,
  verifier,
  role,
  disabled,
  session_version,
  created_ms
};
}  // namespace account

// Signed-in devices. ended_ms 0: it may write. push_token: whatever the device called itself at sign-in.
namespace session {
inline constexpr char table[] = "session", by_account[] = "session_account";
enum : std::size_t { id, account, device, push_token, address, agent, created_ms, ended_ms, ended_code };
}  // namespace session

// Tokens by fingerprint. replaced_ms: when a refresh token was exchanged for a new pair; 0: not yet.
namespace token {
inline constexpr char table[] = "token", by_session[] = "token_session";
enum : std::size_t { fingerprint, session, kind, expires_ms, replaced_ms };
}  // namespace token

// One-time codes sent by mail, by "⟨purpose⟩:⟨address⟩". expires_ms 0: used up. verified_ms: when it was proved; 0: never.
// keep_ms: until when the row says anything.
namespace code {
inline constexpr char table[] = "mail_code", by_keep[] = "mail_code_keep";
enum : std::size_t { name, text, expires_ms, tries_left, verified_ms, keep_ms };
}  // namespace code

// A friendship is directed: from_account added to_account.
namespace friendship {
inline constexpr char table[] = "friend", by_pair[] = "friend_pair", by_target[] = "friend_target";
enum : std::size_t { id, from_account, to_account, hidden, created_ms, favourite };
}  // namespace friendship

// Whom an account wants to hear nothing from.
namespace block {
inline constexpr char table[] = "block", by_target[] = "block_target";
enum : std::size_t { account, target, created_ms };
}  // namespace block

// pair: "3:7" for the private room of accounts 3 and 7, "3:3" for that of account 3 with itself, so that there is only one; NULL
// for groups. notice: the id of the message that is its notice; NULL or empty: none.
namespace room {
inline constexpr char table[] = "room", by_pair[] = "room_pair";
enum : std::size_t { id, name, image, type, maker, pair, created_ms, notice };
}  // namespace room

// A room's running numbers; apart from the room, so that posting touches nothing else (architecture.md, 5).
namespace room_head {
inline constexpr char table[] = "room_head";
enum : std::size_t { room, seq, number, ordinal };
}  // namespace room_head

// Messages whose receivers are still to be woken, oldest first; written with the message.
namespace outbox {
inline constexpr char table[] = "push_outbox";
enum : std::size_t { id, room, seq, ts_ms };
}  // namespace outbox

// Who is in a room; `place` keeps the order of the list; what came after joined_seq (joined_number, joined_ordinal) is visible;
// generation changes whenever joining does. joining: 1 in it; 0 left a private room; 2 left a group, in which texts of his
// remain. has_written: a text, ever. muted_until_ms: until then his devices are not woken for it; pinned: it is on top of his
// list. blocks: the other one of this private room.
namespace member {
inline constexpr char table[] = "member", by_account[] = "member_account";
enum : std::size_t {
  room,
  account,
  place,
  joining,
  generation,
  joined_ms,
  joined_seq,
  joined_number,
  joined_ordinal,
  left_ms,
  has_written,
  muted_until_ms,
  pinned,
  blocks
};
enum : std::int64_t { has_left = 0, is_in = 1, is_ghost = 2 };
}  // namespace member

// How far a member has read; rows of their own, as they change with every look. hidden: how many messages that count were hidden
// from him before he read them, ever, and read_hidden of these when he last read; hidden_number: the newest hidden one.
// mentioned_seq: the newest message that names him.
namespace position {
inline constexpr char table[] = "position";
enum : std::size_t {
  room,
  account,
  read_seq,
  read_ordinal,
  entered_ms,
  away_ms,
  hidden,
  read_hidden,
  hidden_number,
  mentioned_seq
};
}  // namespace position

// Every kept event of a room. number: NULL unless it is a message. kind: the native event's name. about: the id of the message
// that a reply answers, or that an `edited`, `deleted` or `reaction` event concerns; quoted, quote: who said what is answered.
// mentions: accounts, "3,7". edited_ms, deleted_ms: when a message was, NULL: never; original: then the fingerprint of what was
// said first. given: of a reaction how many gave it then, and its type is 1, or 0 for taken back.
namespace event {
inline constexpr char table[] = "event", by_client_id[] = "event_client_id", by_number[] = "event_number";
enum : std::size_t {
  room,
  seq,
  number,
  kind,
  type,
  sender,
  client_id,
  content,
  ts_ms,
  about,
  quoted,
  quote,
  mentions,
  edited_ms,
  deleted_ms,
  original,
  given
};
}  // namespace event

// What somebody does not want to see any more, or never got from whom he blocks.
namespace hidden {
inline constexpr char table[] = "hidden", by_seq[] = "hidden_seq", by_message[] = "hidden_message";
enum : std::size_t { room, account, number, seq };
}  // namespace hidden

// Who gave which emoji to a message.
namespace reaction {
inline constexpr char table[] = "reaction", by_account[] = "reaction_account";
enum : std::size_t { room, number, emoji, account };
}  // namespace reaction

// How many gave it.
namespace reaction_count {
inline constexpr char table[] = "reaction_count";
enum : std::size_t { room, number, emoji, given };
}  // namespace reaction_count

// Kept topics for applications.
namespace topic {
inline constexpr char table[] = "topic", by_name[] = "topic_name";
enum : std::size_t { id, name };
}  // namespace topic

// What was said to a kept topic and is not forgotten yet. headers: packed (publication.hpp).
namespace topic_event {
inline constexpr char table[] = "topic_event", by_client_id[] = "topic_event_client_id";
enum : std::size_t { topic, seq, sender, client_id, content_type, headers, body, said_ms };
}  // namespace topic_event

// Files that are somebody's, by their name in the store, and what each account's take together. room: of a file for a message,
// else NULL; thumbnail: its name; bytes: of both.
namespace file {
inline constexpr char table[] = "file", by_account[] = "file_account", by_room[] = "file_room";
enum : std::size_t { name, account, use, room, thumbnail, bytes, stored_ms };
}  // namespace file
namespace file_usage {
inline constexpr char table[] = "file_usage";
enum : std::size_t { account, bytes };
}  // namespace file_usage

// Files that nobody has claimed yet, or nobody shows any more: they vanish when they are due.
namespace doomed_file {
inline constexpr char table[] = "doomed_file", by_due[] = "doomed_file_due";
enum : std::size_t { name, due_ms };
}  // namespace doomed_file

// Rooms that are gone, while their events are still being erased.
namespace dead_room {
inline constexpr char table[] = "dead_room";
enum : std::size_t { room };
}  // namespace dead_room

}  // namespace cocotalk::domain
