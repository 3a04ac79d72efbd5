// The application behind its gateway, on fakes: tests speak to it as transports do, and say when time goes on.
#pragma once

#include <gtest/gtest.h>
#include <cocotalk/testing/fake_auth.hpp>
#include <cocotalk/testing/fake_host.hpp>
#include <cocotalk/testing/fake_session_policy.hpp>
#include <cocotalk/testing/fake_storage.hpp>

#include <deque>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/api/gateway.hpp"
#include "core/api/json.hpp"
#include "core/domain/schema.hpp"
#include "tests/api/answered.hpp"
#include "tests/api/manual_executor.hpp"
#include "tests/api/recording_transport.hpp"

namespace cocotalk::testing {

// Text as JSON.
inline std::string json_text(std::string_view text) { return api::JsonWriter().string(text).take(); }

// Who asks.
struct As {
  coco_link link = 0;
  coco_credential_kind kind = COCO_ANONYMOUS;
  std::string secret{};
  coco_device_class device = COCO_MOBILE;
  std::string address = "10.0.0.1";
};

struct Device {
  std::int64_t account = 0;
  std::string access, refresh;
  coco_device_class device = COCO_MOBILE;
  As as() const { return {0, COCO_ACCESS_TOKEN, access, device}; }
  As by_refresh() const { return {0, COCO_REFRESH_TOKEN, refresh, device}; }
};

struct Opened {
  coco_status status = COCO_INTERNAL;
  coco_link link = 0;
  std::int64_t account = 0;
  std::string session, epoch, why;
  coco_device_class device = COCO_MOBILE;
  As as() const { return {link}; }
};

struct Joined {
  coco_status status = COCO_INTERNAL;
  std::string topic, why;
  std::uint64_t head = 0, subscription = 0;
};

class ApplicationFixture : public ::testing::Test {
 protected:
  explicit ApplicationFixture(domain::Limits limits = {}, domain::TopicSpaces spaces = {}, domain::GuestLogin guest = {})
      : limits_(limits), spaces_(std::move(spaces)), guest_(std::move(guest)) {
    host_.offer(COCO_AUTH, auth_.table());
    host_.offer(COCO_SESSION_POLICY, policy_.table());
    coco_error error{};
    coco::throw_if(storage_->table()->define(storage_->table()->self, &domain::core_schema(), &error), error);
    boot();
  }
  ~ApplicationFixture() override { shut_down(); }

  // ---- the host's life -------------------------------------------------------------------------------------------------------
  void restart() {
    shut_down();
    storage_ = std::make_unique<FakeStorage>(storage_->snapshot());
    boot();
  }
  void run() {
    executor_.run();
    while (!held_.empty()) release_one();
  }
  void advance(std::int64_t ms) {
    host_.now_ms += ms;
    executor_.advance(ms);
    run();
  }
  // From here on the storage decides and answers only when released, in its order.
  void hold_storage() {
    storage_->set_scheduler([this](std::function<void()> step) { held_.push_back(std::move(step)); });
  }
  void release_one() {
    const std::function<void()> step = std::move(held_.front());
    held_.pop_front();
    step();
    executor_.run();
  }
  // What came after the oldest step overtakes it.
  void release_second() {
    const std::function<void()> step = std::move(held_[1]);
    held_.erase(held_.begin() + 1);
    step();
    executor_.run();
  }
  std::size_t held() const { return held_.size(); }
  std::size_t rows_of(const char* table) const { return storage_->snapshot().tables.at(table).rows.size(); }

  // ---- asking
  // ------------------------------------------------------------------------------------------------------------------
  using AnswerPtr = std::shared_ptr<std::optional<Answered>>;
  // Asks and does not wait.
  AnswerPtr begin(const As& as, std::string_view command, const std::string& json = "{}") {
    auto out = std::make_shared<std::optional<Answered>>();
    coco_caller caller{};
    caller.size = sizeof caller;
    caller.link = as.link;
    caller.credential = {sizeof(coco_credential), as.kind, {}, coco::view(as.secret)};
    caller.peer = {sizeof(coco_peer), as.device, coco::view(as.address), coco::view("test")};
    gateway_->table()->ask(
        gateway_->table()->self, &caller, coco::view(command), coco::view(json),
        coco::on_completion<coco_answer>([out](coco_status status, const coco_answer* answer, const coco_error*) {
          if (answer == nullptr) return out->emplace(status, "{}", 0, "", 0), void();
          out->emplace(status, std::string(coco::text(answer->json)), answer->seq, std::string(coco::text(answer->message_id)),
                       answer->retry_after_ms);
        }));
    return out;
  }
  Answered ask(const As& as, std::string_view command, const std::string& json = "{}") {
    const AnswerPtr answer = begin(as, command, json);
    run();
    if (!answer->has_value()) {
      ADD_FAILURE() << command << " was not answered";
      return {};
    }
    return **answer;
  }
  Answered must(const As& as, std::string_view command, const std::string& json = "{}") {
    Answered out = ask(as, command, json);
    EXPECT_EQ(out.status, COCO_OK) << command << " " << json << ": " << out.body();
    return out;
  }

