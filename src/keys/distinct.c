/* SPDX-License-Identifier: MIT */
#include "keys/distinct.h"

#include "base/hash64.h"

#include <stdbool.h>
#include <string.h>

enum { FIRST_SLOTS = 1024, SHORT = 8 };

/* A short value is stored in its slot, so that looking it up touches no other memory. Of a longer
 * one the slot has the hash. */
struct sd_distinct_slot {
    uint64_t word;
    uint32_t code; /* plus one; 0: the slot is free */
    uint32_t kind; /* the length of a short value, else SHORT + 1 */
};

/* A value being looked up. */
struct probe {
    uint64_t word;
    uint32_t kind;
    size_t hash;
};

void sd_distinct_begin(struct sd_distinct *distinct, struct sd_memory *memory)
{
    *distinct = (struct sd_distinct){.memory = memory};
}

/* --- hashes ---------------------------------------------------------------------------------- */

static uint64_t four_bytes(const uint8_t *at)
{
    return (uint64_t)at[0] | (uint64_t)at[1] << 8 | (uint64_t)at[2] << 16 | (uint64_t)at[3] << 24;
}

/* Up to eight bytes as a number, the first byte lowest. */
static uint64_t short_word(const uint8_t *bytes, size_t length)
{
    if (length >= 4)
        return four_bytes(bytes) | four_bytes(bytes + length - 4) << 8 * (length - 4);
    if (length == 0)
        return 0;
    /* Of three bytes or fewer, the first, the middle and the last one are all. */
    const size_t middle = length / 2, last = length - 1;
    return (uint64_t)bytes[0] | (uint64_t)bytes[middle] << 8 * middle |
           (uint64_t)bytes[last] << 8 * last;
}

/* Both halves of a product, so that all bits of the word count in all bits of the hash. */
static size_t hash_of(uint64_t word, uint32_t kind)
{
    const uint64_t left = word ^ UINT64_C(0x9E3779B97F4A7C15);
    const uint64_t right = UINT64_C(0xFF51AFD7ED558CCD) + 2 * (uint64_t)kind;
#if defined(__SIZEOF_INT128__)
    __extension__ typedef unsigned __int128 wide;
    const wide product = (wide)left * right;
    return (size_t)((uint64_t)product ^ (uint64_t)(product >> 64));
#else
    const uint64_t product = (left ^ left >> 32) * right;
    return (size_t)(product ^ product >> 32);
#endif
}

static struct probe probe_of(const struct sd_key_field *value)
{
    struct probe probe = {.kind = value->length <= SHORT ? (uint32_t)value->length : SHORT + 1};
    probe.word = value->length <= SHORT ? short_word((const uint8_t *)value->bytes, value->length)
                                        : sd_hash64(value->bytes, value->length, 0);
    probe.hash = hash_of(probe.word, probe.kind);
    return probe;
}

/* --- memory ---------------------------------------------------------------------------------- */

/* Returns an array of at least `needed` items and 1.5 times the old capacity; NULL: no memory, the
 * old array is unchanged. */
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

/* Doubles the slots; the contents of each say where it moves. */
static bool grow_slots(struct sd_distinct *d)
{
    size_t slots = d->slots > 0 ? 2 * d->slots : FIRST_SLOTS;
    struct sd_distinct_slot *slot = sd_memory_take(d->memory, slots, sizeof *slot);
    if (slot == NULL)
        return false;
    /* Fresh pages that are read first and written later fault twice, and the second fault
     * interrupts the other processors. */
    memset(slot, 0, slots * sizeof *slot);
    for (size_t i = 0; i < d->slots; i++) {
        if (d->slot[i].code == 0)
            continue;
        size_t at = hash_of(d->slot[i].word, d->slot[i].kind) & (slots - 1);
        while (slot[at].code != 0)
            at = (at + 1) & (slots - 1);
        slot[at] = d->slot[i];
    }
    sd_memory_free(d->slot);
    d->slot = slot;
    d->slots = slots;
    return true;
}

