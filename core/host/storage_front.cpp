#include "core/host/storage_front.hpp"

#include <string>
#include <utility>

namespace cocotalk::host {
namespace {

// Whoever asked, and the lease that is given back when he is answered.
struct Asker {
  coco::Completion done;
  coco_lease lease;
};

// Passes an answer of the plugin on as it is.
coco_completion passing(coco::Completion&& done, coco_lease lease) {
  return {[](void* ctx, coco_status status, const void* result, const coco_error* error) {
            const std::unique_ptr<Asker> asker(static_cast<Asker*>(ctx));
            if (status == COCO_OK)
              asker->done.ok(result);
            else
              asker->done.fail(status, error != nullptr ? error->text : "no reason given", result);
            plugins::Slot::release(asker->lease);
          },
          new Asker{std::move(done), lease}};
}

const coco_storage& storage_of(const coco_lease& lease) { return *static_cast<const coco_storage*>(lease.table); }

}  // namespace

// ---- while plugins change

void StorageFront::hold() {
  const std::lock_guard lock(mutex_);
  held_since_ = std::chrono::steady_clock::now();
  is_holding_ = true;
}

void StorageFront::define_again(const coco_storage& storage) const {
  for (const auto& schema : schemas_) {
    coco_error error{};
    coco::throw_if(storage.define(storage.self, &schema->raw(), &error), error);
  }
}

// Nobody's later call comes before what waits: it waits behind, until nothing does.
void StorageFront::resume() {
  std::unique_lock lock(mutex_);
  while (!held_.empty()) {
    const std::vector<Held> next = std::exchange(held_, {});
    lock.unlock();
    for (const Held& call : next) call();
    lock.lock();
  }
  is_holding_ = false;
  last_pause_ = std::chrono::steady_clock::now() - held_since_;
}

// ---- the interface

// Looks at is_holding_ again when it has a lease: either hold() is seen here, or this lease is seen by who waits for leases.
template <class Now, class Later>
void StorageFront::pass(coco::Completion&& done, Now&& now, Later&& later) {
  if (!is_holding_) {
    const coco_lease lease = behind_.acquire();
    if (lease.table != nullptr && !is_holding_) return now(storage_of(lease), passing(std::move(done), lease));
    plugins::Slot::release(lease);
  }
  std::unique_lock lock(mutex_);
  if (is_holding_ && held_.size() >= most_held) {
    lock.unlock();
    return done.fail(COCO_BUSY, "the storage is being replaced, and too much waits for it");
  }
  auto call = [this, done = std::make_shared<coco::Completion>(std::move(done)), ask = later()] {
    const coco_lease lease = behind_.acquire();
    if (lease.table == nullptr) return done->fail(COCO_RETRY, "nobody provides " COCO_STORAGE);
    ask(storage_of(lease), passing(std::move(*done), lease));
  };
  if (is_holding_) return held_.emplace_back(std::move(call)), void();
  lock.unlock();
  call();
}

void StorageFront::commit(const coco_transaction& transaction, coco::Completion&& done) {
  pass(
      std::move(done),
      [&](const coco_storage& storage, coco_completion answer) { storage.commit(storage.self, &transaction, answer); },
      [&] {
        return [kept = std::make_shared<const KeptTransaction>(transaction)](
                   const coco_storage& storage, coco_completion answer) { storage.commit(storage.self, &kept->raw(), answer); };
      });
}

void StorageFront::read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done) {
  pass(
      std::move(done),
      [&](const coco_storage& storage, coco_completion answer) { storage.read(storage.self, ranges, n, answer); },
      [&] {
        return [kept = std::make_shared<const KeptRanges>(ranges, n)](const coco_storage& storage, coco_completion answer) {
          storage.read(storage.self, kept->raw().data(), kept->raw().size(), answer);
        };
      });
}

void StorageFront::backup(std::string_view path, coco::Completion&& done) {
  pass(
      std::move(done),
      [&](const coco_storage& storage, coco_completion answer) { storage.backup(storage.self, coco::view(path), answer); },
      [&] {
        return [kept = std::string(path)](const coco_storage& storage, coco_completion answer) {
          storage.backup(storage.self, coco::view(kept), answer);
        };
      });
}

void StorageFront::define(const coco_schema& schema) {
  const coco_lease lease = behind_.acquire();
  if (lease.table == nullptr) throw coco::Error(COCO_UNAVAILABLE, "nobody provides " COCO_STORAGE);
  coco_error error{};
  const coco_status status = storage_of(lease).define(storage_of(lease).self, &schema, &error);
  plugins::Slot::release(lease);
  coco::throw_if(status, error);
  std::erase_if(schemas_, [&](const auto& known) { return std::string_view(known->raw().owner) == schema.owner; });
  schemas_.push_back(std::make_unique<KeptSchema>(schema));
}

void StorageFront::restore(std::string_view) {
  throw coco::Error(COCO_INVALID, "a backup is restored before the storage is started");
}

}  // namespace cocotalk::host
