// What every plugin that offers commands must do. Include it in one file of a test program and name the plugin there:
//
//   COCO_COMMANDS_CONTRACT(Mine, [] { return commands_of(coco_plugin_abi1); })
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/testing/command_call.hpp>
#include <cocotalk/testing/fake_gateway.hpp>
#include <cocotalk/testing/fake_http.hpp>
#include <cocotalk/testing/fake_storage.hpp>
#include <cocotalk/testing/provider.hpp>

#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <deque>
#include <memory>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace cocotalk::testing {

// A plugin that runs on a gateway, a storage and an HTTP of its own. The gateway refuses whatever it is asked, at once: also then
// a command has an answer.
struct OfferingPlugin {
  explicit OfferingPlugin(const coco_plugin& descriptor, const SettingTexts& settings) {
    gateway.on_ask = [](FakeGateway::Ask&& ask) { FakeGateway::refuse(ask, COCO_RETRY, "RETRY", "this is a test", 100); };
    plugin = std::make_unique<TestedPlugin>(
        descriptor, settings,
        Offers{
            {COCO_GATEWAY, gateway.table()}, {COCO_STORAGE, storage.table()}, {COCO_HTTP, http.http()}, {COCO_NET, http.net()}});
    if (gateway.offered.size() != 1)
      throw std::runtime_error(std::string(descriptor.id) + " does not offer one table of commands");
  }
  FakeGateway gateway;
  FakeStorage storage;
  FakeHttp http;
  std::unique_ptr<TestedPlugin> plugin;
};

inline Provider<coco_commands> commands_of(const coco_plugin& descriptor, const SettingTexts& settings = {}) {
  const auto running = std::make_shared<OfferingPlugin>(descriptor, settings);
  return Provider<coco_commands>(running, running->gateway.offered.front());
}

