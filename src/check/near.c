/* SPDX-License-Identifier: MIT */
#include "check/near.h"

#include <stdlib.h>

/* A place from 0 to slots - 1 by the upper bits of a key, and the half of it that a slot keeps. */
static uint64_t place_of(const struct sd_near_table *table, uint64_t key)
{
    const uint64_t mixed = key * UINT64_C(0x9e3779b97f4a7c15) >> 32;
    return mixed * table->slots >> 32;
}

static uint64_t tag_of(uint64_t key)
{
    return key << 32;
}

static bool has_tag(uint64_t slot, uint64_t key)
{
    return (slot ^ tag_of(key)) >> 32 == 0;
}

static uint64_t after(const struct sd_near_table *table, uint64_t at)
{
    return at + 1 == table->slots ? 0 : at + 1;
}

bool sd_near_begin(struct sd_near_table *table, const struct sd_side *side, uint64_t most,
                   const struct sd_nearness *nearness, struct sd_memory *memory)
{
    const uint64_t slots = most * nearness->bands;
    *table = (struct sd_near_table){.memory = memory, .side = side};
    table->slots = slots + slots / 2 + 1;
    if (table->slots > UINT32_MAX)
        return false;
    table->subject = sd_memory_take(memory, most + 1, sizeof *table->subject);
    table->slot = sd_memory_take(memory, table->slots, sizeof *table->slot);
    table->sketch = sd_memory_take(memory, most * nearness->sketch + 1, 1);
    return table->sketch != NULL && table->subject != NULL && table->slot != NULL;
}

void sd_near_free(struct sd_near_table *table)
{
    sd_memory_free(table->subject);
    sd_memory_free(table->slot);
    sd_memory_free(table->sketch);
    *table = (struct sd_near_table){0};
}

void sd_near_add(struct sd_near_table *table, struct sd_span span, uint64_t key,
                 const struct sd_near_record *record)
{
    sd_near_sketch(record, table->sketch + table->count * record->nearness->sketch);
    struct sd_near_subject *subject = &table->subject[table->count++];
    subject->span = span;
    subject->key = key;
    atomic_init(&subject->first, UINT64_MAX);
    atomic_init(&subject->count, 0);
    atomic_init(&subject->equal, false);
    for (size_t band = 0; band < record->nearness->bands; band++) {
        const uint64_t of_band = sd_near_key(record, band);
        uint64_t at = place_of(table, of_band);
        size_t crowd = 0;
        for (; table->slot[at] != 0; at = after(table, at))
            crowd += has_tag(table->slot[at], of_band);
        if (crowd < SD_NEAR_CROWD)
            table->slot[at] = tag_of(of_band) | table->count;
    }
}

static void note(struct sd_near_subject *subject, uint64_t offset)
{
    unsigned long long before = atomic_load(&subject->first);
    if (atomic_load(&subject->count) < SD_NEAR_COUNTED)
        atomic_fetch_add(&subject->count, 1);
    while (offset < before && !atomic_compare_exchange_weak(&subject->first, &before, offset)) {
    }
}

/* Compares a record of train with one that shares a key. */
static int compare(const struct sd_near_table *table, size_t number, uint64_t which,
                   struct sd_near_finder *finder, uint64_t offset, uint64_t key,
                   struct splitdata_error *error)
{
    struct sd_near_subject *subject = &table->subject[which];
    if (finder->tried[number][which] == finder->records)
        return SPLITDATA_OK;
    finder->tried[number][which] = finder->records;
    if (number == 0 && subject->span.start == offset)
        return SPLITDATA_OK; /* train's own */
    if (subject->key == key) {
        atomic_store(&subject->equal, true);
        return SPLITDATA_OK;
    }
    if (atomic_load(&subject->count) >= SD_NEAR_COUNTED && atomic_load(&subject->first) < offset)
        return SPLITDATA_OK;
    const struct sd_nearness *nearness = finder->mine.nearness;
    if (!sd_near_may_be(nearness, finder->sketch, table->sketch + which * nearness->sketch))
        return SPLITDATA_OK;
    int status = sd_near_record_read(&finder->other, &finder->cells[number], table->side,
                                     subject->span, error);
    if (status == SPLITDATA_OK && sd_near_enough(&finder->mine, &finder->other))
        note(subject, offset);
    return status;
}

int sd_near_find(const struct sd_near_table *table, size_t number, struct sd_near_finder *finder,
                 const uint64_t *keys, uint64_t offset, uint64_t key, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t band = 0; band < finder->mine.nearness->bands; band++) {
        for (uint64_t at = place_of(table, keys[band]);
             table->slot[at] != 0 && status == SPLITDATA_OK; at = after(table, at)) {
            if (has_tag(table->slot[at], keys[band]))
                status = compare(table, number, (uint32_t)table->slot[at] - 1, finder, offset, key,
                                 error);
        }
    }
    return status;
}

int sd_near_finder_open(struct sd_near_finder *finder, const struct sd_nearness *nearness,
                        const struct sd_near_table *tables, size_t count, struct sd_memory *memory,
                        struct splitdata_error *error)
{
    *finder = (struct sd_near_finder){.tables = count};
    finder->cells = calloc(count, sizeof *finder->cells);
    finder->tried = calloc(count, sizeof *finder->tried);
    bool room = finder->cells != NULL && finder->tried != NULL &&
                sd_near_record_open(&finder->mine, nearness) &&
                sd_near_record_open(&finder->other, nearness);
    int status = SPLITDATA_OK;
    for (size_t t = 0; t < count && room && status == SPLITDATA_OK; t++) {
        finder->tried[t] = sd_memory_take(memory, tables[t].count + 1, sizeof **finder->tried);
        room = finder->tried[t] != NULL;
        status = sd_cells_open(&finder->cells[t], &tables[t].side->opened.dialect,
                               tables[t].side->request->scanner, error);
    }
    return status == SPLITDATA_OK && !room ? sd_fail_memory(error, "the near records") : status;
}

void sd_near_finder_close(struct sd_near_finder *finder)
{
    for (size_t t = 0; t < finder->tables; t++) {
        if (finder->cells != NULL)
            sd_cells_close(&finder->cells[t]);
        if (finder->tried != NULL)
            sd_memory_free(finder->tried[t]);
    }
    free(finder->cells);
    free(finder->tried);
    sd_near_record_close(&finder->mine);
    sd_near_record_close(&finder->other);
}