  // ---- people
  // --------------------------------------------------------------------------------------------------------------------
  static std::string form(const std::string& cid) {
    return "{\"cid\":" + json_text(cid) + ",\"password\":\"pw\",\"username\":" + json_text(cid) +
           ",\"nickname\":" + json_text(cid) + ",\"phone\":" + json_text("010" + cid) + ",\"email\":" + json_text(cid + "@x.y") +
           ",\"status\":0}";
  }
  std::int64_t sign_up(const std::string& cid) { return must({}, "auth.sign-up", form(cid)).number("/id"); }
  Answered try_sign_in(const std::string& cid, const std::string& password, const As& from = {},
                       const std::string& push = "push") {
    return ask(from, "auth.sign-in",
               "{\"cid\":" + json_text(cid) + ",\"password\":" + json_text(password) + ",\"fcmToken\":" + json_text(push) + "}");
  }
  Device sign_in(const std::string& cid, coco_device_class device = COCO_MOBILE, const std::string& push = "push") {
    const Answered in = try_sign_in(cid, "pw", {0, COCO_ANONYMOUS, {}, device}, push);
    EXPECT_EQ(in.status, COCO_OK) << in.body();
    Device out{0, in.text("/accessToken"), in.text("/refreshToken"), device};
    out.account = must(out.as(), "profile.get").number("/id");
    return out;
  }
  Device person(const std::string& cid, coco_device_class device = COCO_MOBILE) {
    sign_up(cid);
    return sign_in(cid, device);
  }
  Answered try_create(const As& as, int type, const std::vector<std::int64_t>& members, const std::string& name = "room") {
    std::string list;
    for (const std::int64_t id : members) list += (list.empty() ? "" : ",") + ("{\"userId\":" + std::to_string(id) + "}");
    return ask(as, "room.create",
               "{\"roomname\":" + json_text(name) + ",\"type\":" + std::to_string(type) + ",\"members\":[" + list + "]}");
  }
  std::string create(const As& as, int type, const std::vector<std::int64_t>& members, const std::string& name = "room") {
    const Answered out = try_create(as, type, members, name);
    EXPECT_EQ(out.status, COCO_OK) << out.body();
    return out.text("/id");
  }
  static std::string of_room(const std::string& room) { return "{\"roomId\":" + json_text(room) + "}"; }
  static std::string saying(const std::string& room, const std::string& content, const std::string& client_id = {},
                            int type = 0) {
    return "{\"roomId\":" + json_text(room) + ",\"content\":" + json_text(content) + ",\"type\":" + std::to_string(type) +
           (client_id.empty() ? "" : ",\"clientMsgId\":" + json_text(client_id)) + "}";
  }
  Answered send(const As& as, const std::string& room, const std::string& content, const std::string& client_id = {}) {
    return ask(as, "room.send", saying(room, content, client_id));
  }

