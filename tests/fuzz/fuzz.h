/* SPDX-License-Identifier: MIT */
/*
 * Shared by the fuzz harnesses. A harness is a file fuzz_NAME.c with a LLVMFuzzerTestOneInput:
 * libFuzzer and AFL++ link their own main to it, and replay.c is a third one, for stored inputs.
 * The first bytes of an input make choices, the rest is the text. A violated property ends in
 * abort().
 */
#ifndef FUZZ_H
#define FUZZ_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size);

struct fuzz_bytes {
    const uint8_t *at;
    size_t left;
};

/* A choice from 0 to count - 1; 0 when the input has ended. count <= 256. */
static inline unsigned fuzz_choose(struct fuzz_bytes *input, unsigned count)
{
    if (input->left == 0)
        return 0;
    input->left--;
    return *input->at++ % count;
}

static inline void fuzz_require(bool holds)
{
    if (!holds)
        abort();
}

/* A template for mkstemp or mkdtemp, in TMPDIR or /tmp. */
static inline void fuzz_temporary(char *path, size_t room)
{
    const char *directory = getenv("TMPDIR");
    int length = snprintf(path, room, "%s/splitdata-fuzz-XXXXXX",
                          directory != NULL && directory[0] != '\0' ? directory : "/tmp");
    fuzz_require(length > 0 && (size_t)length < room);
}

/* Copies the text to memory of exactly its size, so that a sanitizer notices reads beyond it. */
static inline uint8_t *fuzz_copy(const uint8_t *bytes, size_t size)
{
    uint8_t *copy = malloc(size != 0 ? size : 1);
    fuzz_require(copy != NULL);
    if (size != 0)
        memcpy(copy, bytes, size);
    return copy;
}

#endif
