/* SPDX-License-Identifier: MIT */
/* The order of --like splitdata: rows by keys of 64 bits, of which each is known without the
 * others. */
#ifndef SD_RECIPE_KEYED_ORDER_H
#define SD_RECIPE_KEYED_ORDER_H

#include "base/memory.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Puts items[0..count-1], those of rows 0 to count - 1, into ascending order of their rows' keys
 * (sd_philox4x32_first64 of rng/philox4x32.h), of equal ones the lower row first. `size`: bytes of
 * an item, at most 16. Takes size + 8 bytes for each row from `memory`. False: no memory, and the
 * items are unchanged. */
bool sd_order_by_row_key(void *items, uint64_t count, size_t size, uint64_t seed,
                         struct sd_memory *memory);

#endif
