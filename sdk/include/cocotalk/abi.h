/* The waist: what every plugin and the host agree on, in C.
 *
 * Rules of stability. Every table and descriptor begins with its `size` in bytes; a reader looks only at slots that lie
 * within it. Slots are appended, never moved, removed or given a new meaning; a break is a new interface id
 * ("cocotalk.storage/2") served beside the old one. Enumerators are never renumbered. A struct that is passed in an array
 * (coco_setting, coco_setting_spec, coco_session, …) never grows, as its size is the distance to the next one: what it lacks
 * comes in an array beside it, in a slot of its own.
 *
 * Rules of ownership. A `coco_view` and everything reached through a pointer argument is borrowed for the call: copy what
 * you keep. Each side frees only what it made. No exception, signal handler or `exit` crosses this edge.
 *
 * Thread tags used in all headers: [any] from any thread, [loop] on the core's loop thread, [lane] on the event-loop lane
 * that owns the object, [main] on the host's main thread while nothing else runs.
 */
#ifndef COCOTALK_ABI_H
#define COCOTALK_ABI_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_ABI_MAJOR 1
#define COCO_ABI_MINOR 0
#define COCO_MAGIC 0x4f434f43u /* "COCO", little endian */
#define COCO_PLUGIN_SYMBOL "coco_plugin_abi1"

/* Bytes borrowed for the call. Not NUL-terminated. `data` may be NULL when `size` is 0. Text is UTF-8. */
typedef struct coco_view {
  const char *data;
  uint64_t size;
} coco_view;

/* One header of an HTTP request or of a message. Borrowed like its views. */
typedef struct coco_header {
  coco_view name, value;
} coco_header;

/* How a call ended. The words are those of native-wire.md, "Asking". */
typedef int32_t coco_status;
enum {
  COCO_OK = 0,
  COCO_INVALID = 1,      /* the request is wrong: what and where is in the error's text */
  COCO_DENIED = 2,       /* the caller may not do this */
  COCO_NOT_FOUND = 3,
  COCO_CONFLICT = 4,     /* somebody was faster: reload and ask again */
  COCO_RATE = 5,         /* too many of these from this caller; retry later */
  COCO_BUSY = 6,         /* a bounded queue is full; retry later */
  COCO_RETRY = 7,        /* nothing was stored; the same may be sent again */
  COCO_UNAUTHORIZED = 8, /* the credential is unknown, expired or ended */
  COCO_ABORTED = 9,      /* the completion was dropped, or the provider is stopping */
  COCO_UNAVAILABLE = 10, /* nobody provides the interface */
  COCO_INTERNAL = 11     /* a defect: an exception stopped at the waist */
};

/* The reason of a failure, in the caller's memory. `text` is NUL-terminated UTF-8, one sentence, lower case, no full stop. */
typedef struct coco_error {
  coco_status code;
  char text[252];
} coco_error;

/* The one way back from an asynchronous call. `fn` is called exactly once, from any thread, possibly before the call
 * returned. `result` is of the type the slot documents and borrowed for the call of `fn`; it is NULL on failure unless the
 * slot says otherwise. `error` is NULL on success. */
typedef struct coco_completion {
  void (*fn)(void *ctx, coco_status status, const void *result, const coco_error *error);
  void *ctx;
} coco_completion;

/* ---- settings ------------------------------------------------------------------------------------------------------ */

typedef int32_t coco_setting_type;
enum {
  COCO_SETTING_BOOL = 1,   /* number: 0 or 1 */
  COCO_SETTING_INTEGER = 2,
  COCO_SETTING_BYTES = 3,  /* number of bytes; the configuration may say 65536, "64 KiB", "25 MiB", "5 GiB" */
  COCO_SETTING_MILLIS = 4, /* number of milliseconds; the configuration may say 1500, "1500 ms", "20 s", "5 min", "24 h", "30 d" */
  COCO_SETTING_TEXT = 5,
  COCO_SETTING_CHOICE = 6, /* text: one of `choices` */
  COCO_SETTING_LIST = 7    /* items: texts */
};

/* A setting as a plugin declares it. The strings live as long as the library. The host validates against it, so a plugin
 * is created only with valid values, and with every setting it declared. */
typedef struct coco_setting_spec {
  uint32_t size;
  coco_setting_type type;
  const char *name;          /* lower_case_words */
  const char *default_value; /* as it would stand in the configuration: "20 s", "true", "newest"; a list: "a,b"; NULL: required */
  int64_t min, max;          /* numbers, in the base unit; both 0: no range */
  const char *const *choices; /* COCO_SETTING_CHOICE: NULL-terminated; else NULL */
  const char *help;          /* one line: what it does */
} coco_setting_spec;

/* A validated value. `text` and `items` are borrowed for the call of create(). */
typedef struct coco_setting {
  uint32_t size;
  coco_setting_type type;
  coco_view name;
  int64_t number;
  coco_view text;
  const coco_view *items;
  uint64_t n_items;
} coco_setting;

/* ---- what the host offers a plugin ----------------------------------------------------------------------------------- */

