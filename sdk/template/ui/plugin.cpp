// A user interface that listens: signs in and prints a line for each thing that happens to the account.
#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>
#include <cocotalk/worker.hpp>

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>

class TemplateUi {
 public:
  static constexpr char id[] = "template-ui", version[] = "1.0.0";
  static constexpr const char* provides[] = {nullptr};  // nobody asks it; it hears by the table it hands to the gateway
  static constexpr const char* needs[] = {COCO_GATEWAY, nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("cid", "", "who signs in"),
      coco::string("password_file", "", "file whose first line is the password; what stands in a configuration is seen by many"),
      coco::string("output", "/dev/stdout", "where lines are appended"),
  };

  TemplateUi(coco::Host host, const coco::Settings& values)
      : host_(host), cid_(values.text("cid")), password_file_(values.text("password_file")), output_(values.text("output")) {}

  void start() {
    const std::string password = first_line(password_file_);
    printer_ = std::make_unique<coco::Worker<std::string>>(1000, [this](std::string& line) { print(line); });
    gateway_ = host_.acquire<coco_gateway>(COCO_GATEWAY);
    const coco_credential credential{sizeof credential, COCO_LOGIN, coco::view(cid_), coco::view(password)};
    const coco_peer peer{sizeof peer, COCO_WEB, {}, coco::view(id)};
    gateway_->open(gateway_->self, &credential, &peer, &back_,
                   coco::on_completion<coco_opened>([this](coco_status, const coco_opened* opened, const coco_error* error) {
                     if (opened == nullptr) return give_up(error->text);
                     join(opened->link);
                   }));
  }
  // After detach() was answered nothing is heard any more.
  void stop(coco::Completion&& drained) {
    if (!gateway_) return drained.ok();
    auto last = [this, done = std::move(drained)](coco_status, const void*, const coco_error*) mutable {
      printer_->close();
      done.ok();
    };
    gateway_->detach(gateway_->self, &back_, coco::on_completion<void>(std::move(last)));
  }
  const void* interface_of(std::string_view) { return nullptr; }

  // [loop] Everything below must return at once, so lines are printed by another thread.
  void publish(const coco_event& event) {
    for (std::uint64_t i = 0; i < event.n_topics; ++i)
      if (coco::text(event.topics[i]) == topic_) return say(event);
  }
  void deliver(std::uint64_t, std::uint64_t, const coco_event& event) { say(event); }
  void close(std::uint64_t link, coco_close_code code, std::string_view reason) {
    gateway_->close(gateway_->self, link);
    give_up("the session ended with " + std::to_string(code) + ": " + std::string(reason));
  }
  void expel(std::uint64_t, std::uint64_t) { topic_.clear(); }

 private:
  static std::string first_line(const std::string& path) {
    std::ifstream file(path);
    std::string line;
    if (!std::getline(file, line))
      throw coco::Error(COCO_INVALID, "setting 'password_file': " + path + " cannot be read, or is empty");
    return line;
  }
  void print(const std::string& line) {
    std::ofstream out(output_, std::ios::app);
    out << line << '\n';
  }
  void join(coco_link link) {
    auto joined = [this](coco_status, const coco_joined* answer, const coco_error* error) {
      if (answer == nullptr) return give_up(error->text);
      topic_ = coco::text(answer->topic);
      say_line("signed in as " + cid_);
    };
    gateway_->join(gateway_->self, link, coco::view("/me"), 1, COCO_LIVE, coco::on_completion<coco_joined>(std::move(joined)));
  }
  void say(const coco_event& event) { say_line(std::string(coco::text(event.kind)) + " " + std::string(coco::text(event.body))); }
  // A thousand lines wait for a slow terminal; beyond, lines are lost, and it is said so.
  void say_line(std::string line) {
    if (!printer_->offer(line)) host_.warn("a line was not printed, as too many wait");
  }
  void give_up(const std::string& why) {
    host_.error(why);
    host_.health(COCO_HEALTH_FAILED, why);
  }

  const coco::Host host_;
  const std::string cid_, password_file_, output_;
  coco::Lease<coco_gateway> gateway_;  // held while it runs: the gateway calls back as long as the link is open
  std::unique_ptr<coco::Worker<std::string>> printer_;
  std::string topic_;  // the loop's
  const coco_transport back_{sizeof back_,
                             0,
                             this,
                             COCO_BIND(coco_transport, publish, TemplateUi),
                             COCO_BIND(coco_transport, deliver, TemplateUi),
                             COCO_BIND(coco_transport, close, TemplateUi),
                             COCO_BIND(coco_transport, expel, TemplateUi)};
};

COCO_EXPORT(TemplateUi)
