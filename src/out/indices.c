/* SPDX-License-Identifier: MIT */
/* --emit indices: the records' numbers, decimal, one per line. */
#include "out/form.h"

static inline uint64_t length_of(const struct sd_content *content, uint64_t k)
{
    uint64_t length = 2;
    for (uint64_t rest = content->items[k] / 10; rest != 0; rest /= 10)
        length++;
    return length;
}

static inline bool piece_of(const struct sd_content *content, uint64_t k, size_t p,
                            struct sd_piece *piece)
{
    size_t at = SD_SCRATCH;
    piece->scratch[--at] = '\n';
    uint64_t rest = content->items[k];
    do {
        piece->scratch[--at] = (uint8_t)('0' + rest % 10);
        rest /= 10;
    } while (rest != 0);
    piece->bytes = piece->scratch + at;
    piece->length = SD_SCRATCH - at;
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
