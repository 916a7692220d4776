/* SPDX-License-Identifier: MIT */
/*
 * Libraries that read deflate data (RFC 1951). Each is one file and one row of the table in
 * inflate.c. Which of them were found at build time changes only the speed; zlib is always there.
 */
#ifndef SD_IN_INFLATE_H
#define SD_IN_INFLATE_H

#include "in/codec.h"

enum sd_inflated {
    SD_INFLATED_PART,    /* the buffer is full, or all bytes of the feed were used */
    SD_INFLATED_END,     /* the stream has ended; the feed is at the first byte after it */
    SD_INFLATED_DAMAGED, /* not deflate data */
    SD_INFLATED_NO_MEMORY,
};

struct sd_inflater {
    const char *name;
    void *(*open)(void);        /* NULL: no memory. */
    void (*begin)(void *state); /* A new stream follows. */
    /* Inflates from feed->bytes[begin..end-1] at most `size` bytes; *got says how many. */
    enum sd_inflated (*inflate)(void *state, struct sd_feed *feed, uint8_t *buffer, size_t size,
                                size_t *got);
    void (*close)(void *state);
    uint32_t (*crc32)(uint32_t crc, const uint8_t *bytes, size_t length);
};

/* A library that was not found at build time has a row without functions. */
extern const struct sd_inflater sd_inflater_isal, sd_inflater_zlib;

/* The fastest library; with a name, that one, or zlib. */
const struct sd_inflater *sd_inflater_for(const char *name);

#endif
