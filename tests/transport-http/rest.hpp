// The plugin alone: asked through a fake http, its commands answered by the test, its files in memory.
#pragma once

#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/fake_files.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_http.hpp>
#include <cocotalk/testing/tested_plugin.hpp>

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <utility>
#include <vector>

namespace cocotalk::http {

// One command as the core would see it.
struct Asked {
  std::string command, json;
  coco_credential_kind credential;
  std::string secret;
  coco_device_class device;
  std::string address, agent;
};

// Answers every command with what the test says, at once or, when held, later.
class ScriptedGateway {
 public:
  const coco_gateway* table() const { return &table_; }

  void answer_with(std::string json) { answer(COCO_OK, std::move(json)); }
  void refuse_with(coco_status status, std::string json, std::uint32_t retry_after_ms = 0) {
    answer(status, std::move(json), retry_after_ms);
  }
  // For commands whose answer depends on who asks.
  std::function<std::pair<coco_status, std::string>(const Asked&)> script;
  bool is_holding = false;
  void release() {
    is_holding = false;
    for (coco::Completion& done : held_) tell(done, status_, json_);
    held_.clear();
  }
  std::vector<Asked> asked;

  void open(const coco_credential&, const coco_peer&, const coco_transport*, coco::Completion&&) {}
  void ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done) {
    asked.push_back({std::string(command), std::string(json), caller.credential.kind,
                     std::string(coco::text(caller.credential.secret)), caller.peer.device,
                     std::string(coco::text(caller.peer.address)), std::string(coco::text(caller.peer.agent))});
    if (is_holding) return held_.push_back(std::move(done));
    if (!script) return tell(done, status_, json_);
    const auto [status, text] = script(asked.back());
    tell(done, status, text);
  }
  void join(coco_link, std::string_view, std::uint64_t, std::uint64_t, coco::Completion&&) {}
  void leave(coco_link, std::uint64_t) {}
  void close(coco_link) {}
  void detach(const coco_transport*, coco::Completion&&) {}

 private:
  void answer(coco_status status, std::string json, std::uint32_t retry_after_ms = 0) {
    status_ = status;
    json_ = std::move(json);
    retry_after_ms_ = retry_after_ms;
  }
  void tell(coco::Completion& done, coco_status status, const std::string& json) const {
    const coco_answer answer{sizeof answer, retry_after_ms_, coco::view(json), 0, {}};
    if (status == COCO_OK)
      done.ok(&answer);
    else
      done.fail(status, "refused", json.empty() ? nullptr : &answer);
  }

  coco_status status_ = COCO_OK;
  std::string json_ = "{}";
  std::uint32_t retry_after_ms_ = 0;
  std::vector<coco::Completion> held_;
  const coco_gateway table_{offsetof(coco_gateway, publish),
                            0,
                            this,
                            COCO_BIND(coco_gateway, open, ScriptedGateway),
                            COCO_BIND(coco_gateway, ask, ScriptedGateway),
                            COCO_BIND(coco_gateway, join, ScriptedGateway),
                            COCO_BIND(coco_gateway, leave, ScriptedGateway),
                            COCO_BIND(coco_gateway, close, ScriptedGateway),
                            COCO_BIND(coco_gateway, detach, ScriptedGateway),
                            nullptr,
                            nullptr,
                            nullptr,
                            nullptr};
};

class Rest : public ::testing::Test {
 protected:
  using Headers = std::vector<std::pair<std::string, std::string>>;

  explicit Rest(const testing::SettingTexts& settings = {}) {
    host.now_ms = 1'643'948'474'542;
    host.offer(COCO_HTTP, http.http());
    host.offer(COCO_NET, http.net());
    host.offer(COCO_GATEWAY, gateway.table());
    host.offer(COCO_FILES, files.table());
    const testing::TestSettings values(coco_plugin_abi1, settings);
    coco_error error{};
    coco::throw_if(coco_plugin_abi1.create(host.raw(), values.data(), values.size(), &plugin_, &error), error);
    coco::throw_if(coco_plugin_abi1.start(plugin_, &error), error);
  }
  ~Rest() override {
    if (!is_stopping_) {
      testing::Answer<int> drained;
      begin_stop(drained);
      http.run_until([&] { return drained.answered(); });
    }
    coco_plugin_abi1.destroy(plugin_);
    EXPECT_EQ(host.leases_out(), 0);
  }
  void begin_stop(testing::Answer<int>& drained) {
    is_stopping_ = true;
    coco_plugin_abi1.stop(plugin_, drained.expect_nothing());
  }

  void retire(testing::Answer<int>& empty) { coco_plugin_abi1.retire(plugin_, empty.expect_nothing()); }

  testing::FakeResponse get(std::string target, Headers headers = {}) {
    return http.ask({.method = "GET", .target = std::move(target), .headers = std::move(headers)});
  }
  testing::FakeResponse post(std::string target, std::string body, Headers headers = {}) {
    return http.ask({.method = "POST", .target = std::move(target), .headers = std::move(headers), .body = std::move(body)});
  }
  const Asked& last() const { return gateway.asked.back(); }

  testing::FakeHost host{"transport-http"};
  testing::FakeHttp http;
  testing::FakeFiles files;
  ScriptedGateway gateway;

 private:
  void* plugin_ = nullptr;
  bool is_stopping_ = false;
};

inline const std::vector<std::pair<std::string, std::string>> with_token = {{"x-access-token", "token"}};

}  // namespace cocotalk::http
