// Polls in the storage: what is read in one snapshot, and changed in transactions that hold only if nothing changed meanwhile.
#pragma once

#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "poll/tables.hpp"

namespace cocotalk::poll {

// How a question ended; `why` is for people.
struct Outcome {
  coco_status status = COCO_OK;
  std::string why;
};

// All methods [any]; each `then` is called once, on a thread of the storage's. Holds a lease for the length of a call.
class Ledger {
 public:
  using Found = std::function<void(const Outcome&, std::vector<Poll>)>;
  using One = std::function<void(const Outcome&, const Poll&)>;
  using Done = std::function<void(const Outcome&)>;

  explicit Ledger(coco::Host host) : host_(host) {}
  // [main]
  void define();

  // Gives it its number in the room. Of the same message there is one poll: the one that is there already is the answer.
  void add(Poll poll, One then) const;
  // COCO_NOT_FOUND; with what the account has chosen.
  void find(std::string room, std::int64_t number, std::int64_t account, One then) const;
  // The newest `limit` before `before` (0: of all), newest first.
  void list(std::string room, std::int64_t account, std::int64_t before, std::uint32_t limit, Found then) const;

  // One poll of the first room behind this one, in the order of their ids; COCO_NOT_FOUND: no room behind it has any.
  void find_behind(const std::string& room, One then) const;

  // What a change of a poll needs to be, looked at anew whenever somebody was faster. Not OK: nothing is changed.
  struct Change {
    Outcome outcome{};
    bool is_so_already = false;
    std::int64_t option = -1;    // choose it …
    std::int64_t closed_ms = 0;  // … or close it at this time
  };
  using Decide = std::function<Change(const Poll&)>;
  // Answers the poll as it is then. COCO_CONFLICT when others were faster again and again.
  void change(std::string room, std::int64_t number, std::int64_t account, Decide decide, One then) const;

  // All there is of a room.
  void erase_room(std::string room, Done then) const;
  // All that an account has chosen; `changed` is called with each poll that has other counts since.
  using Changed = std::function<void(const Poll&)>;
  void erase_account(std::int64_t account, Changed changed, Done then) const;

 private:
  struct Changing;
  // Each poll (room and number) as it is now.
  void look_again(const std::vector<std::pair<std::string, std::int64_t>>& polls, Changed changed,
                  std::function<void()> then) const;
  void find_said(const std::string& message, One then) const;
  void try_change(const std::shared_ptr<Changing>& changing) const;
  void read(const std::vector<coco_range>& ranges, std::function<void(const Outcome&, const coco_read_result*)> then) const;
  void commit(const std::vector<coco_op>& ops, std::function<void(const Outcome&, const coco_committed*)> then) const;
  coco::Host host_;
};

}  // namespace cocotalk::poll
