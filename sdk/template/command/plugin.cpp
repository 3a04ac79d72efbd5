// A command of its own, template-command.ping, which every signed-in account may ask over every transport.
#include <cocotalk/commands.hpp>
#include <cocotalk/plugin.hpp>

#include <atomic>
#include <cstdint>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <utility>

class TemplateCommand {
 public:
  static constexpr char id[] = "template-command", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_COMMANDS, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::integer("first", "1", 0, 1'000'000, "the number of the first ping"),
  };

  TemplateCommand(coco::Host host, const coco::Settings& values) : next_(values.number("first")), offering_(host, table_) {}
  void start() { offering_.offer(); }
  // After withdraw() was answered nobody asks any more.
  void stop(coco::Completion&& drained) {
    offering_.withdraw([done = std::make_shared<coco::Completion>(std::move(drained))] { done->ok(); });
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_COMMANDS ? &table_ : nullptr; }

  // [loop] Who asks, and what is declared of the input, was looked at before; `json` is one object.
  void ping(const coco_asker& asker, std::string_view, coco::Completion&& done) {
    coco::answer(done, R"({"account":)" + std::to_string(asker.account) + R"(,"number":)" + std::to_string(next_++) + "}");
  }

 private:
  static constexpr coco_field pong[] = {coco::field::number("account", "who asked"),
                                        coco::field::number("number", "counts up with every ping")};
  static constexpr coco_command commands[] = {
      COCO_COMMAND(TemplateCommand, ping, "template-command.ping", COCO_WHO_ACCOUNT, "says that the plugin is there")
          .gives(pong)};

  std::atomic<std::int64_t> next_;
  const coco_commands table_ = [this] {
    coco_commands table{};
    table.size = sizeof table;
    table.self = this;
    table.plugin = id;
    table.commands = commands;
    table.n_commands = std::size(commands);
    return table;
  }();
  coco::Offering offering_;
};

COCO_EXPORT(TemplateCommand)
