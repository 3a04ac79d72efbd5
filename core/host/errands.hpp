// What threads of plugins ask of [main]: to look at the whole host, and to change it.
#pragma once

#include <cocotalk/plugin.hpp>

#include <cstddef>
#include <functional>
#include <mutex>
#include <string>
#include <vector>

namespace cocotalk::host {

struct Errand {
  enum class Kind { status, history, plugin_files, replace, reload };
  Kind kind;
  std::string plugin{}, file{};  // of a replacement: who, and the name of a library in the plugin folder
};

// The queue to [main]. Answers COCO_BUSY when too many wait, COCO_UNAVAILABLE while nobody serves; both at once.
class Errands {
 public:
  static constexpr std::size_t most_waiting = 64;
  // Answers JSON. Throws Refused or coco::Error.
  using Perform = std::function<std::string(const Errand&)>;

  Errands();
  ~Errands();
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;

  // [any] Answers a coco_view of JSON; when it was refused COCO_INVALID with one of every reason, a line each.
  void post(Errand errand, coco::Completion&& done);

  // [main] From here on errands wait for run().
  void open();
  // [main] Readable when one waits.
  int fd() const { return arrived_; }
  // [main] Performs and answers all that wait.
  void run(const Perform& perform);
  // [main] Whoever waits is told that the host stops. Before the plugins stop: they wait for their answers.
  void close();

 private:
  struct Waiting {
    Errand errand;
    coco::Completion done;
  };
  std::vector<Waiting> take();

  const int arrived_;  // eventfd
  std::mutex mutex_;
  bool is_open_ = false;
  std::vector<Waiting> waiting_;
};

}  // namespace cocotalk::host
