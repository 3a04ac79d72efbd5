#include "core/api/offered_call.hpp"

#include <algorithm>
#include <array>
#include <coroutine>
#include <functional>
#include <optional>
#include <utility>

#include "core/api/application.hpp"
#include "core/api/json.hpp"
#include "core/api/room_words.hpp"
#include "core/domain/refusal.hpp"

namespace cocotalk::api {
namespace {

using namespace cocotalk::domain;
using runtime::Task;

constexpr std::uint32_t retry_ms = 1000;

// ---- who asks

// As the plugin is told; owns what its views name.
struct Known {
  SessionPtr session;  // null: nobody is signed in
  std::string cid, id, room, address;
  std::int64_t unheard = 0;
};

// Of what anybody may ask: a token that is no good is that of nobody.
Task<SessionPtr> session_if_any(Application& app, Asker asker) {
  SessionPtr out;
  if (!asker.link && asker.kind != COCO_ACCESS_TOKEN) co_return out;
  try {
    out = co_await session_of(app, std::move(asker));
  } catch (const Refusal&) {
    out = nullptr;
  }
  co_return out;
}

// Refuses whoever is not in the room. Answers the other one of a private room whom the member does not want to hear; 0: nobody.
Task<AccountId> look_at_member(Application& app, RoomId id, AccountId account) {
  const RoomPtr room = co_await app.rooms.find_for(id, account);
  const Member* const member = room->member(account);
  if (member == nullptr || !member->joining) throw not_permitted();
  for (const Member& other : room->members)
    if (room->keeps_from(*member, other.account->id)) co_return other.account->id;
  co_return 0;
}

RoomId room_of(Application& app, const Command& command, const std::string& json) {
  const auto named = std::find_if(command.input.begin(), command.input.end(),
                                  [](const Field& field) { return field.kind == Kind::room_id && field.is_required; });
  return room_id(Fields(app.parser, json), named->name);
}

Task<Known> find_out(Application& app, const Command& command, Asker asker, std::string json) {
  Known out;
  out.address = asker.link ? asker.link->session->address : asker.peer.address;
  if (command.who == Who::the_operator) co_return out;
  std::optional<RoomId> room;
  if (command.who == Who::member) room = room_of(app, command, json);
  if (command.who == Who::anyone)
    out.session = co_await session_if_any(app, std::move(asker));
  else
    out.session = co_await session_of(app, std::move(asker));
  if (!out.session) co_return out;
  const AccountPtr account = co_await app.accounts.find(out.session->account);
  out.cid = account->cid;
  out.id = out.session->id.hex();
  if (room) {
    out.room = room->hex();
    out.unheard = co_await look_at_member(app, *room, out.session->account);
  }
  co_return out;
}

// Whoever is not signed in shares a budget with those of the same address.
AccountId budget_of(const Known& who) {
  if (who.session) return who.session->account;
  return -1 - static_cast<AccountId>(std::hash<std::string>()(who.address) >> 1);
}

void take_turn(Application& app, const Known& who) {
  const std::int64_t wait_ms = app.offers->rate().take(budget_of(who), app.world.now_ms());
  if (wait_ms != 0) throw Refusal(COCO_RATE, "RATE", "too many commands of plugins", static_cast<std::uint32_t>(wait_ms));
}

// ---- the call

// What the plugin answered, in memory of our own.
struct Answered {
  coco_status status = COCO_INTERNAL;
  bool is_late = false;
  std::string json, why, message_id;
  std::int64_t seq = 0;
  std::uint32_t retry_after_ms = 0;
};

// One call. Held by the coroutine that waits, by the completion until it is answered, and by the deadline. Lives on the loop.
struct Call {
  Call(runtime::Executor& e, const Offers& all, OfferPtr of, std::string_view name)
      : executor(e), offers(all), offer(std::move(of)), command(name) {}
  Call(const Call&) = delete;
  Call& operator=(const Call&) = delete;
  runtime::Executor& executor;
  const Offers& offers;
  const OfferPtr offer;
  const std::string command;
  std::optional<Answered> answer;
  std::coroutine_handle<> waiter;

