// What one says to a server over WebSocket, and what it says back. One file a protocol; all of them pure.
#pragma once

#include "load/place.hpp"
#include "load/websocket.hpp"

#include <memory>
#include <string>
#include <string_view>

namespace cocotalk::load {

// The words that differ from server to server; templates, see fill().
struct Words {
  std::string path = {};         // of the upgrade; empty: the protocol's usual one
  std::string destination = {};  // what is joined and spoken to; empty: the protocol's usual one
  std::string login = {}, passcode = {};
  Headers connect_headers = {}, send_headers = {};  // STOMP only
};

enum class Kind {
  incomplete,  // the rest is still on its way
  other,       // nothing that counts: a heart-beat, a greeting
  answered,    // to sign_in() or join()
  message,
  receipt,
  ping,    // wants pong()
  refused  // the server's error
};

// One unit of the protocol at the beginning of some bytes. `text` is where a stamp or a reason stands; it lives as long as they
// do.
struct Unit {
  Kind kind;
  std::size_t used;
  std::string_view text;
};

class Protocol {
 public:
  Protocol() = default;
  Protocol(const Protocol&) = delete;
  Protocol& operator=(const Protocol&) = delete;
  virtual ~Protocol() = default;

  virtual Opcode opcode() const { return Opcode::text; }
  virtual std::string path(const Place& place) const = 0;
  virtual std::string_view subprotocol() const { return {}; }

  // Payloads to send; an empty one means that there is nothing to say and nothing to wait for.
  virtual std::string sign_in(const Place& place) const = 0;
  virtual std::string join(const Place& place) const = 0;
  virtual std::string message(const Place& place, std::string_view body) const = 0;
  // A message whose receipt carries its stamp. Throws where the protocol knows nothing of the kind.
  virtual std::string message_with_receipt(const Place& place, std::string_view body) const;
  virtual std::string_view pong() const { return {}; }

  virtual Unit hear(std::string_view bytes) const = 0;
};

std::unique_ptr<Protocol> stomp(Words words);
std::unique_ptr<Protocol> mqtt(Words words);
std::unique_ptr<Protocol> nats(Words words);
std::unique_ptr<Protocol> raw(Words words);
std::unique_ptr<Protocol> socketio(Words words);

// By name: stomp, mqtt, nats, raw or socketio.
std::unique_ptr<Protocol> protocol_named(std::string_view name, Words words);

}  // namespace cocotalk::load
