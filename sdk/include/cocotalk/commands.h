/* cocotalk.commands/1: commands and events of a plugin, beside the application's own.
 *
 * A plugin fills a coco_commands with what it declares and how it is asked, and hands it to the gateway (offer). From then on
 * its commands are asked over every transport, held against their declaration and shown in /docs as the core's are; what it
 * subscribed to is told to it; and it tells events of its own to rooms and accounts (tell). docs/plugin-commands.md has the whole
 * story, commands.hpp what makes it comfortable in C++. Contract: sdk/testing, commands_contract.hpp.
 */
#ifndef COCOTALK_COMMANDS_H
#define COCOTALK_COMMANDS_H

#include <cocotalk/gateway.h>

#ifdef __cplusplus
extern "C" {
#endif

/* A plugin that offers commands names it in `provides`; any number of plugins may. interface_of() gives the coco_commands. */
#define COCO_COMMANDS "cocotalk.commands/1"

/* ---- declarations: strings and arrays live until withdraw() is answered --------------------------------------------------- */

/* Who may ask; the core refuses everybody else. */
typedef int32_t coco_who;
enum {
  COCO_WHO_ANYBODY = 0,
  COCO_WHO_ACCOUNT = 1, /* an open link, or a valid access token */
  COCO_WHO_MEMBER = 2,  /* as ACCOUNT, and in the room that the first field of kind COCO_FIELD_ROOM names, which is required */
  COCO_WHO_OPERATOR = 3 /* the host's own tools */
};

typedef int32_t coco_field_kind;
enum {
  COCO_FIELD_TEXT = 1,    /* null is as good as absent */
  COCO_FIELD_NUMBER = 2,  /* a whole number, also as a string of digits */
  COCO_FIELD_FLAG = 3,
  COCO_FIELD_DATE = 4,    /* 1995-10-28 */
  COCO_FIELD_TIME = 5,    /* 2022-02-04T04:21:14.542, UTC */
  COCO_FIELD_ROOM = 6,    /* 24 lower-case hex digits */
  COCO_FIELD_TEXTS = 7,
  COCO_FIELD_NUMBERS = 8,
  COCO_FIELD_OBJECT = 9,   /* of `shape` */
  COCO_FIELD_OBJECTS = 10, /* an array of `shape` */
  COCO_FIELD_ANYTHING = 11
};

enum {
  COCO_FIELD_REQUIRED = 1, /* of an input: else NO_VALUES; a text must have more than blanks in it */
  COCO_FIELD_NULLABLE = 2  /* of an output: null is possible */
};

/* A field of an input, an output, an event or a shape. What is declared of an input holds before the command is asked. */
typedef struct coco_field {
  coco_field_kind kind;
  uint32_t flags;
  const char *name, *meaning; /* meaning: a few words, may be "" */
  const char *shape;          /* OBJECT, OBJECTS: one of this table's shapes or of docs/commands.md; else NULL */
  const char *one_of;         /* TEXT: the words it may be, with blanks between them; NULL: any */
  uint64_t longest;           /* bytes of a TEXT, entries of an array; 0: as long as a request may be */
  int64_t least, most;        /* NUMBER; both 0: any */
} coco_field;

/* A named object that fields and outputs refer to. */
typedef struct coco_shape {
  const char *name; /* letters and digits, "Poll"; nobody else's */
  const char *meaning;
  const coco_field *fields; /* at most 16 */
  uint64_t n_fields;
} coco_shape;

/* A word that a command says no with, in capitals, and when. */
typedef struct coco_no {
  const char *code, *when;
} coco_no;

/* Who asks. Borrowed for the call. */
typedef struct coco_asker {
  uint32_t size;
  coco_device_class device;
  const coco_caller *caller; /* to ask the core's own commands with the asker's authority. Copy it with what its views name */
  int64_t account;           /* 0: nobody is signed in, or the operator */
  coco_view cid;
  coco_view session; /* 32 hex digits */
  coco_view address; /* the client's, without port */
  coco_view room;    /* COCO_WHO_MEMBER: the room; else empty */
  int64_t unheard;   /* of a private room: the other one, when the asker blocks him: what he says does not exist for the asker.
                        Else 0 */
} coco_asker;

/* One command: what it says about itself, and the function behind it. */
typedef struct coco_command {
  const char *name;    /* "poll.create": the table's prefix, a dot, lower-case-words */
  const char *summary; /* one line with a verb: "makes a poll" */
  coco_who who;
  uint32_t reserved;
  const coco_field *input; /* at most 12 */
  uint64_t n_input;
  const char *output; /* a shape, "[Shape]" for an array of it, "text" for a sentence; NULL: the fields of `gives` */
  const coco_field *gives; /* at most 8 */
  uint64_t n_gives;
  /* At most 4. JWT_AUTHENTICATION, UNAUTHORIZED, NOT_PERMITTED, NO_VALUES, RATE, BUSY and RETRY are every command's and not
   * written down. */
  const coco_no *refusals;
  uint64_t n_refusals;
  /* [loop] Must return at once; `json` is one object, as the asker sent it. Answered once, from any thread, within 10 s (then the
   * asker is told RETRY, and the answer that comes late is dropped). Result: coco_answer, whose `json` may be empty (then {}), or
   * NULL for {}. On failure the result may be a coco_answer with {"code": "...", "detail": "..."}, such as one that the core
   * answered; without one the code is that of the status (INVALID: BAD_REQUEST, DENIED: NOT_PERMITTED, NOT_FOUND, CONFLICT, RATE,
   * BUSY, UNAUTHORIZED; all others: RETRY or INTERNAL), the detail the error's text. A code that is neither declared nor every
   * command's, and JSON that is none, are told as INTERNAL and counted. */
  void (*ask)(void *self, const coco_asker *asker, coco_view json, coco_completion done);
} coco_command;

/* An event that the plugin tells. */
typedef struct coco_told {
  const char *kind;    /* the table's prefix, or with a dot and lower-case-words: "poll", "poll.closed" */
  const char *meaning;
  const char *shape;   /* of the body; NULL: `fields` */
  const coco_field *fields; /* at most 8 */
  uint64_t n_fields;
  int32_t in_rooms;    /* 1: it is told to /room/⟨id⟩/live */
  int32_t to_accounts; /* 1: to /me */
} coco_told;

/* Something that happened, after it was stored. Borrowed for the call. */
typedef struct coco_happening {
  uint32_t size;
  uint32_t reserved;
  coco_view kind; /* "message", "joined", "left", "edited", "deleted", "reaction", "renamed", "picture", "notice": events of a
                     room, as docs/commands.md has them; "removed": the room is no more; "account-deleted" */
  coco_view room; /* 24 hex digits; empty: of no room */
  coco_view body; /* JSON, as native links hear it */
  int64_t account; /* whose doing it is; 0: nobody's */
  const int64_t *concerns; /* joined, message: who came by it; left: who left; account-deleted: the account */
  uint64_t n_concerns;
  uint64_t seq;         /* in the room; 0: none */
  coco_view message_id; /* of messages */
  int64_t ts_ms;        /* UTC */
} coco_happening;

/* ---- the table ------------------------------------------------------------------------------------------------------------ */

struct coco_commands {
  uint32_t size;
  uint32_t reserved;
  void *self;
  const char *plugin; /* the plugin's id */
  const char *prefix; /* the first word of all names; NULL: the id. No other plugin's, and none of the core's ("room", "auth" …) */
  const coco_command *commands; /* at most 64 */
  uint64_t n_commands;
  const coco_shape *shapes; /* at most 64 */
  uint64_t n_shapes;
  const coco_told *events; /* at most 64 */
  uint64_t n_events;
  const char *const *hears; /* kinds of coco_happening, NULL-terminated; NULL: none */
  /* [loop] Must return at once. In the order of effect, each once; what happens while no instance of the plugin runs is not told.
   * NULL when it hears nothing. */
  void (*heard)(void *self, const coco_happening *what);
};

/* ---- what a plugin tells: coco_gateway.tell ---------------------------------------------------------------------------------- */

/* Not kept: whoever hears the topic now hears it. Borrowed for the call. */
struct coco_telling {
  uint32_t size;
  uint32_t reserved;
  coco_view kind; /* one of the table's events */
  coco_view body; /* a JSON object of at most 64 KiB */
  coco_view room; /* to the members who hear its /live; empty: to `accounts` */
  const int64_t *accounts; /* at most 1,000; to their /me */
  uint64_t n_accounts;
  int64_t sender; /* whose doing it is: who blocks him in a private room does not hear it; 0: nobody's */
  coco_view state_key; /* not empty: this one replaces a queued older one with the same topic and key */
};

#ifdef __cplusplus
}
#endif
#endif
