/* SPDX-License-Identifier: MIT */
/*
 * Read-ahead: a background thread reads (and decompresses) a stream, while another thread uses the
 * pieces that it has read.
 *
 * Without a thread (not begun, or refused by the system) sd_ahead_take reads from the stream
 * itself. An error of the stream is returned in the place of the bytes that could not be read.
 *
 * Life: zeroed; sd_ahead_begin; sd_ahead_take any number of times; sd_ahead_end, which is needed
 * even if nothing was begun.
 */
#ifndef SD_IN_AHEAD_H
#define SD_IN_AHEAD_H

#include "base/queue.h"
#include "in/stream.h"

/* Pieces that are read ahead at most, and the bytes of each. */
enum { SD_AHEAD = 4, SD_AHEAD_PIECE = 256 * 1024 };

struct sd_ahead_piece {
    uint8_t *bytes;
    size_t length;
    size_t file; /* the number of its file, of several that are joined */
};

struct sd_ahead {
    size_t file;              /* of the piece that was taken last */
    struct sd_stream *stream; /* borrowed; used by the thread alone until the end */
    struct sd_queue queue;
    struct sd_ahead_piece pieces[SD_AHEAD];
};

/* Begins to read `stream`; without `apart`, no thread is started. */
void sd_ahead_begin(struct sd_ahead *ahead, struct sd_stream *stream, bool apart);

/* Takes the next piece: at most SD_AHEAD_PIECE bytes, for which there is room at `buffer`. *got is
 * 0 only at the end of the stream. Pieces are the same with and without a thread. */
int sd_ahead_take(struct sd_ahead *ahead, uint8_t *buffer, size_t *got,
                  struct splitdata_error *error);

/* Waits for the piece that is being read. Pieces that were not taken are lost. */
void sd_ahead_end(struct sd_ahead *ahead);

#endif
