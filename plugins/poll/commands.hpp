// poll.create, vote, close, get, list: what is asked, and how it is answered.
#pragma once

#include <cocotalk/commands.hpp>
#include <cocotalk/under_way.hpp>

#include <memory>
#include <string>
#include <string_view>

#include "poll/ledger.hpp"
#include "poll/remains.hpp"

namespace cocotalk::poll {

// Lives as long as the plugin; asked on the core's loop, goes on on the storage's threads.
class Commands {
 public:
  explicit Commands(coco::Host host);
  void start();
  // `drained` is answered when nothing is asked any more and nothing is under way.
  void stop(coco::Completion&& drained);
  const coco_commands* table() const { return &table_; }

  // ---- cocotalk.commands/1
  void create(const coco_asker& asker, std::string_view json, coco::Completion&& done);
  void vote(const coco_asker& asker, std::string_view json, coco::Completion&& done);
  void close(const coco_asker& asker, std::string_view json, coco::Completion&& done);
  void get(const coco_asker& asker, std::string_view json, coco::Completion&& done);
  void list(const coco_asker& asker, std::string_view json, coco::Completion&& done);
  void heard(const coco_happening& what);

 private:
  struct Asked;
  Ledger::One answering(std::shared_ptr<Asked> asked, bool tells);
  void change(const coco_asker& asker, std::string_view json, coco::Completion&& done, Ledger::Decide decide);
  void tell(const Poll& poll) const;
  Ledger::Done erased(const char* what);

  const coco::Host host_;
  Ledger ledger_;
  coco::UnderWay under_way_;
  const coco_commands table_;
  coco::Offering offering_;
  const Remains remains_;
};

}  // namespace cocotalk::poll
