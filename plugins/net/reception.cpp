#include "net/reception.hpp"

#include "net/connection.hpp"
#include "net/http_session.hpp"
#include "net/lane.hpp"
#include "net/tcp_stream.hpp"

#include <memory>

namespace cocotalk::net {

void Reception::begin(Connection& connection) const {
  if (is_closed_ || connection.lane().is_draining()) return connection.cut("draining");
  if (is_http()) return connection.become(std::make_unique<HttpSession>(connection));
  auto made = std::make_unique<TcpStream>(connection);
  TcpStream& stream = *made;
  connection.become(std::move(made));
  const std::string address = connection.peer().address.toString();
  const coco_peer_name name{sizeof name, connection.lane().index(), coco::view(address), connection.peer().port};
  coco_conn_handler handler{};
  acceptor_->on_accept(acceptor_->ctx, connection.id(), &name, &handler);
  stream.set_handler(handler);
  if (handler.on_data == nullptr || handler.on_drained == nullptr || handler.on_closed == nullptr)
    connection.cut("nobody took the connection");
}

}  // namespace cocotalk::net
