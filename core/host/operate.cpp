// The operator's commands: they start only what the service needs and ask it, as docs/commands.md says under "Commands of the
// operator".
#include "core/host/host.hpp"
#include "core/host/password.hpp"
#include "core/host/program.hpp"
#include "core/host/sign_in_log.hpp"
#include "core/runtime/json_text.hpp"

#include <cocotalk/gateway.h>
#include <cocotalk/storage.h>

#include <charconv>
#include <condition_variable>
#include <filesystem>
#include <iostream>
#include <mutex>

namespace cocotalk::host {
namespace {

using runtime::json_text;

// What the gateway answered, to wait for. Outlives the call.
class Answer {
 public:
  coco_completion expect() {
    return coco::on_completion<coco_answer>([this](coco_status status, const coco_answer* answer, const coco_error* error) {
      const std::lock_guard lock(mutex_);
      status_ = status;
      if (answer != nullptr) json_ = coco::text(answer->json);
      if (error != nullptr) why_ = error->text;
      is_there_ = true;
      changed_.notify_all();
    });
  }
  // The answer's JSON. Throws coco::Error with the application's own words.
  std::string wait() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return is_there_; });
    if (status_ == COCO_OK) return json_;
    throw coco::Error(status_, json_.empty() ? why_ : detail());
  }

 private:
  std::string detail() const {
    const Json refusal = parse_json(json_);
    const Json* detail = refusal.member("detail");
    return detail != nullptr && !detail->text.empty() ? detail->text : json_;
  }
  std::mutex mutex_;
  std::condition_variable changed_;
  bool is_there_ = false;
  coco_status status_ = COCO_OK;
  std::string json_, why_;
};

// A host with only the service and what it needs.
class Offline {
 public:
  Offline(const Program& program, const Invocation& invocation)
      : prepared_(program, invocation, chosen_configuration(invocation), Scope::service),
        log_(prepared_.plan.host.log_format, COCO_LOG_WARN),
        host_(with_data_folder(prepared_.plan), log_, [this](int exit_code, std::string_view why) {
          log_.error(why);
          std::_Exit(exit_code == 0 ? exit_failed : exit_code);
        }) {}

  void restore(const std::string& file) {
    const auto* storage = host_.table<coco_storage>(COCO_STORAGE);
    if (storage == nullptr || !COCO_HAS(storage, restore))
      throw coco::Error(COCO_UNAVAILABLE, "the storage of this configuration cannot restore");
    coco_error error{};
    coco::throw_if(storage->restore(storage->self, coco::view(file), &error), error);
  }

  // Starts, asks one command, stops; the answer's JSON. Throws coco::Error.
  std::string ask(std::string_view command, const std::string& json) {
    host_.start();
    const auto* gateway = host_.table<coco_gateway>(COCO_GATEWAY);
    coco_caller caller{};
    caller.size = sizeof caller;
    caller.credential.size = sizeof caller.credential;
    caller.credential.kind = COCO_OPERATOR;
    caller.peer.size = sizeof caller.peer;
    Answer answer;
    gateway->ask(gateway->self, &caller, coco::view(command), coco::view(json), answer.expect());
    const auto finish = [this] {
      if (const auto stuck = host_.stop()) {
        log_.error("plugin '" + *stuck + "' has not stopped within the drain deadline; ends without it");
        std::_Exit(exit_failed);
      }
    };
    try {
      std::string out = answer.wait();
      finish();
      return out;
    } catch (const coco::Error&) {
      finish();
      throw;
    }
  }

 private:
  static const Plan& with_data_folder(const Plan& plan) {
    make_data_folder(plan.host.data);
    return plan;
  }
  Prepared prepared_;
  runtime::Log log_;
  Host host_;
};

// Asks and prints the answer, unless it says nothing.
int ask_and_print(Offline& offline, std::string_view command, const std::string& json) {
  const std::string answer = offline.ask(command, json);
  std::cout << (answer == "{}" ? "done" : answer) << "\n";
  return exit_done;
}

int ask_and_print(const Program& program, const Invocation& invocation, std::string_view command, const std::string& json) {
  Offline offline(program, invocation);
  return ask_and_print(offline, command, json);
}

std::string count(const std::string& what, const std::string& text) {
  std::uint32_t n = 0;
  const auto [end, failure] = std::from_chars(text.data(), text.data() + text.size(), n);
  if (failure != std::errc() || end != text.data() + text.size()) throw UsageError(what + ": '" + text + "' is no number");
  return std::to_string(n);
}

}  // namespace

int add_user(const Program& program, const Invocation& invocation) {
  const std::string& cid = invocation.words[0];
  const std::string json = "{\"cid\":" + json_text(cid) + ",\"password\":" + json_text(read_password()) +
                           ",\"username\":" + json_text(invocation.value("--name", cid)) +
                           ",\"role\":" + json_text(invocation.value("--role", "user")) + "}";
  return ask_and_print(program, invocation, "operator.user-add", json);
}

int set_password(const Program& program, const Invocation& invocation) {
  const std::string json = "{\"cid\":" + json_text(invocation.words[0]) + ",\"password\":" + json_text(read_password()) + "}";
  return ask_and_print(program, invocation, "operator.user-password", json);
}

int disable_user(const Program& program, const Invocation& invocation) {
  const std::string json =
      "{\"cid\":" + json_text(invocation.words[0]) + ",\"disabled\":" + (invocation.has("--enable") ? "false" : "true") + "}";
  return ask_and_print(program, invocation, "operator.user-disable", json);
}

int set_role(const Program& program, const Invocation& invocation) {
  const std::string json = "{\"cid\":" + json_text(invocation.words[0]) + ",\"role\":" + json_text(invocation.words[1]) + "}";
  return ask_and_print(program, invocation, "operator.user-role", json);
}

int backup(const Program& program, const Invocation& invocation) {
  const std::string path = std::filesystem::absolute(invocation.words[0]).string();
  return ask_and_print(program, invocation, "operator.backup", "{\"path\":" + json_text(path) + "}");
}

int restore(const Program& program, const Invocation& invocation) {
  Offline offline(program, invocation);
  offline.restore(std::filesystem::absolute(invocation.words[0]).string());
  return ask_and_print(offline, "operator.new-epoch", "{}");
}

int seed(const Program& program, const Invocation& invocation) {
  const std::string json = "{\"accounts\":" + count("seed", invocation.words[0]) +
                           ",\"rooms\":" + count("--rooms", invocation.value("--rooms", "0")) +
                           ",\"roomsOf\":" + count("--members", invocation.value("--members", "10")) +
                           ",\"messages\":" + count("--messages", invocation.value("--messages", "0")) +
                           ",\"regulars\":" + count("--regulars", invocation.value("--regulars", "0")) +
                           ",\"tokens\":" + (invocation.has("--tokens") ? "true" : "false") + "}";
  return ask_and_print(program, invocation, "operator.seed", json);
}

int log_sign_ins(const Program& program, const Invocation& invocation) {
  Offline offline(program, invocation);
  std::cout << sign_in_log_of(parse_json(offline.ask("operator.sign-ins", "{}")));
  return exit_done;
}

}  // namespace cocotalk::host
