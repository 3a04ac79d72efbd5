#include "core/host/admin.hpp"

#include "core/host/description_text.hpp"
#include "core/host/json.hpp"
#include "core/host/plugin_files.hpp"
#include "core/host/rehearsal.hpp"
#include "core/host/running.hpp"
#include "core/host/status.hpp"
#include "core/host/succession.hpp"

#include <algorithm>
#include <utility>

namespace cocotalk::host {
namespace {

std::string json_object(std::string_view key, const std::vector<std::string>& texts) {
  return "{\"" + std::string(key) + "\":" + json_list(texts) + "}";
}

std::string text_of(const Json& request, std::string_view key) {
  const Json* const value = request.member(key);
  if (value == nullptr || value->kind != Json::Kind::string || value->text.empty())
    throw Refused({"the request has no text '" + std::string(key) + "'"});
  return value->text;
}

}  // namespace

std::string Admin::answer(std::string_view line) {
  try {
    return answer_to(line);
  } catch (const Refused& refused) {
    for (const std::string& why : refused.complaints()) around_.log.warn("refused: " + why);
    return json_object("refused", refused.complaints());
  } catch (const MalformedJson& e) {
    return json_object("refused", {std::string("the request is no JSON: ") + e.what()});
  } catch (const coco::Error& e) {
    around_.log.error(e.what());
    return json_object("refused", {e.what()});
  }
}

std::string Admin::answer_to(std::string_view line) {
  const Json request = parse_json(line);
  const std::string command = text_of(request, "command");
  if (command == "status") return status_json(around_.host);
  if (command == "plugins") return "{\"plugins\":" + running_json(around_.host, std::chrono::steady_clock::now()) + "}";
  if (command == "replace") return json_object("lines", replace(text_of(request, "plugin"), text_of(request, "file")));
  if (command == "reload") return json_object("lines", reload_now());
  throw Refused({"'" + command + "' is no request this host knows; use the same version of cocotalk"});
}

std::string Admin::perform(const Errand& errand) {
  switch (errand.kind) {
    case Errand::Kind::status: return status_json(around_.host);
    case Errand::Kind::history: return history_json(around_.host.load_history());
    case Errand::Kind::plugin_files: return plugin_files_json(around_.plugin_folder);
    case Errand::Kind::replace:
    case Errand::Kind::reload: break;
  }
  return json_object("lines", from_afar(errand));
}

std::vector<std::string> Admin::from_afar(const Errand& errand) {
  try {
    if (!around_.settings.is_changed_by_admins)
      throw Refused({"this host lets nobody change its plugins from afar; do it at the machine, or set 'admins_change_plugins'"});
    if (errand.kind == Errand::Kind::reload) return reload_now();
    return replace(errand.plugin, library_named(around_.plugin_folder, errand.file));
  } catch (const Refused& refused) {
    for (const std::string& why : refused.complaints()) around_.log.warn("refused: " + why);
    throw;
  }
}

void Admin::reload() {
  try {
    reload_now();
  } catch (const Refused& refused) {
    for (const std::string& why : refused.complaints()) around_.log.error("not reloaded: " + why);
  } catch (const coco::Error& e) {
    around_.log.error(std::string("not reloaded: ") + e.what());
  }
}

std::vector<std::string> Admin::replace(const std::string& plugin, const std::filesystem::path& file) {
  const Seats& seats = around_.host.seats();
  const std::size_t seat = seat_of(seats, plugin);
  return perform({successor(seats, seat, file, around_.environment, around_.copies)});
}

std::vector<std::string> Admin::reload_now() {
  const Plan wanted = around_.plan_again([this](const std::filesystem::path& file, const Section& section) {
    if (!runs(file, plugins::fingerprint_of(file))) rehearse(file, section, around_.environment);
  });
  std::vector<Successor> found = successors(around_.host.seats(), around_.settings, wanted);
  for (const Successor& one : found)  // one that runs already was not tried with its new settings
    if (const plugins::Library& library = one.planned->library; runs(library.file(), library.fingerprint()))
      rehearse(library.file(), one.planned->section, around_.environment);
  if (!found.empty()) return perform(std::move(found));
  around_.log.info("the configuration was read again: nothing is to be changed");
  return {"nothing is to be changed"};
}

bool Admin::runs(const std::filesystem::path& file, std::size_t fingerprint) const {
  return std::ranges::any_of(around_.host.seats(), [&](const Seat& seat) {
    const plugins::Library& library = seat.planned->library;
    return library.file() == file.string() && library.fingerprint() == fingerprint;
  });
}

std::vector<std::string> Admin::perform(std::vector<Successor> wanted) {
  std::vector<std::string> lines;
  for (const Successor& one : wanted) lines.push_back(sentence(around_.host.seats()[one.seat], *one.planned));
  const auto waited =
      std::chrono::duration_cast<std::chrono::microseconds>(around_.host.replace(std::move(wanted), around_.is_interrupted));
  if (waited.count() > 0) lines.push_back("the storage's calls waited " + std::to_string(waited.count()) + " µs");
  for (const std::string& line : lines) around_.log.info("replaced: " + line);
  return lines;
}

}  // namespace cocotalk::host
