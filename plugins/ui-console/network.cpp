#include "ui-console/network.hpp"

#include <future>
#include <optional>
#include <utility>

#include "ui-console/decode.hpp"

namespace cocotalk::console {

// A call under way: filled in by its completion, looked at under the inbox's lock.
template <class Kept>
struct Network::Waiting {
  std::optional<coco_status> status;
  std::string why;
  Kept kept{};
};

Network::Network(const coco_gateway& gateway, std::shared_ptr<Inbox> inbox)
    : gateway_(gateway), inbox_(std::move(inbox)), listener_(std::make_shared<Listener>(inbox_)) {}

Network::~Network() {
  const auto detached = std::make_shared<std::promise<void>>();
  gateway_.detach(gateway_.self, &listener_->table(),
                  coco::on_completion<void>([detached](coco_status, const void*, const coco_error*) { detached->set_value(); }));
  detached->get_future().wait();
}

// Calls with a completion and waits for it. `keep(kept, result)` copies the result, which may be null, on the gateway's thread.
template <class Kept, class Result, class Keep, class Call>
Kept Network::wait(Keep keep, Call call) {
  const auto waiting = std::make_shared<Waiting<Kept>>();
  call(coco::on_completion<Result>(
      [waiting, keep, inbox = inbox_](coco_status status, const Result* result, const coco_error* error) {
        Kept kept{};
        if (result != nullptr) keep(kept, *result);
        inbox->change([&] {
          waiting->kept = std::move(kept);
          if (error != nullptr) waiting->why = error->text;
          waiting->status = status;
        });
      }));
  if (!inbox_->wait(
          patience, [&] { return waiting->status.has_value(); }, while_waiting))
    throw Refusal(COCO_UNAVAILABLE, "", "the host did not answer within 30 seconds");
  if (*waiting->status == COCO_OK) return std::move(waiting->kept);
  if constexpr (std::is_same_v<Kept, Answer>)
    throw decode_refusal(*waiting->status, waiting->kept.json, waiting->why);
  else
    throw Refusal(*waiting->status, "", waiting->why);
}

std::int64_t Network::open(const Login& who) {
  return open({sizeof(coco_credential), COCO_LOGIN, coco::view(who.cid), coco::view(who.password)}, who.device);
}

std::int64_t Network::open(const std::string& access_token, coco_device_class device) {
  return open({sizeof(coco_credential), COCO_ACCESS_TOKEN, {}, coco::view(access_token)}, device);
}

std::int64_t Network::open(const coco_credential& credential, coco_device_class device) {
  close();
  struct Opened {
    coco_link link;
    std::int64_t account;
    std::string store_epoch;
  };
  const coco_peer peer{sizeof peer, device, {}, coco::view("CocoTalk console")};
  const auto keep = [listener = listener_](Opened& kept, const coco_opened& opened) {
    kept = {opened.link, opened.account, std::string(coco::text(opened.store_epoch))};
    listener->opened(opened.link, coco::text(opened.session));
  };
  Opened opened = wait<Opened, coco_opened>(
      keep, [&](coco_completion done) { gateway_.open(gateway_.self, &credential, &peer, &listener_->table(), done); });
  link_ = opened.link;
  store_epoch_ = std::move(opened.store_epoch);
  return opened.account;
}

void Network::close() {
  listener_->closed();
  if (link_ != 0) gateway_.close(gateway_.self, std::exchange(link_, 0));
}

bool Network::loses(const LinkEnded& ended) {
  if (ended.link == 0 || ended.link != link_) return false;
  close();
  return true;
}

Answer Network::ask(std::string_view command, std::string_view json) {
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.link = link_;
  return ask_as(caller, command, json);
}

Answer Network::ask_with(const std::string& refresh_token, std::string_view command, coco_device_class device) {
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.credential = {sizeof caller.credential, COCO_REFRESH_TOKEN, {}, coco::view(refresh_token)};
  caller.peer = {sizeof caller.peer, device, {}, coco::view("CocoTalk console")};
  return ask_as(caller, command, "{}");
}

Answer Network::ask_anonymously(std::string_view command, std::string_view json, coco_device_class device) {
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.credential = {sizeof caller.credential, COCO_ANONYMOUS, {}, {}};
  caller.peer = {sizeof caller.peer, device, {}, coco::view("CocoTalk console")};
  return ask_as(caller, command, json);
}

Answer Network::ask_as(const coco_caller& caller, std::string_view command, std::string_view json) {
  const auto keep = [](Answer& kept, const coco_answer& answer) {
    kept = {std::string(coco::text(answer.json)), answer.seq, std::string(coco::text(answer.message_id))};
  };
  return wait<Answer, coco_answer>(
      keep, [&](coco_completion done) { gateway_.ask(gateway_.self, &caller, coco::view(command), coco::view(json), done); });
}

void Network::join(std::string_view destination, std::uint64_t subscription, std::uint64_t from_seq) {
  struct Nothing {};
  const auto keep = [listener = listener_, subscription](Nothing&, const coco_joined& joined) {
    listener->joined(coco::text(joined.topic), subscription);
  };
  wait<Nothing, coco_joined>(keep, [&](coco_completion done) {
    gateway_.join(gateway_.self, link_, coco::view(destination), subscription, from_seq, done);
  });
}

void Network::leave(std::uint64_t subscription) {
  listener_->left(subscription);
  if (link_ != 0) gateway_.leave(gateway_.self, link_, subscription);
}

}  // namespace cocotalk::console
