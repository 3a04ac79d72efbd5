// Offers a command, and forgets to answer it.
#include <cocotalk/commands.hpp>

#include <iterator>
#include <memory>
#include <utility>

namespace {

class Forgetful {
 public:
  static constexpr char id[] = "forgetful", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_COMMANDS, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, nullptr};

  Forgetful(coco::Host host, const coco::Settings&);
  void start() { offering_.offer(); }
  void stop(coco::Completion&& drained) {
    offering_.withdraw([kept = std::make_shared<coco::Completion>(std::move(drained))] { kept->ok(); });
  }
  const void* interface_of(std::string_view) { return &table_; }

  void forget(const coco_asker&, std::string_view, coco::Completion&& done) { const coco::Completion dropped = std::move(done); }

 private:
  const coco_commands table_;
  coco::Offering offering_;
};

constexpr coco_command commands[] = {COCO_COMMAND(Forgetful, forget, "forgetful.forget", COCO_WHO_ACCOUNT, "answers nobody")};

Forgetful::Forgetful(coco::Host host, const coco::Settings&)
    : table_{sizeof table_, 0, this, id, nullptr, commands, std::size(commands), nullptr, 0, nullptr, 0, nullptr, nullptr},
      offering_(host, table_) {}

}  // namespace

COCO_EXPORT(Forgetful)
