// gateway-remote: a host elsewhere, as if it were here.
#include <cocotalk/gateway.h>
#include <cocotalk/plugin.hpp>

#include "gateway-remote/address.hpp"
#include "gateway-remote/gateway.hpp"

namespace cocotalk::remote {

class Plugin {
 public:
  static constexpr char id[] = "gateway-remote", version[] = "1.0.0";
  static constexpr const char* provides[] = {COCO_GATEWAY, nullptr};
  static constexpr const char* needs[] = {nullptr};
  static constexpr coco_setting_spec settings[] = {
      coco::string("url", "http://127.0.0.1:8080", "where the host is: http://HOST:PORT or https://HOST:PORT"),
      coco::string("ca_file", "", "PEM file with the certificates trusted instead of the system's, for https"),
      coco::bytes("max_frame_bytes", "16 MiB", 65536, 1 << 30, "the largest frame the host may send"),
  };

  Plugin(coco::Host host, const coco::Settings& values)
      : gateway_(host, parse_url(values.text("url")), static_cast<std::size_t>(values.number("max_frame_bytes")),
                 values.text("ca_file")) {}

  void start() { gateway_.start(); }
  void stop(coco::Completion&& drained) {
    gateway_.stop();
    drained.ok();
  }
  const void* interface_of(std::string_view interface_id) { return interface_id == COCO_GATEWAY ? gateway_.table() : nullptr; }

 private:
  Gateway gateway_;
};

}  // namespace cocotalk::remote

COCO_EXPORT(cocotalk::remote::Plugin)
