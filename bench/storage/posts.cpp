#include "bench/storage/posts.hpp"

#include "storage/storage.hpp"

#include <cocotalk/testing/storage/provider.hpp>
#include <cocotalk/testing/storage/schema_words.hpp>
#include <cocotalk/testing/storage/words.hpp>

#include <atomic>
#include <chrono>
#include <cstring>
#include <deque>
#include <future>
#include <random>
#include <stdexcept>

namespace cocotalk::bench {

namespace {

using namespace testing::storage;

SchemaWord schema() {
  return {"core",
          1,
          {{"event",
            {{"room", COCO_BLOB},
             {"seq"},
             {"number", COCO_INTEGER, true},
             {"kind"},
             {"type"},
             {"sender"},
             {"client_id", COCO_TEXT, true},
             {"content", COCO_TEXT},
             {"ts_ms"}},
            {"room", "seq"},
            {{"by_client", {"client_id", "sender"}, true, true}, {"by_number", {"room", "number"}, true, true}}},
           {"head", {{"room", COCO_BLOB}, {"seq"}, {"number"}, {"ordinal"}}, {"room"}},
           {"member", {{"room", COCO_BLOB}, {"account"}, {"generation"}}, {"room", "account"}}}};
}

std::vector<coco_setting> default_settings() {
  static constexpr std::pair<const char*, std::int64_t> values[] = {{"gather", 1},
                                                                    {"queue", 4096},
                                                                    {"queue_bytes", 64 << 20},
                                                                    {"readers", 2},
                                                                    {"checkpoint_bytes", 64 << 20},
                                                                    {"cache_bytes", 96 << 20}};
  std::vector<coco_setting> out;
  for (const auto& [name, value] : values)
    out.push_back({sizeof(coco_setting), COCO_SETTING_INTEGER, coco::view(name), value, {nullptr, 0}, nullptr, 0});
  return out;
}

coco_value integer(std::int64_t n) { return {COCO_INTEGER, 0, n, {nullptr, 0}}; }
coco_value bytes(coco_type type, const std::string& of) { return {type, 0, 0, coco::view(of)}; }
coco_value result_of(std::int64_t op, std::uint32_t part) { return {COCO_RESULT, part, op, {nullptr, 0}}; }

void commit_post(const coco_storage& storage, const Post& post, coco_completion done) {
  static const char* const generation[] = {"generation"};
  static const char* const running[] = {"seq", "number", "ordinal"};
  const coco_value member[] = {bytes(COCO_BLOB, post.room), integer(post.account)};
  const coco_value client[] = {bytes(COCO_TEXT, post.client_id), integer(post.account)};
  const coco_value one[] = {integer(1), integer(1), integer(1)};
  const coco_value event[] = {member[0],
                              result_of(2, 0),
                              result_of(2, 1),
                              integer(1),
                              integer(0),
                              member[1],
                              client[0],
                              bytes(COCO_TEXT, content()),
                              integer(post.sent_ms)};
  const coco_op ops[] = {{COCO_EXPECT, 0, "member", nullptr, member, 2, generation, one, 1},
                         {COCO_ABSENT, 0, "event", "by_client", client, 2, nullptr, nullptr, 0},
                         {COCO_ADD, 0, "head", nullptr, member, 1, running, one, 3},
                         {COCO_INSERT, 0, "event", nullptr, nullptr, 0, nullptr, event, 9}};
  const coco_transaction transaction{sizeof(coco_transaction), 0, ops, 4};
  storage.commit(storage.self, &transaction, done);
}

void fill(const coco_storage* storage) {
  if (define(storage, schema()) != COCO_OK) throw std::runtime_error("the tables cannot be made");
  for (int room = 0; room < n_rooms; ++room) {
    Batch batch = Batch().insert("head", {b(room_id(room)), i(0), i(0), i(0)});
    for (int m = 0; m < members_per_room; ++m)
      std::move(batch).insert("member", {b(room_id(room)), i(account_of(room, m)), i(1)});
    if (Commit(storage, std::move(batch)).get().status != COCO_OK) throw std::runtime_error("the rooms cannot be made");
  }
}

// All senders: each answer sends the next post, from the writer's thread as from a lane.
class Senders {
 public:
  Senders(const coco_storage& storage, std::uint64_t n_posts) : storage_(storage), n_posts_(n_posts) {}

  void run(int n_senders) {
    for (int sender = 0; sender < n_senders; ++sender) send();
    finished_.get_future().get();
  }

 private:
  void send() {
    const std::uint64_t n = next_++;
    if (n >= n_posts_) return;
    commit_post(storage_, post_of(n),
                {[](void* self, coco_status status, const void*, const coco_error* error) {
                   static_cast<Senders*>(self)->answered(status, error);
                 },
                 this});
  }
  void answered(coco_status status, const coco_error* error) {
    if (status != COCO_OK) throw std::runtime_error(error->text);
    if (++answered_ == n_posts_) return finished_.set_value();
    send();
  }

  const coco_storage& storage_;
  const std::uint64_t n_posts_;
  std::atomic<std::uint64_t> next_ = 0, answered_ = 0;
  std::promise<void> finished_;
};

}  // namespace

std::string room_id(int room) {
  std::string id(12, '\0');
  const std::uint32_t spread = static_cast<std::uint32_t>(room) * 2654435761u;
  std::memcpy(id.data(), &spread, sizeof spread);
  return id;
}

std::int64_t account_of(int room, int member) { return room * 7 + member; }

const std::string& content() {
  static const std::string text(content_bytes, 'x');
  return text;
}

Post post_of(std::uint64_t n) {
  std::mt19937_64 random(n);
  const int room = static_cast<int>(random() % n_rooms), member = static_cast<int>(random() % members_per_room);
  char client_id[37];
  std::snprintf(client_id, sizeof client_id, "%08x-%04x-7%03x-8%03x-%012llx", static_cast<unsigned>(n >> 16),
                static_cast<unsigned>(n & 0xffff), static_cast<unsigned>(random() & 0xfff),
                static_cast<unsigned>(random() & 0xfff), static_cast<unsigned long long>(random() & 0xffffffffffff));
  return {room_id(room), account_of(room, member), client_id, 1'700'000'000'000 + static_cast<std::int64_t>(n)};
}

Rate through_the_plugin(int n_senders, std::uint64_t n_posts) {
  static constexpr coco_plugin plugin = coco::detail::Exported<storage::Storage>::descriptor();
  PluginProvider provider(plugin, default_settings());
  const coco_storage* storage = provider.create();
  provider.start();
  fill(storage);
  const std::int64_t groups_before = provider.host().metric("commits{}");
  const auto began = std::chrono::steady_clock::now();
  Senders(*storage, n_posts).run(n_senders);
  const std::chrono::duration<double> took = std::chrono::steady_clock::now() - began;
  const auto groups = static_cast<double>(provider.host().metric("commits{}") - groups_before);
  return {static_cast<double>(n_posts) / took.count(), static_cast<double>(n_posts) / groups};
}

}  // namespace cocotalk::bench
