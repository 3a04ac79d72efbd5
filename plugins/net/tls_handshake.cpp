#include "net/tls_handshake.hpp"

#include "net/connection.hpp"
#include "net/lane.hpp"
#include "net/shared.hpp"

#include <utility>

namespace cocotalk::net {

TlsHandshake::TlsHandshake(Connection& connection, std::shared_ptr<const Reception> reception)
    : connection_(connection),
      reception_(std::move(reception)),
      deadline_ms_(connection.lane().now_ms() + connection.lane().limits().tls_handshake_ms) {}

void TlsHandshake::on_secured() { reception_->begin(connection_); }

void TlsHandshake::on_peer_finished() { connection_.cut("the peer closed the connection"); }

void TlsHandshake::on_time(std::uint64_t) { connection_.cut("it took too long"); }

void TlsHandshake::on_slow() { connection_.cut("the peer does not read"); }

void TlsHandshake::on_drain() { connection_.cut("draining"); }

void TlsHandshake::on_cut(std::string_view why) {
  Lane& lane = connection_.lane();
  if (!lane.is_draining()) lane.shared().tls_failures.tell(connection_.peer().address.toString(), why, lane.now_ms());
}

}  // namespace cocotalk::net
