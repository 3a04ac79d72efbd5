// A provider of cocotalk.storage/1 for tests of the contract: the SDK's fake, but for what a subclass gets wrong. What it stores
// ends with its process, which is wrong enough.
#pragma once

#include <cocotalk/plugin.hpp>
#include <cocotalk/testing/fake_storage.hpp>

#include <string_view>
#include <utility>

namespace cocotalk::bad {

class Storage {
 public:
  static constexpr char version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_STORAGE, nullptr};
  static constexpr const char* needs[] = {nullptr};

  Storage(coco::Host, const coco::Settings&) {}
  Storage(const Storage&) = delete;
  Storage& operator=(const Storage&) = delete;
  virtual ~Storage() = default;
  void start() {}
  void stop(coco::Completion&& drained) {
    fake_.stop();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_STORAGE ? &table_ : nullptr; }

  coco_status define(const coco_schema* schema, coco_error* error) { return real().define(real().self, schema, error); }
  void commit(const coco_transaction& transaction, coco_completion done) { do_commit(transaction, done); }
  void read(const coco_range* ranges, std::uint64_t n, coco_completion done) { real().read(real().self, ranges, n, done); }
  void backup(coco_view path, coco_completion done) { real().backup(real().self, path, done); }
  coco_status restore(coco_view path, coco_error* error) { return real().restore(real().self, path, error); }

 protected:
  virtual void do_commit(const coco_transaction& transaction, coco_completion done) {
    real().commit(real().self, &transaction, done);
  }
  const coco_storage& real() const { return *fake_.table(); }

 private:
  static Storage& of(void* self) { return *static_cast<Storage*>(self); }
  testing::FakeStorage fake_;
  const coco_storage table_{
      sizeof table_,
      0,
      this,
      [](void* self, const coco_schema* schema, coco_error* error) { return of(self).define(schema, error); },
      [](void* self, const coco_transaction* transaction, coco_completion done) { of(self).commit(*transaction, done); },
      [](void* self, const coco_range* ranges, std::uint64_t n, coco_completion done) { of(self).read(ranges, n, done); },
      [](void* self, coco_view path, coco_completion done) { of(self).backup(path, done); },
      [](void* self, coco_view path, coco_error* error) { return of(self).restore(path, error); },
      nullptr};
};

}  // namespace cocotalk::bad
