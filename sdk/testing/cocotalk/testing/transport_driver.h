/* How a client of a transport behaves, for `cocotalk plugin test --driver FILE`: a library that exports one coco_transport_driver
 * under COCO_TRANSPORT_DRIVER_SYMBOL. It plays clients on a network without sockets; the rules play the core. In C++ write a
 * TransportDriver (transport_driver.hpp) and export it with COCO_TRANSPORT_DRIVER.
 */
#ifndef COCOTALK_TESTING_TRANSPORT_DRIVER_H
#define COCOTALK_TESTING_TRANSPORT_DRIVER_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A connection, or a request and its answer. Never reused; 0 is none. */
typedef uint64_t coco_client;

/* Where heard() puts what came, in one call or several. Borrowed for the call. */
typedef struct coco_hearing {
  void* ctx;
  void (*take)(void* ctx, coco_view bytes);
} coco_hearing;

/* A request; its headers have names in lower case. Borrowed for the call. */
typedef struct coco_client_request {
  uint32_t size;
  uint32_t reserved;
  coco_view method, path, query, body;
  const coco_header* headers;
  uint64_t n_headers;
} coco_client_request;

/* The network as clients have it. All on the thread of the rule; what a call brings about has happened when it returns. */
typedef struct coco_clients {
  uint32_t size;
  uint32_t reserved;
  void* self;
  /* Upgrades at a path; 0: it was refused, or nobody serves it. */
  coco_client (*websocket)(void* self, coco_view path);
  /* Connects to the one listener; 0: there is none. */
  coco_client (*tcp)(void* self);
  /* Sends a request. Its answer may come whole, in pieces, or never. */
  coco_client (*request)(void* self, const coco_client_request* request);
  /* Sends bytes of a stream, or one text message. Not of a request. */
  void (*type)(void* self, coco_client client, coco_view bytes);
  /* What came since the last call: of a request, of the body of its answer. */
  void (*heard)(void* self, coco_client client, coco_hearing out);
  /* Nothing arrives any more; what the transport sends is queued. */
  void (*stop_reading)(void* self, coco_client client);
  void (*hang_up)(void* self, coco_client client);
  /* Closed, or answered to the end. */
  int32_t (*is_ended)(void* self, coco_client client);
  /* Of a request: the status of its answer, 0 as long as there is none. */
  int32_t (*status)(void* self, coco_client client);
} coco_clients;

/* One client of the transport's protocol. */
typedef struct coco_transport_driver {
  uint32_t size;
  uint32_t reserved;
  /* Makes one; the network lives longer. */
  void* (*create)(const coco_clients* net);
  void (*destroy)(void* self);
  /* Comes and asks to be let in: the transport then has opened a link. 0: this transport serves no such clients. */
  int32_t (*come)(void* self);
  /* Asks to hear a topic, once it was let in: the transport then has joined. */
  void (*join)(void* self, coco_view topic);
  /* All that came since the last call, as text in which the bodies of events stand as they are. */
  void (*heard)(void* self, coco_hearing out);
  void (*stop_reading)(void* self);
  void (*hang_up)(void* self);
  /* Whether the transport has ended the conversation. */
  int32_t (*is_ended)(void* self);
} coco_transport_driver;

#define COCO_TRANSPORT_DRIVER_SYMBOL "coco_transport_driver_abi1"

#ifdef __cplusplus
}
#endif
#endif
