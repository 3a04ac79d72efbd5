// admin.*: how the whole host is, and what may be changed of it from afar, for accounts with the role `admin`. Changes are
// logged with whose they are.

#include <utility>

#include "core/api/command.hpp"
#include "core/api/introspection.hpp"
#include "core/api/json.hpp"

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

Task<Reply> plugin_files(Application& app, Asker, std::string) {
  std::string json = co_await ask_host(app, &coco_introspection::plugin_files_json);
  co_return Reply(std::move(json));
}

Task<Reply> plugin_replace(Application& app, Asker asker, std::string json) {
  std::string plugin, file;
  {
    const Fields fields(app.parser, json);
    plugin = fields.text("plugin");
    file = fields.text("file");
  }
  const domain::AccountPtr admin = co_await admin_of(app, std::move(asker));
  note_admin(app, *admin, "wants '" + file + "' in the place of '" + plugin + "'");
  std::string lines = co_await replace_plugin(app, std::move(plugin), std::move(file));
  co_return Reply(std::move(lines));
}

Task<Reply> reload(Application& app, Asker asker, std::string) {
  const domain::AccountPtr admin = co_await admin_of(app, std::move(asker));
  note_admin(app, *admin, "wants the configuration to be read again");
  std::string lines = co_await ask_host(app, &coco_introspection::reload);
  co_return Reply(std::move(lines));
}

constexpr Field lines = field::texts("lines", "what was done");

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
    {.name = "admin.plugin-files",
     .run = &plugin_files,
     .who = Who::admin,
     .summary = "lists the libraries in the host's plugin folder",
     .gives = {field::objects("files", "PluginFile", "by name")}},
    {.name = "admin.plugin-replace",
     .run = &plugin_replace,
     .who = Who::admin,
     .summary = "puts a library of the plugin folder into the place of a plugin, while the host runs",
     .input = {field::text("plugin", "its id").required(),
               field::text("file", "the library's name there; a path is none").required()},
     .gives = {lines},
     .refusals = {{"BAD_REQUEST", "why nothing was changed, a reason a line; where `admins_change_plugins` is off always"}}},
    {.name = "admin.reload",
     .run = &reload,
     .who = Who::admin,
     .summary = "reads the configuration again, and replaces what is another in it",
     .gives = {lines},
     .refusals = {{"BAD_REQUEST", "as `admin.plugin-replace`"}}},
};

}  // namespace

std::span<const Command> admin_commands() { return commands; }

}  // namespace cocotalk::api
