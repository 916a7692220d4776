/* SPDX-License-Identifier: MIT */
/*
 * One of several files that are joined: its bytes without those that the joined file leaves out
 * (base/join.h).
 *
 * Life: zeroed, sd_body_open, sd_body_read up to the end, sd_body_close.
 */
#ifndef SD_IN_BODY_H
#define SD_IN_BODY_H

#include "base/join.h"
#include "in/stream.h"

struct sd_body {
    struct sd_source source;
    struct sd_stream stream;
    struct sd_join_head head;
    bool at_end;   /* the stream has ended: a terminal would go on */
    uint8_t *held; /* owned: bytes that were read to find the head, and are not yet given on */
    size_t held_begin, held_end, capacity;
    uint64_t size;              /* bytes of the file so far, decompressed, its head among them */
    uint8_t tail[SD_JOIN_TAIL]; /* the last ones */
    size_t tail_length;
};

/* Begins with an open source and stream, which the body then owns, and finds the head. */
int sd_body_open(struct sd_body *body, const struct sd_join *join, struct splitdata_error *error);

/* Reads up to `size` bytes after the head; *got is 0 only at the end of the file. */
int sd_body_read(struct sd_body *body, uint8_t *buffer, size_t size, size_t *got,
                 struct splitdata_error *error);

void sd_body_close(struct sd_body *body);

#endif