static bool append(struct sd_distinct *d, const struct sd_key_field *value, uint64_t row)
{
    if (d->bytes == NULL || value->length > d->capacity - d->length) {
        if (value->length > SIZE_MAX / 4 - d->length)
            return false;
        void *grown = grow(d, d->bytes, &d->capacity, d->length + value->length, 1);
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
    if (value->length > 0)
        memcpy(d->bytes + d->length, value->bytes, value->length);
    d->value[d->count++] =
        (struct sd_distinct_value){.offset = d->length, .length = value->length, .first = row};
    d->length += value->length;
    return true;
}

bool sd_distinct_append(struct sd_distinct *distinct, const struct sd_key_field *value,
                        uint64_t rows, uint64_t first)
{
    if (!append(distinct, value, first))
        return false;
    distinct->value[distinct->count - 1].rows = rows;
    distinct->rows += rows;
    return true;
}

/* --- looking up ------------------------------------------------------------------------------ */

/* Prefetches the slots of a batch, then the bytes that long values are compared with. */
static void prefetch(const struct sd_distinct *d, const struct probe *probes, size_t count)
{
    bool any_long = false;
    for (size_t i = 0; i < count; i++) {
        __builtin_prefetch(&d->slot[probes[i].hash & (d->slots - 1)]);
        any_long = any_long || probes[i].kind > SHORT;
    }
    if (!any_long)
        return;
    for (size_t i = 0; i < count; i++) {
        uint32_t code = d->slot[probes[i].hash & (d->slots - 1)].code;
        if (code != 0)
            __builtin_prefetch(&d->value[code - 1]);
    }
    for (size_t i = 0; i < count; i++) {
        uint32_t code = d->slot[probes[i].hash & (d->slots - 1)].code;
        if (code != 0)
            __builtin_prefetch(sd_distinct_bytes(d, code - 1));
    }
}

static bool equals(const struct sd_distinct *d, const struct sd_distinct_slot *slot,
                   const struct probe *probe, const struct sd_key_field *value)
{
    if (slot->word != probe->word || slot->kind != probe->kind)
        return false;
    uint32_t code = slot->code - 1;
    return slot->kind <= SHORT ||
           (d->value[code].length == value->length &&
            memcmp(sd_distinct_bytes(d, code), value->bytes, value->length) == 0);
}

static int add_one(struct sd_distinct *d, const struct probe *probe,
                   const struct sd_key_field *value, uint64_t row, uint32_t *code,
                   struct splitdata_error *error)
{
    struct sd_distinct_slot *slot = &d->slot[probe->hash & (d->slots - 1)];
    while (slot->code != 0 && !equals(d, slot, probe, value))
        slot = slot + 1 == d->slot + d->slots ? d->slot : slot + 1;
    if (slot->code == 0) {
        if (d->count == SD_DISTINCT_LIMIT)
            return sd_fail(error, SPLITDATA_SYSTEM,
                           "a column has more than 4294967294 distinct values");
        if (!append(d, value, row))
            return sd_fail_memory(error, "the distinct values of a column");
        *slot = (struct sd_distinct_slot){probe->word, d->count, probe->kind};
        if (value->length == 1)
            d->of_byte[(uint8_t)value->bytes[0]] = d->count;
    }
    *code = slot->code - 1;
    return SPLITDATA_OK;
}

/* Whether all values have one byte and were seen before; then their codes are set. */
static bool are_known_bytes(const struct sd_distinct *d, const struct sd_key_field *values,
                            size_t count, uint32_t *codes)
{
    uint32_t all = 1;
    for (size_t i = 0; i < count; i++) {
        if (values[i].length != 1)
            return false;
        const uint32_t code = d->of_byte[(uint8_t)values[i].bytes[0]];
        codes[i] = code - 1;
        all = code == 0 ? 0 : all;
    }
    return all != 0;
}

int sd_distinct_add(struct sd_distinct *d, const struct sd_key_field *values, size_t count,
                    uint32_t *codes, struct splitdata_error *error)
{
    struct probe probes[SD_DISTINCT_BATCH];
    if (are_known_bytes(d, values, count, codes)) {
        d->rows += count;
        return SPLITDATA_OK;
    }
    /* At most three quarters full, so that a free slot is near. */
    while (d->count + count > d->slots / 4 * 3) {
        if (!grow_slots(d))
            return sd_fail_memory(error, "the distinct values of a column");
    }
    for (size_t i = 0; i < count; i++)
        probes[i] = probe_of(&values[i]);
    prefetch(d, probes, count);
    for (size_t i = 0; i < count; i++) {
        int status = add_one(d, &probes[i], &values[i], d->rows, &codes[i], error);
        if (status != SPLITDATA_OK)
            return status;
        d->rows++;
    }
    return SPLITDATA_OK;
}

void sd_distinct_count(struct sd_distinct *d, const uint32_t *codes, uint64_t rows)
{
    for (uint64_t row = 0; row < rows; row++)
        d->value[codes[row]].rows++;
}

/* --- joining --------------------------------------------------------------------------------- */

int sd_distinct_join(struct sd_distinct *d, const struct sd_distinct *more, uint32_t *map,
                     struct splitdata_error *error)
{
    struct sd_key_field values[SD_DISTINCT_BATCH];
    uint64_t before = d->rows;
    for (uint32_t begin = 0, count; begin < more->count; begin += count) {
        uint32_t known = d->count, left = more->count - begin;
        count = left < SD_DISTINCT_BATCH ? left : SD_DISTINCT_BATCH;
        for (uint32_t i = 0; i < count; i++)
            values[i] = (struct sd_key_field){(const char *)sd_distinct_bytes(more, begin + i),
                                              more->value[begin + i].length};
        int status = sd_distinct_add(d, values, count, map + begin, error);
        if (status != SPLITDATA_OK)
            return status;
        for (uint32_t i = begin; i < begin + count; i++) {
            d->value[map[i]].rows += more->value[i].rows;
            if (map[i] >= known)
                d->value[map[i]].first = before + more->value[i].first;
        }
    }
    d->rows = before + more->rows;
    return SPLITDATA_OK;
}

void sd_distinct_free(struct sd_distinct *distinct)
{
    sd_memory_free(distinct->bytes);
    sd_memory_free(distinct->value);
    sd_memory_free(distinct->slot);
    *distinct = (struct sd_distinct){0};
}
