/* cocotalk.http/1: mount routes, answer requests, upgrade to WebSocket; all plugins on the same listeners. */
#ifndef COCOTALK_HTTP_H
#define COCOTALK_HTTP_H

#include <cocotalk/abi.h>
#include <cocotalk/net.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_HTTP "cocotalk.http/1"

/* A request being answered: never reused, so a stale one is harmless. */
typedef uint64_t coco_exchange;

typedef struct coco_header {
  coco_view name, value;
} coco_header;

/* Borrowed for on_request. Header names are lower case; the strict rules of promises.md already hold. */
typedef struct coco_http_request {
  uint32_t size;
  uint32_t lane;
  coco_view method; /* "GET" */
  coco_view path;   /* percent-decoded, "/" … ; dot segments refused before */
  coco_view query;  /* as sent, without '?' */
  const coco_header *headers;
  uint64_t n_headers;
  const coco_view *params; /* what the route's {…} and final {*} matched, in order, percent-decoded */
  uint64_t n_params;
  coco_view address; /* the client's, without port; behind a trusted proxy the one it names */
  coco_view scheme;  /* "http" or "https", as the client used it */
  coco_view host;    /* with port, as the client used it */
  int64_t content_length; /* -1: chunked */
} coco_http_request;

/* Mounted once, [main], in start(). The struct is copied. */
typedef struct coco_route {
  uint32_t size;
  uint32_t reserved;
  coco_view method;  /* "GET" (answers HEAD too), "POST", …; "*": every method */
  coco_view pattern; /* "/auth/signin", "/user/{id}", "/files/{*}" (a final {*} takes the rest). A trailing slash of the request is
                        ignored. Literal segments win over {…}, {…} over {*}. Two equal patterns: refused */
  void *ctx;
  void (*on_request)(void *ctx, coco_exchange exchange, const coco_http_request *request); /* [lane] */
} coco_route;

/* Receives a request's body. All [lane]. After an answer to the exchange nothing here is called any more. */
typedef struct coco_body_handler {
  uint32_t size;
  uint32_t reserved;
  void *ctx;
  void (*on_data)(void *ctx, coco_view bytes);
  void (*on_end)(void *ctx);
  /* Instead of on_end: the client is gone, broke the rules or the limit; the exchange is over and answered. */
  void (*on_abort)(void *ctx, coco_view why);
} coco_body_handler;

typedef struct coco_http {
  uint32_t size;
  uint32_t reserved;
  void *self;
  coco_status (*mount)(void *self, const coco_route *route, coco_error *error);
  /* [main] Takes away every route whose ctx this is; after that on_request is not called any more. */
  void (*unmount)(void *self, void *ctx);

  /* All below [lane of the exchange]; unknown exchanges are ignored. */
  /* Lets the body come, at most `limit` bytes (413 beyond), within `deadline_ms` in total (408). Call it in on_request or later;
   * before it nothing is read. An answer without it closes the connection when a body is pending. */
  void (*receive)(void *self, coco_exchange exchange, uint64_t limit, uint64_t deadline_ms, const coco_body_handler *handler);
  void (*pause)(void *self, coco_exchange exchange);
  void (*resume)(void *self, coco_exchange exchange);
  /* The whole answer. Content-Length, Date and Connection are added; for HEAD the body is left out. */
  void (*respond)(void *self, coco_exchange exchange, int32_t status, const coco_header *headers, uint64_t n, coco_view body);
  /* The answer is `bytes` bytes of a file from `offset`. Takes the descriptor over and closes it. */
  void (*respond_file)(void *self, coco_exchange exchange, int32_t status, const coco_header *headers, uint64_t n, int32_t fd,
                       uint64_t offset, uint64_t bytes);
  /* An answer in pieces, chunked. write() queues; queued() says how much the client has not taken. */
  void (*begin)(void *self, coco_exchange exchange, int32_t status, const coco_header *headers, uint64_t n);
  void (*write)(void *self, coco_exchange exchange, coco_view bytes);
  uint64_t (*queued)(void *self, coco_exchange exchange);
  void (*finish)(void *self, coco_exchange exchange);
  /* Tells once, [lane], when the client of an unfinished exchange is gone. */
  void (*on_gone)(void *self, coco_exchange exchange, void (*fn)(void *arg), void *arg);
  /* Answers 101 with the subprotocol (empty, or one the client did not ask for: none) and makes the connection a WebSocket; 0 when the
   * request is no proper upgrade or its Origin is not allowed (then it has been answered: 400, 403, 426). `message_limit` in bytes.
   * on_data may come after on_request returned. */
  coco_conn (*upgrade)(void *self, coco_exchange exchange, coco_view subprotocol, uint64_t message_limit,
                       const coco_conn_handler *handler);
  /* 1 when the request carries no Origin or one that is allowed: the rule of upgrade(), for routes that speak for a page without being
   * an upgrade. */
  int32_t (*allows_origin)(void *self, coco_exchange exchange);
} coco_http;

#ifdef __cplusplus
}
#endif
#endif
