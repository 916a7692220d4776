/* SPDX-License-Identifier: MIT */
/*
 * Compressed outputs. The stream is compressed block by block, each block by itself, so that any
 * thread can compress any block and the result is the same: one member of joined pieces. An encoder
 * is one file and one constant; `sd_encoder_gzip` is the first.
 */
#ifndef SD_OUT_ENCODER_H
#define SD_OUT_ENCODER_H

#include "base/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* The checksum of the stream so far. */
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
    /* The most bytes that a compressed block of SD_BLOCK bytes may have. */
    size_t (*bound)(void);
    /* `library`: the one to use (deflate.h); NULL: the best. Returns NULL without memory. */
    void *(*open)(int level, const char *library);
    /* Compresses one block; `last` closes the stream. */
    bool (*encode)(void *encoder, const uint8_t *bytes, size_t length, bool last,
                   struct sd_encoded *encoded);
    void (*close)(void *encoder);
    /* Writes the header before the first block, or the trailer after the last; at most SD_FRAME
     * bytes. */
    size_t (*header)(int level, uint8_t *out);
    size_t (*trailer)(const struct sd_checksum *sum, uint8_t *out);
    /* Adds a block to the checksum. */
    void (*combine)(struct sd_checksum *sum, const struct sd_encoded *encoded, size_t length);
};

enum { SD_FRAME = 32 };

extern const struct sd_encoder sd_encoder_gzip;

#endif
