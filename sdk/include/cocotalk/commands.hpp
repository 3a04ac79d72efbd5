// Commands of a plugin, comfortable from C++: declarations, who asks, asking the core, answering. JSON is left to the library you
// like.
//
//   constexpr coco_field greeting[] = {coco::field::text("name", "whom").required().longest(40)};
//   constexpr coco_command commands[] = {
//       COCO_COMMAND(Hello, greet, "hello.greet", COCO_WHO_ACCOUNT, "greets somebody").takes(greeting).answers("text")};
//   void Hello::greet(const coco_asker& asker, std::string_view json, coco::Completion&& done) { coco::answer(done, "\"hello\"");
//   }
#pragma once

#include <cocotalk/commands.h>
#include <cocotalk/plugin.hpp>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

namespace coco {

// ---- declarations: constants; what they are made of lives as long

class Field {
 public:
  constexpr Field(coco_field_kind kind, const char* name, const char* meaning, const char* shape = nullptr)
      : raw_{kind, 0, name, meaning, shape, nullptr, 0, 0, 0} {}
  constexpr Field required() const { return flagged(COCO_FIELD_REQUIRED); }
  constexpr Field nullable() const { return flagged(COCO_FIELD_NULLABLE); }
  // Bytes of a text, entries of an array.
  constexpr Field longest(std::uint64_t n) const {
    Field out = *this;
    out.raw_.longest = n;
    return out;
  }
  constexpr Field between(std::int64_t least, std::int64_t most) const {
    Field out = *this;
    out.raw_.least = least, out.raw_.most = most;
    return out;
  }
  // With blanks between them.
  constexpr Field words(const char* list) const {
    Field out = *this;
    out.raw_.one_of = list;
    return out;
  }
  constexpr operator coco_field() const { return raw_; }

 private:
  constexpr Field flagged(std::uint32_t flag) const {
    Field out = *this;
    out.raw_.flags |= flag;
    return out;
  }
  coco_field raw_;
};

namespace field {

constexpr Field text(const char* name, const char* meaning) { return {COCO_FIELD_TEXT, name, meaning}; }
constexpr Field number(const char* name, const char* meaning) { return {COCO_FIELD_NUMBER, name, meaning}; }
constexpr Field flag(const char* name, const char* meaning) { return {COCO_FIELD_FLAG, name, meaning}; }
constexpr Field date(const char* name, const char* meaning) { return {COCO_FIELD_DATE, name, meaning}; }
constexpr Field time(const char* name, const char* meaning) { return {COCO_FIELD_TIME, name, meaning}; }
constexpr Field texts(const char* name, const char* meaning) { return {COCO_FIELD_TEXTS, name, meaning}; }
constexpr Field numbers(const char* name, const char* meaning) { return {COCO_FIELD_NUMBERS, name, meaning}; }
constexpr Field anything(const char* name, const char* meaning) { return {COCO_FIELD_ANYTHING, name, meaning}; }
constexpr Field object(const char* name, const char* shape, const char* meaning) {
  return {COCO_FIELD_OBJECT, name, meaning, shape};
}
constexpr Field objects(const char* name, const char* shape, const char* meaning) {
  return {COCO_FIELD_OBJECTS, name, meaning, shape};
}
// The room a command is about.
inline constexpr Field room = Field(COCO_FIELD_ROOM, "roomId", "the room").required();

}  // namespace field

class Command {
 public:
  constexpr Command(const char* name, coco_who who, const char* summary, decltype(coco_command::ask) ask)
      : raw_{name, summary, who, 0, nullptr, 0, nullptr, nullptr, 0, nullptr, 0, ask} {}
  template <std::size_t n>
  constexpr Command takes(const coco_field (&input)[n]) const {
    Command out = *this;
    out.raw_.input = input, out.raw_.n_input = n;
    return out;
  }
  // A shape, "[Shape]" for an array of it, "text".
  constexpr Command answers(const char* output) const {
    Command out = *this;
    out.raw_.output = output;
    return out;
  }
  template <std::size_t n>
  constexpr Command gives(const coco_field (&fields)[n]) const {
    Command out = *this;
    out.raw_.gives = fields, out.raw_.n_gives = n;
    return out;
  }
  template <std::size_t n>
  constexpr Command refuses(const coco_no (&refusals)[n]) const {
    Command out = *this;
    out.raw_.refusals = refusals, out.raw_.n_refusals = n;
    return out;
  }
  constexpr operator coco_command() const { return raw_; }

