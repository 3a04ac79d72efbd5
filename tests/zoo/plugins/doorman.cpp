// A good one, for the tests of a whole host: says where clients may come, and keeps the order of events in the data folder.
#include <cocotalk/net.h>
#include <cocotalk/plugin.hpp>

#include <fstream>

namespace {

class Doorman {
 public:
  static constexpr char id[] = "doorman", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_LISTENERS, nullptr};
  static constexpr const char* needs[] = {nullptr};

  Doorman(coco::Host host, const coco::Settings&) : diary_(host.data_dir() + "/diary") {}
  void start() { note("started"); }
  void stop(coco::Completion&& drained) {
    note("stopped");
    drained.ok();
  }
  const void* interface_of(std::string_view) { return &table_; }

  void open() { note("opened"); }
  std::uint64_t addresses(char* out, std::uint64_t n) {
    constexpr std::string_view address = "127.0.0.1:4711";
    if (n >= address.size()) address.copy(out, address.size());
    return address.size();
  }

 private:
  void note(std::string_view word) { std::ofstream(diary_, std::ios::app) << word << "\n"; }
  const std::string diary_;
  const coco_listeners table_{sizeof table_, 0, this, COCO_BIND(coco_listeners, open, Doorman),
                              COCO_BIND(coco_listeners, addresses, Doorman)};
};

}  // namespace

COCO_EXPORT(Doorman)