typedef int32_t coco_log_level;
enum { COCO_LOG_DEBUG = 0, COCO_LOG_INFO = 1, COCO_LOG_WARN = 2, COCO_LOG_ERROR = 3 };

typedef int32_t coco_metric_kind;
enum { COCO_METRIC_COUNTER = 1, COCO_METRIC_GAUGE = 2 };

typedef int32_t coco_health;
enum { COCO_HEALTH_OK = 0, COCO_HEALTH_DEGRADED = 1, COCO_HEALTH_FAILED = 2 };

/* A provider held for the length of a call (or longer): while a lease is out, the provider is not destroyed. */
typedef struct coco_lease {
  const void *table; /* the interface's table; NULL: nobody provides it */
  void *slot;        /* the host's */
} coco_lease;

/* All functions [any]. Lives from before create() until after destroy(). */
typedef struct coco_host {
  uint32_t size;
  uint32_t reserved;
  void *ctx;
  /* The line appears in the host's log with the plugin's id. Never log passwords, tokens, tickets or message texts. */
  void (*log)(void *ctx, coco_log_level level, coco_view text);
  int32_t (*log_enabled)(void *ctx, coco_log_level level);
  /* Takes a lease on the provider of one of the interfaces named in `needs`. Costs two atomic operations. */
  coco_lease (*acquire)(void *ctx, const char *interface_id);
  void (*release)(void *ctx, coco_lease lease);
  /* Registers or finds a metric of this plugin: name ("connections"), labels ("kind=\"tcp\"", may be empty), one line of
   * help. Appears as cocotalk_⟨name⟩{plugin="⟨id⟩",⟨labels⟩}. Add to it atomically; it lives as long as the host. */
  int64_t *(*metric)(void *ctx, coco_metric_kind kind, const char *name, const char *labels, const char *help);
  /* Runs `fn(arg)` on the host's small worker pool. COCO_BUSY when its queue is full: then `fn` is not run. */
  coco_status (*run_blocking)(void *ctx, void (*fn)(void *arg), void *arg);
  /* Wall clock: ms since 1970-01-01 UTC. Simulated in tests. */
  int64_t (*now_ms)(void *ctx);
  /* Cryptographically secure random bytes; seeded in tests. */
  void (*random)(void *ctx, void *out, uint64_t size);
  /* This plugin's state, shown in /health with one sentence. */
  void (*health)(void *ctx, coco_health state, coco_view sentence);
  /* Asks the host to drain and exit with `exit_code`: the end of the console's input, an fsync that failed. With
   * exit_code >= 128 the process ends at once, without draining. */
  void (*stop_host)(void *ctx, int32_t exit_code, coco_view why);
  coco_view data_dir;    /* absolute; exists; shared by all plugins: keep your files in a subfolder or under your own name */
  coco_view plugin_id;
  /* Tells of a defect of this plugin that it survived: an exception stopped at its waist. Five within 60 s, and the host leaves
   * the plugin out. plugin.hpp calls it; in C there is seldom a reason to. */
  void (*fault)(void *ctx, coco_view what);
} coco_host;

/* ---- what a plugin exports -------------------------------------------------------------------------------------------- */

/* The one exported symbol, `const coco_plugin coco_plugin_abi1`. Everything reached from here lives as long as the library. */
typedef struct coco_plugin {
  uint32_t size;
  uint32_t magic;
  uint16_t abi_major, abi_minor;
  uint32_t n_settings;
  const char *id;         /* lower-case-words, unique in a host */
  const char *version;    /* semantic version */
  const char *built_with; /* compiler and standard library, for `cocotalk plugins` */
  const char *const *provides; /* NULL-terminated interface ids */
  const char *const *needs;    /* NULL-terminated interface ids; a trailing '?' makes one optional */
  const coco_setting_spec *settings;
  /* [main] Checks settings, opens nothing. */
  coco_status (*create)(const coco_host *host, const coco_setting *settings, uint64_t n, void **self, coco_error *error);
  /* [main] Opens things and begins to serve; everything in `needs` is started. */
  coco_status (*start)(void *self, coco_error *error);
  /* [main] Refuse new work, finish what was accepted, join threads, then answer `drained` (from any thread). Everything in
   * `needs` is still there. Called also when start() failed. */
  void (*stop)(void *self, coco_completion drained);
  /* [main] After `drained` and when no lease is out. */
  void (*destroy)(void *self);
  /* [any] The table of one of `provides`, valid from create() to destroy(). NULL for unknown ids. */
  const void *(*interface_of)(void *self, const char *interface_id);
  /* [main] Another instance has taken this one's place in every slot; stop() follows when `empty` was answered, or at a deadline. For
   * plugins that hold what cannot move, such as connections: take nothing new, go on serving what is there, answer `empty` when
   * the last of it is gone (from any thread). NULL, or a descriptor without this slot: stop() follows at once. */
  void (*retire)(void *self, coco_completion empty);
} coco_plugin;

#ifdef __cplusplus
}
#endif
#endif
