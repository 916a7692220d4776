/* SPDX-License-Identifier: MIT */
#include "check/twins.h"

#include "base/sort.h"

static uint64_t place_of(const struct sd_twins *twins, uint64_t key)
{
    return key & (twins->slots - 1);
}

/* What a slot holds: most twins that are not meant are told apart without being fetched. */
static uint64_t slot_of(uint64_t key, uint32_t number)
{
    return (key & ~(uint64_t)UINT32_MAX) | number;
}

static bool may_be(uint64_t slot, uint64_t key)
{
    return (slot ^ key) >> 32 == 0;
}

static uint32_t number_in(uint64_t slot)
{
    return (uint32_t)slot - 1;
}

static bool grow_slots(struct sd_twins *twins)
{
    enum { FIRST = 1 << 10 };
    const uint64_t slots = twins->slots != 0 ? 2 * twins->slots : FIRST;
    uint64_t *slot = sd_memory_take(twins->memory, slots, sizeof *slot);
    if (slot == NULL)
        return false;
    sd_memory_free(twins->slot);
    twins->slot = slot;
    twins->slots = slots;
    for (uint32_t i = 0; i < twins->count; i++) {
        uint64_t at = place_of(twins, twins->twin[i].value.key);
        while (slot[at] != 0)
            at = (at + 1) & (slots - 1);
        slot[at] = slot_of(twins->twin[i].value.key, i + 1);
    }
    return true;
}

static bool make_room(struct sd_twins *twins)
{
    if (twins->count == UINT32_MAX - 1 ||
        (2 * (uint64_t)twins->count >= twins->slots && !grow_slots(twins)))
        return false;
    if (twins->count < twins->capacity)
        return true;
    const uint64_t capacity = twins->capacity + twins->capacity / 2 + 1024;
    struct sd_twin *twin = sd_memory_resize(twins->memory, twins->twin, capacity, sizeof *twin);
    if (twin == NULL)
        return false;
    twins->twin = twin;
    twins->capacity = capacity;
    return true;
}

bool sd_twins_add(struct sd_twins *twins, uint32_t part, uint64_t row, const struct sd_value *value,
                  sd_is_equal *equal, const void *context)
{
    if (!make_room(twins))
        return false;
    uint64_t at = place_of(twins, value->key);
    for (; twins->slot[at] != 0; at = (at + 1) & (twins->slots - 1)) {
        if (!may_be(twins->slot[at], value->key))
            continue;
        struct sd_twin *twin = &twins->twin[number_in(twins->slot[at])];
        if (sd_value_compare(&twin->value, value) == 0 && twin->part == part &&
            (equal == NULL || equal(context, part, twin->row))) {
            twin->count += twin->count < UINT32_MAX;
            return true;
        }
    }
    struct sd_twin *twin = &twins->twin[twins->count++];
    twin->value = *value;
    twin->row = row;
    twin->part = part;
    twin->count = 1;
    atomic_init(&twin->first, UINT64_MAX);
    atomic_init(&twin->differs, UINT64_MAX);
    atomic_init(&twin->train, 0);
    atomic_init(&twin->train_differs, 0);
    twins->slot[at] = slot_of(value->key, twins->count);
    return true;
}

/* Counts an occurrence, and keeps the first. */
static void note(atomic_uint *count, atomic_ullong *first, uint64_t offset)
{
    unsigned long long before = atomic_load_explicit(first, memory_order_relaxed);
    if (atomic_load_explicit(count, memory_order_relaxed) < UINT32_MAX / 2)
        atomic_fetch_add_explicit(count, 1, memory_order_relaxed);
    while (offset < before &&
           !atomic_compare_exchange_weak_explicit(first, &before, offset, memory_order_relaxed,
                                                  memory_order_relaxed)) {
    }
}

bool sd_twins_find(struct sd_twins *twins, uint64_t offset, const struct sd_value *value,
                   sd_is_equal *equal, const void *context)
{
    bool found = false;
    if (twins->slots == 0)
        return false;
    for (uint64_t at = place_of(twins, value->key); twins->slot[at] != 0;
         at = (at + 1) & (twins->slots - 1)) {
        if (!may_be(twins->slot[at], value->key))
            continue;
        struct sd_twin *twin = &twins->twin[number_in(twins->slot[at])];
        if (!sd_same_key(&twin->value, value) ||
            (equal != NULL && !equal(context, twin->part, twin->row)))
            continue;
        found = true;
        if (twin->value.full == value->full)
            note(&twin->train, &twin->first, offset);
        else
            note(&twin->train_differs, &twin->differs, offset);
    }
    return found;
}

bool sd_twins_known(const struct sd_twins *twins, uint32_t part, const struct sd_value *value,
                    sd_is_equal *equal, const void *context)
{
    for (uint64_t at = place_of(twins, value->key); twins->slot[at] != 0;
         at = (at + 1) & (twins->slots - 1)) {
        const struct sd_twin *twin = &twins->twin[number_in(twins->slot[at])];
        if (may_be(twins->slot[at], value->key) && sd_value_compare(&twin->value, value) == 0 &&
            twin->part == part && (equal == NULL || equal(context, part, twin->row)))
            return atomic_load(&twin->train) != 0 || atomic_load(&twin->train_differs) != 0;
    }
    return false;
}

int sd_value_compare(const struct sd_value *a, const struct sd_value *b)
{
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    if (a->more != b->more)
        return a->more < b->more ? -1 : 1;
    return a->full < b->full ? -1 : a->full > b->full;
}

static int compare(const void *left, const void *right)
{
    const struct sd_twin *a = left, *b = right;
    if (a->part != b->part)
        return a->part < b->part ? -1 : 1;
    return sd_value_compare(&a->value, &b->value);
}

bool sd_twins_close(struct sd_twins *twins)
{
    sd_memory_free(twins->slot);
    twins->slot = NULL;
    twins->slots = 0;
    return sd_sort(twins->twin, twins->count, sizeof *twins->twin, compare, twins->memory);
}

void sd_twins_free(struct sd_twins *twins)
{
    sd_memory_free(twins->slot);
    sd_memory_free(twins->twin);
    *twins = (struct sd_twins){.memory = twins->memory};
}
