#include "tests/domain/simulator/conversation.hpp"

#include <algorithm>
#include <utility>

#include "core/api/destinations.hpp"
#include "core/api/json.hpp"
#include "core/domain/schema.hpp"

namespace cocotalk::simulator {
namespace {

constexpr std::size_t n_accounts = 3;
constexpr int n_acts = 120;

constexpr std::size_t n_places = 3;
constexpr char topic[] = "/topic/kept";

domain::TopicSpaces topic_spaces() {
  domain::TopicSpace space;
  space.name = topic;
  space.publishers.is_everybody = space.subscribers.is_everybody = true;
  space.is_kept = true;
  return domain::TopicSpaces({space});
}

std::string cid(std::size_t account) { return "person-" + std::to_string(account); }
std::string json_string(const std::string& text) { return api::JsonWriter().string(text).take(); }

}  // namespace

std::string Place::destination() const { return room ? api::room_topic(*room) : topic; }
std::string Place::channel() const { return room ? api::room_topic(*room) : domain::Publication::channel_of(topic); }

Conversation::Conversation(std::uint64_t seed, Bug bug) : bug_(bug), scheduler_(seed), auth_(seed) {
  host_.offer(COCO_AUTH, auth_.table());
  host_.offer(COCO_SESSION_POLICY, policy_.table());
  storage_ = std::make_unique<testing::FakeStorage>();
  coco_error error{};
  coco::throw_if(storage_->table()->define(storage_->table()->self, &domain::core_schema(), &error), error);
  boot();
  set_up();
}

Conversation::~Conversation() { crash(); }

std::optional<std::string> Conversation::broken_promise() {
  for (int i = 0; i < n_acts && !violation_; ++i) {
    act();
    for (std::uint64_t n = scheduler_.chance(12); n > 0 && scheduler_.run_one(); --n) {
    }
  }
  if (!violation_) check_end();
  return violation_;
}

std::size_t Conversation::messages_receipted() const {
  return static_cast<std::size_t>(
      std::count_if(sayings_.begin(), sayings_.end(), [](const auto& saying) { return saying->receipted_seq > 0; }));
}

void Conversation::violated(const std::string& promise) {
  if (!violation_) violation_ = promise;
}

// ---- lives and deaths of the host

void Conversation::boot() {
  host_.now_ms = scheduler_.now_ms();
  storage_->set_scheduler([this](runtime::Work step) { scheduler_.add_step(std::move(step)); });
  buggy_ = std::make_unique<BuggyStorage>(storage_->table(), bug_);
  host_.offer(COCO_STORAGE, buggy_->table());
  domain::Limits limits;
  limits.message_burst = 0;
  app_ = std::make_unique<api::Application>(host_.host(), scheduler_, limits, topic_spaces());
  gateway_ = std::make_unique<api::Gateway>(*app_, scheduler_);
  scheduler_.post([this] { runtime::spawn(app_->open_store()); });
  scheduler_.settle();
}

// What was decided is durable, what was not is lost; nobody gets an answer any more.
void Conversation::crash() {
  ++life_;
  is_dying_ = true;
  auto durable = bug_ == Bug::receipt_before_commit ? older_ : storage_->snapshot();
  host_.offer(COCO_STORAGE, nullptr);
  storage_.reset();
  scheduler_.forget_steps();
  scheduler_.settle();  // every coroutine is told "aborted" and ends
  is_dying_ = false;
  gateway_.reset();
  app_.reset();
  buggy_.reset();
  storage_ = std::make_unique<testing::FakeStorage>(std::move(durable));
  open_invitations_.assign(n_accounts, 0);
  for (Device& device : devices_) {
    device.is_opening = false;
    forget_link(device);
  }
}

void Conversation::set_up() {
  Device nobody{0, COCO_MOBILE, {}, false, 0, false, {}};
  std::vector<std::string> ids;
  for (std::size_t a = 0; a < n_accounts; ++a) {
    const std::string name = json_string(cid(a));
    ask_now(nobody, "auth.sign-up",
            "{\"cid\":" + name + ",\"password\":\"pw\",\"username\":" + name + ",\"nickname\":" + name + ",\"phone\":" + name +
                ",\"email\":" + name + ",\"status\":0}");
    ids.push_back("{\"userId\":" + std::to_string(a + 1) + "}");
    for (const coco_device_class device_class : {COCO_MOBILE, COCO_MOBILE, COCO_WEB}) {
      devices_.push_back({a, device_class, {}, false, 0, false, {}});
      devices_.back().hearings.resize(n_places);
    }
  }
  sign_in(devices_.front());
  scheduler_.settle();
  members_ = {{0, 1, 2}, {0, 1}, {0, 1, 2}};
  is_out_.assign(n_accounts, false);
  has_tried_to_leave_.assign(n_accounts, false);
  invitations_.assign(n_accounts, 0);
  open_invitations_.assign(n_accounts, 0);
  ask_now(devices_.front(), "room.create",
          "{\"roomname\":\"all\",\"type\":1,\"members\":[" + ids[0] + "," + ids[1] + "," + ids[2] + "]}");
  ask_now(devices_.front(), "room.create", "{\"roomname\":\"two\",\"type\":0,\"members\":[" + ids[0] + "," + ids[1] + "]}");
  older_ = storage_->snapshot();
  storage_->set_scheduler({});
  const coco_range range{domain::room::table, nullptr, nullptr, 0, nullptr, 0, 0, 0, 0, 0};
  testing::Answer<int> answer;
  storage_->table()->read(storage_->table()->self, &range, 1, answer.expect<coco_read_result>([this](const coco_read_result* r) {
    const coco_rows& rows = r->ranges[0];
    places_.resize(n_places);
    for (std::uint64_t i = 0; i < rows.n_rows; ++i) {
      const coco_value* const row = rows.values + i * rows.n_columns;
      const bool is_direct = row[domain::room::pair].type != COCO_NULL;
      places_[is_direct ? 1 : 0].room = domain::RoomId::from_blob(coco::text(row[domain::room::id].bytes));
    }
    return 0;
  }));
  storage_->set_scheduler([this](runtime::Work step) { scheduler_.add_step(std::move(step)); });
}

// ---- what people do

void Conversation::act() {
  Device& device = devices_[scheduler_.chance(devices_.size())];
  const std::size_t place = scheduler_.chance(places_.size());
  switch (scheduler_.chance(23)) {
    case 0:
    case 1: return sign_in(device);
    case 2:
    case 3:
    case 4: return open(device);
    case 5:
    case 6:
    case 7:
    case 8: return listen(device, place);
    case 9:
    case 10:
    case 11:
    case 12:
    case 13: return say(device, new_saying(device.account));
    case 14: {  // what is not receipted is sent again, and what is too
      if (sayings_.empty()) return;
      Saying& saying = *sayings_[scheduler_.chance(sayings_.size())];
      for (Device& other : devices_)
        if (other.account == saying.account && !other.token.empty() && scheduler_.one_in(2)) return say(other, saying);
      return;
    }
    case 15:
      if (!sayings_.empty()) contradict(device, *sayings_[scheduler_.chance(sayings_.size())]);
      return;
    case 16: return look(device, place);
    case 17: return cut(device);
    case 18:
      if (scheduler_.one_in(2)) return storage_->fail_next_commit(COCO_RETRY);
      host_.now_ms = scheduler_.now_ms() + 300;
      return scheduler_.advance(300);
    case 19: return leave(device, place);
    case 20: return invite(device, scheduler_.chance(n_accounts));
    case 21: return awake(device);
    default:
      if (scheduler_.one_in(3)) older_ = storage_->snapshot();
      if (!scheduler_.one_in(4)) return;
      crash();
      return boot();
  }
}

Saying& Conversation::new_saying(std::size_t account) {
  std::size_t place = scheduler_.chance(places_.size());
  if (std::find(members_[place].begin(), members_[place].end(), account) == members_[place].end()) place = 0;
  const std::string id = "m" + std::to_string(sayings_.size());
  sayings_.push_back(std::make_unique<Saying>(Saying{account, place, id, "text of " + id, 0}));
  return *sayings_.back();
}

void Conversation::sign_in(Device& device) {
  Device anonymous{device.account, device.device_class, {}, false, 0, false, {}};
  const std::string json = "{\"cid\":" + json_string(cid(device.account)) + ",\"password\":\"pw\",\"fcmToken\":\"f\"}";
  ask(anonymous, "auth.sign-in", json, [this, &device](coco_status status, const coco_answer& answer) {
    if (status != COCO_OK) return;
    const std::string body(coco::text(answer.json));
    const std::size_t begin = body.find(':') + 2;
    for (Device& other : devices_)
      if (other.account == device.account && other.device_class == device.device_class && !other.token.empty())
        other.is_displaced = true;
    device.token = body.substr(begin, body.find('"', begin) - begin);
    device.is_displaced = false;
    forget_link(device);
  });
}

void Conversation::open(Device& device) {
  if (device.token.empty() || device.link != 0 || device.is_opening) return;
  device.is_opening = true;
  const coco_credential credential{sizeof credential, COCO_ACCESS_TOKEN, {}, coco::view(device.token)};
  const coco_peer peer{sizeof peer, device.device_class, coco::view("127.0.0.1"), coco::view("simulator")};
  gateway_->table()->open(
      gateway_->table()->self, &credential, &peer, &transport_,
      coco::on_completion<coco_opened>([this, &device, life = life_, token = device.token, was_displaced = device.is_displaced](
                                           coco_status status, const coco_opened* opened, const coco_error*) {
        if (life != life_ || token != device.token) return;
        device.is_opening = false;
        if (status != COCO_OK) return;
        if (was_displaced) violated("P5: a displaced device opened a link");
        device.link = opened->link;
      }));
}

void Conversation::listen(Device& device, std::size_t place) {
  Hearing& hearing = device.hearings[place];
  if (device.link == 0 || hearing.is_joining || hearing.is_live) return;
  hearing.is_joining = true;
  hearing.subscription = next_subscription_++;
  const std::string destination = places_[place].destination();
  gateway_->table()->join(
      gateway_->table()->self, device.link, coco::view(destination), hearing.subscription,
      static_cast<std::uint64_t>(hearing.last),
      coco::on_completion<coco_joined>([this, &hearing, life = life_, subscription = hearing.subscription](
                                           coco_status status, const coco_joined* joined, const coco_error*) {
        if (life != life_ || hearing.subscription != subscription) return;
        hearing.is_joining = false;
        if (status != COCO_OK) return;
        hearing.is_live = true;
        if (static_cast<std::int64_t>(joined->head) != hearing.last)
          violated("P4: went live at " + std::to_string(joined->head) + " having heard up to " + std::to_string(hearing.last));
      }));
}

coco_completion Conversation::receipt_of(const Device& device, Saying& saying) {
  return coco::on_completion<coco_answer>(
      [this, &saying, life = life_, was_displaced = device.is_displaced, was_out = saying.place == 0 && is_out_[saying.account],
       invitations = invitations_[saying.account]](coco_status status, const coco_answer* answer, const coco_error*) {
        if (life != life_ || status != COCO_OK) return;
        if (was_out && invitations == invitations_[saying.account])
          violated("D2: " + saying.id + " was said in a group by somebody who had left it");
        const auto seq = static_cast<std::int64_t>(answer->seq);
        if (was_displaced) violated("P5: a displaced device was receipted " + saying.id);
        if (saying.receipted_seq != 0 && saying.receipted_seq != seq)
          violated("P2: " + saying.id + " was receipted at " + std::to_string(saying.receipted_seq) + " and at " +
                   std::to_string(seq));
        saying.receipted_seq = seq;
      });
}

void Conversation::say(Device& device, Saying& saying) {
  if (device.token.empty()) return;
  const auto& room = places_[saying.place].room;
  if (!room && device.link == 0) return;
  const coco_completion receipt = receipt_of(device, saying);
  if (room)
    send(device, *room, saying.text, saying.id, receipt);
  else
    publish_to_topic(device, saying.text, saying.id, receipt);
}

void Conversation::contradict(Device& device, const Saying& saying) {
  if (device.token.empty() || device.account != saying.account || saying.receipted_seq == 0) return;
  const auto& room = places_[saying.place].room;
  if (!room && device.link == 0) return;
  const coco_completion answer =
      coco::on_completion<coco_answer>([this, &saying, life = life_](coco_status status, const coco_answer*, const coco_error*) {
        if (life == life_ && status == COCO_OK) violated("P2: another text went in under the id " + saying.id);
      });
  if (room)
    send(device, *room, "something else", saying.id, answer);
  else
    publish_to_topic(device, "something else", saying.id, answer);
}

void Conversation::look(Device& device, std::size_t place) {
  if (device.link == 0 || !places_[place].room) return;
  ask(device, scheduler_.one_in(3) ? "room.away" : "room.enter", "{\"roomId\":\"" + places_[place].room->hex() + "\"}",
      [](coco_status, const coco_answer&) {});
}

void Conversation::cut(Device& device) {
  if (device.link == 0) return;
  gateway_->table()->close(gateway_->table()->self, device.link);
  forget_link(device);
}

// What is still on its way to the old link is nobody's.
void Conversation::forget_link(Device& device) {
  device.link = 0;
  for (Hearing& hearing : device.hearings) {
    hearing.is_joining = hearing.is_live = false;
    hearing.subscription = 0;
  }
}

// ---- what they hear

Device* Conversation::of_link(coco_link link) {
  for (Device& device : devices_)
    if (device.link == link) return &device;
  return nullptr;
}

void Conversation::publish(const coco_event& event) {
  if (is_dying_) return;
  for (std::uint64_t t = 0; t < event.n_topics; ++t)
    for (std::size_t place = 0; place < places_.size(); ++place) {
      if (coco::text(event.topics[t]) != places_[place].channel()) continue;
      const bool is_farewell = coco::text(event.kind) == "left";
      for (Device& device : devices_) {
        if (device.link == 0 || !device.hearings[place].is_live) continue;
        if (is_farewell && event.sender == static_cast<std::int64_t>(device.account) + 1)
          violated("Q17: somebody still hears the room he left");
        hear(device, place, event);
      }
    }
}

void Conversation::deliver(std::uint64_t link, std::uint64_t subscription, const coco_event& event) {
  Device* const device = of_link(link);
  if (device == nullptr || is_dying_) return;
  for (std::size_t place = 0; place < device->hearings.size(); ++place)
    if (device->hearings[place].subscription == subscription) hear(*device, place, event);
}

void Conversation::close(std::uint64_t link, coco_close_code code, coco_view) {
  Device* const device = of_link(link);
  if (device == nullptr || is_dying_) return;
  if (code == COCO_CLOSE_REPLACED && !device->is_displaced) violated("P5: a device that nobody displaced was closed as replaced");
  cut(*device);
}

void Conversation::expel(std::uint64_t link, std::uint64_t subscription) {
  Device* const device = of_link(link);
  if (device == nullptr || is_dying_) return;
  for (Hearing& hearing : device->hearings)
    if (hearing.subscription == subscription) hearing.is_joining = hearing.is_live = false;
}

void Conversation::hear(Device& device, std::size_t place, const coco_event& event) {
  Hearing& hearing = device.hearings[place];
  const auto seq = static_cast<std::int64_t>(event.seq);
  if (coco::text(event.kind) == "gap") {  // what was said while he was not in the room
    if (!has_tried_to_leave_[device.account]) violated("P4: a gap was announced though nothing is ever forgotten here");
    if (seq != hearing.last + 1)
      violated("P4: a gap begins at " + std::to_string(seq) + " after " + std::to_string(hearing.last));
    hearing.last = static_cast<std::int64_t>(event.to_seq);
    return;
  }
  if (seq != hearing.last + 1) violated("P4: after " + std::to_string(hearing.last) + " came " + std::to_string(seq));
  hearing.last = seq;
  const std::string body(coco::text(event.body));
  const auto [found, is_first] = heard_.try_emplace({place, seq}, body);
  if (!is_first && found->second != body) violated("P3: two members heard different things at sequence " + std::to_string(seq));
}

// ---- asking

coco_caller Conversation::caller_of(const Device& device) {
  coco_caller caller{};
  caller.size = sizeof caller;
  caller.link = device.link;
  const bool is_anonymous = device.token.empty();
  caller.credential = {sizeof(coco_credential), is_anonymous ? COCO_ANONYMOUS : COCO_ACCESS_TOKEN, {}, coco::view(device.token)};
  caller.peer = {sizeof(coco_peer), device.device_class, coco::view("127.0.0.1"), coco::view("simulator")};
  return caller;
}

void Conversation::ask(const Device& device, const std::string& command, const std::string& json,
                       std::function<void(coco_status, const coco_answer&)> answered) {
  const coco_caller caller = caller_of(device);
  gateway_->table()->ask(gateway_->table()->self, &caller, coco::view(command), coco::view(json),
                         coco::on_completion<coco_answer>([this, life = life_, then = std::move(answered)](
                                                              coco_status status, const coco_answer* answer, const coco_error*) {
                           if (life == life_ && answer != nullptr) then(status, *answer);
                         }));
}

void Conversation::send(const Device& device, const domain::RoomId& room, const std::string& text, const std::string& id,
                        coco_completion done) {
  const coco_caller caller = caller_of(device);
  const std::string json =
      "{\"roomId\":\"" + room.hex() + "\",\"content\":" + json_string(text) + ",\"clientMsgId\":" + json_string(id) + "}";
  gateway_->table()->ask(gateway_->table()->self, &caller, coco::view("room.send"), coco::view(json), done);
}

void Conversation::publish_to_topic(const Device& device, const std::string& text, const std::string& id, coco_completion done) {
  const coco_publication said{sizeof said, 0, coco::view(topic), {}, coco::view(text), coco::view(id), nullptr, 0};
  gateway_->table()->publish(gateway_->table()->self, device.link, &said, done);
}

std::string Conversation::ask_now(const Device& device, const std::string& command, const std::string& json) {
  std::string out;
  ask(device, command, json, [&](coco_status status, const coco_answer& answer) {
    out = coco::text(answer.json);
    if (status != COCO_OK) throw std::logic_error(command + " was refused: " + out);
  });
  scheduler_.settle();
  return out;
}

// ---- the end

// Failures over: everybody signs in, hears what he missed, says what was not receipted. Then the store is read.
void Conversation::check_end() {
  scheduler_.settle();
  crash();
  boot();
  for (std::size_t i = 0; i < devices_.size(); i += 3) {
    sign_in(devices_[i]);
    scheduler_.settle();
    open(devices_[i]);
    scheduler_.settle();
    for (std::size_t place = 0; place < places_.size(); ++place)
      if (std::find(members_[place].begin(), members_[place].end(), devices_[i].account) != members_[place].end())
        listen(devices_[i], place);
    scheduler_.settle();
  }
  bring_everybody_back();
  // A displaced phone tries once more, after the crash.
  for (std::size_t i = 1; i < devices_.size(); i += 3) {
    if (devices_[i].token.empty() || !devices_[i].is_displaced) continue;
    say(devices_[i], new_saying(devices_[i].account));
    scheduler_.settle();
  }
  for (const std::unique_ptr<Saying>& saying : sayings_) {
    if (saying->receipted_seq == 0 || scheduler_.one_in(3)) say(devices_[saying->account * 3], *saying);
    scheduler_.settle();
    if (saying->receipted_seq == 0) violated("P2: " + saying->id + " could not be said though nothing fails any more");
  }

  storage_->set_scheduler({});
  const coco_range ranges[] = {{domain::event::table, nullptr, nullptr, 0, nullptr, 0, 0, 0, 0, 0},
                               {domain::topic_event::table, nullptr, nullptr, 0, nullptr, 0, 0, 0, 0, 0},
                               {domain::session::table, nullptr, nullptr, 0, nullptr, 0, 0, 0, 0, 0},
                               {domain::member::table, nullptr, nullptr, 0, nullptr, 0, 0, 0, 0, 0}};
  std::vector<std::int64_t> last(places_.size(), 0);
  std::map<std::string, std::vector<std::int64_t>> stored;  // text → sequences
  std::map<std::pair<std::int64_t, std::int64_t>, int> open_sessions;
  testing::Answer<int> answer;
  storage_->table()->read(
      storage_->table()->self, ranges, 4, answer.expect<coco_read_result>([&](const coco_read_result* result) {
        const coco_rows& events = result->ranges[0];
        for (std::uint64_t i = 0; i < events.n_rows; ++i) {
          const coco_value* const row = events.values + i * events.n_columns;
          const std::size_t room = coco::text(row[domain::event::room].bytes) == places_[0].room->blob() ? 0 : 1;
          if (row[domain::event::seq].number != last[room] + 1 || row[domain::event::number].number != last[room] + 1)
            violated("P3: in the store, after " + std::to_string(last[room]) + " comes " +
                     std::to_string(row[domain::event::seq].number));
          last[room] = row[domain::event::seq].number;
          stored[std::string(coco::text(row[domain::event::content].bytes))].push_back(last[room]);
        }
        const coco_rows& kept = result->ranges[1];
        for (std::uint64_t i = 0; i < kept.n_rows; ++i) {
          const coco_value* const row = kept.values + i * kept.n_columns;
          const std::int64_t seq = row[domain::topic_event::seq].number;
          if (seq != last.back() + 1)
            violated("P3: in the store, after " + std::to_string(last.back()) + " of the topic comes " + std::to_string(seq));
          last.back() = seq;
          stored[std::string(coco::text(row[domain::topic_event::body].bytes))].push_back(seq);
        }
        const coco_rows& sessions = result->ranges[2];
        for (std::uint64_t i = 0; i < sessions.n_rows; ++i) {
          const coco_value* const row = sessions.values + i * sessions.n_columns;
          if (row[domain::session::ended_ms].number == 0)
            ++open_sessions[{row[domain::session::account].number, row[domain::session::device].number}];
        }
        const coco_rows& members = result->ranges[3];
        if (members.n_rows != 5) violated("D2: there are " + std::to_string(members.n_rows) + " memberships, not 5");
        for (std::uint64_t i = 0; i < members.n_rows; ++i)
          if (members.values[i * members.n_columns + domain::member::joining].number != domain::member::is_in)
            violated("D3: somebody is not in his room after he was asked back");
        return 0;
      }));
  for (const std::unique_ptr<Saying>& saying : sayings_) {
    const std::vector<std::int64_t>& at = stored[saying->text];
    if (at.size() > 1) violated("P2: " + saying->id + " is in history " + std::to_string(at.size()) + " times");
    if (saying->receipted_seq != 0 && at != std::vector<std::int64_t>(1, saying->receipted_seq))
      violated("P1: " + saying->id + " was receipted at " + std::to_string(saying->receipted_seq) + " and is not there");
  }
  for (const auto& [of, n] : open_sessions)
    if (n > 1) violated("P5: account " + std::to_string(of.first) + " has " + std::to_string(n) + " open sessions of one class");
  for (std::size_t i = 0; i < devices_.size(); i += 3)
    for (std::size_t place = 0; place < places_.size(); ++place) {
      const Hearing& hearing = devices_[i].hearings[place];
      if (hearing.is_live && hearing.last != last[place])
        violated("P4: heard up to " + std::to_string(hearing.last) + " of " + std::to_string(last[place]));
    }
}

}  // namespace cocotalk::simulator
