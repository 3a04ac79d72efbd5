// Named commands: JSON in, JSON out. The table is docs/commands.md; each family has a file of its own.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/api/application.hpp"

namespace cocotalk::api {

// Who asks: an open link, or one request with its credential.
struct Asker {
  domain::LinkPtr link;
  coco_credential_kind kind = COCO_ANONYMOUS;
  std::string name, secret;
  domain::Peer peer;
};

struct Reply {
  std::string json = "{}";
  std::int64_t seq = 0;    // of the event the command stored
  std::string message_id;  // of the message the command stored

  Reply() = default;
  explicit Reply(std::string body) : json(std::move(body)) {}
};

using Handler = runtime::Task<Reply> (*)(Application&, Asker, std::string json);

struct Command {
  std::string_view name;
  Handler run;
};

std::span<const Command> account_commands();
std::span<const Command> profile_commands();
std::span<const Command> credential_commands();
std::span<const Command> friend_commands();
std::span<const Command> room_commands();
std::span<const Command> member_commands();
std::span<const Command> preference_commands();
std::span<const Command> presence_commands();
std::span<const Command> export_commands();
std::span<const Command> host_commands();
std::span<const Command> operator_commands();

// Null when there is no such command.
const Command* find_command(std::string_view name);

// The session that asks; refuses what is not signed in (the texts of wire document 1.3).
runtime::Task<domain::SessionPtr> session_of(Application& app, Asker asker);

}  // namespace cocotalk::api
