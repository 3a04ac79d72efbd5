// Asks a command of a plugin, as the core does when it has looked at who asks and at what was declared.
#pragma once

#include <cocotalk/commands.hpp>
#include <cocotalk/testing/fake_host.hpp>

#include <cstring>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

namespace cocotalk::testing {

// Who asks; account 0: nobody is signed in.
struct AskedBy {
  std::int64_t account = 7;
  std::string cid = "alice", session = "0123456789abcdef0123456789abcdef", room{};
  std::int64_t unheard = 0;
  coco_link link = 1;
};

// One call under way. The answer may come from any thread; the gateway's part in it is the test's.
class CommandCall {
 public:
  // Throws std::runtime_error when the table has no such command.
  CommandCall(const coco_commands& table, std::string_view command, std::string_view json, const AskedBy& by = {}) {
    const coco_command& found = find(table, command);
    coco_caller caller{};
    caller.size = sizeof caller;
    caller.link = by.link;
    std::string address = "10.0.0.1";
    coco_asker asker{
        sizeof asker,        COCO_WEB,  &caller, by.account, coco::view(by.cid), coco::view(by.session), coco::view(address),
        coco::view(by.room), by.unheard};
    found.ask(table.self, &asker, coco::view(json), answer_->expect<coco_answer>([](const coco_answer* result) {
      coco::Answer out;
      out.json = coco::text(result->json), out.message_id = coco::text(result->message_id);
      out.seq = result->seq, out.retry_after_ms = result->retry_after_ms;
      return out;
    }));
    // What was lent is something else now.
    address.assign(address.size(), '?');
    std::memset(&asker, 0x5A, sizeof asker);
    std::memset(&caller, 0x5A, sizeof caller);
  }
  bool is_answered() { return answer_->answered(); }
  // Waits at most 20 s.
  coco::Answer get() {
    coco::Answer out;
    out.status = answer_->status();
    if (answer_->kept()) out = *answer_->kept(), out.status = answer_->status();
    out.why = answer_->why();
    return out;
  }

 private:
  static const coco_command& find(const coco_commands& table, std::string_view name) {
    for (const coco_command& command : std::span(table.commands, table.n_commands))
      if (name == command.name) return command;
    throw std::runtime_error("there is no command '" + std::string(name) + "'");
  }
  // The plugin answers into it, perhaps after this is gone.
  const std::shared_ptr<Answer<coco::Answer>> answer_ = std::make_shared<Answer<coco::Answer>>();
};

// Asks and waits.
inline coco::Answer ask_command(const coco_commands& table, std::string_view command, std::string_view json,
                                const AskedBy& by = {}) {
  return CommandCall(table, command, json, by).get();
}

}  // namespace cocotalk::testing
