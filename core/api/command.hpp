// Named commands: JSON in, JSON out. Each family has a file of its own, where a command stands beside what it says about itself;
// the tables of docs/commands.md are made from it (ninja command-reference).
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/api/application.hpp"
#include "core/api/declaration.hpp"

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
  Who who;
  std::string_view summary;  // one line, with a verb: "gives a group another name"
  Few<Field, 12> input{};
  // The answer: a shape of shapes(), "[Shape]" for an array of it, "text" for a sentence for people; else the fields of `gives`.
  std::string_view output{};
  Few<Field, 8> gives{};
  Few<No, 4> refusals{};
};

std::span<const Command> account_commands();
std::span<const Command> profile_commands();
std::span<const Command> credential_commands();
std::span<const Command> friend_commands();
std::span<const Command> room_commands();
std::span<const Command> member_commands();
std::span<const Command> file_commands();
std::span<const Command> room_change_commands();
std::span<const Command> message_commands();
std::span<const Command> preference_commands();
std::span<const Command> presence_commands();
std::span<const Command> export_commands();
std::span<const Command> search_commands();
std::span<const Command> host_commands();
std::span<const Command> admin_commands();
std::span<const Command> admin_list_commands();
std::span<const Command> admin_session_commands();
std::span<const Command> operator_commands();
// All of them.
std::span<const std::span<const Command>> families();

// Null when there is no such command.
const Command* find_command(std::string_view name);

// The session that asks; refuses what is not signed in (the texts of wire document 1.3).
runtime::Task<domain::SessionPtr> session_of(Application& app, Asker asker);
// The account that asks, when it has the role `admin` at this moment; refuses NOT_PERMITTED else.
runtime::Task<domain::AccountPtr> admin_of(Application& app, Asker asker);
// Logs what an admin does.
void note_admin(const Application& app, const domain::Account& admin, const std::string& what);

}  // namespace cocotalk::api
