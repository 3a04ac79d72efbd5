#include "transport-http/json_body.hpp"

#include "transport-http/json.hpp"

#include <string>
#include <utility>

namespace cocotalk::http {
namespace {

// A body on its way in. Belongs to the exchange: ends with the last call of the handler.
class JsonBody {
 public:
  JsonBody(std::shared_ptr<Call> call, std::uint64_t limit) : call_(std::move(call)), limit_(limit) {}

  static coco_body_handler handler(JsonBody* self) {
    coco_body_handler out{sizeof out, 0, self, nullptr, nullptr, nullptr};
    out.on_data = [](void* ctx, coco_view bytes) { of(ctx)->on_data(coco::text(bytes)); };
    out.on_end = [](void* ctx) { std::unique_ptr<JsonBody>(of(ctx))->on_end(); };
    out.on_abort = [](void* ctx, coco_view) { delete of(ctx); };
    return out;
  }

 private:
  static JsonBody* of(void* ctx) { return static_cast<JsonBody*>(ctx); }

  // Too much is swallowed, not answered at once: a client that is still sending would not read the answer.
  void on_data(std::string_view bytes) {
    is_too_long_ = is_too_long_ || text_.size() + bytes.size() > limit_;
    if (!is_too_long_) text_ += bytes;
  }
  void on_end() {
    if (is_too_long_) return call_->respond_framework_error(413);
    if (!is_json_object(text_)) return call_->respond_framework_error(400);
    call_->ask(std::move(text_));
  }

  const std::shared_ptr<Call> call_;
  const std::uint64_t limit_;
  std::string text_;
  bool is_too_long_ = false;
};

}  // namespace

void receive_json(std::shared_ptr<Call> call, const Limits& limits, std::int64_t content_length) {
  if (content_length > static_cast<std::int64_t>(limits.json_bytes)) return call->respond_framework_error(413);
  const Exchange exchange = call->exchange();
  // Some more is let in than is taken: so it is we who say no, in an answer that a browser may read.
  constexpr std::uint64_t slack = 64 << 10;
  const coco_body_handler handler = JsonBody::handler(new JsonBody(std::move(call), limits.json_bytes));
  exchange.http->receive(exchange.http->self, exchange.id, limits.json_bytes + slack, limits.json_ms, &handler);
}

}  // namespace cocotalk::http
