/* cocotalk.net/1: listeners and byte streams on event-loop lanes.
 *
 * A lane is a thread with an event loop. A connection belongs to one lane for ever. Nothing on a lane blocks. Everything
 * sent in one turn of a lane leaves in one system call per connection.
 */
#ifndef COCOTALK_NET_H
#define COCOTALK_NET_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_NET "cocotalk.net/1"

/* A connection's name: never reused, so a stale one is harmless. 0 is none. TCP streams and upgraded WebSockets alike. */
typedef uint64_t coco_conn;

/* Immutable bytes shared by many connections of one lane; counted references. */
typedef struct coco_buffer coco_buffer;

/* What the owner of a connection hears. All [lane]. The struct is copied; ctx lives until on_closed returned. */
typedef struct coco_conn_handler {
  uint32_t size;
  uint32_t reserved;
  void *ctx;
  /* TCP: some bytes of the stream. WebSocket: one whole message, joined and unmasked, checked for UTF-8 if text. */
  void (*on_data)(void *ctx, coco_view bytes, int32_t is_text);
  /* The queue fell below the level passed to notify_below(). */
  void (*on_drained)(void *ctx);
  /* The last call. `code`: a WebSocket close code, 1006 for a lost connection; `why` for the log. */
  void (*on_closed)(void *ctx, int32_t code, coco_view why);
} coco_conn_handler;

typedef struct coco_peer_name {
  uint32_t size;
  uint32_t lane;
  coco_view address; /* without port */
  uint16_t port;
} coco_peer_name;

/* Accepts connections of one listener. */
typedef struct coco_acceptor {
  uint32_t size;
  uint32_t reserved;
  void *ctx;
  /* [lane] Fill in the handler. */
  void (*on_accept)(void *ctx, coco_conn conn, const coco_peer_name *peer, coco_conn_handler *out);
} coco_acceptor;

typedef struct coco_net {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] How many lanes there are. */
  uint32_t (*lanes)(void *self);
  /* [any] Runs fn(arg) on a lane, in the order of posting per posting thread. Still run while draining; after that `fn` is not run
   * and COCO_ABORTED returned. */
  coco_status (*post)(void *self, uint32_t lane, void (*fn)(void *arg), void *arg);
  /* [lane] Runs fn(arg) once after `ms`; the id cancels it. Timers that did not run are dropped when the lane ends. */
  uint64_t (*after)(void *self, uint32_t lane, uint64_t ms, void (*fn)(void *arg), void *arg);
  void (*cancel)(void *self, uint32_t lane, uint64_t timer);
  /* [main] Binds a TCP listener ("127.0.0.1:61613", "[::1]:0"; with TLS "tls:[::]:61614") and accepts when all plugins have started. The
   * port in fact bound is written to `port`. While the host runs, an address that is listened on already gets a second acceptor, which
   * waits until the first is taken away with unlisten(). */
  coco_status (*listen)(void *self, coco_view address, const coco_acceptor *acceptor, uint16_t *port, coco_error *error);

  /* All below [lane of the connection]; unknown connections are ignored. */
  /* Queues bytes (copied). On a WebSocket: as one text message, or a binary one. */
  void (*send)(void *self, coco_conn conn, coco_view bytes);
  void (*send_binary)(void *self, coco_conn conn, coco_view bytes);
  /* Makes a shared buffer on this lane, with one reference, which release() gives back. */
  coco_buffer *(*make_buffer)(void *self, uint32_t lane, coco_view bytes);
  void (*release)(void *self, uint32_t lane, coco_buffer *buffer);
  /* Queues a shared buffer as it is: on a WebSocket it must hold whole frames (coco_ws_header). Neighbouring slices merge. */
  void (*send_buffer)(void *self, coco_conn conn, coco_buffer *buffer);
  /* Bytes queued and not yet taken by the kernel. */
  uint64_t (*queued)(void *self, coco_conn conn);
  /* Asks for one on_drained when `queued` falls below `bytes`. At once, if it is below already (but not before this call returned). */
  void (*notify_below)(void *self, coco_conn conn, uint64_t bytes);
  /* Stops and resumes reading. */
  void (*pause)(void *self, coco_conn conn);
  void (*resume)(void *self, coco_conn conn);
  /* Sends what is queued, then closes: on a WebSocket with a close frame and handshake. on_closed follows. */
  void (*close)(void *self, coco_conn conn, int32_t code, coco_view reason);
  /* Cuts without sending anything more. */
  void (*abort)(void *self, coco_conn conn, coco_view why);
  /* TCP only: on_closed with "silent" when no byte arrived for this long; 0: never (the default). WebSockets are pinged and cut by net itself. */
  void (*set_silence_limit)(void *self, coco_conn conn, uint64_t ms);
  /* ms since the peer's last byte. */
  uint64_t (*silent_ms)(void *self, coco_conn conn);
  /* The largest message (WebSocket) accepted from now on, in bytes; beyond it: close 1009. */
  void (*set_message_limit)(void *self, coco_conn conn, uint64_t bytes);
  /* [main] Takes away every acceptor with this ctx, and closes the listeners that have no other; after that on_accept is not called any
   * more. Connections stay. */
  void (*unlisten)(void *self, void *ctx);
  /* [lane] Counts `added` more bytes (fewer: negative) that wait, in the caller's own memory, for clients of this lane that do not read, and
   * answers how full all that is unread is, of the whole host, in percent of the setting `outbox_total`; more than 100 is possible. */
  uint32_t (*pressure)(void *self, uint32_t lane, int64_t added);
} coco_net;

/* cocotalk.listeners/1: how the host lets people in. A plugin that listens binds its ports in start(), so that a taken port is said
 * early, and accepts only when every plugin has started. The host looks for this interface after the last start(). */
#define COCO_LISTENERS "cocotalk.listeners/1"

typedef struct coco_listeners {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [main] Begins to accept, on every listener bound so far; one bound later accepts at once. Called once. */
  void (*open)(void *self);
  /* [main] Writes the bound HTTP addresses with their real ports, one per line ("127.0.0.1:8080\ntls:[::1]:8443"), not
   * NUL-terminated, at most `n` bytes. Returns how many bytes all of them take; `out` may be NULL when `n` is 0. */
  uint64_t (*addresses)(void *self, char *out, uint64_t n);
} coco_listeners;

/* Writes the header of an unmasked, unfragmented text frame for `size` bytes of payload (RFC 6455, 5.2). Returns its length: 2, 4 or 10. */
static inline uint32_t coco_ws_header(uint64_t size, uint8_t out[10]) {
  uint32_t n = size < 126 ? 0u : size < 65536 ? 2u : 8u, i;
  out[0] = 0x81;
  out[1] = (uint8_t)(n == 0u ? size : n == 2u ? 126u : 127u);
  for (i = 0; i < n; ++i) out[2u + i] = (uint8_t)(size >> (8u * (n - 1u - i)));
  return 2u + n;
}

#ifdef __cplusplus
}
#endif
#endif
