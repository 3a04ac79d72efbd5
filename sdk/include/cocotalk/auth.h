/* cocotalk.auth/1: passwords and tokens. It keeps nothing: verifiers and fingerprints are stored by the core. */
#ifndef COCOTALK_AUTH_H
#define COCOTALK_AUTH_H

#include <cocotalk/abi.h>

#ifdef __cplusplus
extern "C" {
#endif

#define COCO_AUTH "cocotalk.auth/1"

typedef int32_t coco_token_kind;
enum { COCO_TOKEN_ACCESS = 1, COCO_TOKEN_REFRESH = 2, COCO_TOKEN_TICKET = 3 };

#define COCO_FINGERPRINT_BYTES 32
#define COCO_TOKEN_MAX_BYTES 1024

/* A token as handed to a client, in the caller's memory, and the fingerprint under which it is stored. */
typedef struct coco_token {
  uint32_t size;
  uint32_t text_size;
  char text[COCO_TOKEN_MAX_BYTES];              /* header-safe, URL-safe; not NUL-terminated */
  uint8_t fingerprint[COCO_FINGERPRINT_BYTES];  /* says nothing about the text */
} coco_token;

typedef struct coco_auth {
  uint32_t size;
  uint32_t reserved;
  void *self;
  /* [any] Makes the verifier that is stored for a password. Result: coco_view. COCO_BUSY when the workers' queue is full. */
  void (*enroll)(void *self, coco_view password, coco_completion done);
  /* [any] COCO_OK, or COCO_UNAUTHORIZED. With an empty verifier (unknown account) it refuses after the same time. COCO_BUSY as above. */
  void (*authenticate)(void *self, coco_view password, coco_view verifier, coco_completion done);
  /* [any] Issues a token of a kind. */
  coco_status (*issue)(void *self, coco_token_kind kind, coco_token *out, coco_error *error);
  /* [any] The fingerprint of a presented text. COCO_UNAUTHORIZED when the text cannot be a token of that kind. */
  coco_status (*fingerprint)(void *self, coco_token_kind kind, coco_view text, uint8_t out[COCO_FINGERPRINT_BYTES]);
} coco_auth;

#ifdef __cplusplus
}
#endif
#endif
