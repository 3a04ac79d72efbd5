#include "net/static_folder.hpp"

#include "net/content_coding.hpp"
#include "net/content_type.hpp"
#include "net/http_error.hpp"
#include "net/http_response.hpp"
#include "net/http_session.hpp"

#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <sys/stat.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <system_error>

namespace cocotalk::net {

// The encoding of a file that its client gets.
struct StaticFolder::Choice {
  Opened opened;
  std::string_view coding = {};  // empty: the plain file
  bool varies = false;           // others get others
};

StaticFolder::StaticFolder(const coco_static_folder& folder)
    : prefix_(coco::text(folder.prefix)),
      index_(coco::text(folder.index)),
      fd_(::open(std::string(coco::text(folder.path)).c_str(), O_PATH | O_DIRECTORY | O_CLOEXEC)) {
  if (fd_ < 0)
    throw coco::Error(COCO_INVALID, "cannot serve the folder " + std::string(coco::text(folder.path)) + ": " +
                                        std::generic_category().message(errno));
  for (std::uint64_t i = 0; i < folder.n_headers; ++i)
    headers_.emplace_back(coco::text(folder.headers[i].name), coco::text(folder.headers[i].value));
}

StaticFolder::~StaticFolder() { ::close(fd_); }

// -1: not there.
int StaticFolder::open_beneath(std::string_view path, int flags) const {
  int at = ::fcntl(fd_, F_DUPFD_CLOEXEC, 0);
  while (at >= 0 && !path.empty()) {
    const std::size_t slash = path.find('/');
    const std::string name(path.substr(0, slash));
    path.remove_prefix(slash == std::string_view::npos ? path.size() : slash + 1);
    const bool is_there = !name.empty() && name.front() != '.';
    const int below = path.empty() ? flags : O_PATH | O_DIRECTORY;
    const int next = is_there ? ::openat(at, name.c_str(), below | O_NOFOLLOW | O_CLOEXEC) : -1;
    ::close(at);
    at = next;
  }
  return at;
}

bool StaticFolder::is_folder(std::string_view path) const {
  const int fd = open_beneath(path, O_PATH | O_DIRECTORY);
  if (fd >= 0) ::close(fd);
  return fd >= 0;
}

std::optional<StaticFolder::Opened> StaticFolder::open(const std::string& path) const {
  const int fd = open_beneath(path, O_RDONLY | O_NONBLOCK);  // a pipe is not waited for
  FileRange file(fd, 0, 0);
  struct stat about {};
  if (fd < 0 || path.empty() || ::fstat(fd, &about) != 0 || !S_ISREG(about.st_mode)) return std::nullopt;
  file.narrow(0, static_cast<std::uint64_t>(about.st_size));
  return Opened{std::move(file), about.st_mtim.tv_sec * std::int64_t{1000} + about.st_mtim.tv_nsec / 1'000'000};
}

// The plain file, or what lies beside it compressed, if it is not older: whichever the client wishes most.
std::optional<StaticFolder::Choice> StaticFolder::choose(const std::string& path, const RequestHead& head) const {
  std::optional<Opened> plain = open(path);
  if (!plain) return std::nullopt;
  const std::int64_t modified_ms = plain->modified_ms;
  Choice choice{*std::move(plain)};
  std::optional<Choice> best;
  int wish = std::max(0, wish_for(head, "identity") - 1);  // of equals, the smaller one
  for (const ContentCoding& coding : content_codings) {
    std::optional<Opened> packed = open(path + std::string(coding.suffix));
    if (!packed || packed->modified_ms < modified_ms) continue;
    choice.varies = true;
    const int wish_here = wish_for(head, coding.name);
    if (wish_here <= wish) continue;
    wish = wish_here;
    best.emplace(Choice{*std::move(packed), coding.name, true});
  }
  if (best) return best;
  return choice;
}

void StaticFolder::answer(HttpSession& session, std::string_view path) const {
  const RequestHead& head = session.request();
  std::string name(path);
  const std::string_view target = head.target.substr(0, head.target.find('?'));
  const bool names_a_folder = path.empty() || target.ends_with('/');
  if (is_folder(path)) {
    // Links in its index are relative to the folder; without the slash they would be to its parent.
    if (!target.ends_with('/')) {
      const std::string there = std::string(target) + "/" + std::string(head.target.substr(target.size()));
      return session.respond(308, std::array{field("location", there)}, {});
    }
    name.append(name.empty() ? "" : "/").append(index_);
  } else if (names_a_folder) {
    return session.answer(ErrorAnswer(404, "nothing is here"));
  }
  std::optional<Choice> choice = choose(name, head);
  if (!choice) return session.answer(ErrorAnswer(404, "nothing is here"));

  std::vector<coco_header> headers = {field("content-type", content_type_of(name)), field("x-content-type-options", "nosniff")};
  if (!choice->coding.empty()) headers.push_back(field("content-encoding", choice->coding));
  if (choice->varies) headers.push_back(field("vary", "accept-encoding"));
  for (const auto& [header, value] : headers_) headers.push_back(field(header, value));
  session.serve_file(headers, choice->opened.modified_ms, choice->coding, std::move(choice->opened.file));
}

}  // namespace cocotalk::net
