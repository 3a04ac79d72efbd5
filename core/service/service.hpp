// The core's own application as a plugin of the host: id "service", provides cocotalk.gateway/1.
#pragma once

#include <cocotalk/auth.h>
#include <cocotalk/bus.h>
#include <cocotalk/files.h>
#include <cocotalk/gateway.h>
#include <cocotalk/mail.h>
#include <cocotalk/push.h>
#include <cocotalk/search.h>
#include <cocotalk/session_policy.h>
#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <memory>
#include <string_view>

#include "core/api/application.hpp"
#include "core/api/gateway.hpp"
#include "core/host/introspection.h"
#include "core/runtime/loop.hpp"

namespace cocotalk {

class Service {
 public:
  static constexpr char id[] = "service", version[] = "0.1.0";
  static constexpr const char* provides[] = {COCO_GATEWAY, nullptr};
  static constexpr const char* needs[] = {COCO_STORAGE,           COCO_AUTH,       COCO_SESSION_POLICY, COCO_MAIL "?",
                                          COCO_PUSH "?",          COCO_SEARCH "?", COCO_BUS "?",        COCO_FILES "?",
                                          COCO_INTROSPECTION "?", nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::millis("access_token_lifetime", "24 h", 1'000, 365LL * 86'400'000, "how long an access token is accepted"),
      coco::millis("refresh_token_lifetime", "30 d", 1'000, 3650LL * 86'400'000, "how long a refresh token is accepted"),
      coco::millis("reissue_grace", "30 s", 0, 600'000, "how long a used refresh token gives the same new pair again"),
      coco::millis("ticket_lifetime", "60 s", 1'000, 600'000, "how long the ticket of a socket address can open sockets"),
      coco::millis("close_after_end", "500 ms", 0, 60'000, "from telling a device that it was displaced to closing its links"),
      coco::millis("presence_grace", "1 s", 0, 60'000,
                   "who looks away from a room and is back by then was not away, for the others"),
      coco::millis("list_grace", "10 s", 0, 600'000, "a page whose list's socket is gone for so long looks at no room"),
      coco::integer("message_burst", "60", 0, 1'000'000, "messages an account may send at once; 0: no limit"),
      coco::integer("messages_per_second", "10", 1, 1'000'000, "messages an account may send per second after the burst"),
      coco::integer("failed_sign_ins", "10", 1, 1'000'000,
                    "failed sign-ins per account and address in 15 minutes before refusing"),
      coco::integer("failed_sign_ins_per_hour", "100", 1, 1'000'000,
                    "failed sign-ins per account and hour, from anywhere, before slowing to one in 10 s"),
      coco::boolean("require_verified_email", "false",
                    "an e-mail address, at sign-up or a new one later, needs to be proved by a mailed code"),
      coco::millis("mail_code_lifetime", "5 min", 10'000, 86'400'000, "how long a mailed code can be used"),
      coco::integer("mail_codes_per_hour", "5", 1, 10'000, "codes mailed to one address in an hour"),
      coco::integer("search_burst", "20", 1, 1'000'000, "searches an account may make at once"),
      coco::integer("searches_per_second", "5", 1, 1'000'000, "searches an account may make per second after the burst"),
      coco::integer("max_search", "100", 1, 200, "characters of what is searched for"),
      coco::integer("uploads_per_minute", "20", 1, 1'000'000, "files an account may send in a minute; beyond: 413"),
      coco::bytes("max_account_files", "5 GiB", 0, 1LL << 50, "all that an account has sent; beyond: 413"),
      coco::millis("edit_for", "15 min", 0, 365LL * 86'400'000, "from saying something to saying it otherwise"),
      coco::millis("delete_for", "24 h", 0, 365LL * 86'400'000, "from saying something to taking it back for all"),
      coco::bytes("max_message", "16 KiB", 1, 1024 * 1024, "the longest message text"),
      coco::list(
          "topics", "",
          "topics for applications: a name each (with a slash at its end: all below it), then kept, events=, for=, publish=, "
          "subscribe=; docs/commands.md"),
      coco::bytes("max_topic_message", "64 KiB", 1, 1024 * 1024, "the longest body of a message to a topic for applications"),
      coco::string("guest", "", "cid of an account that applications on this machine use, topics only; empty: there is none"),
      coco::string("guest_passcode", "guest", "what the guest says in CONNECT"),
      coco::integer("max_room_members", "1000", 2, 2'000, "members of a room"),
      coco::integer("max_invitees", "100", 1, 1'000, "people invited to a room at once"),
      coco::integer("max_rooms", "5000", 1, 1'000'000, "rooms of an account"),
      coco::integer("max_friends", "5000", 1, 1'000'000, "friends of an account"),
      coco::integer(
          "max_memory_percent", "70", 1, 100,
          "of the machine's or the control group's memory; beyond, messages, uploads and sign-ups are refused with 'retry'"),
      coco::bytes("min_free_disk", "256 MiB", 0, 1LL << 50, "free space for the data below which they are refused likewise"),
      coco::integer("plugin_command_burst", "60", 0, 1'000'000,
                    "commands of plugins that an account may ask at once; 0: no limit"),
      coco::integer("plugin_commands_per_second", "20", 1, 1'000'000,
                    "commands of plugins that an account may ask per second after the burst"),
      coco::integer("plugin_calls", "64", 1, 100'000, "calls of one plugin that it has not answered; beyond: BUSY"),
      coco::millis("plugin_call_deadline", "10 s", 100, 600'000, "for a plugin's answer; beyond: RETRY"),
      coco::bytes("max_plugin_answer", "1 MiB", 1024, 64LL * 1024 * 1024, "the longest answer of a plugin"),
      coco::integer("cached_rooms", "20000", 16, 10'000'000, "rooms kept in memory"),
      coco::integer("cached_topics", "20000", 16, 10'000'000, "kept topics for applications held in memory"),
      coco::integer("cached_accounts", "50000", 16, 10'000'000, "accounts kept in memory"),
      coco::integer("cached_sessions", "50000", 16, 10'000'000, "sessions kept in memory"),
  };

  Service(coco::Host host, const coco::Settings& settings);
  void start();
  void stop(coco::Completion&& drained);
  const void* interface_of(std::string_view interface_id);

 private:
  void watch();
  void look_at_supplies();
  coco::Host host_;
  const std::int64_t max_memory_percent_;
  const std::uint64_t min_free_disk_;
  runtime::Loop loop_;
  api::Application app_;
  api::Gateway gateway_;
};

}  // namespace cocotalk
