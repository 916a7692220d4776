/* SPDX-License-Identifier: MIT */
/*
 * A piece that is exchanged: the records of one range in one part, sorted by their place in the
 * part or by their key, with an index of both words of each: that, and where its bytes end.
 */
#ifndef SD_SHARD_PIECE_H
#define SD_SHARD_PIECE_H

#include "shard/file.h"

/* A record that goes into a piece; all is borrowed. */
struct sd_piece_item {
    uint64_t word, row;
    const uint8_t *bytes;
    uint64_t length;
    const struct sd_text *ending; /* added after it; NULL: none */
    bool loose; /* the ending goes away again where no record follows in the part */
};

/* What a piece says of itself. */
struct sd_piece_told {
    uint64_t plan, set, part, range;
};

int sd_piece_put(const struct sd_piece_told *told, const struct sd_piece_item *items, size_t count,
                 struct sd_shard_file *file, struct splitdata_error *error);

/* A piece that is read. Zeroed, sd_piece_open, sd_piece_close. */
struct sd_piece {
    struct sd_shard_map map;
    struct sd_piece_told told;
    uint64_t rows;
    uint64_t loose,
        loose_bytes; /* the record whose ending is loose, and its length; `rows`: none */
    const uint8_t *index, *bytes;
};

int sd_piece_open(struct sd_piece *piece, const char *path, struct splitdata_error *error);
void sd_piece_close(struct sd_piece *piece);

/* The word of record i. */
static inline uint64_t sd_piece_word(const struct sd_piece *piece, uint64_t i)
{
    return sd_shard_word(piece->index, 2 * i, 8);
}

/* Where its bytes begin; of i = rows, their end. */
static inline uint64_t sd_piece_begin(const struct sd_piece *piece, uint64_t i)
{
    return i == 0 ? 0 : sd_shard_word(piece->index, 2 * i - 1, 8);
}

#endif
