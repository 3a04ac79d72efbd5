// Offers commands and gets wrong what the setting says.
#include <cocotalk/commands.hpp>
#include <cocotalk/plugin.hpp>

#include <fcntl.h>
#include <unistd.h>

#include <atomic>
#include <chrono>
#include <iterator>
#include <memory>
#include <string>
#include <string_view>
#include <thread>

namespace cocotalk::bad {

class Commands {
 public:
  static constexpr char id[] = "commands", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_COMMANDS, nullptr};
  static constexpr const char* needs[] = {COCO_GATEWAY, nullptr};
  static constexpr const char* faults[] = {"none",     "names",         "silence",          "refusals", "another-table",
                                           "stubborn", "undeclared-no", "no-json",          "twice",    "keeps-views",
                                           "busy",     "waits",         "undeclared-event", "hasty",    "takes-all",
                                           "deaf",     "forgets",       "writes",           nullptr};
  static constexpr coco_setting_spec settings[] = {coco::choice("fault", "none", faults, "what it gets wrong")};

  Commands(coco::Host host, const coco::Settings& values) : host_(host), fault_(values.text("fault")), offering_(host, table_) {
    if (fault_ == "names") command_.name = "somebody.asks";
    if (fault_ == "silence") command_.summary = "";
    if (fault_ == "refusals") command_.refusals = many, command_.n_refusals = std::size(many);
  }
  void start() {
    try {
      offering_.offer();
    } catch (const coco::Error&) {
      if (fault_ != "stubborn") throw;
    }
  }
  void stop(coco::Completion&& drained) {
    if (late_.joinable()) late_.join();
    if (fault_ == "takes-all") withdraw_all();
    if (fault_ == "hasty") {
      offering_.withdraw([] {});
      return drained.ok();
    }
    offering_.withdraw([done = std::make_shared<coco::Completion>(std::move(drained))] { done->ok(); });
  }
  const void* interface_of(std::string_view interface_id) {
    if (interface_id != COCO_COMMANDS) return nullptr;
    return fault_ == "another-table" ? &another_ : &table_;
  }

  void asked(const coco_asker& asker, std::string_view, coco::Completion&& done) {
    if (fault_ == "undeclared-no") return done.fail(COCO_CONFLICT, "somebody was faster");
    if (fault_ == "no-json") return coco::answer(done, "done");
    if (fault_ == "waits") ask_and_wait(coco::Caller(*asker.caller));
    if (fault_ == "undeclared-event") offering_.tell_account("commands.secret", asker.account, "{}");
    if (fault_ == "writes") write();
    if (fault_ == "forgets") forgotten_ = new coco::Completion(std::move(done));
    if (fault_ == "busy" && ++calls_ > 1) return;
    if (fault_ == "keeps-views" && !late_.joinable()) {
      late_ = std::thread([lent = asker.cid, kept = std::make_shared<coco::Completion>(std::move(done))] {
        std::this_thread::sleep_for(std::chrono::milliseconds(100));
        coco::text(lent) == "alice" ? kept->ok() : kept->fail(COCO_DENIED, "who are you");
      });
      return;
    }
    done.ok();
  }
  // As C would have it.
  static void asked_in_c(void* self, const coco_asker* asker, coco_view json, coco_completion done) {
    if (static_cast<Commands*>(self)->fault_ == "twice") done.fn(done.ctx, COCO_OK, nullptr, nullptr);
    static_cast<Commands*>(self)->asked(*asker, coco::text(json), coco::Completion(done));
  }

 private:
  static constexpr coco_no many[] = {{"A", ""}, {"B", ""}, {"C", ""}, {"D", ""}, {"E", ""}};
  static constexpr const char* hears[] = {"message", nullptr};
  static constexpr coco_told events[] = {{"commands.told", "", nullptr, nullptr, 0, 0, 1}};

  void ask_and_wait(const coco::Caller& caller) {
    const auto is_answered = std::make_shared<std::atomic<bool>>(false);
    coco::ask(host_, caller, "room.list", "{}", [is_answered](coco::Answer&&) {
      *is_answered = true;
      is_answered->notify_all();
    });
    is_answered->wait(false);
  }
  void write() const {
    const std::string path = host_.data_dir() + "/commands";
    const int file = ::open(path.c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    static_cast<void>(::write(file, "asked\n", 6) == 6);
    ::close(file);
  }
  // The table of whoever came after it, too.
  void withdraw_all() {
    const coco::Lease<coco_gateway> gateway = host_.acquire<coco_gateway>(COCO_GATEWAY);
    if (newest != &table_)
      gateway->withdraw(gateway->self, newest, coco::on_completion<void>([](coco_status, const void*, const coco_error*) {}));
  }

  inline static const coco_commands* newest = nullptr;

  const coco::Host host_;
  const std::string fault_;
  coco_command command_ = coco::Command("commands.ask", COCO_WHO_ACCOUNT, "answers", &asked_in_c);
  const coco_commands table_{sizeof table_,
                             0,
                             this,
                             id,
                             nullptr,
                             &command_,
                             1,
                             nullptr,
                             0,
                             events,
                             std::size(events),
                             fault_ == "deaf" ? hears : nullptr,
                             nullptr};
  const coco_commands another_ = table_;
  coco::Offering offering_;
  std::atomic<int> calls_ = 0;
  coco::Completion* forgotten_ = nullptr;
  std::thread late_;
  const bool is_newest_ = (newest = &table_, true);
};

}  // namespace cocotalk::bad

COCO_EXPORT(cocotalk::bad::Commands)
