/* SPDX-License-Identifier: MIT */
/*
 * A stream that a thread of its own reads ahead, while the one who takes the bytes does something
 * with them: decompressing and splitting go on at the same time.
 *
 * One that was not begun, or whose thread the system refused, reads when it is asked. An error of
 * the stream's comes where its bytes would have.
 *
 * Life: zeroed, sd_ahead_begin, sd_ahead_take any number of times, sd_ahead_end, which is needed
 * even where nothing was begun.
 */
#ifndef SD_IN_AHEAD_H
#define SD_IN_AHEAD_H

#include "in/stream.h"

#include <pthread.h>

/* How many pieces are read ahead at most, and what each has room for. */
enum { SD_AHEAD = 4, SD_AHEAD_PIECE = 256 * 1024 };

struct sd_ahead_piece {
    uint8_t *bytes;
    size_t length;
};

struct sd_ahead {
    struct sd_stream *stream; /* borrowed; nobody else reads it before the end */
    bool running;
    pthread_t thread;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t moved;
    struct sd_ahead_piece pieces[SD_AHEAD]; /* number n is number n mod SD_AHEAD here */
    size_t read, taken;                     /* so many pieces */
    bool over;                              /* nothing more is read */
    int status;
    struct splitdata_error error;
};

/* Begins to read `stream`; unless `apart`, nothing is read ahead. */
void sd_ahead_begin(struct sd_ahead *ahead, struct sd_stream *stream, bool apart);

/* Takes the next piece, the same ones whether or not it was read ahead: at most SD_AHEAD_PIECE
 * bytes, for which there is room at `buffer`; *got is 0 at the end alone. */
int sd_ahead_take(struct sd_ahead *ahead, uint8_t *buffer, size_t *got,
                  struct splitdata_error *error);

/* Waits for the piece that is being read; what was not taken is lost. */
void sd_ahead_end(struct sd_ahead *ahead);

#endif
