/* cocotalk.mail/1: hands e-mail over to whoever delivers it. */
#ifndef COCOTALK_MAIL_H
#define COCOTALK_MAIL_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_MAIL "cocotalk.mail/1"

/* One plain text to one person, in UTF-8. Borrowed for the call. */
typedef struct coco_letter {
  uint32_t size;
  uint32_t reserved;
  coco_view to;      /* an address without a name: "alice@example.org" */
  coco_view subject; /* one line */
  coco_view text;    /* lines end with "\n" */
} coco_letter;

typedef struct coco_mail {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Answered when the next server (or folder) has taken the letter over, from then on its delivery is that one's business.
   * COCO_INVALID: the letter itself is refused (`to` without '@', a line break in `to` or `subject`, which would add headers; no such
   * address) and would be again; COCO_BUSY: too many wait; COCO_RETRY: nobody took it. No result. */
  void (*send)(void *self, const coco_letter *letter, coco_completion done);
} coco_mail;

#ifdef __cplusplus
}
#endif
#endif
