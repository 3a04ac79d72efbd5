// A storage that only knows how to be restored, for the tests of `cocotalk restore`.
#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

#include <filesystem>

namespace {

class Shelf {
 public:
  static constexpr char id[] = "shelf", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_STORAGE, nullptr};
  static constexpr const char* needs[] = {nullptr};

  Shelf(coco::Host host, const coco::Settings&) : data_(host.data_dir()) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return &table_; }

  void restore(std::string_view file) {
    if (!std::filesystem::exists(file))
      throw coco::Error(COCO_INVALID, std::string(file) + ": is no backup; name a file that `cocotalk backup` wrote");
    std::filesystem::copy_file(file, data_ + "/restored");
  }

 private:
  const std::string data_;
  const coco_storage table_{sizeof table_, 0, this, nullptr, nullptr, nullptr, nullptr, COCO_BIND(coco_storage, restore, Shelf),
                            nullptr};
};

}  // namespace

COCO_EXPORT(Shelf)
