/* SPDX-License-Identifier: MIT */
/*
 * Libraries that make deflate data (RFC 1951). Each is one file and one row of the table in
 * deflate.c. Which of them were found at build time changes how fast and how small outputs become,
 * never what they hold. zlib is always there.
 */
#ifndef SD_OUT_DEFLATE_H
#define SD_OUT_DEFLATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct sd_deflater {
    const char *name;
    /* The library's setting for each level from 1 to 9; 0: the level is left to the next library of
     * the table. settings[0] is a quick setting that suits digits; 0: it has none. */
    int settings[10];
    void *(*open)(int setting); /* NULL: no memory */
    /* Compresses at most SD_BLOCK bytes, from a fresh state, to whole bytes without a last block,
     * so that results can be joined. Returns their number; 0: no memory, or `capacity` is less than
     * sd_deflate_bound. */
    size_t (*deflate)(void *state, const uint8_t *bytes, size_t length, uint8_t *out,
                      size_t capacity);
    void (*close)(void *state); /* NULL is accepted */
    uint32_t (*crc32)(uint32_t crc, const uint8_t *bytes, size_t length);
};

/* A library that was not found at build time has a row without functions. */
extern const struct sd_deflater sd_deflater_isal, sd_deflater_libdeflate, sd_deflater_zlib;

/* The libraries of this program, in the order in which a level is offered to them; NULL after the
 * last. */
const struct sd_deflater *sd_deflater_at(size_t index);

/* The first library that takes `level` (0: the quick setting for digits). With a name, only that
 * library and zlib are asked. NULL: none takes it. */
const struct sd_deflater *sd_deflater_for(int level, const char *name);

/* The most bytes that SD_BLOCK bytes may become. */
size_t sd_deflate_bound(void);

#endif
