// A client of the transport `whispers`, for --driver.
#include <cocotalk/testing/transport_driver.hpp>

namespace cocotalk::bad {

class WhispersDriver : public testing::TransportDriver {
 public:
  bool come(testing::Clients& net) override {
    client_ = net.tcp();
    if (client_ != 0) net.type(client_, "let me in");
    return client_ != 0;
  }
  void join(testing::Clients& net, const std::string& topic) override { net.type(client_, "tell me " + topic); }
};

}  // namespace cocotalk::bad

COCO_TRANSPORT_DRIVER(cocotalk::bad::WhispersDriver)
