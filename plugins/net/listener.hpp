// A bound port, and how its connections begin.
#pragma once

#include "net/connection.hpp"
#include "net/reception.hpp"
#include "net/shared.hpp"

#include <cocotalk/net.h>

#include <Poco/Net/ServerSocket.h>

#include <memory>
#include <optional>
#include <string>

namespace cocotalk::net {

// Bound on [main]; then lives on one lane, accepts there, and hands each connection to the lane that has the fewest.
class Listener final : public Watcher {
 public:
  // `acceptor`: for plain streams; nothing: speaks HTTP. Throws coco::Error with a sentence for the operator.
  Listener(Shared& shared, Lane& lane, const ListenAddress& address, std::optional<coco_acceptor> acceptor);
  Listener(const Listener&) = delete;
  Listener& operator=(const Listener&) = delete;
  ~Listener();

  // With the port in fact bound.
  const ListenAddress& address() const { return address_; }
  bool is_http() const { return reception_->is_http(); }
  bool is_for(const void* ctx) const { return reception_->is_for(ctx); }
  // Whether it was made for this address, and for plain streams.
  bool accepts_streams_at(const ListenAddress& address) const {
    return !is_http() && asked_.socket == address.socket && asked_.is_tls == address.is_tls;
  }
  Reception& reception() const { return *reception_; }
  Lane& lane() const { return lane_; }

  // All below on its lane.
  void open();
  void close();
  void on_ready(std::uint32_t events) override;

 private:
  struct Arrival;
  enum class Accepted { one, none, out_of_descriptors };
  Accepted accept_one();
  void refuse_one();
  void rest();
  void hand_over(int fd, const Poco::Net::SocketAddress& peer, Place place);
  void begin(Arrival& arrival, Lane& lane) const;

  Shared& shared_;
  Lane& lane_;
  Poco::Net::ServerSocket socket_;
  const ListenAddress asked_;
  ListenAddress address_;
  const std::shared_ptr<Reception> reception_;
  int reserve_;             // a descriptor to give up when there are no more
  std::uint64_t rest_ = 0;  // the timer that ends it
  bool is_open_ = false;
};

}  // namespace cocotalk::net
