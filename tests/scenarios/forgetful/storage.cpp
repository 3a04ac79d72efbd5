// A storage in memory that forgets to answer for whatever has "#forget" in it, and keeps nothing of it.
#include "storage-memory/storage_memory.hpp"

#include <utility>

namespace {

class ForgetfulStorage : private cocotalk::storage_memory::StorageMemory {
 public:
  using StorageMemory::id, StorageMemory::version, StorageMemory::provides, StorageMemory::needs, StorageMemory::settings;
  using StorageMemory::StorageMemory, StorageMemory::start, StorageMemory::stop;
  const void* interface_of(std::string_view) { return &table_; }

  void define(const coco_schema& schema) { StorageMemory::define(schema); }
  void commit(const coco_transaction& transaction, coco::Completion&& done) {
    if (!is_forgotten(transaction)) return StorageMemory::commit(transaction, std::move(done));
    const coco::Completion dropped = std::move(done);
  }
  void read(const coco_range* ranges, std::uint64_t n, coco::Completion&& done) {
    StorageMemory::read(ranges, n, std::move(done));
  }
  void backup(std::string_view path, coco::Completion&& done) { StorageMemory::backup(path, std::move(done)); }
  void restore(std::string_view path) { StorageMemory::restore(path); }
  void settle() {}

 private:
  static bool is_forgotten(const coco_transaction& transaction) {
    for (std::uint64_t op = 0; op < transaction.n_ops; ++op)
      for (std::uint64_t i = 0; i < transaction.ops[op].n_values; ++i)
        if (coco::text(transaction.ops[op].values[i].bytes).find("#forget") != std::string_view::npos) return true;
    return false;
  }
  const coco_storage table_{sizeof table_,
                            0,
                            this,
                            COCO_BIND(coco_storage, define, ForgetfulStorage),
                            COCO_BIND(coco_storage, commit, ForgetfulStorage),
                            COCO_BIND(coco_storage, read, ForgetfulStorage),
                            COCO_BIND(coco_storage, backup, ForgetfulStorage),
                            COCO_BIND(coco_storage, restore, ForgetfulStorage),
                            COCO_BIND(coco_storage, settle, ForgetfulStorage)};
};

}  // namespace

COCO_EXPORT(ForgetfulStorage)
