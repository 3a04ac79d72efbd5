#include "transport-http/sign_up.hpp"

#include "transport-http/input.hpp"

#include <array>
#include <optional>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::uint64_t form_slack = 256 << 10;  // texts, headers and boundaries beside the two pictures

std::string random_stem(const coco::Host& host) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, 16> bytes{};
  host.random(bytes.data(), bytes.size());
  std::string stem = "user_profile/";
  for (const unsigned char byte : bytes) {
    stem += digits[byte >> 4];
    stem += digits[byte & 15];
  }
  return stem;
}

}  // namespace

void SignUp::begin(Server& server, std::shared_ptr<Call> call, const coco_http_request& request) {
  const std::optional<std::string> boundary = multipart_boundary(header(request, "content-type").value_or(""));
  if (!boundary) return call->respond_framework_error(400);
  const std::uint64_t limit = 2 * server.limits.picture_bytes + form_slack;
  if (request.content_length > static_cast<std::int64_t>(limit)) return call->respond_framework_error(413);
  if (!server.sign_ups.enter(call->address())) return call->respond_refusal({"RATE", ""});
  const std::shared_ptr<SignUp> self(new SignUp(server, std::move(call)));
  coco::Lease<coco_files> files = server.host.acquire<coco_files>(COCO_FILES);
  if (!files) return self->call_->respond_refusal({"RETRY", ""});

  self->intake_ =
      std::make_shared<Intake>(std::move(files), self->call_->exchange().lane, server.in_flight, [weak = self->weak_from_this()] {
        if (const std::shared_ptr<SignUp> alive = weak.lock()) alive->go_on();
      });
  self->form_ = std::make_unique<SignUpForm>(*self->intake_, self->stem_, server.limits.picture_bytes);
  self->parser_ = std::make_unique<MultipartParser>(*boundary, *self->form_);
  server.sign_ups.add(self);
  self->receive(limit);
}

SignUp::SignUp(Server& server, std::shared_ptr<Call> call)
    : server_(server), call_(std::move(call)), stem_(random_stem(server.host)) {}

SignUp::~SignUp() { server_.sign_ups.leave(call_->address()); }

void SignUp::receive(std::uint64_t limit) {
  self_ = shared_from_this();
  const coco_body_handler handler = {sizeof(coco_body_handler),
                                     0,
                                     this,
                                     [](void* ctx, coco_view bytes) { static_cast<SignUp*>(ctx)->on_data(coco::text(bytes)); },
                                     [](void* ctx) { static_cast<SignUp*>(ctx)->on_end(); },
                                     [](void* ctx, coco_view) { static_cast<SignUp*>(ctx)->let_go(); }};
  const Exchange& exchange = call_->exchange();
  exchange.http->receive(exchange.http->self, exchange.id, limit, server_.limits.sign_up_ms, &handler);
}

void SignUp::on_data(std::string_view bytes) {
  if (is_refused()) return;
  parser_->feed(bytes);
  if (is_refused() || intake_->is_idle()) return;
  const Exchange& exchange = call_->exchange();
  exchange.http->pause(exchange.http->self, exchange.id);
  is_paused_ = true;
}

void SignUp::on_end() {
  has_ended_ = true;
  go_on();
}

bool SignUp::is_refused() const { return form_->refused() != 0 || !parser_->error().empty() || intake_->failure() != COCO_OK; }

// Whenever the store has caught up, or gave up, and when the body has ended.
void SignUp::go_on() {
  if (!self_) return;
  if (std::exchange(is_paused_, false)) {
    const Exchange& exchange = call_->exchange();
    exchange.http->resume(exchange.http->self, exchange.id);
  }
  if (!has_ended_ || !(is_refused() || intake_->is_idle())) return;
  const std::shared_ptr<SignUp> last = let_go();
  if (intake_->failure() != COCO_OK) return call_->respond_refusal(refusal_of(intake_->failure(), {}));
  if (form_->refused() != 0) return call_->respond_framework_error(form_->refused());
  if (!parser_->is_complete()) return call_->respond_framework_error(400);
  if (form_->has_pictures() && call_->base_url().empty()) return call_->respond_framework_error(400);  // HTTP/1.0 without Host
  ask();
}

// The pictures stay if the account that came of it names them: a repeated sign-up answers with the first one's. They also stay
// when the host stopped before it knew: better a file too many than an account without its picture.
void SignUp::ask() {
  call_->on_outcome([intake = intake_, stem = stem_, has_pictures = form_->has_pictures()](const Outcome& outcome) {
    const bool is_claimed = outcome.status == COCO_OK && outcome.json.find(stem) != std::string::npos;
    if (has_pictures && (is_claimed || outcome.status == COCO_ABORTED)) intake->keep();
  });
  call_->ask(form_->input(call_->base_url() + "/files/"));
}

void SignUp::cancel() {
  call_->exchange().lane.run([self = shared_from_this()] {
    if (self->has_ended_) return;
    const std::shared_ptr<SignUp> last = self->let_go();
    if (last) self->call_->respond_refusal({"RETRY", ""});
  });
}

}  // namespace cocotalk::http
