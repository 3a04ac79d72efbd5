/* cocotalk.storage/1: tables declared by the core, made durable.
 *
 * Shaped like IndexedDB: typed tables with a primary key and ordered indexes; one transaction is a list of operations, all
 * or nothing; one read is a list of ranges answered from one snapshot. Contract: sdk/testing, storage_contract.hpp.
 */
#ifndef COCOTALK_STORAGE_H
#define COCOTALK_STORAGE_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_STORAGE "cocotalk.storage/1"

typedef int32_t coco_type;
enum {
  COCO_NULL = 0,
  COCO_INTEGER = 1, /* 64 bit signed */
  COCO_TEXT = 2,    /* UTF-8, may hold NUL; ordered by bytes */
  COCO_BLOB = 3,    /* ordered by bytes */
  COCO_RESULT = 4   /* only in transactions: result `part` of operation `number`, counted from 0 */
};

typedef struct coco_value {
  coco_type type;
  uint32_t part;
  int64_t number;
  coco_view bytes;
} coco_value;

/* ---- schema ---------------------------------------------------------------------------------------------------------- */

typedef struct coco_column {
  const char *name;
  coco_type type;
  int32_t nullable;
  coco_value default_value; /* for rows that exist when the column is added; COCO_NULL: none */
} coco_column;

typedef struct coco_index {
  const char *name;               /* unique in the schema */
  const char *const *columns;     /* NULL-terminated */
  int32_t unique;                 /* rows with a NULL in one of the columns never collide */
  int32_t sparse;                 /* rows with a NULL in one of the columns are not in the index */
} coco_index;

typedef struct coco_table {
  const char *name;
  const coco_column *columns;
  uint64_t n_columns;
  const char *const *key;         /* primary key columns, NULL-terminated, in the order of columns[0..] */
  const coco_index *indexes;
  uint64_t n_indexes;
} coco_table;

/* One owner's tables. `version` counts up with every change; define() adds tables, columns with a default, and indexes by
 * itself. The database remembers owner and version: a newer one than `version` is refused. */
typedef struct coco_schema {
  uint32_t size;
  uint32_t version;
  const char *owner; /* "core", or a plugin's id; tables are named ⟨owner⟩_⟨table⟩ for all but the core */
  const coco_table *tables;
  uint64_t n_tables;
} coco_schema;

/* ---- transactions ------------------------------------------------------------------------------------------------------ */

typedef int32_t coco_op_kind;
enum {
  COCO_EXPECT = 1, /* the row `key` exists and its `columns[i]` equal `values[i]`, NULL equal to NULL; else conflict */
  COCO_ABSENT = 2, /* no row of `index` (NULL: the primary key) begins with the values `key`; else conflict. NULL equals nothing */
  COCO_INSERT = 3, /* `values`, one per column of the table; a taken key or unique index is a conflict */
  COCO_PUT = 4,    /* as insert, replacing the row with the same primary key */
  COCO_SET = 5,    /* the row `key` gets `columns[i]` = `values[i]`; no such row: conflict */
  COCO_ADD = 6,    /* columns[i] += values[i] (integers); results: the new values; no such row: conflict */
  COCO_MAX = 7,    /* columns[i] = max(columns[i], values[i]) (integers); results: the new values; no such row: conflict */
  COCO_APPEND = 8, /* as insert; the last primary key column is given (its value is ignored): 1 + the largest among the rows
                      with the same other key columns, so gapless; result 0: the number */
  COCO_ERASE = 9   /* the row `key`; no such row: nothing happens */
};

typedef struct coco_op {
  coco_op_kind kind;
  uint32_t reserved;
  const char *table;
  const char *index;           /* COCO_ABSENT only, else NULL */
  const coco_value *key;
  uint64_t n_key;
  const char *const *columns;  /* EXPECT, SET, ADD, MAX: n_values names; else NULL */
  const coco_value *values;
  uint64_t n_values;
} coco_op;

/* At most 4,096 operations and 4 MiB. */
typedef struct coco_transaction {
  uint32_t size;
  uint32_t reserved;
  const coco_op *ops;
  uint64_t n_ops;
} coco_transaction;

/* Result of commit(). On COCO_CONFLICT too, then only `failed_op` counts. */
typedef struct coco_committed {
  uint32_t size;
  uint32_t reserved;
  uint64_t failed_op;
  const int64_t *results;       /* all results of all operations, one after the other */
  const uint64_t *first_result; /* of operation i; n_ops + 1 entries */
  uint64_t n_ops;
} coco_committed;

/* ---- reads --------------------------------------------------------------------------------------------------------------- */

/* Rows of a table in the order of its primary key (`index` NULL) or of an index (ties in the order of the primary key), between two
 * bounds. A bound is a prefix of the key: rows whose first n columns compare to it. n = 0: unbounded. NULL comes first in an index; a
 * bound holds no NULL, and a row whose comparison with a bound comes upon a NULL is outside. */
typedef struct coco_range {
  const char *table;
  const char *index;
  const coco_value *lower;
  uint64_t n_lower;
  const coco_value *upper;
  uint64_t n_upper;
  int32_t lower_open, upper_open; /* 1: the bound itself is left out */
  int32_t descending;
  uint32_t limit;                 /* 0: none */
} coco_range;

typedef struct coco_rows {
  const coco_value *values; /* n_rows * n_columns, row after row, columns as declared */
  uint64_t n_rows, n_columns;
} coco_rows;

/* Result of read(): one entry per range. */
typedef struct coco_read_result {
  uint32_t size;
  uint32_t reserved;
  const coco_rows *ranges;
  uint64_t n_ranges;
} coco_read_result;

typedef struct coco_storage {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [main] Before the first commit. Refuses with COCO_INVALID what it cannot do (a newer database, another key). */
  coco_status (*define)(void *self, const coco_schema *schema, coco_error *error);
  /* [any] Atomic and durable when answered. What is refused without a look at the tables (COCO_INVALID, COCO_BUSY, COCO_ABORTED) is answered at
   * once; all other answers come in the order of the commits of one caller thread and in the order of their effect: who sees a
   * number answered before his commit is answered sees it in his own. Fails with COCO_CONFLICT (see failed_op), COCO_INVALID,
   * COCO_BUSY (queue full), COCO_RETRY (disk full or I/O error: nothing was stored). Result: coco_committed. */
  void (*commit)(void *self, const coco_transaction *transaction, coco_completion done);
  /* [any] One snapshot for all ranges, not older than the last answered commit. Never waits for the writer. Fails with
   * COCO_INVALID, COCO_BUSY. Result: coco_read_result. */
  void (*read)(void *self, const coco_range *ranges, uint64_t n, coco_completion done);
  /* [any] A consistent copy at `path`, which must not exist. No result. COCO_UNAVAILABLE: this store keeps nothing beyond stop(). */
  void (*backup)(void *self, coco_view path, coco_completion done);
  /* [main] Between create() and start(): the store becomes what backup() wrote at `path`. COCO_INVALID when that is no such copy;
   * then the store is as it was. */
  coco_status (*restore)(void *self, coco_view path, coco_error *error);
  /* [main] Optional. Soon stop() is called and nobody will be served until it has drained: what can be done ahead is done here, while commits
   * and reads are answered as ever. What fails is logged and changes nothing. */
  void (*settle)(void *self);
} coco_storage;

#ifdef __cplusplus
}
#endif
#endif
