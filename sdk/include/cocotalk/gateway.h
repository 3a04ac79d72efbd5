/* cocotalk.gateway/1: the application as transports and UIs see it.
 *
 * A *session* is a signed-in device; a *link* is one of its connections. Provided by the core; `gateway-remote` provides
 * the same over the network. native-wire.md says what the commands, topics and events mean.
 */
#ifndef COCOTALK_GATEWAY_H
#define COCOTALK_GATEWAY_H

#include <cocotalk/abi.h>
#include <cocotalk/transport.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_GATEWAY "cocotalk.gateway/1"

typedef int32_t coco_credential_kind;
enum {
  COCO_ANONYMOUS = 0,
  COCO_TICKET = 1,        /* secret: the ticket of a socket address (cocotalk-wire.md 5.2) */
  COCO_ACCESS_TOKEN = 2,  /* secret: the token */
  COCO_REFRESH_TOKEN = 3, /* secret: the token */
  COCO_LOGIN = 4,         /* name and secret: cid and password; signs in, with all that follows from it */
  COCO_OPERATOR = 5       /* the host's own commands (`cocotalk user add`): ask() only, never for anything from a network */
};

typedef struct coco_credential {
  uint32_t size;
  coco_credential_kind kind;
  coco_view name, secret;
} coco_credential;

typedef int32_t coco_device_class;
enum { COCO_MOBILE = 0, COCO_WEB = 1 };

/* Who is at the other end. */
typedef struct coco_peer {
  uint32_t size;
  coco_device_class device; /* as the transport was told; a credential that knows better wins */
  coco_view address;        /* the client's, without port: behind a trusted proxy the one it names */
  coco_view agent;          /* User-Agent, or what the client calls itself */
} coco_peer;

/* A 64-bit name of an open link; 0 is none. Never reused while the host runs. */
typedef uint64_t coco_link;

/* Result of open(). */
typedef struct coco_opened {
  uint32_t size;
  coco_device_class device;
  coco_link link;
  int64_t account;
  coco_view session;     /* 32 hex digits */
  coco_view store_epoch; /* another value than last time: the store was restored, forget positions */
  int64_t server_time_ms;
  coco_view cid;
} coco_opened;

/* Who asks: an open link, or (link == 0) one request with its own credential. */
typedef struct coco_caller {
  uint32_t size;
  uint32_t reserved;
  coco_link link;
  coco_credential credential; /* looked at only when link == 0 */
  coco_peer peer;             /* looked at only when link == 0 */
} coco_caller;

/* Result of ask(), on success *and* on failure (with a non-zero status `json` is {"code": "...", "detail": "..."} when
 * the application refused, empty when the call itself failed). */
typedef struct coco_answer {
  uint32_t size;
  uint32_t retry_after_ms; /* with COCO_RATE and COCO_BUSY */
  coco_view json;          /* one line of JSON */
  uint64_t seq;            /* of the event the command stored; 0: none */
  coco_view message_id;    /* of the message the command stored; empty: none */
} coco_answer;

/* A message for a topic of applications (native-wire.md, "Topics for applications"). */
typedef struct coco_publication {
  uint32_t size;
  uint32_t reserved;
  coco_view destination;
  coco_view content_type;  /* empty: none */
  coco_view body;          /* any bytes */
  coco_view client_msg_id; /* empty: none */
  const coco_header *headers; /* the application's own, to travel with it */
  uint64_t n_headers;
} coco_publication;

#define COCO_LIVE UINT64_MAX /* join: no history */

/* Result of join(). */
typedef struct coco_joined {
  uint32_t size;
  uint32_t reserved;
  coco_view topic; /* the topic events will name; e.g. "/account/5" for "/me". Empty: understood, and nothing will ever come */
  uint64_t head;   /* the last sequence of the topic at the moment it went live; 0 for topics without sequences */
} coco_joined;

/* Commands and events of a plugin: commands.h. */
typedef struct coco_commands coco_commands;
typedef struct coco_telling coco_telling;

/* All functions [any]; completions on [loop], after everything the call delivered. Calls of one thread for one link take
 * effect in the order they are made. */
typedef struct coco_gateway {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* Opens a link. Events for it go to `back`, which must live until detach() was answered. Result: coco_opened. */
  void (*open)(void *self, const coco_credential *credential, const coco_peer *peer, const coco_transport *back,
               coco_completion done);
  /* Asks a named command with a JSON object. "plugin:" before the name asks only a plugin's: for addresses in which clients name
   * the command themselves. Result: coco_answer (also on failure). */
  void (*ask)(void *self, const coco_caller *caller, coco_view command, coco_view json, coco_completion done);
  /* Joins the link's subscription (a number the caller chooses, unique in the link) to what `destination` names. With
   * from_seq = N the core first delivers N+1, N+2 … to this subscription, then answers and goes live, without a gap and
   * without a duplicate: whatever is published after the answer belongs to it. Result: coco_joined. */
  void (*join)(void *self, coco_link link, coco_view destination, uint64_t subscription, uint64_t from_seq,
               coco_completion done);
  void (*leave)(void *self, coco_link link, uint64_t subscription);
  /* The connection is gone. Unknown links are ignored. */
  void (*close)(void *self, coco_link link);
  /* Closes all links of `back`; after `done` nothing calls it again. */
  void (*detach)(void *self, const coco_transport *back, coco_completion done);
  /* Says something to a topic of applications. Answered when it is durable, if the topic is kept; else when its place in the order
   * is settled. Result: coco_answer (also on failure). */
  void (*publish)(void *self, coco_link link, const coco_publication *publication, coco_completion done);
  /* Takes in what a plugin declares; from now on it is asked, and told what it wants to hear. The table lives until withdraw() is
   * answered. Of two tables of one plugin the newer one is asked, so that an instance can take another's place. Refuses with
   * COCO_INVALID, in one sentence, what is wrong with the table or taken by others. */
  coco_status (*offer)(void *self, const coco_commands *table, coco_error *error);
  /* Nothing of the table is asked or told any more; `done` when every call under way was answered or is given up (10 s). An older
   * table of the plugin, and whatever a newer one has taken over, stay. No result. */
  void (*withdraw)(void *self, const coco_commands *table, coco_completion done);
  /* An event of the plugin that offered the table. Fails with COCO_INVALID, COCO_NOT_FOUND (the room). No result. */
  void (*tell)(void *self, const coco_commands *table, const coco_telling *what, coco_completion done);
} coco_gateway;

#ifdef __cplusplus
}
#endif
#endif
