// In the place of core/service: a gateway that answers an operator's command with the command itself. SERVICE_NEEDS: one
// interface id.
#include <cocotalk/gateway.h>
#include <cocotalk/storage.h>
#include <cocotalk/plugin.hpp>

namespace {

class StandInService {
 public:
  static constexpr char id[] = "service", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_GATEWAY, nullptr};
  static constexpr const char* needs[] = {SERVICE_NEEDS, nullptr};
  static constexpr coco_setting_spec settings[] = {coco::string("greeting", "hello", "what it says first")};

  StandInService(coco::Host, const coco::Settings&) {}
  void start() {}
  void stop(coco::Completion&& drained) { drained.ok(); }
  const void* interface_of(std::string_view) { return &table_; }

  void ask(const coco_caller& caller, std::string_view command, std::string_view json, coco::Completion&& done) {
    const bool is_unknown = json.find("\"nobody\"") != std::string_view::npos;
    const std::string out = is_unknown ? R"({"code":"BAD_REQUEST","detail":"there is no account 'nobody'"})"
                                       : "{\"" + std::string(command) + "\":" + std::string(json) + "}";
    coco_answer answer{};
    answer.size = sizeof answer;
    answer.json = coco::view(out);
    if (caller.credential.kind != COCO_OPERATOR || is_unknown) return done.fail(COCO_INVALID, "refused", &answer);
    done.ok(&answer);
  }

 private:
  const coco_gateway table_{sizeof table_, 0,       this,    nullptr, COCO_BIND(coco_gateway, ask, StandInService),
                            nullptr,       nullptr, nullptr, nullptr, nullptr,
                            nullptr,       nullptr, nullptr};
};

}  // namespace

extern "C" const coco_plugin coco_service_plugin;
extern "C" const coco_plugin coco_service_plugin = coco::detail::Exported<StandInService>::descriptor();