 private:
  coco_command raw_;
};

// A command whose function is `void Class::method(const coco_asker&, std::string_view json, coco::Completion&&)`. What it throws
// is its answer: a coco::Error is a refusal, anything else a defect.
#define COCO_COMMAND(Class, method, name, who, summary) \
  ::coco::Command(name, who, summary, &::coco::detail::Thunk<Class, &Class::method, decltype(coco_command::ask)>::call)

template <std::size_t n>
constexpr coco_shape shape(const char* name, const char* meaning, const coco_field (&fields)[n]) {
  return {name, meaning, fields, n};
}

enum class ToldTo { rooms, accounts, both };

// The body is of a shape.
constexpr coco_told told(const char* kind, ToldTo whom, const char* shape, const char* meaning) {
  return {kind, meaning, shape, nullptr, 0, whom != ToldTo::accounts, whom != ToldTo::rooms};
}
template <std::size_t n>
constexpr coco_told told(const char* kind, ToldTo whom, const coco_field (&fields)[n], const char* meaning) {
  return {kind, meaning, nullptr, fields, n, whom != ToldTo::accounts, whom != ToldTo::rooms};
}

// ---- who asks

// A copy of who asked, to ask the core with his authority after the call. Copyable.
class Caller {
 public:
  explicit Caller(const coco_caller& raw)
      : link_(raw.link),
        kind_(raw.credential.kind),
        name_(text(raw.credential.name)),
        secret_(text(raw.credential.secret)),
        device_(raw.peer.device),
        address_(text(raw.peer.address)),
        agent_(text(raw.peer.agent)) {}
  // Whoever presents an access token, such as in the header of an HTTP request.
  static Caller with_token(std::string_view token, std::string_view address) {
    coco_caller raw{};
    raw.credential = {sizeof(coco_credential), COCO_ACCESS_TOKEN, {}, view(token)};
    raw.peer = {sizeof(coco_peer), COCO_WEB, view(address), {}};
    return Caller(raw);
  }
  // Its views live as long as this.
  coco_caller raw() const {
    return {sizeof(coco_caller),
            0,
            link_,
            {sizeof(coco_credential), kind_, view(name_), view(secret_)},
            {sizeof(coco_peer), device_, view(address_), view(agent_)}};
  }

