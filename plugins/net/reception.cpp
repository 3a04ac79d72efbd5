#include "net/reception.hpp"

#include "net/connection.hpp"
#include "net/http_session.hpp"
#include "net/lane.hpp"
#include "net/tcp_stream.hpp"

#include <algorithm>
#include <memory>

namespace cocotalk::net {

Reception::Reception(std::optional<coco_acceptor> acceptor) : is_http_(!acceptor) {
  if (acceptor) acceptors_.push_back(*acceptor);
}

bool Reception::is_for(const void* ctx) const {
  const std::lock_guard lock(mutex_);
  return std::any_of(acceptors_.begin(), acceptors_.end(), [ctx](const coco_acceptor& acceptor) { return acceptor.ctx == ctx; });
}

void Reception::add(const coco_acceptor& acceptor) {
  const std::lock_guard lock(mutex_);
  acceptors_.push_back(acceptor);
}

bool Reception::take_away(const void* ctx) {
  const std::lock_guard lock(mutex_);
  std::erase_if(acceptors_, [ctx](const coco_acceptor& acceptor) { return acceptor.ctx == ctx; });
  return !acceptors_.empty();
}

void Reception::begin(Connection& connection) const {
  if (is_closed_ || connection.lane().is_draining()) return connection.cut("draining");
  if (is_http()) return connection.become(std::make_unique<HttpSession>(connection));
  coco_acceptor acceptor{};
  {
    const std::lock_guard lock(mutex_);
    if (acceptors_.empty()) return connection.cut("draining");
    acceptor = acceptors_.front();
  }
  auto made = std::make_unique<TcpStream>(connection);
  TcpStream& stream = *made;
  connection.become(std::move(made));
  const std::string address = connection.peer().address.toString();
  const coco_peer_name name{sizeof name, connection.lane().index(), coco::view(address), connection.peer().port};
  coco_conn_handler handler{};
  acceptor.on_accept(acceptor.ctx, connection.id(), &name, &handler);
  stream.set_handler(handler);
  if (handler.on_data == nullptr || handler.on_drained == nullptr || handler.on_closed == nullptr)
    connection.cut("nobody took the connection");
}

}  // namespace cocotalk::net
