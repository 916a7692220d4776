/* SPDX-License-Identifier: MIT */
/*
 * SHA-256 (FIPS 180-4) of many short messages at once, one in each lane of a vector: several times
 * as fast as one after another. Longer messages are for base/digest.h.
 */
#ifndef SD_BASE_SHA256_MANY_H
#define SD_BASE_SHA256_MANY_H

#include "base/digest.h"

#include <stdbool.h>

enum {
    SD_SHA256_SHORT = 55, /* the longest message that fits into one block, with its padding */
    SD_SHA256_MOST = 128  /* messages in one call */
};

struct sd_short_message {
    uint8_t bytes[64]; /* those after the message are zero; sd_sha256_many pads them */
    size_t length;     /* at most SD_SHA256_SHORT */
};

/* Adds bytes to a message, which begins as {0}; false: it would be too long. */
bool sd_short_message_add(struct sd_short_message *message, const char *bytes, size_t length);

/* The digests of up to SD_SHA256_MOST messages: word i of that of message m is word[i][m], a number
 * with its most significant byte first in the digest. */
struct sd_sha256_words {
    uint32_t word[8][SD_SHA256_MOST];
};

/* Sets the digests of messages[0..count-1], which are changed. */
void sd_sha256_many(struct sd_short_message *messages, size_t count,
                    struct sd_sha256_words *digests);

/* --- one for each instruction set: sha256_many.inc -------------------------------------------- */

/* Sets the digests of messages `first` and the next ones, as many as there are lanes. */
typedef void sd_sha256_some(const struct sd_short_message *messages, size_t first,
                            struct sd_sha256_words *digests);

struct sd_sha256_lanes {
    const char *name;
    bool (*available)(void); /* on this processor */
    size_t lanes;
    sd_sha256_some *digest;
};

/* Fastest first; the last one is always available. */
extern const struct sd_sha256_lanes sd_sha256_lanes[];
extern const size_t sd_sha256_lanes_count;

/* sd_sha256_many with one of them, for tests. */
void sd_sha256_many_by(const struct sd_sha256_lanes *lanes, struct sd_short_message *messages,
                       size_t count, struct sd_sha256_words *digests);

#endif
