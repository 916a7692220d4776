/* SPDX-License-Identifier: MIT */
/*
 * What one output will contain: a stream of bytes that is known before it is written, so that it
 * can be cut into blocks and every block be made by any thread, at any time, in any order.
 *
 * The stream is a prologue (byte order mark and header) and then one item after another. A form
 * says what bytes an item becomes: the record itself (rows.c, inlined.c), its number (indices.c),
 * or the record with a new last field (column.c). A form is one file ending in one constant.
 */
#ifndef SD_OUT_CONTENT_H
#define SD_OUT_CONTENT_H

#include "base/spans.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/* Blocks are cut from the stream at multiples of this many bytes: page-aligned in a plain file, and
 * the unit of compression, so it must never depend on threads or memory. */
enum { SD_BLOCK = 512 * 1024 };

/* A block of so few pieces, 3 kB each, is written from where they stand: beyond that, the system
 * takes longer for the pieces than it takes to copy them to one place first. */
enum { SD_PIECES = SD_BLOCK / 3072 };

struct sd_content;

/* Where a block starts: `skip` bytes into the prologue (item 0) or into item number `item` - 1. */
struct sd_block_start {
    uint64_t item;
    uint64_t skip;
};

struct sd_layout {
    uint64_t size; /* bytes of the whole stream */
    struct sd_block_start *starts;
    size_t blocks;
    uint64_t *steps; /* while it is being made, see layout.h */
};

static inline size_t sd_block_size(const struct sd_layout *layout, size_t block)
{
    uint64_t left = layout->size - (uint64_t)block * SD_BLOCK;
    return left < SD_BLOCK ? (size_t)left : SD_BLOCK;
}

struct sd_form {
    const char *name;
    /* The bytes of items from..to-1. */
    uint64_t (*measure)(const struct sd_content *content, uint64_t from, uint64_t to);
    /* Writes block number `block` to `out`, which holds SD_BLOCK bytes; returns its size. */
    size_t (*fill)(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out);
    /* Says where the bytes of block number `block` stand in memory: puts down at most SD_PIECES
     * pieces, and returns how many; 0: there are more. NULL: they stand nowhere. */
    size_t (*find)(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   struct iovec *pieces);
};

struct sd_content {
    const struct sd_form *form;
    const char *prologue;
    size_t prologue_length;

    /* The items in output order: packed spans, or row numbers for indices, or pairs of numbers that
     * hold records (base/inlined.h). */
    const uint64_t *items;
    uint64_t count;

    /* What spans mean. */
    const struct sd_spans *spans;
    const uint8_t *data;
    uint64_t size;
    /* The line end for the last record of the input where it lacks one and another follows. */
    const char *line_end;
    size_t line_end_length;

    /* For a new column: what stands between a record's bytes and its line end, one text for each
     * label, delimiter included; item k gets suffixes[labels[k]] of every set, in turn. */
    const struct sd_suffixes *suffixes;
    size_t suffix_sets;
};

struct sd_suffixes {
    const uint32_t *labels; /* by item */
    char *const *texts;     /* by label */
};

/* Whether item k, the record at `span`, is the input's last one, lacks a line end and needs one. */
static inline bool sd_row_needs_line_end(const struct sd_content *content, struct sd_span span,
                                         uint64_t k)
{
    return content->line_end_length != 0 && span.start + span.length == content->size &&
           k + 1 < content->count;
}

extern const struct sd_form sd_form_rows;
extern const struct sd_form sd_form_small_records;
extern const struct sd_form sd_form_indices;
extern const struct sd_form sd_form_column;

#endif
