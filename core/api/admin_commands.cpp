// admin.*: how the whole host is, for accounts with the role `admin`.

#include "core/api/command.hpp"
#include "core/api/introspection.hpp"

namespace cocotalk::api {
namespace {

using runtime::Task;

Task<Reply> status(Application& app, Asker, std::string) {
  std::string json = co_await ask_host(app, &coco_introspection::status_json);
  co_return Reply(std::move(json));
}

Task<Reply> history(Application& app, Asker, std::string) {
  std::string json = co_await ask_host(app, &coco_introspection::history_json);
  co_return Reply(std::move(json));
}

constexpr Command commands[] = {
    {.name = "admin.status",
     .run = &status,
     .who = Who::admin,
     .summary = "says how the host and its plugins are, and how much they have to do",
     .output = "AdminStatus"},
    {.name = "admin.history",
     .run = &history,
     .who = Who::admin,
     .summary = "gives the numbers of the last hour, as far as the host has been running",
     .output = "AdminHistory"},
};

}  // namespace

std::span<const Command> admin_commands() { return commands; }

}  // namespace cocotalk::api
