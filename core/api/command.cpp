#include "core/api/command.hpp"

#include <array>
#include <unordered_map>
#include <utility>

#include "core/domain/refusal.hpp"

namespace cocotalk::api {

std::span<const std::span<const Command>> families() {
  static const std::array all{account_commands(),       credential_commands(), profile_commands(),     friend_commands(),
                              room_commands(),          member_commands(),     room_change_commands(), file_commands(),
                              message_commands(),       preference_commands(), presence_commands(),    export_commands(),
                              search_commands(),        host_commands(),       admin_commands(),       admin_list_commands(),
                              admin_session_commands(), operator_commands()};
  return all;
}

const Command* find_command(std::string_view name) {
  static const std::unordered_map<std::string_view, const Command*> by_name = [] {
    std::unordered_map<std::string_view, const Command*> out;
    for (const std::span<const Command> family : families())
      for (const Command& command : family) out.emplace(command.name, &command);
    return out;
  }();
  const auto found = by_name.find(name);
  return found == by_name.end() ? nullptr : found->second;
}

runtime::Task<domain::SessionPtr> session_of(Application& app, Asker asker) {
  if (asker.link) {
    if (asker.link->session->is_ended()) throw domain::expired_token();
    co_return asker.link->session;
  }
  if (asker.kind == COCO_ACCESS_TOKEN) {
    domain::Authorized authorized = co_await app.sessions.authorize(std::move(asker.secret));
    co_return std::move(authorized.session);
  }
  if (asker.kind == COCO_ANONYMOUS) throw domain::missing_token();
  throw domain::malformed_token();
}

runtime::Task<domain::AccountPtr> admin_of(Application& app, Asker asker) {
  const domain::SessionPtr session = co_await session_of(app, std::move(asker));
  domain::AccountPtr account = co_await app.accounts.find(session->account);
  if (!account || account->role != "admin") throw domain::not_permitted();
  co_return account;
}

void note_admin(const Application& app, const domain::Account& admin, const std::string& what) {
  app.world.host.info("admin '" + admin.cid + "' " + what);
}

}  // namespace cocotalk::api
