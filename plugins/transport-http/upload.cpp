#include "transport-http/upload.hpp"

#include "transport-http/input.hpp"
#include "transport-http/json.hpp"
#include "transport-http/query.hpp"
#include "transport-http/thumbnail.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace cocotalk::http {
namespace {

constexpr std::uint64_t form_slack = 256 << 10;  // texts, headers and boundaries beside the files

std::string random_stem(const coco::Host& host, std::string_view folder) {
  static constexpr std::string_view digits = "0123456789abcdef";
  std::array<unsigned char, 16> bytes{};
  host.random(bytes.data(), bytes.size());
  std::string stem(folder);
  for (const unsigned char byte : bytes) {
    stem += digits[byte >> 4];
    stem += digits[byte & 15];
  }
  return stem;
}

// Twice the file: clients may send it again as its thumbnail.
std::uint64_t body_limit(const UploadKind& kind, const UploadLimits& limits) {
  return 2 * (kind.takes_pictures_only ? limits.picture_bytes : limits.file_bytes) + form_slack;
}

// How large the file is at least.
std::uint64_t least_bytes(std::int64_t content_length) {
  const auto length = static_cast<std::uint64_t>(std::max<std::int64_t>(content_length, 0));
  return length > form_slack ? (length - form_slack) / 2 : 0;
}

std::string from_query(const coco_http_request& request, std::string_view name) {
  if (name.empty()) return {};
  const std::optional<std::vector<std::string>> values = query_values(coco::text(request.query), name);
  return values && !values->empty() && is_utf8(values->front()) ? values->front() : "";
}

}  // namespace

void Upload::begin(Server& server, std::shared_ptr<Call> call, const Route& route, const coco_http_request& request) {
  const UploadKind& kind = upload_kind(route.input);
  const std::optional<std::string> boundary = multipart_boundary(header(request, "content-type").value_or(""));
  if (!boundary) return call->respond_framework_error(400);
  if (request.content_length > static_cast<std::int64_t>(body_limit(kind, server.limits.uploads)))
    return call->respond_framework_error(413);
  const bool is_anonymous = route.credential == Credential::none;
  UploadGate& gate = is_anonymous ? server.sign_ups : server.uploads;
  std::string place = is_anonymous ? call->address() : call->token();
  if (!gate.enter(place)) return call->respond_refusal({"RATE", ""});
  const std::shared_ptr<Upload> self(new Upload(server, std::move(call), kind, gate, std::move(place)));
  if (!self->prepare(*boundary)) return;
  self->query_text_ = from_query(request, kind.required_text);
  self->receive(is_anonymous ? server.limits.sign_up_ms : server.limits.upload_ms);
  if (!is_anonymous) self->ask_admission(request.content_length);
}

Upload::Upload(Server& server, std::shared_ptr<Call> call, const UploadKind& kind, UploadGate& gate, std::string place)
    : server_(server),
      call_(std::move(call)),
      kind_(kind),
      gate_(gate),
      place_(std::move(place)),
      stem_(random_stem(server.host, kind.folder)) {}

Upload::~Upload() { gate_.leave(place_); }

bool Upload::prepare(std::string_view boundary) {
  coco::Lease<coco_files> files = server_.host.acquire<coco_files>(COCO_FILES);
  if (!files) {
    call_->respond_refusal({"RETRY", ""});
    return false;
  }
  // The call holds the intake until its command has answered, so not the other way round.
  const auto announce = [weak = std::weak_ptr(call_)](const std::string& name, std::function<void(coco_status)> answer) {
    const std::shared_ptr<Call> call = weak.lock();
    if (!call) return;
    call->ask_about("file.announce", "{\"name\":" + json_string(name) + "}",
                    [answer = std::move(answer)](const Outcome& outcome) { answer(outcome.status); });
  };
  intake_ =
      std::make_shared<Intake>(std::move(files), call_->exchange().lane, server_.in_flight, announce, [weak = weak_from_this()] {
        if (const std::shared_ptr<Upload> alive = weak.lock()) alive->go_on();
      });
  form_ = std::make_unique<UploadForm>(*intake_, kind_, stem_, server_.limits.uploads);
  parser_ = std::make_unique<MultipartParser>(boundary, *form_);
  gate_.add(shared_from_this());
  return true;
}

// Nothing of the body is taken before that.
void Upload::ask_admission(std::int64_t content_length) {
  pause();
  is_admitted_ = false;
  call_->ask_about("file.admit", "{\"bytes\":" + std::to_string(least_bytes(content_length)) + "}",
                   [self = shared_from_this()](const Outcome& outcome) {
                     self->is_admitted_ = true;
                     self->admission_ = outcome;
                     self->go_on();
                   });
}

// ---- the body

void Upload::receive(std::uint64_t deadline_ms) {
  self_ = shared_from_this();
  const coco_body_handler handler = {sizeof(coco_body_handler),
                                     0,
                                     this,
                                     [](void* ctx, coco_view bytes) { static_cast<Upload*>(ctx)->on_data(coco::text(bytes)); },
                                     [](void* ctx) { static_cast<Upload*>(ctx)->on_end(); },
                                     [](void* ctx, coco_view) { static_cast<Upload*>(ctx)->let_go(); }};
  const Exchange& exchange = call_->exchange();
  exchange.http->receive(exchange.http->self, exchange.id, body_limit(kind_, server_.limits.uploads), deadline_ms, &handler);
}

