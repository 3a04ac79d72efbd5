/* cocotalk.transport/1: how the core speaks to the links a transport opened.
 *
 * Whoever opens links at the gateway hands in one of these: STOMP, the console, an in-process bot.
 */
#ifndef COCOTALK_TRANSPORT_H
#define COCOTALK_TRANSPORT_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_TRANSPORT "cocotalk.transport/1"

/* One event, for any number of receivers. The header words are those of native-wire.md, "Hearing". Borrowed for the call. */
typedef struct coco_event {
  uint32_t size;
  uint32_t reserved;
  const coco_view *topics; /* publish: every topic it is for. A link that joined several hears it once per subscription */
  uint64_t n_topics;
  coco_view kind;          /* "message", "joined", "gap", "ended" …; empty for the original clients' events */
  coco_view content_type;  /* "application/json"; "text/plain;charset=UTF-8"; empty: the application named none */
  coco_view body;          /* one line without NUL; of a topic for applications: any bytes */
  uint64_t seq;            /* in the topic; 0: the topic has no sequence */
  uint64_t to_seq;         /* gap: the last missing one (seq is the first); else 0 */
  coco_view message_id;    /* unique per event; empty: the transport makes one up */
  int64_t sender;          /* account; 0: nobody */
  int64_t ts_ms;           /* UTC */
  coco_view state_key;     /* not empty: this event replaces a queued older one with the same topic and key */
  coco_view except_session; /* 32 hex digits: links of this session do not hear it; empty: everybody does */
  const coco_header *headers; /* what an application added to its message, in its order */
  uint64_t n_headers;
} coco_event;

/* Numbers that end a link; the names and the retry rules are in native-wire.md, "Numbers that end a link". */
typedef int32_t coco_close_code;
enum {
  COCO_CLOSE_NORMAL = 1000,
  COCO_CLOSE_DRAINING = 1012,
  COCO_CLOSE_UNAUTHORIZED = 4001,
  COCO_CLOSE_REPLACED = 4009,
  COCO_CLOSE_SIGNED_OUT = 4010,
  COCO_CLOSE_SLOW = 4013,
  COCO_CLOSE_RATE = 4029
};

/* All functions [loop], must return at once (copy and hand over to your own thread), in the order of effect. */
typedef struct coco_transport {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* For every subscription of this transport that is joined to one of the topics. */
  void (*publish)(void *self, const coco_event *event);
  /* For one subscription of one link: history, answers of the core's own making. `topics` is empty. Subscription 0: whatever the link
   * hears answers on (native-wire.md: /reply); used for "reauth". */
  void (*deliver)(void *self, uint64_t link, uint64_t subscription, const coco_event *event);
  /* End this link; what was delivered before goes out first. The transport answers with gateway.close(). */
  void (*close)(void *self, uint64_t link, coco_close_code code, coco_view reason);
  /* The subscription of this link hears nothing any more: its account may not hear the topic since this moment (it left the room). What
   * was published before still goes out, the client is told nothing, and gateway.leave() is not needed. Of a transport without this slot
   * the core closes the link instead. */
  void (*expel)(void *self, uint64_t link, uint64_t subscription);
} coco_transport;

#ifdef __cplusplus
}
#endif
#endif
