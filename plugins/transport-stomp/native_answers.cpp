// What a native link says to its client beside events: answers, receipts, refusals and the last word.
#include "transport-stomp/lane.hpp"
#include "transport-stomp/native_link.hpp"
#include "transport-stomp/words.hpp"

namespace cocotalk::stomp {
namespace {

constexpr std::uint64_t draining_retry_after_ms = 1000;

}  // namespace

Asked NativeLink::asked_by(const Frame& frame) const {
  return {std::string(frame.header_or_empty("request-id")), std::string(frame.header_or_empty("receipt")),
          frame.header("request-id").has_value(), committing()};
}

void NativeLink::on_answered(const Answered& letter) {
  if (Commit* const commit = find_commit(letter.asked.commit)) --commit->open;
  if (letter.ending.status != COCO_OK) {
    refuse(letter);
  } else {
    if (letter.asked.wants_answer && reply_subscription_) reply(letter);
    receipt(letter.asked.receipt, &letter);
  }
  if (letter.asked.commit != 0) settle_commit(letter.asked.commit);
}

void NativeLink::receipt(std::string_view id, const Answered* stored) {
  if (id.empty()) return;
  std::string out;
  FrameWriter frame = write(out, "RECEIPT");
  frame.header("receipt-id", id);
  if (stored != nullptr && stored->seq != 0) frame.header("seq", stored->seq);
  if (stored != nullptr && !stored->message_id.empty()) frame.header("message-id", stored->message_id);
  frame.end();
  send(std::move(out));
}

void NativeLink::reply(const Answered& letter) {
  std::string out;
  FrameWriter frame = write(out, "MESSAGE");
  if (!reply_subscription_->empty() || version() != Version::v1_0) frame.header("subscription", *reply_subscription_);
  frame.header("message-id", "reply-" + std::to_string(++replies_)).header("destination", "/reply");
  if (!letter.asked.request_id.empty()) frame.header("request-id", letter.asked.request_id);
  frame.header("status", status_word(letter.ending.status));
  if (letter.ending.status != COCO_OK && !letter.asked.receipt.empty()) frame.header("receipt-id", letter.asked.receipt);
  if (letter.retry_after_ms != 0) frame.header("retry-after-ms", letter.retry_after_ms);
  frame.header("content-type", "application/json").body(letter.json);
  send(std::move(out));
}

void NativeLink::refuse(const Answered& letter) {
  coco::add(services().metrics.refusals);
  if (Commit* const commit = find_commit(letter.asked.commit))
    if (++commit->refused == 1) commit->why = letter.ending.status;
  if (reply_subscription_) return reply(letter);
  const coco_status status = letter.ending.status;
  std::string out;
  FrameWriter frame = write(out, "ERROR");
  frame.header("message", "refused").header("code", status_word(status)).header("hint", letter.ending.why);
  if (!letter.asked.receipt.empty()) frame.header("receipt-id", letter.asked.receipt);
  if (letter.retry_after_ms != 0) frame.header("retry-after-ms", letter.retry_after_ms);
  frame.header("content-type", "application/json").body(letter.json);
  send(std::move(out));
  close(close_code_for(status), letter.ending.why);
}

// What this transport refuses by itself looks like a refusal of the application.
void NativeLink::refuse(const Frame& frame, coco_status status, std::string why) {
  const std::string_view code = status == COCO_NOT_FOUND ? "NOT_FOUND" : "BAD_REQUEST";
  std::string json = R"({"code":")";
  (json += code) += R"(","detail":)";
  append_json(json, why);
  json += '}';
  refuse(Answered{name(), asked_by(frame), {status, std::move(why)}, std::move(json), {}});
}

void NativeLink::protocol_error(const Frame& frame, std::string_view message, std::string_view hint) {
  fail(&frame, close_protocol_error, "protocol", message, hint);
}

void NativeLink::fail(const Frame* frame, coco_close_code code, std::string_view word, std::string_view message,
                      std::string_view hint) {
  std::string out;
  FrameWriter error = write(out, "ERROR");
  error.header("message", message).header("code", word).header("hint", hint);
  if (frame != nullptr && frame->header("receipt")) error.header("receipt-id", *frame->header("receipt"));
  error.body("");
  send(std::move(out));
  close(code, message);
}

void NativeLink::end(coco_close_code code, std::string_view why) {
  if (stage() == Stage::over) return;
  if (framing() == Group::Framing::stream && code != COCO_CLOSE_NORMAL) {
    std::string out;
    FrameWriter error = write(out, "ERROR");
    error.header("message", why).header("code", close_word(code));
    if (code == COCO_CLOSE_DRAINING) error.header("retry-after-ms", draining_retry_after_ms);
    error.body("");
    code == COCO_CLOSE_SLOW ? send_now(out) : send(std::move(out));
  }
  close(code, why);
}

}  // namespace cocotalk::stomp
