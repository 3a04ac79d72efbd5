/* cocotalk.search/1: finds texts by words in them.
 *
 * Documents are the texts of groups, as messages are of rooms. What a word is, and when it stands in a text, is the provider's: query()
 * says which documents may have all of them, from an index, and match() where they stand in a text, or that they do not. The index is no
 * record: it follows one, by a position for each group, and may be thrown away and fed anew. Contract: sdk/testing, search_contract.hpp.
 */
#ifndef COCOTALK_SEARCH_H
#define COCOTALK_SEARCH_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_SEARCH "cocotalk.search/1"

/* ---- feeding: everything borrowed for the call ------------------------------------------------------------------------- */

typedef struct coco_search_document {
  uint32_t size;
  uint32_t reserved;
  int64_t number;  /* its own in its group */
  int64_t time_ms; /* UTC; what is found is in the order of seconds, and of feeding within one. What is indexed again keeps its time */
  coco_view text;  /* UTF-8; replaces the document's text. Empty: the document is erased, if there is one */
} coco_search_document;

typedef struct coco_search_batch {
  uint32_t size;
  uint32_t reserved;
  coco_view group;  /* its name: 1 to 64 bytes */
  int64_t position; /* the group's from now on: what the caller has fed of it */
  const coco_search_document *const *documents; /* of a number that comes twice the later one counts */
  uint64_t n_documents;
} coco_search_batch;

/* Result of positions(): one for each group asked about; 0 for unknown ones. */
typedef struct coco_search_positions {
  uint32_t size;
  uint32_t reserved;
  const int64_t *positions;
  uint64_t n_positions;
} coco_search_positions;

/* ---- asking --------------------------------------------------------------------------------------------------------------- */

typedef struct coco_search_group {
  coco_view name;
  int64_t first; /* of its documents those with this number or a higher one */
} coco_search_group;

/* Borrowed for the call. */
typedef struct coco_search_query {
  uint32_t size;
  uint32_t limit;  /* hits, at least 1 */
  coco_view words; /* UTF-8, as people type them */
  const coco_search_group *groups;
  uint64_t n_groups;
  int64_t before;  /* what comes after the hits that gave this `next`; 0: from the newest on */
} coco_search_query;

typedef struct coco_search_hit {
  coco_view group;
  int64_t number;
} coco_search_hit;

/* Result of query(): newest first. */
typedef struct coco_search_hits {
  uint32_t size;
  uint32_t reserved;
  const coco_search_hit *hits; /* documents that hold the words, and perhaps a few that do not: match() decides */
  uint64_t n_hits;
  int64_t next;                /* for the next query's `before`; 0: that was all. There may be fewer hits than `limit`, even none, and more
                                  behind them: a query looks only so far at once */
} coco_search_hits;

/* Bytes of a text, from `begin` to before `end`. */
typedef struct coco_search_span {
  uint64_t begin, end;
} coco_search_span;

typedef struct coco_search {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Which record the index follows from now on, 1 to 64 bytes; an index of another record is emptied. Before all others but
   * match(). No result. */
  void (*open)(void *self, coco_view record, coco_completion done);
  /* [any] Result: coco_search_positions. */
  void (*positions)(void *self, const coco_view *groups, uint64_t n, coco_completion done);
  /* [any] All of it or nothing; positions and documents never disagree, whatever the machine does. What was answered may be undone by a power
   * cut, positions with it. One call after the other, in their order. COCO_BUSY, COCO_RETRY: ask again later. No result. */
  void (*index)(void *self, const coco_search_batch *const *batches, uint64_t n, coco_completion done);
  /* [any] Erases a group, its documents and position. No result. */
  void (*forget)(void *self, coco_view group, coco_completion done);
  /* [any] Sees what was answered by index() before. COCO_INVALID: there is nothing to look for in `words`, or too much. COCO_BUSY. Result:
   * coco_search_hits. */
  void (*query)(void *self, const coco_search_query *query, coco_completion done);
  /* [any] Pure. Where the words stand in `text`, ascending, at most *n_spans of them; *n_spans becomes their number: 0 when one of the words does not
   * stand in it. COCO_INVALID as query(). */
  coco_status (*match)(void *self, coco_view words, coco_view text, coco_search_span *spans, uint64_t *n_spans, coco_error *error);
} coco_search;

#ifdef __cplusplus
}
#endif
#endif