  // ---- links
  // -----------------------------------------------------------------------------------------------------------------------
  std::shared_ptr<Opened> begin_open(coco_credential_kind kind, const std::string& name, const std::string& secret,
                                     coco_device_class device = COCO_MOBILE, const std::string& address = "10.0.0.1") {
    auto out = std::make_shared<Opened>();
    const coco_credential credential{sizeof credential, kind, coco::view(name), coco::view(secret)};
    const coco_peer peer{sizeof peer, device, coco::view(address), coco::view("test")};
    gateway_->table()->open(
        gateway_->table()->self, &credential, &peer, transport_.table(),
        coco::on_completion<coco_opened>([out](coco_status status, const coco_opened* opened, const coco_error* error) {
          out->status = status;
          if (error != nullptr) out->why = error->text;
          if (opened == nullptr || status != COCO_OK) return;
          out->link = opened->link;
          out->account = opened->account;
          out->session = coco::text(opened->session);
          out->epoch = coco::text(opened->store_epoch);
          out->device = opened->device;
        }));
    return out;
  }
  Opened open(coco_credential_kind kind, const std::string& name, const std::string& secret,
              coco_device_class device = COCO_MOBILE, const std::string& address = "10.0.0.1") {
    const auto out = begin_open(kind, name, secret, device, address);
    run();
    return *out;
  }
  // A native link.
  Opened open(const Device& device) {
    Opened out = open(COCO_ACCESS_TOKEN, {}, device.access, device.device);
    EXPECT_EQ(out.status, COCO_OK);
    return out;
  }
  // One of an original client.
  Opened open_by_ticket(const Device& device) {
    Opened out = open(COCO_TICKET, {}, must(device.as(), "presence.connect").text("/ticket"), device.device);
    EXPECT_EQ(out.status, COCO_OK);
    return out;
  }
  void close(coco_link link) {
    gateway_->table()->close(gateway_->table()->self, link);
    run();
  }
  // Says something to a topic of applications, and does not wait.
  AnswerPtr begin_publish(coco_link link, const std::string& destination, const std::string& body,
                          const std::string& client_id = {}, std::vector<coco_header> headers = {},
                          const std::string& content_type = {}) {
    auto out = std::make_shared<std::optional<Answered>>();
    const coco_publication said{sizeof said,
                                0,
                                coco::view(destination),
                                coco::view(content_type),
                                coco::view(body),
                                coco::view(client_id),
                                headers.data(),
                                headers.size()};
    gateway_->table()->publish(
        gateway_->table()->self, link, &said,
        coco::on_completion<coco_answer>([out](coco_status status, const coco_answer* answer, const coco_error*) {
          if (answer == nullptr) return out->emplace(status, "{}", 0, "", 0), void();
          out->emplace(status, std::string(coco::text(answer->json)), answer->seq, std::string(coco::text(answer->message_id)),
                       answer->retry_after_ms);
        }));
    return out;
  }
  Answered publish(coco_link link, const std::string& destination, const std::string& body, const std::string& client_id = {},
                   std::vector<coco_header> headers = {}, const std::string& content_type = {}) {
    const AnswerPtr answer = begin_publish(link, destination, body, client_id, std::move(headers), content_type);
    run();
    if (!answer->has_value()) {
      ADD_FAILURE() << destination << " was not answered";
      return {};
    }
    return **answer;
  }
  std::shared_ptr<Joined> begin_join(coco_link link, const std::string& destination, std::uint64_t from_seq = COCO_LIVE) {
    auto out = std::make_shared<Joined>();
    out->subscription = next_subscription_++;
    gateway_->table()->join(
        gateway_->table()->self, link, coco::view(destination), out->subscription, from_seq,
        coco::on_completion<coco_joined>([this, out](coco_status status, const coco_joined* joined, const coco_error* error) {
          out->status = status;
          if (error != nullptr) out->why = error->text;
          if (joined == nullptr || status != COCO_OK) return;
          out->topic = coco::text(joined->topic);
          out->head = joined->head;
          if (!out->topic.empty()) transport_.joined(out->topic, out->subscription);
        }));
    return out;
  }
  Joined join(coco_link link, const std::string& destination, std::uint64_t from_seq = COCO_LIVE) {
    const auto out = begin_join(link, destination, from_seq);
    run();
    return *out;
  }
  const std::vector<Heard>& heard(const Joined& joined) { return transport_.heard(joined.subscription); }
  std::vector<std::int64_t> sequences(const Joined& joined) {
    std::vector<std::int64_t> out;
    for (const Heard& h : heard(joined)) out.push_back(h.seq);
    return out;
  }

  ManualExecutor executor_;
  FakeHost host_;
  FakeAuth auth_;
  FakeSessionPolicy policy_;
  RecordingTransport transport_;
  std::unique_ptr<FakeStorage> storage_ = std::make_unique<FakeStorage>();
  std::unique_ptr<api::Application> app_;
  std::unique_ptr<api::Gateway> gateway_;

 private:
  void boot() {
    host_.offer(COCO_STORAGE, storage_->table());
    app_ = std::make_unique<api::Application>(host_.host(), executor_, limits_, spaces_, guest_);
    gateway_ = std::make_unique<api::Gateway>(*app_, executor_);
    executor_.post([this] { runtime::spawn(app_->open_store()); });
    run();
  }
  void shut_down() {
    executor_.post([this] { app_->indexing.stop(); });
    run();
    executor_.advance(60'000);
    EXPECT_EQ(gateway_->in_progress(), 0) << "a call was never answered";
    gateway_.reset();
    app_.reset();
  }
  const domain::Limits limits_;
  const domain::TopicSpaces spaces_;
  const domain::GuestLogin guest_;
  std::deque<std::function<void()>> held_;
  std::uint64_t next_subscription_ = 1;
};

}  // namespace cocotalk::testing
