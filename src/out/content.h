/* SPDX-License-Identifier: MIT */
/*
 * The content of one output: a stream of bytes that is known before it is written, so that it can
 * be cut into blocks, and any thread can make any block at any time.
 *
 * The stream is a prologue (byte order mark and header) followed by items. A form says which bytes
 * an item becomes: the record itself (rows.c, small_records.c), with another line
 * terminator (endings.c), its number (indices.c, indices_by_file.c), or the
 * record with a new last field (column.c). A form is one file ending in one constant.
 */
#ifndef SD_OUT_CONTENT_H
#define SD_OUT_CONTENT_H

#include "base/spans.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/uio.h>

/* The size of blocks: page-aligned in a plain file, and the unit of compression, so it must never
 * depend on threads or memory. */
enum { SD_BLOCK = 512 * 1024 };

/* A block of at most so many pieces, 3 kB each on average, is written directly from memory: with
 * more, the system takes longer for the pieces than a copy to one place does. */
enum { SD_PIECES = SD_BLOCK / 3072 };

struct sd_content;

/* The start of a block: `skip` bytes into the prologue (item 0) or into item number `item` - 1. */
struct sd_block_start {
    uint64_t item;
    uint64_t skip;
};

struct sd_layout {
    uint64_t size; /* bytes of the whole stream */
    struct sd_block_start *starts;
    size_t blocks;
    uint64_t *steps; /* while the layout is being made, see layout.h */
};

static inline size_t sd_block_size(const struct sd_layout *layout, size_t block)
{
    uint64_t left = layout->size - (uint64_t)block * SD_BLOCK;
    return left < SD_BLOCK ? (size_t)left : SD_BLOCK;
}

struct sd_form {
    const char *name;
    /* The total bytes of items from..to-1. */
    uint64_t (*measure)(const struct sd_content *content, uint64_t from, uint64_t to);
    /* Writes block number `block` to `out`, which holds SD_BLOCK bytes; returns its size. */
    size_t (*fill)(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out);
    /* Finds the bytes of block number `block` in memory: at most SD_PIECES pieces, whose number is
     * returned; 0: there are more. NULL: the bytes are not in memory. */
    size_t (*find)(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   struct iovec *pieces);
};

/* The number of the first row of each file of the input, ascending; of a file without rows, that of
 * the next one. At most one file: `first` may be NULL. */
struct sd_file_rows {
    const uint64_t *first;
    size_t files;
};

struct sd_content {
    const struct sd_form *form;
    const char *prologue;
    size_t prologue_length;

    /* The items in output order: packed spans; row numbers for indices; or pairs of numbers that
     * hold short records (base/small_record.h). */
    const uint64_t *items;
    uint64_t count;
    bool goes_on; /* in another output (a shard): none of the items is the last one */

    /* How spans are packed, and the input that they point into. */
    const struct sd_spans *spans;
    const uint8_t *data;
    uint64_t size;
    /* The line terminator for the input's last record, if it lacks one and another record
     * follows. */
    const char *line_end;
    size_t line_end_length;

    /* The line terminator that all records get, in place of their own; NULL: they keep it. */
    const char *ending;
    size_t ending_length;
    uint8_t escape; /* the dialect's, for the line terminators of records; 0: none */

    /* For a new column: the text between a record's bytes and its line terminator, one for each
     * label, delimiter included. Item k gets suffixes[labels[k]] of every set, in turn. */
    const struct sd_suffixes *suffixes;
    size_t suffix_sets;

    /* For row numbers by file. */
    struct sd_file_rows file_rows;
};

struct sd_suffixes {
    const uint32_t *labels; /* by item */
    const char *texts;      /* of all labels, one after another */
    const size_t *begin;    /* by label: where its text begins, which the next one's ends */
};

/* The text of a label. */
static inline const char *sd_suffix(const struct sd_suffixes *suffixes, uint32_t label,
                                    size_t *length)
{
    *length = suffixes->begin[label + 1] - suffixes->begin[label];
    return suffixes->texts + suffixes->begin[label];
}

/* Whether item k, the record at `span`, is the input's last one, lacks a line terminator and needs
 * one. */
static inline bool sd_row_needs_line_end(const struct sd_content *content, struct sd_span span,
                                         uint64_t k)
{
    return content->line_end_length != 0 && span.start + span.length == content->size &&
           (k + 1 < content->count || content->goes_on);
}

extern const struct sd_form sd_form_rows;
extern const struct sd_form sd_form_endings;
extern const struct sd_form sd_form_small_records;
extern const struct sd_form sd_form_indices;
extern const struct sd_form sd_form_indices_by_file;
extern const struct sd_form sd_form_column;

#endif