void Upload::pause() {
  const Exchange& exchange = call_->exchange();
  exchange.http->pause(exchange.http->self, exchange.id);
  is_paused_ = true;
}

void Upload::on_data(std::string_view bytes) {
  if (is_refused()) return;
  parser_->feed(bytes);
  if (!is_refused() && !intake_->is_idle()) pause();
}

void Upload::on_end() {
  has_ended_ = true;
  go_on();
}

bool Upload::is_refused() const {
  return admission_.status != COCO_OK || form_->refused() != 0 || !parser_->error().empty() || intake_->failure() != COCO_OK;
}

// Whenever the store has caught up, or gave up, and when the body has ended.
void Upload::go_on() {
  if (!self_ || !is_admitted_) return;
  if (std::exchange(is_paused_, false)) {
    const Exchange& exchange = call_->exchange();
    exchange.http->resume(exchange.http->self, exchange.id);
  }
  if (!has_ended_ || is_shrinking_) return;
  if (!is_refused() && !intake_->is_idle()) return;
  if (!is_refused() && wants_thumbnail() && !std::exchange(has_shrunk_, true)) return make_thumbnail();
  const std::shared_ptr<Upload> last = let_go();
  if (!answer_refusal()) claim();
}

// ---- the answer

bool Upload::wants_thumbnail() const {
  const Arrived &file = form_->file(), &small = form_->thumbnail();
  const bool can_have_one = file.type.is_picture() || file.type.is_video();
  const bool is_the_file_again = small.bytes == file.bytes;
  return is_whole() && counts() && can_have_one && (small.name.empty() || is_the_file_again);
}

void Upload::make_thumbnail() {
  is_shrinking_ = true;
  make_small(server_, call_->exchange().lane, form_->file().name, [self = shared_from_this()](const std::string& jpeg) {
    self->is_shrinking_ = false;
    if (!jpeg.empty() && self->self_) {
      const std::string name = self->form_->thumbnail_name();
      if (!self->form_->thumbnail().name.empty()) self->intake_->remove(name);
      self->intake_->begin(name);
      self->intake_->write(jpeg);
      self->intake_->end();
      self->made_bytes_ = jpeg.size();
    }
    self->go_on();
  });
}

bool Upload::answer_refusal() {
  const bool lacks_text = !kind_.required_text.empty() && query_text_.empty() && !form_->has_text(kind_.required_text);
  const bool lacks_file = kind_.needs_file && form_->file().name.empty();
  const bool lacks_address = !form_->file().name.empty() && call_->base_url().empty();  // HTTP/1.0 without Host
  if (admission_.status != COCO_OK)
    call_->answer(admission_);
  else if (intake_->failure() != COCO_OK)
    call_->respond_refusal(refusal_of(intake_->failure(), {}));
  else if (form_->refused() != 0)
    call_->respond_framework_error(form_->refused());
  else if (!is_whole() || lacks_text || lacks_file || lacks_address)
    call_->respond_framework_error(400);
  else
    return false;
  return true;
}

// The files stay if what came of it names them: a repeated sign-up answers with the first one's picture. They also stay when the
// host stopped before it knew: better for a minute too many than a message without its file.
void Upload::claim() {
  call_->on_outcome([intake = intake_, stem = stem_](const Outcome& outcome) {
    const bool is_claimed = outcome.status == COCO_OK && outcome.json.find(stem) != std::string::npos;
    if (is_claimed || outcome.status == COCO_ABORTED) intake->keep();
  });
  call_->ask(input());
}

std::string Upload::input() const {
  std::string members = form_->texts();
  const auto add = [&members](std::string_view name, const std::string& value) {
    members += (members.empty() ? "" : ",") + json_string(name) + ":" + value;
  };
  if (!query_text_.empty() && !form_->has_text(kind_.required_text)) add(kind_.required_text, json_string(query_text_));
  if (counts()) {
    const Arrived &file = form_->file(), &small = form_->thumbnail();
    add("fileName", json_string(file.name));
    add("fileUrl", json_string(call_->base_url() + "/files/" + file.name));
    const bool has_thumbnail = made_bytes_ > 0 || !small.name.empty();
    if (has_thumbnail) add("thumbnailName", json_string(form_->thumbnail_name()));
    const std::uint64_t small_bytes = made_bytes_ > 0 ? made_bytes_ : has_thumbnail ? small.bytes : 0;
    add("fileBytes", std::to_string(file.bytes + small_bytes));
  }
  return "{" + members + "}";
}

bool Upload::counts() const { return !form_->file().name.empty() && (!kind_.needs_thumbnail || form_->thumbnail().was_sent); }

void Upload::cancel() {
  call_->exchange().lane.run([self = shared_from_this()] {
    if (self->has_ended_) return;
    const std::shared_ptr<Upload> last = self->let_go();
    if (last) self->call_->respond_refusal({"RETRY", ""});
  });
}

}  // namespace cocotalk::http
