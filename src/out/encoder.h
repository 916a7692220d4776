/* SPDX-License-Identifier: MIT */
/*
 * Compressed outputs. The stream is compressed block by block, each block by itself, so that any
 * thread can do any block and the result is the same: one member whose pieces are simply joined.
 * An encoder is one file and one constant; `sd_encoder_gzip` is the first.
 */
#ifndef SD_OUT_ENCODER_H
#define SD_OUT_ENCODER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What is known of the whole stream after some of its blocks. */
struct sd_checksum {
    uint32_t crc;
    uint64_t size;
};

struct sd_encoded {
    uint8_t *bytes; /* room for `capacity` */
    size_t capacity;
    size_t length;
    uint32_t crc; /* of the uncompressed block */
};

struct sd_encoder {
    const char *name;
    /* Bytes that a compressed block of SD_BLOCK bytes can take at the most. */
    size_t (*bound)(void);
    /* `library`: the one to use, see deflate.h; NULL: the best. NULL as the result: no memory. */
    void *(*open)(int level, const char *library);
    /* Compresses one block; `last` closes the stream. */
    bool (*encode)(void *encoder, const uint8_t *bytes, size_t length, bool last,
                   struct sd_encoded *encoded);
    void (*close)(void *encoder);
    /* Writes what stands before the first block, or behind the last one; at most SD_FRAME bytes. */
    size_t (*header)(int level, uint8_t *out);
    size_t (*trailer)(const struct sd_checksum *sum, uint8_t *out);
    /* Adds a block to what is known of the stream. */
    void (*combine)(struct sd_checksum *sum, const struct sd_encoded *encoded, size_t length);
};

enum { SD_FRAME = 32 };

extern const struct sd_encoder sd_encoder_gzip;

#endif
