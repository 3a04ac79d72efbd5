// What every plugin that offers commands must do. Include it in one file of a test program and name the plugin there:
//
//   COCO_COMMANDS_CONTRACT(Mine, [] { return commands_of(coco_plugin_abi1); })
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/testing/command_call.hpp>
#include <cocotalk/testing/declared_command.hpp>
#include <cocotalk/testing/disk_faults.hpp>
#include <cocotalk/testing/offering_plugin.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cstdint>
#include <cstring>
#include <deque>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

namespace cocotalk::testing {

// A plugin that runs, and whose table the gateway has taken in. The test's thread is the core's loop.
class CommandsContract : public NoMisdeeds, public ::testing::TestWithParam<CommandsCaseFactory> {
 protected:
  ~CommandsContract() override { stage.core.at_last(); }

  static bool is_word(std::string_view text) {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
  }
  bool is_own_name(std::string_view name) const {
    const std::string before = prefix + ".";
    return name.starts_with(before) && is_word(name.substr(before.size()));
  }
  static void expect_declared(const coco_command& command, const coco::Answer& out) {
    if (out.is_ok())
      EXPECT_TRUE(begins_as_declared(command, out.json)) << command.name << " answers " << out.json;
    else
      EXPECT_TRUE(may_say(command, code_of(out))) << command.name << " says " << code_of(out) << ": " << out.why;
  }
  // What the call was lent is something else when it has returned.
  static CommandCall ask(const coco_commands& table, const coco_command& command, Fields fields = Fields::required) {
    std::string json = input_for(command, fields);
    AskedBy by = asker_of(command);
    CommandCall call(table, command.name, json, by);
    for (std::string* const lent : {&json, &by.cid, &by.session, &by.room}) lent->assign(lent->size(), '?');
    return call;
  }
  std::deque<CommandCall> ask_all(Fields fields = Fields::required) {
    std::deque<CommandCall> calls;
    for (const coco_command& command : commands) calls.push_back(ask(table, command, fields));
    return calls;
  }
  void happen(const char* kind) const {
    std::string in = std::string_view(kind) == "account-deleted" ? "" : a_room, name = kind, message = "message-1";
    std::string body = "{\"roomId\":\"" + std::string(a_room) + "\",\"userId\":7,\"content\":\"😀\"}";
    std::int64_t account = 7;
    coco_happening what{};
    what.size = sizeof what, what.kind = coco::view(name), what.room = coco::view(in), what.body = coco::view(body);
    what.account = account, what.concerns = &account, what.n_concerns = 1, what.ts_ms = 1'000;
    what.message_id = coco::view(message);
    table.heard(table.self, &what);
    for (std::string* const lent : {&in, &name, &body, &message}) lent->assign(lent->size(), '?');
    std::memset(&what, 0x5A, sizeof what);
  }
  void everything_happens() const {
    if (table.hears == nullptr) return;
    for (const char* const* kind = table.hears; *kind != nullptr; ++kind) happen(*kind);
  }

