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
                        ignored. Literal segments win over {…}, {…} over {*}. Two equal patterns: refused at the host's start; while it
                        runs the later one waits behind the earlier one, as does the successor of a plugin that is replaced */
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

/* A file as an answer. Borrowed for the call. */
typedef struct coco_served_file {
  uint32_t size;
  int32_t fd; /* open for reading; taken over and closed */
  uint64_t bytes;
  int64_t modified_ms; /* UTC. With `bytes` it is what tells versions apart (ETag): a file that changes gets another */
  const coco_header *headers; /* Content-Type, Cache-Control, … */
  uint64_t n_headers;
} coco_served_file;

/* A folder of files that only change when somebody puts new ones there, for GET and HEAD. Copied. */
typedef struct coco_static_folder {
  uint32_t size;
  uint32_t reserved;
  void *ctx;        /* whose it is, for unmount() */
  coco_view prefix; /* "/app": answers /app/…; empty: answers every path nobody else does */
  coco_view path;   /* of the folder. Links in it are not followed, names that begin with a dot are not there */
  coco_view index;  /* the file that answers for a folder, "index.html"; empty: 404 */
  const coco_header *headers; /* of every file: Cache-Control, … Content-Type (by the name's ending) and nosniff are added */
  uint64_t n_headers;
} coco_static_folder;

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
  /* Answers GET and HEAD with a file as RFC 9110 wants it (others: 405): whole (200), or what the request makes of it: 304 and 412 by If-Match,
   * If-None-Match, If-Modified-Since, If-Unmodified-Since; one byte range, 206 or 416, by Range and If-Range. ETag, Last-Modified,
   * Accept-Ranges and Content-Range are added. */
  void (*serve_file)(void *self, coco_exchange exchange, const coco_served_file *file);
  /* [main] Mounts a folder, answered like serve_file(), on the lanes. Beside a file may lie ⟨file⟩.br and ⟨file⟩.gz, not older than it: a client
   * gets the one it likes best (Accept-Encoding, Vary). A folder's address without its slash is redirected to the one with it. COCO_INVALID
   * when the folder cannot be opened or its prefix is mounted already. */
  coco_status (*mount_folder)(void *self, const coco_static_folder *folder, coco_error *error);
  /* [lane] Within on_request: the request is for whoever mounted an equal pattern later; nobody did: 404. For plugins that retire and
   * still answer for what they hold. */
  void (*decline)(void *self, coco_exchange exchange);
} coco_http;

#ifdef __cplusplus
}
#endif
#endif
