#include "core/plugins/library.hpp"

#include "core/plugins/examine.hpp"
#include "core/plugins/plugin_file.hpp"
#include "core/plugins/written_descriptor.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <fstream>
#include <functional>

namespace cocotalk::plugins {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view folder_prefix = "cocotalk-plugins-";

// The lock on a folder, or -1 when another process has it.
int try_lock(const fs::path& folder) {
  const int fd = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
  if (fd >= 0 && ::flock(fd, LOCK_EX | LOCK_NB) == 0) return fd;
  if (fd >= 0) ::close(fd);
  return -1;
}

void remove_left_behind(const fs::path& parent) {
  std::error_code ignored;
  for (fs::directory_iterator at(parent, ignored), end; !ignored && at != end; at.increment(ignored)) {
    struct stat status {};
    const fs::path& folder = at->path();
    if (!folder.filename().string().starts_with(folder_prefix)) continue;
    if (::lstat(folder.c_str(), &status) != 0 || !S_ISDIR(status.st_mode) || status.st_uid != ::geteuid()) continue;
    const int lock = try_lock(folder);
    if (lock < 0) continue;
    std::error_code failed;
    fs::remove_all(folder, failed);
    ::close(lock);
  }
}

[[noreturn]] void refuse(const std::string& file, const std::string& why) { throw Refusal(file, why); }

// All that can be known without running any of its code. What passes does not end the process when it is loaded, unless its own
// code does.
void check_unloaded(const std::string& file, std::string_view bytes) {
  try {
    const ElfLibrary library(bytes);
    for (const Finding& finding : examine(library))
      if (finding.weight == Weight::refusal) refuse(file, finding.why);
    const WrittenDescriptor descriptor(library);
  } catch (const ElfDamage& e) {
    refuse(file, e.what());
  }
}

// The reason dlopen gives, without the name of our copy in front and Boost's error code behind: "… (dlerror system message:
// ⟨copy⟩: ⟨reason⟩): …".
std::string dlopen_reason(std::string what, const fs::path& copy) {
  const std::string name = copy.string() + ": ";
  if (const std::size_t at = what.find(name); at != std::string::npos) what.erase(0, at + name.size());
  if (const std::size_t at = what.rfind("): "); at != std::string::npos) what.erase(at);
  return what;
}

std::size_t hash_of(std::string_view bytes) { return std::hash<std::string_view>()(bytes); }

boost::dll::shared_library opened(const std::string& file, const fs::path& copy) {
  using boost::dll::load_mode::type;
  boost::dll::shared_library code;
  // The throwing overload carries the text of dlerror(), the other one does not.
  try {
    code.load(boost::dll::fs::path(copy.string()), type::rtld_now | type::rtld_local);
  } catch (const std::exception& e) {
    refuse(file, "cannot be loaded (" + dlopen_reason(e.what(), copy) + "); install what is missing or rebuild it with this SDK");
  }
  return code;
}

}  // namespace

std::size_t fingerprint_of(const fs::path& file) { return hash_of(read_plugin_file(file.string())); }

CopyFolder::CopyFolder() {
  const fs::path parent = fs::temp_directory_path();
  remove_left_behind(parent);
  // Between making and locking, another host may take the folder for left behind: then make another.
  while (lock_ < 0) {
    std::string pattern = (parent / (std::string(folder_prefix) + "XXXXXX")).string();
    if (::mkdtemp(pattern.data()) == nullptr)
      throw coco::Error(COCO_INTERNAL, parent.string() + ": cannot make a folder for the plugins (" + std::strerror(errno) +
                                           "); set TMPDIR to a folder that can be written");
    path_ = pattern;
    lock_ = try_lock(path_);
    if (lock_ >= 0 && ::access(path_.c_str(), F_OK) != 0) ::close(std::exchange(lock_, -1));
  }
}

CopyFolder::~CopyFolder() {
  std::error_code ignored;
  fs::remove_all(path_, ignored);
  ::close(lock_);
}

fs::path CopyFolder::add(const std::string& stem, std::string_view bytes) {
  const fs::path copy = path_ / (stem + "-" + std::to_string(next_++) + ".so");
  std::ofstream out(copy, std::ios::binary);
  out.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
  out.close();
  if (!out)
    throw coco::Error(COCO_INTERNAL,
                      copy.string() + ": cannot be written (" + std::strerror(errno) + "); free some space or set TMPDIR");
  return copy;
}

Library::Library(boost::dll::shared_library code, const coco_plugin& plugin, std::string file, std::size_t fingerprint)
    : code_(std::move(code)), plugin_(&plugin), file_(std::move(file)), fingerprint_(fingerprint) {
  auto described = describe(plugin);
  if (const auto* bad = std::get_if<BadDescriptor>(&described)) refuse(file_, bad->why);
  description_ = std::get<Description>(std::move(described));
  if (code_.is_loaded()) range_.emplace(description_.id, &plugin);
}

Library Library::load(const fs::path& file, CopyFolder& copies) {
  const std::string name = file.string();
  const std::string bytes = read_plugin_file(name);
  check_unloaded(name, bytes);
  boost::dll::shared_library code = opened(name, copies.add(file.stem().string(), bytes));
  const coco_plugin& plugin = code.get<const coco_plugin>(COCO_PLUGIN_SYMBOL);
  return Library(std::move(code), plugin, name, hash_of(bytes));
}

Library Library::linked(const coco_plugin& plugin) { return Library({}, plugin, std::string(built_in), 0); }

}  // namespace cocotalk::plugins