 private:
  coco_link link_;
  coco_credential_kind kind_;
  std::string name_, secret_;
  coco_device_class device_;
  std::string address_, agent_;
};

// ---- asking and answering

// What a command answered, in memory of one's own.
struct Answer {
  coco_status status = COCO_OK;
  std::string json;  // on failure {"code": …, "detail": …}, or empty
  std::string why;
  std::uint64_t seq = 0;
  std::string message_id;
  std::uint32_t retry_after_ms = 0;
  bool is_ok() const { return status == COCO_OK; }
};

// Asks a command at the gateway; `then(Answer&&)` is called once, [loop], and must return at once. The gateway stays until then.
// The plugin needs COCO_GATEWAY.
template <class Then>
void ask(const Host& host, const Caller& caller, std::string_view command, std::string_view json, Then then) {
  auto gateway = std::make_shared<Lease<coco_gateway>>(host.acquire<coco_gateway>(COCO_GATEWAY));
  if (!*gateway) {
    Answer none;
    none.status = COCO_UNAVAILABLE, none.why = "nobody provides " COCO_GATEWAY;
    return then(std::move(none));
  }
  const coco_caller raw = caller.raw();
  (*gateway)->ask((*gateway)->self, &raw, view(command), view(json),
                  on_completion<coco_answer>([gateway, then = std::move(then)](coco_status status, const coco_answer* result,
                                                                               const coco_error* error) mutable {
                    Answer out;
                    out.status = status;
                    if (error != nullptr) out.why = error->text;
                    if (result != nullptr) {
                      out.json = text(result->json), out.message_id = text(result->message_id);
                      out.seq = result->seq, out.retry_after_ms = result->retry_after_ms;
                    }
                    then(std::move(out));
                  }));
}

inline void answer(Completion& done, std::string_view json) noexcept {
  const coco_answer out{sizeof(coco_answer), 0, view(json), 0, {}};
  done.ok(&out);
}

// As the core answered: its refusals, too.
inline void pass_on(Completion& done, const Answer& answer) noexcept {
  const coco_answer out{sizeof(coco_answer), answer.retry_after_ms, view(answer.json), answer.seq, view(answer.message_id)};
  if (answer.is_ok()) return done.ok(&out);
  done.fail(answer.status, answer.why, answer.json.empty() ? nullptr : &out);
}

// ---- offering

// Commands at the gateway. offer() in start(), withdraw() first in stop().
class Offering {
 public:
  Offering(Host host, const coco_commands& table) : host_(host), table_(table) {}
  // Throws Error when the core refuses the table, or the gateway takes no commands.
  void offer() {
    const Lease<coco_gateway> gateway = host_.acquire<coco_gateway>(COCO_GATEWAY);
    if (!gateway || !COCO_HAS(&*gateway, tell) || gateway->offer == nullptr)
      throw Error(COCO_UNAVAILABLE, "the provider of " COCO_GATEWAY " takes no commands of plugins");
    coco_error error{};
    throw_if(gateway->offer(gateway->self, &table_, &error), error);
    is_offered_ = true;
  }
  // `then()` is called once, when nothing of the table is asked any more; at once when it was not offered.
  template <class Then>
  void withdraw(Then then) {
    if (!std::exchange(is_offered_, false)) return then();
    auto gateway = std::make_shared<Lease<coco_gateway>>(host_.acquire<coco_gateway>(COCO_GATEWAY));
    (*gateway)->withdraw(
        (*gateway)->self, &table_,
        on_completion<void>([gateway, then = std::move(then)](coco_status, const void*, const coco_error*) mutable {
          *gateway = {};
          then();
        }));
  }
  // [any] An event to the members of a room.
  void tell_room(std::string_view kind, std::string_view room, std::string_view body, std::int64_t sender,
                 std::string_view state_key = {}) const {
    coco_telling what = telling(kind, body, sender, state_key);
    what.room = view(room);
    tell(what);
  }
  // [any] An event to an account's devices.
  void tell_account(std::string_view kind, std::int64_t account, std::string_view body, std::string_view state_key = {}) const {
    coco_telling what = telling(kind, body, 0, state_key);
    what.accounts = &account, what.n_accounts = 1;
    tell(what);
  }

 private:
  static coco_telling telling(std::string_view kind, std::string_view body, std::int64_t sender, std::string_view state_key) {
    return {sizeof(coco_telling), 0, view(kind), view(body), {}, nullptr, 0, sender, view(state_key)};
  }
  // What is refused is a defect of this plugin's: it goes to the log.
  void tell(const coco_telling& what) const {
    const Lease<coco_gateway> gateway = host_.acquire<coco_gateway>(COCO_GATEWAY);
    if (!gateway) return;
    gateway->tell(gateway->self, &table_, &what,
                  on_completion<void>([host = host_](coco_status status, const void*, const coco_error* error) {
                    if (status != COCO_OK && status != COCO_NOT_FOUND) host.warn(error->text);
                  }));
  }
  Host host_;
  const coco_commands& table_;
  bool is_offered_ = false;
};

}  // namespace coco
