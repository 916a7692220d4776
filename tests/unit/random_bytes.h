/* SPDX-License-Identifier: MIT */
/* Pseudorandom bytes, the same in every run (Marsaglia's xorshift64*). */
#ifndef RANDOM_BYTES_H
#define RANDOM_BYTES_H

#include <stddef.h>
#include <stdint.h>
#include <string.h>

static inline uint64_t random_next(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * UINT64_C(2685821657736338717);
}

/* From 0 to bound-1. */
static inline size_t random_below(uint64_t *state, size_t bound)
{
    return (size_t)((random_next(state) >> 32) * (uint64_t)bound >> 32);
}

/* Fills out[0..length-1] with random bytes from `alphabet`, a NUL-terminated list. */
static inline void random_text(uint64_t *state, uint8_t *out, size_t length, const char *alphabet)
{
    size_t letters = strlen(alphabet);
    for (size_t i = 0; i < length; i++)
        out[i] = (uint8_t)alphabet[random_below(state, letters)];
}

/* Text like a CSV file, mostly well-formed: plain and quoted fields, line terminators of every
 * kind, and occasional errors. */
static inline void random_csv(uint64_t *state, uint8_t *out, size_t length, char delimiter,
                              char quote)
{
    static const char *const ends[] = {"\n", "\r\n", "\n", "\r", "\r\r\n", "\n\n", " \n"};
    char pieces[8];
    for (size_t i = 0; i < length;) {
        const char *piece = pieces;
        size_t kind = random_below(state, 100);
        if (kind < 40) {
            static const char words[] = "abcdefgh";
            piece = words + random_below(state, 8);
        } else if (kind < 60) {
            pieces[0] = delimiter;
            pieces[1] = '\0';
        } else if (kind < 75) {
            pieces[0] = delimiter;
            pieces[1] = pieces[5] = quote;
            pieces[2] = kind < 65 ? '\n' : kind < 70 ? delimiter : 'x';
            pieces[3] = pieces[4] = kind < 72 ? quote : 'y';
            pieces[6] = delimiter;
            pieces[7] = '\0';
        } else if (kind < 97) {
            piece = ends[random_below(state, sizeof ends / sizeof ends[0])];
        } else {
            static const char odd[] = " \t;|,\"'\n";
            pieces[0] = odd[random_below(state, 8)];
            pieces[1] = random_below(state, 4) == 0 ? quote : 'z';
            pieces[2] = '\0';
        }
        for (; *piece != '\0' && i < length; piece++)
            out[i++] = (uint8_t)*piece;
    }
}

/* Writes a quoted field of the given length that contains doubled quotes, commas and line breaks.
 * Returns the position after it. */
static inline size_t random_quoted(uint64_t *state, uint8_t *out, size_t at, size_t length)
{
    out[at++] = '"';
    for (size_t i = 0; i < length; i++) {
        uint8_t byte = (uint8_t) "vvvvvvvv \n,\"\r"[random_below(state, 13)];
        out[at++] = byte;
        if (byte == '"')
            out[at++] = '"';
    }
    out[at++] = '"';
    return at;
}

/* Writes records of 1 to 4 short fields, quoted in half of the calls; a few have another number of
 * fields or an oddity. Returns the number of bytes of out[0..size-1] used. */
static inline size_t random_short_records(uint64_t *state, uint8_t *out, size_t size)
{
    static const char *const odd[] = {"",   " ",       "\t",    ",",       "\r\n",
                                      "\n", "\"x\"\n", "x\"\n", "\"\n\"\n"};
    const size_t fields = 1 + random_below(state, 4);
    const size_t widest = 1 + random_below(state, random_below(state, 3) == 0 ? 70 : 9);
    const size_t seldom = 1 + random_below(state, 3000);
    const size_t quoted = random_below(state, 2) * random_below(state, 101); /* per 100 fields */
    size_t at = 0;
    while (at + 640 < size) {
        if (random_below(state, seldom) == 0) {
            const char *text = odd[random_below(state, sizeof odd / sizeof odd[0])];
            memcpy(out + at, text, strlen(text));
            at += strlen(text);
        }
        for (size_t f = 0; f < fields; f++) {
            size_t length = (f == 0) + random_below(state, widest);
            if (random_below(state, 100) < quoted) {
                at = random_quoted(state, out, at, length);
            } else {
                memset(out + at, 'v', length);
                at += length;
            }
            out[at++] = f + 1 < fields ? ',' : '\n';
        }
    }
    return at;
}

#endif
