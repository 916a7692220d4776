/* SPDX-License-Identifier: MIT */
#include "check/seen.h"

#include "base/sort.h"

enum { MOST_BITS = 64 };

static bool sampled(uint64_t key, unsigned level)
{
    return level == 0 || key << (MOST_BITS - level) == 0;
}

/* Where a value is, or would be. */
static struct sd_seen_value *find(const struct sd_seen *seen, uint64_t key, uint64_t full)
{
    uint64_t at = ((key + full) * UINT64_C(0x9e3779b97f4a7c15) >> 20) & (seen->slots - 1);
    while (seen->value[at].count != 0 &&
           (seen->value[at].key != key || seen->value[at].full != full))
        at = (at + 1) & (seen->slots - 1);
    return &seen->value[at];
}

/* Begins a table of `slots` places with what is still in the sample. */
static bool rebuild(struct sd_seen *seen, uint64_t slots)
{
    const struct sd_seen old = *seen;
    seen->value = sd_memory_take(seen->memory, slots, sizeof *seen->value);
    if (seen->value == NULL) {
        seen->value = old.value;
        return false;
    }
    seen->slots = slots;
    seen->used = 0;
    for (uint64_t i = 0; i < old.slots; i++) {
        if (old.value[i].count == 0 || !sampled(old.value[i].key, seen->level))
            continue;
        *find(seen, old.value[i].key, old.value[i].full) = old.value[i];
        seen->used++;
    }
    sd_memory_free(old.value);
    return true;
}

/* Doubles the table or, if it is as large as it may be, halves the sample. */
static bool make_room(struct sd_seen *seen)
{
    enum { FIRST = 1 << 10 };
    if (seen->slots < 2 * SD_SEEN_MOST)
        return rebuild(seen, seen->slots != 0 ? 2 * seen->slots : FIRST);
    seen->level++;
    return rebuild(seen, seen->slots);
}

bool sd_seen_add(struct sd_seen *seen, uint64_t key, uint64_t full, uint64_t count)
{
    while (sampled(key, seen->level) && 2 * seen->used >= seen->slots) {
        if (seen->level == MOST_BITS)
            return true; /* only the key 0 is left */
        if (!make_room(seen))
            return false;
    }
    if (!sampled(key, seen->level))
        return true;
    struct sd_seen_value *value = find(seen, key, full);
    seen->used += value->count == 0;
    *value = (struct sd_seen_value){key, full, value->count + count};
    return true;
}

bool sd_seen_join(struct sd_seen *seen, const struct sd_seen *more)
{
    if (more->level > seen->level) {
        seen->level = more->level;
        if (seen->slots != 0 && !rebuild(seen, seen->slots))
            return false;
    }
    for (uint64_t i = 0; i < more->slots; i++) {
        const struct sd_seen_value *value = &more->value[i];
        if (value->count != 0 && !sd_seen_add(seen, value->key, value->full, value->count))
            return false;
    }
    return true;
}

static int compare(const void *left, const void *right)
{
    const struct sd_seen_value *a = left, *b = right;
    if (a->key != b->key)
        return a->key < b->key ? -1 : 1;
    return a->full < b->full ? -1 : a->full > b->full;
}

bool sd_seen_close(struct sd_seen *seen)
{
    uint64_t used = 0;
    for (uint64_t i = 0; i < seen->slots; i++) {
        if (seen->value[i].count != 0)
            seen->value[used++] = seen->value[i];
    }
    return sd_sort(seen->value, used, sizeof *seen->value, compare, seen->memory);
}

void sd_seen_free(struct sd_seen *seen)
{
    sd_memory_free(seen->value);
    *seen = (struct sd_seen){.memory = seen->memory};
}
