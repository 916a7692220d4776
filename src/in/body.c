/* SPDX-License-Identifier: MIT */
#include "in/body.h"

#include <stdlib.h>
#include <string.h>

/* Makes room for one more piece. */
static bool grow(struct sd_body *body)
{
    if (body->capacity - body->held_end >= SD_STREAM_PIECE)
        return true;
    size_t capacity = body->capacity * 2 + SD_STREAM_PIECE;
    uint8_t *held = realloc(body->held, capacity);
    if (held == NULL)
        return false;
    body->held = held;
    body->capacity = capacity;
    return true;
}

static void keep_tail(struct sd_body *body, const uint8_t *bytes, size_t length)
{
    const size_t taken = length < SD_JOIN_TAIL ? length : SD_JOIN_TAIL;
    const size_t left = SD_JOIN_TAIL - taken;
    memmove(body->tail, body->tail + taken, left);
    memcpy(body->tail + left, bytes + length - taken, taken);
    body->tail_length += taken;
    if (body->tail_length > SD_JOIN_TAIL)
        body->tail_length = SD_JOIN_TAIL;
}

int sd_body_open(struct sd_body *body, const struct sd_join *join, struct splitdata_error *error)
{
    struct sd_join_file file = {.name = sd_source_name(&body->source)};
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK && !body->head.known) {
        size_t got = 0;
        if (!grow(body))
            return sd_fail_memory(error, "a header");
        status = sd_stream_read_piece(&body->stream, body->held + body->held_end, &got, error);
        body->held_end += got;
        file.bytes = body->held;
        file.length = body->held_end;
        file.whole = body->at_end = got < SD_STREAM_PIECE;
        if (status == SPLITDATA_OK)
            status = join->begin(join->context, &file, &body->head, error);
    }
    body->held_begin = body->head.length;
    body->size = body->held_end;
    return status;
}

int sd_body_read(struct sd_body *body, uint8_t *buffer, size_t size, size_t *got,
                 struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (body->held_begin < body->held_end) {
        size_t left = body->held_end - body->held_begin;
        *got = left < size ? left : size;
        memcpy(buffer, body->held + body->held_begin, *got);
        body->held_begin += *got;
    } else if (body->at_end) {
        *got = 0;
    } else {
        *got = 0;
        status = sd_stream_read(&body->stream, buffer, size, got, error);
        body->size += *got;
        body->at_end = *got == 0;
    }
    keep_tail(body, buffer, *got);
    return status;
}

void sd_body_close(struct sd_body *body)
{
    sd_stream_close(&body->stream);
    if (body->source.path != NULL)
        sd_source_close(&body->source);
    free(body->held);
    *body = (struct sd_body){0};
}