class CommandsContract : public ::testing::TestWithParam<ProviderFactory<coco_commands>> {
 protected:
  static bool is_word(std::string_view text) {
    return !text.empty() && text.front() >= 'a' && text.front() <= 'z' && std::all_of(text.begin(), text.end(), [](char c) {
      return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
  }
  bool is_own_name(std::string_view name) const {
    const std::string before = prefix + ".";
    return name.starts_with(before) && is_word(name.substr(before.size()));
  }
  // The least that the declaration lets through.
  static std::string value_for(const coco_field& field) {
    switch (field.kind) {
      case COCO_FIELD_NUMBER: return std::to_string(field.least);
      case COCO_FIELD_FLAG: return "true";
      case COCO_FIELD_DATE: return "\"1995-10-28\"";
      case COCO_FIELD_TIME: return "\"2022-02-04T04:21:14.542\"";
      case COCO_FIELD_ROOM: return "\"" + room + "\"";
      case COCO_FIELD_TEXTS: return "[\"a\"]";
      case COCO_FIELD_NUMBERS: return "[1]";
      case COCO_FIELD_OBJECT: return "{}";
      case COCO_FIELD_OBJECTS: return "[{}]";
      default: break;
    }
    const std::string_view words = field.one_of == nullptr ? "x" : field.one_of;
    return "\"" + std::string(words.substr(0, words.find(' '))) + "\"";
  }
  static std::string input_for(const coco_command& command, bool also_optional) {
    std::string out = "{";
    for (const coco_field& field : std::span(command.input, command.n_input)) {
      if ((field.flags & COCO_FIELD_REQUIRED) == 0 && !also_optional) continue;
      out += (out.size() == 1 ? "\"" : ",\"") + std::string(field.name) + "\":" + value_for(field);
    }
    return out + "}";
  }
  static AskedBy asker_of(const coco_command& command) {
    AskedBy out;
    if (command.who == COCO_WHO_OPERATOR) out.account = 0, out.cid.clear(), out.session.clear(), out.link = 0;
    if (command.who == COCO_WHO_MEMBER) out.room = room;
    return out;
  }
  static bool may_say(const coco_command& command, std::string_view code) {
    static const std::set<std::string_view> everybodys = {
        "JWT_AUTHENTICATION", "UNAUTHORIZED", "NOT_PERMITTED", "NO_VALUES", "RATE", "BUSY", "RETRY"};
    const std::span<const coco_no> own(command.refusals, command.n_refusals);
    return everybodys.contains(code) ||
           std::any_of(own.begin(), own.end(), [code](const coco_no& no) { return code == no.code; });
  }
  // The word it says no with, as the core takes it.
  static std::string code_of(const coco::Answer& no) {
    static constexpr std::string_view key = "\"code\":\"";
    if (const std::size_t at = no.json.find(key); at != std::string::npos)
      return no.json.substr(at + key.size(), no.json.find('"', at + key.size()) - at - key.size());
    switch (no.status) {
      case COCO_INVALID: return "BAD_REQUEST";
      case COCO_DENIED: return "NOT_PERMITTED";
      case COCO_NOT_FOUND: return "NOT_FOUND";
      case COCO_CONFLICT: return "CONFLICT";
      case COCO_RATE: return "RATE";
      case COCO_UNAUTHORIZED: return "UNAUTHORIZED";
      case COCO_INTERNAL: return "INTERNAL";
      default: return "RETRY";
    }
  }

  inline static const std::string room = "0123456789abcdef01234567";
  Provider<coco_commands> provider = GetParam().make();
  const coco_commands& table = *provider;
  const std::span<const coco_command> commands{table.commands, table.n_commands};
  const std::string prefix = table.prefix == nullptr ? table.plugin : table.prefix;
};

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
    EXPECT_LE(command.n_input, 12u) << command.name;
    EXPECT_LE(command.n_gives, 8u) << command.name;
    EXPECT_LE(command.n_refusals, 4u) << command.name;
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

TEST_P(CommandsContract, EveryCommandAnswersOnceWithJsonOrADeclaredNo) {
  for (const coco_command& command : commands)
    for (const bool also_optional : {false, true}) {
      const coco::Answer out = ask_command(table, command.name, input_for(command, also_optional), asker_of(command));
      if (out.is_ok()) {
        EXPECT_TRUE(out.json.empty() || std::string_view("{[\"").find(out.json.front()) != std::string_view::npos)
            << command.name << " answers " << out.json;
      } else {
        EXPECT_TRUE(may_say(command, code_of(out))) << command.name << " says " << code_of(out) << ": " << out.why;
      }
    }
}

TEST_P(CommandsContract, CallsAtTheSameTimeAreAllAnswered) {
  std::deque<CommandCall> calls;
  for (int i = 0; i < 8; ++i)
    for (const coco_command& command : commands)
      calls.emplace_back(table, command.name, input_for(command, true), asker_of(command));
  for (CommandCall& call : calls) EXPECT_NE(call.get().status, COCO_ABORTED);
}

TEST_P(CommandsContract, WhatHappensIsHeardAtOnceAndOnlyWhenItIsWanted) {
  if (table.hears == nullptr) return;
  ASSERT_NE(table.heard, nullptr);
  const std::string body = "{\"roomId\":\"" + room + "\",\"userId\":7,\"content\":\"😀\"}";
  const std::int64_t account = 7;
  for (const char* const* kind = table.hears; *kind != nullptr; ++kind) {
    const std::string in = std::string_view(*kind) == "account-deleted" ? "" : room;
    coco_happening what{};
    what.size = sizeof what, what.kind = coco::view(*kind), what.room = coco::view(in), what.body = coco::view(body);
    what.account = account, what.concerns = &account, what.n_concerns = 1, what.ts_ms = 1'000;
    table.heard(table.self, &what);
  }
}

TEST_P(CommandsContract, AnInstanceGoesWhileAnotherServes) {
  Provider<coco_commands> other = GetParam().make();
  other.reset();
  for (const coco_command& command : commands)
    EXPECT_NE(ask_command(table, command.name, input_for(command, false), asker_of(command)).status, COCO_ABORTED);
}

}  // namespace cocotalk::testing

#define COCO_COMMANDS_CONTRACT(Name, ...) COCO_CONTRACT(Name, CommandsContract, coco_commands, __VA_ARGS__)
