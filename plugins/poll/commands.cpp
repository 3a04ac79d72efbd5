#include "poll/commands.hpp"

#include <iterator>
#include <utility>

namespace cocotalk::poll {
namespace {

constexpr std::uint32_t listed_at_once = 50;

// ---- declarations

namespace field = coco::field;

constexpr coco_field which = field::number("poll", "its number in the room").required().between(1, INT64_MAX);
constexpr coco_field create_input[] = {
    field::room,
    field::text("question", "what is asked").required().longest(longest_question),
    field::texts("options", "what may be chosen: 2 to 10, at most 100 bytes each").required().longest(most_options),
    field::number("endsAt", "UTC, ms; else it ends when it is closed").between(1, INT64_MAX),
    field::text("clientMsgId", "the sender's own id: the same again is the same poll").longest(64),
};
constexpr coco_field vote_input[] = {field::room, which,
                                     field::number("option", "which, from 0").required().between(0, most_options - 1)};
constexpr coco_field poll_input[] = {field::room, which};
constexpr coco_field list_input[] = {field::room, field::number("before", "those made before this one").between(1, INT64_MAX)};

constexpr coco_field poll_fields[] = {
    coco::Field(COCO_FIELD_ROOM, "roomId", ""),
    field::number("poll", "its number in the room"),
    field::number("userId", "who made it"),
    field::text("messageId", "the message it is for clients that know no polls"),
    field::text("question", ""),
    field::texts("options", ""),
    field::numbers("counts", "how many have chosen each"),
    field::number("turn", "rises with every change: of two, the higher one is the newer"),
    field::number("madeAt", "UTC, ms"),
    field::flag("closed", "nobody can vote any more"),
    field::number("endsAt", "UTC, ms, where that was said"),
    field::number("mine", "what one has chosen oneself, from 0; not in events"),
};

constexpr coco_no unknown = {"NOT_FOUND", "no poll of the room that one sees"};
constexpr coco_no closed = {"CONFLICT", "it is closed, or changed again and again"};
constexpr coco_no create_refusals[] = {
    {"BAD_REQUEST", "too few or too many options, two that are the same, an end that has passed; as `room.send`"},
    {"CONFLICT", "the same client id, another poll"}};
constexpr coco_no vote_refusals[] = {unknown, closed, {"BAD_REQUEST", "no such option"}};
constexpr coco_no close_refusals[] = {unknown, closed};
constexpr coco_no get_refusals[] = {unknown};

constexpr coco_command commands[] = {
    COCO_COMMAND(Commands, create, "poll.create", COCO_WHO_MEMBER, "makes a poll, and says it as a message of the room")
        .takes(create_input)
        .answers("Poll")
        .refuses(create_refusals),
    COCO_COMMAND(Commands, vote, "poll.vote", COCO_WHO_MEMBER,
                 "chooses an option, or another one; told as `poll` on the room's `/live`")
        .takes(vote_input)
        .answers("Poll")
        .refuses(vote_refusals),
    COCO_COMMAND(Commands, close, "poll.close", COCO_WHO_MEMBER, "ends a poll of one's own; told as `poll`")
        .takes(poll_input)
        .answers("Poll")
        .refuses(close_refusals),
    COCO_COMMAND(Commands, get, "poll.get", COCO_WHO_MEMBER, "gives a poll")
        .takes(poll_input)
        .answers("Poll")
        .refuses(get_refusals),
    COCO_COMMAND(Commands, list, "poll.list", COCO_WHO_MEMBER, "gives the room's polls, the newest 50 first")
        .takes(list_input)
        .answers("[Poll]"),
};
constexpr coco_shape shapes[] = {coco::shape("Poll", "a question, and who has chosen what", poll_fields)};
constexpr coco_told events[] = {coco::told("poll", coco::ToldTo::rooms, "Poll", "a poll is new, or has other counts")};
constexpr const char* hears[] = {"removed", "account-deleted", nullptr};

// ---- rules

bool is_seen_by(const Poll& poll, std::int64_t unheard) { return unheard == 0 || poll.maker != unheard; }

Ledger::Change refused(coco_status status, std::string why) {
  Ledger::Change out;
  out.outcome = {status, std::move(why)};
  return out;
}

}  // namespace

// One call, kept until it is answered.
struct Commands::Asked {
  Asked(const coco_asker& asker, coco::Completion&& answer, coco::UnderWay::Part holds)
      : caller(*asker.caller),
        account(asker.account),
        unheard(asker.unheard),
        room(coco::text(asker.room)),
        done(std::move(answer)),
        part(std::move(holds)) {}
  const coco::Caller caller;
  const std::int64_t account, unheard;
  const std::string room;
  coco::Completion done;
  const coco::UnderWay::Part part;
};

Commands::Commands(coco::Host host)
    : host_(host),
      ledger_(host),
      table_{sizeof table_,
             0,
             this,
             "poll",
             nullptr,
             commands,
             std::size(commands),
             shapes,
             std::size(shapes),
             events,
             std::size(events),
             hears,
             COCO_BIND(coco_commands, heard, Commands)},
      offering_(host, table_),
      remains_(host, table_, ledger_) {}

void Commands::start() {
  ledger_.define();
  offering_.offer();
  remains_.clear_away(under_way_.begin());
}

void Commands::stop(coco::Completion&& drained) {
  offering_.withdraw([this, kept = std::make_shared<coco::Completion>(std::move(drained))] { under_way_.end(std::move(*kept)); });
}

// ---- asked

Ledger::One Commands::answering(std::shared_ptr<Asked> asked, bool tells) {
  return [this, asked = std::move(asked), tells](const Outcome& outcome, const Poll& poll) {
    if (outcome.status != COCO_OK) return asked->done.fail(outcome.status, outcome.why);
    if (!is_seen_by(poll, asked->unheard)) return asked->done.fail(COCO_NOT_FOUND, "there is no such poll");
    if (tells) tell(poll);
    coco::answer(asked->done, to_json(poll, host_.now_ms()));
  };
}

// What one has chosen is one's own.
void Commands::tell(const Poll& poll) const {
  Poll of_everybody = poll;
  of_everybody.mine.reset();
  offering_.tell_room("poll", poll.room, to_json(of_everybody, host_.now_ms()), poll.maker,
                      poll.room + "/" + std::to_string(poll.number));
}

// The message first: whoever sends the same again after a failure finds it said, and the poll is made of it.
void Commands::create(const coco_asker& asker, std::string_view json, coco::Completion&& done) {
  Poll poll = parse_new(json);
  poll.maker = asker.account;
  poll.made_ms = host_.now_ms();
  if (const std::string wrong = wrong_with(poll, poll.made_ms); !wrong.empty()) return done.fail(COCO_INVALID, wrong);
  const auto asked = std::make_shared<Asked>(asker, std::move(done), under_way_.begin());
  const std::string message = sending(poll.room, as_message(poll), text_in(json, "clientMsgId"));
  coco::ask(host_, asked->caller, "room.send", message, [this, asked, poll](coco::Answer&& said) mutable {
    if (!said.is_ok()) return coco::pass_on(asked->done, said);
    poll.message = said.message_id;
    ledger_.add(std::move(poll), answering(asked, true));
  });
}

void Commands::change(const coco_asker& asker, std::string_view json, coco::Completion&& done, Ledger::Decide decide) {
  const auto asked = std::make_shared<Asked>(asker, std::move(done), under_way_.begin());
  ledger_.change(
      asked->room, number_in(json, "poll"), asked->account,
      [this, asked, decide = std::move(decide)](const Poll& poll) {
        if (!is_seen_by(poll, asked->unheard)) return refused(COCO_NOT_FOUND, "there is no such poll");
        if (poll.is_closed(host_.now_ms())) return refused(COCO_CONFLICT, "the poll is closed");
        return decide(poll);
      },
      answering(asked, true));
}

void Commands::vote(const coco_asker& asker, std::string_view json, coco::Completion&& done) {
  change(asker, json, std::move(done), [option = number_in(json, "option")](const Poll& poll) {
    if (!poll.has_option(option)) return refused(COCO_INVALID, "the poll has no such option");
    Ledger::Change out;
    out.option = option;
    out.is_so_already = poll.mine == option;
    return out;
  });
}

void Commands::close(const coco_asker& asker, std::string_view json, coco::Completion&& done) {
  change(asker, json, std::move(done), [this, self = asker.account](const Poll& poll) {
    if (poll.maker != self) return refused(COCO_DENIED, "the poll is somebody else's");
    Ledger::Change out;
    out.closed_ms = host_.now_ms();
    return out;
  });
}

void Commands::get(const coco_asker& asker, std::string_view json, coco::Completion&& done) {
  const auto asked = std::make_shared<Asked>(asker, std::move(done), under_way_.begin());
  ledger_.find(asked->room, number_in(json, "poll"), asked->account, answering(asked, false));
}

void Commands::list(const coco_asker& asker, std::string_view json, coco::Completion&& done) {
  const auto asked = std::make_shared<Asked>(asker, std::move(done), under_way_.begin());
  ledger_.list(asked->room, asked->account, number_in(json, "before"), listed_at_once,
               [this, asked](const Outcome& outcome, std::vector<Poll> polls) {
                 if (outcome.status != COCO_OK) return asked->done.fail(outcome.status, outcome.why);
                 std::erase_if(polls, [&](const Poll& poll) { return !is_seen_by(poll, asked->unheard); });
                 coco::answer(asked->done, to_json(polls, host_.now_ms()));
               });
}

// ---- heard

void Commands::heard(const coco_happening& what) {
  if (coco::text(what.kind) == "removed")
    ledger_.erase_room(std::string(coco::text(what.room)), erased("a room's polls"));
  else
    ledger_.erase_account(
        what.account, [this](const Poll& poll) { tell(poll); }, erased("an account's votes"));
}

Ledger::Done Commands::erased(const char* what) {
  return [this, what, part = under_way_.begin()](const Outcome& outcome) {
    if (outcome.status != COCO_OK) host_.error(std::string(what) + " could not be erased: " + outcome.why);
  };
}

}  // namespace cocotalk::poll
