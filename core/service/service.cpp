#include "core/service/service.hpp"

#include <chrono>
#include <future>
#include <string>
#include <utility>
#include <vector>

#include "core/domain/schema.hpp"
#include "core/service/supplies.hpp"
#include "core/service/topic_words.hpp"

namespace cocotalk {
namespace {

constexpr std::int64_t tick_ms = 1000;
constexpr std::chrono::seconds drain_limit{10};

domain::Limits limits_from(const coco::Settings& settings) {
  domain::Limits limits;
  limits.access_token_ms = settings.number("access_token_lifetime");
  limits.refresh_token_ms = settings.number("refresh_token_lifetime");
  limits.reissue_grace_ms = settings.number("reissue_grace");
  limits.ticket_ms = settings.number("ticket_lifetime");
  limits.close_after_end_ms = settings.number("close_after_end");
  limits.presence_grace_ms = settings.number("presence_grace");
  limits.list_grace_ms = settings.number("list_grace");
  limits.message_burst = settings.number("message_burst");
  limits.messages_per_second = settings.number("messages_per_second");
  limits.failed_sign_ins = settings.number("failed_sign_ins");
  limits.failed_sign_ins_hour = settings.number("failed_sign_ins_per_hour");
  limits.require_verified_email = settings.flag("require_verified_email");
  limits.mail_code_ms = settings.number("mail_code_lifetime");
  limits.mail_codes_per_hour = settings.number("mail_codes_per_hour");
  limits.uploads_per_minute = settings.number("uploads_per_minute");
  limits.account_file_bytes = settings.number("max_account_files");
  limits.edit_ms = settings.number("edit_for");
  limits.delete_ms = settings.number("delete_for");
  const auto size = [&settings](std::string_view name) { return static_cast<std::size_t>(settings.number(name)); };
  limits.search_burst = settings.number("search_burst");
  limits.searches_per_second = settings.number("searches_per_second");
  limits.search_characters = size("max_search");
  limits.message_bytes = size("max_message");
  limits.room_members = size("max_room_members");
  limits.invitees = size("max_invitees");
  limits.account_rooms = size("max_rooms");
  limits.account_friends = size("max_friends");
  limits.cached_rooms = size("cached_rooms");
  limits.topic_message_bytes = size("max_topic_message");
  limits.cached_topics = size("cached_topics");
  limits.cached_accounts = size("cached_accounts");
  limits.cached_sessions = size("cached_sessions");
  return limits;
}

domain::TopicSpaces topics_from(const coco::Settings& settings) {
  std::vector<domain::TopicSpace> spaces;
  for (const std::string& setting : settings.items("topics")) spaces.push_back(parse_topic_space(setting));
  return domain::TopicSpaces(std::move(spaces));
}

domain::GuestLogin guest_from(const coco::Settings& settings) {
  return {settings.text("guest"), settings.text("guest_passcode")};
}

api::OfferLimits offers_from(const coco::Settings& settings) {
  api::OfferLimits limits;
  limits.command_burst = settings.number("plugin_command_burst");
  limits.commands_per_second = settings.number("plugin_commands_per_second");
  limits.under_way = static_cast<std::size_t>(settings.number("plugin_calls"));
  limits.answer_bytes = static_cast<std::size_t>(settings.number("max_plugin_answer"));
  limits.deadline_ms = settings.number("plugin_call_deadline");
  return limits;
}

runtime::Task<void> open_store(api::Application& app, std::promise<void>& opened) {
  try {
    co_await app.open_store();
    opened.set_value();
  } catch (...) {
    opened.set_exception(std::current_exception());
  }
}

}  // namespace

Service::Service(coco::Host host, const coco::Settings& values)
    : host_(host),
      max_memory_percent_(values.number("max_memory_percent")),
      min_free_disk_(static_cast<std::uint64_t>(values.number("min_free_disk"))),
      app_(host, loop_, limits_from(values), topics_from(values), guest_from(values), offers_from(values)),
      gateway_(app_, loop_) {}

void Service::start() {
  {
    const coco::Lease<coco_storage> storage = host_.acquire<coco_storage>(COCO_STORAGE);
    coco_error error{};
    coco::throw_if(storage->define(storage->self, &domain::core_schema(), &error), error);
  }
  if (app_.world.limits.require_verified_email && !host_.acquire<coco_mail>(COCO_MAIL))
    throw coco::Error(COCO_INVALID,
                      "setting 'require_verified_email' needs a plugin that provides " COCO_MAIL ", such as mail-smtp");
  loop_.start();
  std::promise<void> opened;
  loop_.post([this, &opened] { runtime::spawn(open_store(app_, opened)); });
  opened.get_future().get();
  loop_.post([this] { watch(); });
}

void Service::watch() {
  gateway_.tick(loop_.depth());
  look_at_supplies();
  loop_.after(tick_ms, [this] { watch(); });
}

void Service::look_at_supplies() {
  std::string shortage = shortage_of(measure_supplies(host_.data_dir()), max_memory_percent_, min_free_disk_);
  if (shortage.empty() != app_.world.shortage.empty()) {
    host_.health(shortage.empty() ? COCO_HEALTH_OK : COCO_HEALTH_DEGRADED, shortage);
    if (shortage.empty())
      host_.info("there is enough memory and disk again");
    else
      host_.warn(shortage + "; messages, uploads and sign-ups are refused until there is more");
  }
  app_.world.shortage = std::move(shortage);
}

// The transports are gone already. What they asked for is finished, with the read positions of the links they closed. Then no
// timer may begin anything more: it would take a lease that nobody gives back.
void Service::stop(coco::Completion&& drained) {
  const auto deadline = std::chrono::steady_clock::now() + drain_limit;
  loop_.post([this] {
    app_.indexing.stop();
    app_.membership.stop();
  });
  for (bool idle = false; loop_.is_running() && !idle && std::chrono::steady_clock::now() < deadline;) {
    std::promise<bool> looked;
    loop_.after_turn([this, &looked] {
      const bool is_idle = gateway_.in_progress() == 0 && app_.presence.being_stored() == 0 && !app_.pushes.is_busy() &&
                           !app_.indexing.is_busy() && !app_.files.is_busy() && !app_.membership.is_busy();
      if (is_idle) loop_.drop_timers();
      looked.set_value(is_idle);
    });
    idle = looked.get_future().get();
  }
  loop_.stop();
  drained.ok();
}

const void* Service::interface_of(std::string_view interface_id) {
  return interface_id == COCO_GATEWAY ? gateway_.table() : nullptr;
}

}  // namespace cocotalk

extern "C" {
extern const coco_plugin coco_service_plugin;
const coco_plugin coco_service_plugin = coco::detail::Exported<cocotalk::Service>::descriptor();
}
