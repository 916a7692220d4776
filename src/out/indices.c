/* SPDX-License-Identifier: MIT */
/* --emit indices: the records' numbers, decimal, one per line. */
#include "out/form.h"
#include "out/row_number.h"

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    return sd_digits_of(content->items[k]) + 1;
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    const uint8_t *end = piece->scratch + SD_SCRATCH;
    piece->bytes = sd_put_row(piece->scratch + SD_SCRATCH, content->items[k]);
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

const struct sd_form sd_form_indices = {"indices", measure, fill, NULL};