  CommandsStage stage{GetParam().make()};
  std::unique_ptr<TestedPlugin> plugin = stage.live();
  const coco_commands& table = stage.offered();
  const std::span<const coco_command> commands{table.commands, table.n_commands};
  const std::string prefix = table.prefix == nullptr ? table.plugin : table.prefix;
};

// ---- what it declares

TEST_P(CommandsContract, NamesBeginWithThePluginsOwnWord) {
  EXPECT_GE(table.size, sizeof table);
  EXPECT_TRUE(is_word(prefix)) << prefix;
  std::set<std::string_view> names;
  for (const coco_command& command : commands) {
    EXPECT_TRUE(is_own_name(command.name)) << command.name;
    EXPECT_TRUE(names.insert(command.name).second) << command.name << " stands twice";
  }
  for (const coco_told& event : std::span(table.events, table.n_events))
    EXPECT_TRUE(event.kind == prefix || is_own_name(event.kind)) << event.kind;
}

TEST_P(CommandsContract, EveryCommandSaysWhatItDoesWithWhatAndWhatItAnswers) {
  for (const coco_command& command : commands) {
    ASSERT_NE(command.summary, nullptr) << command.name;
    EXPECT_NE(std::string_view(command.summary), "") << command.name;
    EXPECT_EQ(std::string_view(command.summary).find('\n'), std::string_view::npos) << command.name;
    EXPECT_NE(command.ask, nullptr) << command.name;
    const std::span<const coco_field> input(command.input, command.n_input);
    for (const coco_field& field : input)
      EXPECT_EQ(field.shape != nullptr, field.kind == COCO_FIELD_OBJECT || field.kind == COCO_FIELD_OBJECTS);
    if (command.who == COCO_WHO_MEMBER) {
      EXPECT_TRUE(std::any_of(
          input.begin(), input.end(),
          [](const coco_field& field) { return field.kind == COCO_FIELD_ROOM && (field.flags & COCO_FIELD_REQUIRED) != 0; }))
          << command.name << " is for members and names no room";
    }
  }
}

TEST_P(CommandsContract, ItsDeclarationsStayWithinTheirLimits) {
  EXPECT_LE(table.n_commands, 64u);
  EXPECT_LE(table.n_shapes, 64u);
  EXPECT_LE(table.n_events, 64u);
  for (const coco_command& command : commands) {
    EXPECT_LE(command.n_input, 12u) << command.name;
    EXPECT_LE(command.n_gives, 8u) << command.name;
    EXPECT_LE(command.n_refusals, 4u) << command.name;
  }
  for (const coco_shape& shape : std::span(table.shapes, table.n_shapes)) EXPECT_LE(shape.n_fields, 16u) << shape.name;
  for (const coco_told& event : std::span(table.events, table.n_events)) EXPECT_LE(event.n_fields, 8u) << event.kind;
}

TEST_P(CommandsContract, OffersTheTableThatItProvides) { EXPECT_EQ(plugin->table<coco_commands>(COCO_COMMANDS), &table); }

TEST_P(CommandsContract, ATableThatIsRefusedFailsItsStartWithASentence) {
  stage.gateway.on_offer = [](const coco_commands&) { throw coco::Error(COCO_INVALID, "the prefix is somebody else's"); };
  try {
    stage.live();
    ADD_FAILURE() << "it starts, and nobody will ever ask it";
  } catch (const coco::Error& error) {
    EXPECT_STRNE(error.what(), "");
  }
}

// ---- asking

TEST_P(CommandsContract, EveryCommandAnswersOnceWithJsonOrADeclaredNo) {
  for (const Fields fields : {Fields::required, Fields::all})
    for (const coco_command& command : commands) expect_declared(command, ask(table, command, fields).get());
}

TEST_P(CommandsContract, AnswersSoAlsoWhenTheCoreGrantsWhatItIsAsked) {
  stage.core.yes();
  for (const Fields fields : {Fields::required, Fields::all})
    for (const coco_command& command : commands) expect_declared(command, ask(table, command, fields).get());
}

TEST_P(CommandsContract, CopiesWhatItIsAskedWith) {
  for (const coco_command& command : commands) {
    coco_status answered[2] = {};
    for (const bool is_overwritten : {false, true}) {
      CommandsStage fresh(GetParam().make());
      const auto alive = fresh.live();
      answered[is_overwritten] =
          is_overwritten
              ? ask(fresh.offered(), command).get().status
              : ask_command(fresh.offered(), command.name, input_for(command, Fields::required), asker_of(command)).status;
    }
    EXPECT_EQ(answered[0], answered[1]) << command.name << ": what it was lent was overwritten when the call had returned";
  }
}

TEST_P(CommandsContract, CallsAtTheSameTimeAreAllAnswered) {
  std::deque<CommandCall> calls;
  for (int i = 0; i < 8; ++i)
    for (const coco_command& command : commands) calls.push_back(ask(table, command, Fields::all));
  for (CommandCall& call : calls) EXPECT_NE(call.get().status, COCO_ABORTED);
}

// The core answers on the thread that asks: who waits for it there waits for ever, and the deadline tells.
TEST_P(CommandsContract, AskingDoesNotWaitForTheCore) {
  stage.core.nothing();
  std::deque<CommandCall> calls = ask_all();
  everything_happens();
  stage.core.at_last();
  for (CommandCall& call : calls) call.get();
}

TEST_P(CommandsContract, AskingDoesNotWaitForADiskThatStands) {
  DiskFaults disk;
  if (!disk) GTEST_SKIP() << DiskFaults::why_not;
  disk.hold();
  std::deque<CommandCall> calls = ask_all();
  everything_happens();
  disk.mend();
  for (CommandCall& call : calls) call.get();
}

// ---- hearing and telling

TEST_P(CommandsContract, HasAFunctionForWhatItWantsToHearAndSurvivesHearingIt) {
  if (table.hears == nullptr) GTEST_SKIP() << "it hears nothing";
  ASSERT_NE(table.heard, nullptr);
  everything_happens();
  for (CommandCall& call : ask_all()) call.get();
}

TEST_P(CommandsContract, TellsOnlyWhatItDeclaredToWhomItDeclared) {
  stage.core.yes();
  for (const Fields fields : {Fields::required, Fields::all})
    for (CommandCall& call : ask_all(fields)) call.get();
  everything_happens();
  plugin->stop();
  const std::span<const coco_told> events(table.events, table.n_events);
  for (const FakeGateway::Tell& tell : stage.gateway.tells) {
    const auto declared =
        std::find_if(events.begin(), events.end(), [&tell](const coco_told& event) { return tell.kind == event.kind; });
    if (declared == events.end()) {
      ADD_FAILURE() << "it tells '" << tell.kind << "', which it did not declare";
      continue;
    }
    EXPECT_TRUE(tell.room.empty() ? declared->to_accounts != 0 : declared->in_rooms != 0)
        << tell.kind << (tell.room.empty() ? " is told to accounts" : " is told in a room");
    EXPECT_TRUE(tell.body.starts_with('{') && tell.body.size() <= 64 << 10) << tell.kind << " has the body " << tell.body;
  }
}

// ---- ends

TEST_P(CommandsContract, WhatIsUnderWayWhenItStopsIsAnswered) {
  stage.core.nothing();
  std::deque<CommandCall> calls = ask_all();
  Answer<int> drained;
  plugin->begin_stop(drained);
  stage.core.at_last();
  for (CommandCall& call : calls) call.get();
  EXPECT_EQ(drained.status(), COCO_OK) << drained.why();
}

TEST_P(CommandsContract, IsDrainedWhenTheGatewayHasLetItGoAndAnswersUntilThen) {
  std::optional<coco::Completion> let_go;
  stage.gateway.on_withdraw = [&let_go](coco::Completion&& done) { let_go = std::move(done); };
  Answer<int> drained;
  plugin->begin_stop(drained);
  for (CommandCall& call : ask_all()) call.get();
  EXPECT_TRUE(stage.gateway.offered.empty()) << "it did not withdraw its table";
  EXPECT_FALSE(drained.answered()) << "drained, and the gateway may still ask it";
  stage.gateway.on_withdraw = nullptr;
  if (let_go) let_go->ok();
  EXPECT_EQ(drained.status(), COCO_OK) << drained.why();
}

TEST_P(CommandsContract, TheNextInstanceIsAskedWhenTheOldOneGoes) {
  const auto next = stage.live();
  ASSERT_EQ(stage.gateway.offered.size(), 2u);
  const coco_commands& newer = *stage.gateway.offered.back();
  EXPECT_NE(&newer, &table) << "two instances offer the same table";
  plugin.reset();
  EXPECT_EQ(&stage.offered(), &newer) << "the old one withdrew what is not its own";
  for (const coco_command& command : std::span(newer.commands, newer.n_commands))
    EXPECT_NE(ask(newer, command).get().status, COCO_ABORTED) << command.name;
}

}  // namespace cocotalk::testing

// Runs the rules against what the function makes, a CommandsCase.
#define COCO_COMMANDS_CONTRACT(Name, ...)                                                                       \
  namespace cocotalk::testing {                                                                                 \
  INSTANTIATE_TEST_SUITE_P(Name, CommandsContract, ::testing::Values(CommandsCaseFactory{#Name, __VA_ARGS__})); \
  }
