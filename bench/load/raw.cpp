// A server that relays every text message to all connections of the same URL path, the sender included.
#include "load/protocol.hpp"

namespace cocotalk::load {
namespace {

class Raw final : public Protocol {
 public:
  explicit Raw(Words words) : words_(std::move(words)) {
    if (words_.path.empty()) words_.path = "/room-{r}";
  }
  std::string path(const Place& place) const override { return fill(words_.path, place); }
  std::string sign_in(const Place&) const override { return {}; }
  std::string join(const Place&) const override { return {}; }
  std::string message(const Place&, std::string_view body) const override { return std::string(body); }
  Unit hear(std::string_view bytes) const override { return {Kind::message, bytes.size(), bytes}; }

 private:
  Words words_;
};

}  // namespace

std::unique_ptr<Protocol> raw(Words words) { return std::make_unique<Raw>(std::move(words)); }

}  // namespace cocotalk::load
