// cocotalk.files/1 on a folder: ⟨data_dir⟩/files.
#include "files/folder.hpp"
#include "files/store.hpp"

#include <cocotalk/files.h>
#include <cocotalk/plugin.hpp>

#include <filesystem>
#include <optional>
#include <string_view>

namespace cocotalk::files {
namespace {

class FolderFiles {
 public:
  static constexpr char id[] = "files", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_FILES, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("threads", "2", 1, 16, "threads that write files"),
      coco::integer("max_uploads", "1024", 1, 100'000, "files being written at once; beyond: busy"),
      coco::bytes("queue", "16 MiB", 1 << 20, 1LL << 34, "bytes that wait to be written; beyond: busy"),
      coco::bytes("min_free", "256 MiB", 0, 1LL << 50, "free disk space below which nothing is written"),
  };

  FolderFiles(coco::Host host, const coco::Settings& values)
      : host_(host),
        limits_{static_cast<std::uint64_t>(values.number("threads")), static_cast<std::uint64_t>(values.number("max_uploads")),
                static_cast<std::uint64_t>(values.number("queue"))},
        min_free_(static_cast<std::uint64_t>(values.number("min_free"))) {}

  void start() {
    folder_.emplace(std::filesystem::path(host_.data_dir()) / "files", min_free_);
    store_.emplace(host_, *folder_, limits_);
  }
  void stop(coco::Completion&& drained) {
    if (store_) store_->close();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_FILES ? &table_ : nullptr; }

  void create(std::string_view name, coco_upload& out) { store().create(name, out); }
  void write(coco_upload upload, std::string_view bytes, coco::Completion&& done) {
    store().write(upload, bytes, std::move(done));
  }
  void finish(coco_upload upload, coco::Completion&& done) { store().finish(upload, std::move(done)); }
  void abandon(coco_upload upload) { store().abandon(upload); }
  void open(std::string_view name, coco_file_info& out) { store().open(name, out); }
  void erase(std::string_view name, coco::Completion&& done) { store().erase(name, std::move(done)); }

 private:
  Store& store() {
    if (!store_) throw coco::Error(COCO_UNAVAILABLE, "the file store has not started");
    return *store_;
  }

  const coco::Host host_;
  const Store::Limits limits_;
  const std::uint64_t min_free_;
  std::optional<Folder> folder_;
  std::optional<Store> store_;
  const coco_files table_{sizeof table_,
                          0,
                          this,
                          COCO_BIND(coco_files, create, FolderFiles),
                          COCO_BIND(coco_files, write, FolderFiles),
                          COCO_BIND(coco_files, finish, FolderFiles),
                          COCO_BIND(coco_files, abandon, FolderFiles),
                          COCO_BIND(coco_files, open, FolderFiles),
                          COCO_BIND(coco_files, erase, FolderFiles)};
};

}  // namespace
}  // namespace cocotalk::files

COCO_EXPORT(cocotalk::files::FolderFiles)
