/* SPDX-License-Identifier: MIT */
/* --emit indices=file: the numbers of the record's file and of the record within it, one pair a
 * line. */
#include "out/form.h"
#include "out/row_number.h"

/* A file's number has at most 10 digits: the list of files is in memory. */
_Static_assert(SD_SCRATCH >= 10 + 1 + 20 + 1, "a pair of numbers fits");

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    const uint64_t row = content->items[k];
    size_t file = sd_file_of_row(&content->file_rows, row);
    return sd_digits_of(file) + sd_digits_of(sd_row_in_file(&content->file_rows, file, row)) + 2;
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    const uint8_t *end = piece->scratch + SD_SCRATCH;
    piece->bytes =
        sd_put_file_and_row(piece->scratch + SD_SCRATCH, &content->file_rows, content->items[k]);
    piece->length = (size_t)(end - piece->bytes);
    return p == 0;
}

static uint64_t measure(const struct sd_content *content, uint64_t from, uint64_t to)
{
    return sd_measure(content, from, to, length_of);
}

static size_t fill(const struct sd_content *content, const struct sd_layout *layout, size_t block,
                   uint8_t *out)
{
    return sd_fill(content, layout, block, out, piece_of, NULL);
}

const struct sd_form sd_form_indices_by_file = {"indices_by_file", measure, fill, NULL};
