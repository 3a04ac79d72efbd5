// Every named command with any bytes as its JSON, asked by nobody, by a signed-in device and by an open link. The first byte
// chooses the command. Whatever comes in, there is one answer, and it is JSON.
#include <cocotalk/testing/fake_auth.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_search.hpp>
#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/fake_storage.hpp>

#include <cstdint>
#include <cstdlib>
#include <deque>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/gateway.hpp"
#include "core/api/json.hpp"
#include "core/domain/schema.hpp"

namespace {

using namespace cocotalk;

class Executor final : public runtime::Executor {
 public:
  void post(runtime::Work work) override { work_.push_back(std::move(work)); }
  void after(std::int64_t, runtime::Work) override {}
  void run() {
    while (!work_.empty()) {
      const runtime::Work work = std::move(work_.front());
      work_.pop_front();
      work();
    }
  }

 private:
  std::deque<runtime::Work> work_;
};

void require(bool holds) {
  if (!holds) std::abort();
}

class World {
 public:
  World() {
    host_.offer(COCO_AUTH, auth_.table());
    host_.offer(COCO_SESSION_POLICY, policy_.table());
    host_.offer(COCO_STORAGE, storage_.table());
    host_.offer(COCO_SEARCH, search_.table());
    coco_error error{};
    require(storage_.table()->define(storage_.table()->self, &domain::core_schema(), &error) == COCO_OK);
    domain::Limits limits;
    limits.message_burst = 0;
    app_ = std::make_unique<api::Application>(host_.host(), executor_, limits);
    gateway_ = std::make_unique<api::Gateway>(*app_, executor_);
    runtime::spawn(app_->open_store());
    executor_.run();
    ask({}, 0, "auth.sign-up",
        R"({"cid":"a","password":"p","username":"a","nickname":"a","phone":"1","email":"a@b","status":0})");
    token_ = text_of(ask({}, 0, "auth.sign-in", R"({"cid":"a","password":"p","fcmToken":"f"})"), "accessToken");
    const coco_credential credential{sizeof credential, COCO_ACCESS_TOKEN, {}, coco::view(token_)};
    const coco_peer peer{sizeof peer, COCO_MOBILE, {}, {}};
    gateway_->table()->open(
        gateway_->table()->self, &credential, &peer, &deaf_,
        coco::on_completion<coco_opened>([this](coco_status status, const coco_opened* opened, const coco_error*) {
          require(status == COCO_OK);
          link_ = opened->link;
        }));
    executor_.run();
  }

  void feed(std::string_view command, std::string_view json) {
    ask({}, 0, command, json);
    ask(token_, 0, command, json);
    ask({}, link_, command, json);
  }

 private:
  std::string ask(std::string_view token, coco_link link, std::string_view command, std::string_view json) {
    coco_caller caller{};
    caller.size = sizeof caller;
    caller.link = link;
    caller.credential = {sizeof(coco_credential), token.empty() ? COCO_ANONYMOUS : COCO_ACCESS_TOKEN, {}, coco::view(token)};
    caller.peer = {sizeof(coco_peer), COCO_MOBILE, {}, {}};
    int answers = 0;
    std::string out;
    gateway_->table()->ask(
        gateway_->table()->self, &caller, coco::view(command), coco::view(json),
        coco::on_completion<coco_answer>([&](coco_status status, const coco_answer* answer, const coco_error*) {
          ++answers;
          require(answer != nullptr && status != COCO_ABORTED);
          out = coco::text(answer->json);
        }));
    executor_.run();
    require(answers == 1);
    simdjson::dom::parser parser;
    simdjson::dom::element root;
    require(parser.parse(out).get(root) == simdjson::SUCCESS);
    return out;
  }
  static std::string text_of(const std::string& json, const char* name) {
    simdjson::dom::parser parser;
    const api::Fields fields(parser, json);
    return fields.text(name);
  }

  Executor executor_;
  testing::FakeHost host_;
  testing::FakeAuth auth_;
  testing::FakeSessionPolicy policy_;
  testing::FakeStorage storage_;
  testing::FakeSearch search_;
  std::unique_ptr<api::Application> app_;
  std::unique_ptr<api::Gateway> gateway_;
  std::string token_;
  coco_link link_ = 0;
  const coco_transport deaf_{sizeof deaf_,
                             0,
                             this,
                             [](void*, const coco_event*) {},
                             [](void*, std::uint64_t, std::uint64_t, const coco_event*) {},
                             [](void*, std::uint64_t, coco_close_code, coco_view) {},
                             [](void*, std::uint64_t, std::uint64_t) {}};
};

std::vector<std::string_view> command_names() {
  std::vector<std::string_view> out;
  for (const std::span<const api::Command> family : api::families())
    for (const api::Command& command : family) out.push_back(command.name);
  return out;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  static const std::vector<std::string_view> names = command_names();
  static std::unique_ptr<World> world;
  static int fed = 0;
  if (!world || ++fed % 500 == 0) world = std::make_unique<World>();  // what was stored meanwhile is forgotten
  if (size == 0) return 0;
  world->feed(names[data[0] % names.size()], std::string_view(reinterpret_cast<const char*>(data + 1), size - 1));
  return 0;
}
