// policy try, policy log: what another session policy would have made of the sign-ins there were.
#include "core/host/plugin_settings.hpp"
#include "core/host/policy_replay.hpp"
#include "core/host/program.hpp"
#include "core/plugins/instance.hpp"
#include "core/runtime/json_text.hpp"

#include <cocotalk/plugin.hpp>

#include <algorithm>
#include <array>
#include <ctime>
#include <iostream>
#include <memory>

namespace cocotalk::host {
namespace {

using runtime::json_text;

bool is_policy(const plugins::Description& plugin) {
  return std::ranges::find(plugin.provides, COCO_SESSION_POLICY) != plugin.provides.end();
}

// One policy alone, created and started as a host does it; it finds no other plugin.
class Policy {
 public:
  Policy(const plugins::Library& library, const std::vector<plugins::SettingValue>& settings, const plugins::Lending& lending)
      : instance_(library, settings, lending) {
    instance_.start();
    replay = std::make_unique<PolicyReplay>(*static_cast<const coco_session_policy*>(instance_.table(COCO_SESSION_POLICY)));
    title = library.description().id + " " + library.description().version;
  }
  ~Policy() { instance_.stop(std::chrono::steady_clock::now() + std::chrono::seconds(10)); }
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  std::string title;
  std::unique_ptr<PolicyReplay> replay;

 private:
  plugins::Instance instance_;
};

// ---- in words

std::string time_text(std::int64_t at_ms) {
  const std::time_t seconds = at_ms / 1000;
  std::tm broken{};
  ::gmtime_r(&seconds, &broken);
  std::array<char, 32> out{};
  std::strftime(out.data(), out.size(), "%F %T", &broken);
  return out.data();
}

std::string text_of(const Decision& decision) {
  if (!decision.is_admitted) return "refuses: " + decision.reason;
  std::string out;
  for (const SignIn& each : decision.signed_out)
    out += (out.empty() ? "signs out " : ", ") + std::string(device_text(each.device)) + " of " + time_text(each.at_ms);
  return out.empty() ? "signs out nobody" : out;
}

std::string counts(const Policy& policy) {
  return policy.title + ": " + std::to_string(policy.replay->n_signed_out()) + " signed out, " +
         std::to_string(policy.replay->n_refused()) + " refused\n";
}

void print_text(const Comparison& found, const Policy& present, const Policy& tried) {
  std::cout << found.n_sign_ins << " sign-ins; " << found.differences.size() << " would have gone otherwise\n  present  "
            << counts(present) << "  tried    " << counts(tried);
  for (const Difference& each : found.differences)
    std::cout << "\n"
              << time_text(each.sign_in.at_ms) << "  account " << each.sign_in.account << ", " << device_text(each.sign_in.device)
              << "\n  present  " << text_of(each.present) << "\n  tried    " << text_of(each.tried) << "\n";
}

// ---- as JSON

std::string json_of(const Decision& decision) {
  std::string sessions;
  for (const SignIn& each : decision.signed_out) sessions += (sessions.empty() ? "" : ",") + json_text(each.session);
  return "{\"admitted\":" + std::string(decision.is_admitted ? "true" : "false") + ",\"reason\":" + json_text(decision.reason) +
         ",\"signedOut\":[" + sessions + "]}";
}

std::string json_of(const Policy& policy) {
  return "{\"policy\":" + json_text(policy.title) + ",\"signedOut\":" + std::to_string(policy.replay->n_signed_out()) +
         ",\"refused\":" + std::to_string(policy.replay->n_refused()) + "}";
}

void print_json(const Comparison& found, const Policy& present, const Policy& tried) {
  std::string differences;
  for (const Difference& each : found.differences)
    differences += (differences.empty() ? "" : ",") + ("{\"atMs\":" + std::to_string(each.sign_in.at_ms)) +
                   ",\"account\":" + std::to_string(each.sign_in.account) + ",\"session\":" + json_text(each.sign_in.session) +
                   ",\"device\":" + json_text(device_text(each.sign_in.device)) + ",\"present\":" + json_of(each.present) +
                   ",\"tried\":" + json_of(each.tried) + "}";
  std::cout << "{\"signIns\":" << found.n_sign_ins << ",\"present\":" << json_of(present) << ",\"tried\":" << json_of(tried)
            << ",\"differences\":[" << differences << "]}\n";
}

// ---- what is compared

std::vector<SignInEvent> read_log(const std::string& file) {
  if (file.empty()) throw UsageError("policy try needs --log FILE; 'cocotalk policy log' writes one");
  const ConfigurationText text = read_configuration_file(file);
  std::vector<std::string> complaints;
  std::vector<SignInEvent> out = read_sign_in_log(text.file, text.text, complaints);
  if (!complaints.empty()) throw Refused(std::move(complaints));
  return out;
}

std::vector<plugins::SettingValue> settings_of(const plugins::Library& library, const std::vector<Override>& overrides) {
  std::vector<std::string> complaints;
  const plugins::Description& plugin = library.description();
  if (!is_policy(plugin))
    complaints.push_back(library.file() + ": is no session policy; name one that provides " COCO_SESSION_POLICY);
  auto out = resolve(given_settings(plugin.id, overrides), plugin.settings, {}, complaints);
  if (!complaints.empty()) throw Refused(std::move(complaints));
  return out;
}

plugins::Library loaded(const std::string& file, plugins::CopyFolder& copies) {
  try {
    return plugins::Library::load(file, copies);
  } catch (const plugins::Refusal& e) {
    throw Refused({e.what()});
  }
}

const PlannedPlugin& present_policy(const Plan& plan, const std::string& configuration) {
  for (const auto& planned : plan.plugins)
    if (is_policy(planned->library.description())) return *planned;
  throw Refused({configuration + ": has no session policy to compare with; name the configuration of the server with --config"});
}

}  // namespace

int try_policy(const Program& program, const Invocation& invocation) {
  const std::vector<SignInEvent> log = read_log(invocation.value("--log"));
  Invocation without_settings = invocation;  // --set is for the one that is tried
  without_settings.overrides.clear();
  const ConfigurationText source = chosen_configuration(invocation);
  Prepared prepared(program, without_settings, source, Scope::everything);
  const plugins::Library library = loaded(invocation.words[0], prepared.copies);
  const auto settings = settings_of(library, invocation.overrides);

  runtime::Log own_log(prepared.plan.host.log_format, COCO_LOG_WARN);
  runtime::Metrics metrics;
  runtime::WorkerPool workers(1, 1);
  plugins::Slots slots;
  const plugins::Lending lending{
      own_log, metrics, workers, slots, prepared.plan.host.data.string(), [](int, std::string_view) {}};
  const PlannedPlugin& planned = present_policy(prepared.plan, source.file);
  const Policy present(planned.library, planned.settings, lending), tried(library, settings, lending);
  const Comparison found = compare(log, *present.replay, *tried.replay);
  if (invocation.has("--json"))
    print_json(found, present, tried);
  else
    print_text(found, present, tried);
  return exit_done;
}

}  // namespace cocotalk::host