  bool await_ready() const noexcept { return answer.has_value(); }
  void await_suspend(std::coroutine_handle<> who) noexcept { waiter = who; }
  void await_resume() const noexcept {}

  void settle(Answered with) {
    if (answer) return;
    answer = std::move(with);
    if (--offer->under_way == 0 && offer->withdrawing) std::exchange(offer->withdrawing, nullptr)->ok();
    if (waiter) std::exchange(waiter, nullptr).resume();
  }
  void arrived(Answered with) {
    if (answer) offers.defect(*offer, command, "was answered after its deadline");
    settle(std::move(with));
  }
  void expired() {
    if (answer) return;
    Answered late;
    late.is_late = true;
    settle(std::move(late));
  }
};
using CallPtr = std::shared_ptr<Call>;

// [any]
void answered(const CallPtr& call, coco_status status, const coco_answer* result, const coco_error* error) {
  Answered out;
  out.status = status;
  if (error != nullptr) out.why = error->text;
  if (result != nullptr) {
    const std::size_t most = call->offers.limits().answer_bytes;
    out.json = coco::text(result->json).substr(0, most + 1);
    out.message_id = coco::text(result->message_id);
    out.seq = static_cast<std::int64_t>(result->seq);
    out.retry_after_ms = result->retry_after_ms;
  }
  call->executor.post([call, answer = std::move(out)]() mutable { call->arrived(std::move(answer)); });
}

void begin(const CallPtr& call, const Command& command, const Asker& asker, const Known& who, const std::string& json) {
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.link = asker.link ? asker.link->id : 0;
  caller.credential = {sizeof(coco_credential), asker.kind, coco::view(asker.name), coco::view(asker.secret)};
  caller.peer = {sizeof(coco_peer), asker.peer.device, coco::view(asker.peer.address), coco::view(asker.peer.agent)};
  coco_asker out{};
  out.size = sizeof out;
  out.device = who.session ? who.session->device : asker.peer.device;
  out.caller = &caller;
  out.account = who.session ? who.session->account : 0;
  out.cid = coco::view(who.cid);
  out.session = coco::view(who.id);
  out.address = coco::view(who.address);
  out.room = coco::view(who.room);
  out.unheard = who.unheard;
  ++call->offer->under_way;
  const coco_commands& table = call->offer->table();
  call->offer->asked(command).ask(
      table.self, &out, coco::view(json),
      coco::on_completion<coco_answer>([call](coco_status status, const coco_answer* result, const coco_error* error) {
        answered(call, status, result, error);
      }));
  if (!call->answer)
    call->executor.after(call->offers.limits().deadline_ms, [weak = std::weak_ptr<Call>(call)] {
      if (const CallPtr late = weak.lock()) late->expired();
    });
}

// ---- what the answer is worth

[[noreturn]] void fail_for(const Offers& offers, const Call& call, std::string_view what) {
  offers.defect(*call.offer, call.command, what);
  throw Refusal(COCO_INTERNAL, "INTERNAL", "the plugin failed; the log says why");
}

std::string checked(Application& app, const Call& call, std::string json) {
  if (json.empty()) return "{}";
  if (json.size() > app.offers->limits().answer_bytes)
    fail_for(*app.offers, call, "answered more than " + std::to_string(app.offers->limits().answer_bytes) + " bytes");
  if (app.parser.parse(json).error() != simdjson::SUCCESS) fail_for(*app.offers, call, "answered what is no JSON");
  std::replace_if(
      json.begin(), json.end(), [](char c) { return c == '\n' || c == '\r'; }, ' ');  // only between tokens: it is JSON
  return json;
}

// What any command may say no with.
const char* everybodys(std::string_view code) {
  static constexpr const char* words[] = {
      "JWT_AUTHENTICATION", "UNAUTHORIZED", "NOT_PERMITTED", "NO_VALUES", "RATE", "BUSY", "RETRY"};
  const auto found = std::find(std::begin(words), std::end(words), code);
  return found == std::end(words) ? nullptr : *found;
}

std::string_view code_of(coco_status status) {
  switch (status) {
    case COCO_INVALID: return "BAD_REQUEST";
    case COCO_DENIED: return "NOT_PERMITTED";
    case COCO_NOT_FOUND: return "NOT_FOUND";
    case COCO_CONFLICT: return "CONFLICT";
    case COCO_RATE: return "RATE";
    case COCO_BUSY: return "BUSY";
    case COCO_UNAUTHORIZED: return "UNAUTHORIZED";
    case COCO_RETRY:
    case COCO_ABORTED:
    case COCO_UNAVAILABLE: return "RETRY";
    default: return {};
  }
}

struct Word {
  std::string code, detail;
};

// As the plugin wrote it; else the status's word and the error's text.
Word word_of(Application& app, const Call& call) {
  const Answered& no = *call.answer;
  if (no.json.empty()) return {std::string(code_of(no.status)), no.why};
  try {
    const Fields fields(app.parser, no.json);
    return {fields.text("code"), fields.text("detail")};
  } catch (const Refusal& wrong) {
    fail_for(*app.offers, call, "said no with what is none: " + wrong.detail);
  }
}

bool is_for_later(coco_status status) {
  return status == COCO_BUSY || status == COCO_RETRY || status == COCO_ABORTED || status == COCO_UNAVAILABLE;
}

// The declared word lives as long as the offer.
[[noreturn]] void refuse(Application& app, const Call& call, const Command& command) {
  const Word word = word_of(app, call);
  const coco_status status = call.answer->status;
  const auto declared =
      std::find_if(command.refusals.begin(), command.refusals.end(), [&word](const No& each) { return each.code == word.code; });
  const char* const code = declared != command.refusals.end() ? declared->code.data() : everybodys(word.code);
  if (code == nullptr && word.code.empty()) fail_for(*app.offers, call, "failed: " + word.detail);
  if (code == nullptr) fail_for(*app.offers, call, "said no with '" + word.code + "', which it does not declare: " + word.detail);
  const std::uint32_t wait = call.answer->retry_after_ms;
  throw Refusal(word.code == "RETRY" ? COCO_RETRY : status, code, word.detail,
                wait == 0 && is_for_later(status) ? retry_ms : wait);
}

}  // namespace

Task<Reply> ask_plugin(Application& app, Offered what, Asker asker, std::string json) {
  const Command& command = *what.command;
  const Known who = co_await find_out(app, command, asker, json);
  if (command.who != Who::the_operator) take_turn(app, who);
  if (!app.offers->of(&what.offer->table())) throw Refusal(COCO_RETRY, "RETRY", "the plugin is being replaced", retry_ms);
  if (what.offer->under_way >= app.offers->limits().under_way)
    throw Refusal(COCO_BUSY, "BUSY", "the plugin '" + what.offer->plugin() + "' has too much to do", retry_ms);
  const auto call = std::make_shared<Call>(app.world.executor, *app.offers, what.offer, command.name);
  begin(call, command, asker, who, json);
  Call& asking = *call;
  co_await asking;  // g++ 12 copies what stands behind a `*`
  Answered& answer = *call->answer;
  if (answer.is_late) {
    app.offers->defect(*what.offer, command.name, "was not answered in time");
    throw Refusal(COCO_RETRY, "RETRY", "the plugin did not answer in time", retry_ms);
  }
  if (answer.status != COCO_OK) refuse(app, *call, command);
  Reply reply(checked(app, *call, std::move(answer.json)));
  reply.seq = answer.seq;
  reply.message_id = std::move(answer.message_id);
  co_return reply;
}

}  // namespace cocotalk::api
