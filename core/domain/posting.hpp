// One message on its way into the store, with what changes in its room by it: one transaction.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/domain/quote.hpp"
#include "core/domain/room.hpp"
#include "core/domain/session.hpp"
#include "core/domain/world.hpp"

namespace cocotalk::domain {

struct Draft {
  RoomId room;
  MessageType type = MessageType::chat;
  std::string content;
  std::string client_id;  // ≤ 64 bytes, unique per sender for ever; empty: none
  std::optional<MessageId> reply_to;
  std::vector<AccountId> mentions;  // ascending, each once

  // Tells drafts of the same room apart when what was said first is not kept any more.
  std::int64_t fingerprint() const;
};

// Made for one try, from what the room looks like now; the transaction expects what was decided on. Lives on the loop.
class Posting {
 public:
  // The sender is a member. `kind` is the native event's name.
  Posting(World& world, RoomPtr room, const Session& by, const Draft& draft, const char* kind);

  // What is answered; before append().
  void quote(Quote quote);
  // For further expectations and changes, before append().
  Transaction& transaction() { return transaction_; }
  const Message& message() const { return message_; }

  // The member is in the room from just before the message on: he sees the message and nothing older. Before append().
  void bring_in(Member member);
  // The message itself.
  void append();
  // The sender has read it, and whether he has written a text is remembered. After append().
  void mark_sender();
  // Those whom it names can be told so. After append().
  void mark_mentioned();
  // It does not exist for the member. After append().
  void hide_from(const Member& member);
  // The room's sequence after the message, in later operations.
  Value seq_after() const { return Value::result(head_, 0); }
  Value ordinal_after() const { return Value::result(head_, 2); }

  enum class Outcome {
    posted,       // durable; the room has the message and its numbers
    said_before,  // the client id is taken
    again         // something that was expected has changed, and the room in memory with it: its commit was answered before this
  };
  // Waits for the transaction's commit. Throws expired_token(), and what the storage throws.
  runtime::Task<Outcome> settle(Store::Pending& pending);

  // When it was posted: whom it brought in, as they are now.
  const std::vector<Member>& brought_in() const { return brought_in_; }

 private:
  void is_posted(const Committed& done);
  const RoomPtr room_;
  Transaction transaction_;
  Message message_;
  std::vector<Member> brought_in_;
  std::vector<AccountId> hidden_from_;
  std::size_t signed_in_ = 0, before_ = 0, head_ = 0, inserted_ = 0;
};

}  // namespace cocotalk::domain
