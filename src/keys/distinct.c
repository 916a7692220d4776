/* SPDX-License-Identifier: MIT */
#include "keys/distinct.h"

#include "keys/hash64.h"

#include <stdbool.h>
#include <string.h>

enum { FIRST_SLOTS = 1024 };

void sd_distinct_begin(struct sd_distinct *distinct, struct sd_memory *memory)
{
    *distinct = (struct sd_distinct){.memory = memory};
}

/* An array of at least `needed` items, half as many again as before; NULL: not to be had, and the
 * old one stays. */
static void *grow(const struct sd_distinct *d, void *array, size_t *capacity, size_t needed,
                  size_t size)
{
    size_t more = *capacity + *capacity / 2 + 64;
    more = more < needed ? needed : more;
    void *grown = sd_memory_resize(d->memory, array, more, size);
    if (grown != NULL)
        *capacity = more;
    return grown;
}

/* Twice the slots; the hashes in the old ones say where each goes. */
static bool grow_slots(struct sd_distinct *d)
{
    size_t slots = d->slots > 0 ? 2 * d->slots : FIRST_SLOTS;
    uint64_t *slot = sd_memory_take(d->memory, slots, sizeof *slot);
    if (slot == NULL)
        return false;
    for (size_t i = 0; i < d->slots; i++) {
        if (d->slot[i] == 0)
            continue;
        size_t at = (size_t)(d->slot[i] >> 32) & (slots - 1);
        while (slot[at] != 0)
            at = (at + 1) & (slots - 1);
        slot[at] = d->slot[i];
    }
    sd_memory_free(d->slot);
    d->slot = slot;
    d->slots = slots;
    return true;
}

static bool append(struct sd_distinct *d, const void *bytes, size_t length)
{
    if (length > d->capacity - d->length) {
        if (length > SIZE_MAX / 4 - d->length)
            return false;
        void *grown = grow(d, d->bytes, &d->capacity, d->length + length, 1);
        if (grown == NULL)
            return false;
        d->bytes = grown;
    }
    if (d->count == d->value_capacity) {
        void *grown = grow(d, d->value, &d->value_capacity, (size_t)d->count + 1, sizeof *d->value);
        if (grown == NULL)
            return false;
        d->value = grown;
    }
    if (length > 0)
        memcpy(d->bytes + d->length, bytes, length);
    d->value[d->count++] =
        (struct sd_distinct_value){.offset = d->length, .length = length, .first = d->rows};
    d->length += length;
    return true;
}

static bool equals(const struct sd_distinct *d, uint32_t code, const void *bytes, size_t length)
{
    return d->value[code].length == length &&
           (length == 0 || memcmp(sd_distinct_bytes(d, code), bytes, length) == 0);
}

int sd_distinct_add(struct sd_distinct *d, const void *bytes, size_t length, uint32_t *code,
                    struct splitdata_error *error)
{
    /* At most three quarters full, so that a free slot is near. */
    if (d->count >= d->slots / 4 * 3 && !grow_slots(d))
        return sd_fail_memory(error, "the distinct values of a column");
    uint64_t half = sd_hash64(bytes, length, 0) >> 32;
    size_t at = (size_t)half & (d->slots - 1);
    for (; d->slot[at] != 0; at = (at + 1) & (d->slots - 1)) {
        uint32_t there = (uint32_t)d->slot[at] - 1;
        if (d->slot[at] >> 32 == half && equals(d, there, bytes, length)) {
            d->value[there].rows++;
            d->rows++;
            *code = there;
            return SPLITDATA_OK;
        }
    }
    if (d->count == SD_DISTINCT_LIMIT)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "a column has more than 4294967294 distinct values");
    if (!append(d, bytes, length))
        return sd_fail_memory(error, "the distinct values of a column");
    *code = d->count - 1;
    d->slot[at] = half << 32 | d->count;
    d->value[*code].rows = 1;
    d->rows++;
    return SPLITDATA_OK;
}

void sd_distinct_free(struct sd_distinct *distinct)
{
    sd_memory_free(distinct->bytes);
    sd_memory_free(distinct->value);
    sd_memory_free(distinct->slot);
    *distinct = (struct sd_distinct){0};
}
