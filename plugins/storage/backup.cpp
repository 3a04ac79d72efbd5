#include "storage/backup.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <filesystem>
#include <memory>
#include <system_error>

namespace cocotalk::storage {

namespace {

// A plain handle: copies are read and written page by page, without our settings.
class File {
 public:
  File(const std::string& path, int flags) {
    sqlite3* opened = nullptr;
    const int code = sqlite3_open_v2(path.c_str(), &opened, flags, nullptr);
    handle_.reset(opened);
    if (code != SQLITE_OK) throw SqliteError(code, "cannot open '" + path + "': " + sqlite3_errstr(code));
    sqlite3_extended_result_codes(opened, 1);
  }
  sqlite3* get() const { return handle_.get(); }

 private:
  struct Close {
    void operator()(sqlite3* handle) const noexcept { sqlite3_close(handle); }
  };
  std::unique_ptr<sqlite3, Close> handle_;
};

struct Finish {
  void operator()(sqlite3_backup* copying) const noexcept { sqlite3_backup_finish(copying); }
};

// All pages in one step, so that they are of one snapshot.
void copy_pages(sqlite3* from, sqlite3* to) {
  std::unique_ptr<sqlite3_backup, Finish> copying(sqlite3_backup_init(to, "main", from, "main"));
  int code = copying == nullptr ? sqlite3_extended_errcode(to) : sqlite3_backup_step(copying.get(), -1);
  copying.reset();
  if (code != SQLITE_DONE) throw SqliteError(code, std::string("cannot copy the database: ") + sqlite3_errstr(code));
  Statement(to, "PRAGMA journal_mode = DELETE").run();  // one file that can be read from read-only media
}

void remove_if_there(const std::string& path) {
  if (::unlink(path.c_str()) != 0 && errno != ENOENT)
    throw coco::Error(COCO_RETRY, "cannot remove '" + path + "': " + std::strerror(errno));
}

// Runs `write`; when it throws, no file `path` is left.
template <class Write>
void write_whole(const std::string& path, Write write) {
  make_private_file(path, Existing::refused);
  try {
    write();
    sync_folder(std::filesystem::path(path).parent_path().string());
  } catch (const coco::Error&) {
    ::unlink(path.c_str());
    throw;
  }
}

void check_is_backup(const File& backup, const std::string& path) {
  Statement id(backup.get(), "PRAGMA application_id");
  if (id.step() != Statement::Step::row || id.number(0) != application_id)
    throw coco::Error(COCO_INVALID, "'" + path + "' is no backup of CocoTalk");
  Statement integrity(backup.get(), "PRAGMA integrity_check(1)");
  if (integrity.step() != Statement::Step::row || coco::text(integrity.value(0).bytes) != "ok")
    throw coco::Error(COCO_INVALID, "the backup '" + path + "' is damaged");
}

// What was committed after the last checkpoint is in the log; a log must never lie beside another database than its own. A
// database too damaged for it is about to be replaced anyway.
void empty_log(const Folder& folder) {
  try {
    const File old(folder.database(), SQLITE_OPEN_READWRITE);
    sqlite3_wal_checkpoint_v2(old.get(), nullptr, SQLITE_CHECKPOINT_TRUNCATE, nullptr, nullptr);
  } catch (const SqliteError&) {
  }
  remove_if_there(folder.database() + "-wal");
  remove_if_there(folder.database() + "-shm");
}

}  // namespace

void write_backup(Connection& connection, const std::string& path) {
  write_whole(path, [&] {
    const File copy(path, SQLITE_OPEN_READWRITE);
    copy_pages(connection.handle(), copy.get());
  });
}

void restore_backup(const Folder& folder, const std::string& path) {
  const std::string fresh = folder.database() + ".restored";
  remove_if_there(fresh);
  try {
    const File backup(path, SQLITE_OPEN_READONLY);
    check_is_backup(backup, path);
    write_whole(fresh, [&] {
      const File copy(fresh, SQLITE_OPEN_READWRITE);
      copy_pages(backup.get(), copy.get());
    });
  } catch (const SqliteError& error) {
    throw coco::Error(COCO_INVALID, "cannot restore '" + path + "': " + error.what());
  }
  empty_log(folder);
  if (::rename(fresh.c_str(), folder.database().c_str()) != 0)
    throw coco::Error(COCO_RETRY, "cannot replace the database: " + std::string(std::strerror(errno)));
  sync_folder(folder.path());
}

}  // namespace cocotalk::storage
