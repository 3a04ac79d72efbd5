// Gateway::publish: what applications say to topics of their own.
#include <span>
#include <utility>

#include "core/api/gateway.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {

using domain::LinkPtr;
using runtime::Task;

struct Gateway::Saying {
  coco_link link;
  domain::Publication said;
  coco::Completion done;
};

void Gateway::publish(coco_link link, const coco_publication& publication, coco::Completion&& done) {
  auto saying = std::make_shared<Saying>();
  saying->link = link;
  saying->done = std::move(done);
  domain::Publication& said = saying->said;
  said.channel = domain::Publication::channel_of(coco::text(publication.destination));
  said.content_type = coco::text(publication.content_type);
  said.headers = domain::PackedHeaders::pack(std::span(publication.headers, publication.n_headers));
  said.body = coco::text(publication.body);
  said.client_id = coco::text(publication.client_msg_id);
  run([this, saying = std::move(saying)] { say(saying); });
}

// What is not kept is told here and now.
void Gateway::say(const std::shared_ptr<Saying>& saying) {
  coco::add(published_);
  std::exception_ptr failed;
  try {
    const LinkPtr link = app_.links.find(saying->link);
    if (!link) throw domain::unauthorized();
    if (app_.topics.space_to_say(*link, saying->said).is_kept) return void(runtime::spawn(keeping(link, saying)));
    app_.topics.tell(*link, saying->said);
    coco_answer answer{};
    answer.size = sizeof answer;
    answer.json = coco::view("{}");
    saying->done.ok(&answer);
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) refuse(saying->done, std::move(failed));
  --in_progress_;
}

Task<void> Gateway::keeping(LinkPtr from, std::shared_ptr<Saying> saying) {
  std::exception_ptr failed;
  std::string topic(saying->said.topic());
  try {
    const domain::TopicEvent event = co_await app_.topics.keep(std::move(from), std::move(saying->said));
    const std::string json = "{\"seq\":" + std::to_string(event.seq) + "}";
    coco_answer answer{};
    answer.size = sizeof answer;
    answer.json = coco::view(json);
    answer.seq = static_cast<std::uint64_t>(event.seq);
    answer.message_id = coco::view(event.id);
    saying->done.ok(&answer);
    co_await app_.topics.trim(std::move(topic));
  } catch (...) {
    failed = std::current_exception();
  }
  if (failed) refuse(saying->done, std::move(failed));
  --in_progress_;
}

}  // namespace cocotalk::api
