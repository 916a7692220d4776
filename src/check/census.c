/* SPDX-License-Identifier: MIT */
#include "check/census.h"

#include "base/sort.h"

/* Where a class is, or would be. */
static struct sd_class_count *find(const struct sd_census *census, uint64_t hash)
{
    size_t at = (size_t)hash & (census->slots - 1);
    while (census->class[at].count != 0 && census->class[at].hash != hash)
        at = (at + 1) & (census->slots - 1);
    return &census->class[at];
}

static bool grow(struct sd_census *census)
{
    enum { FIRST = 16 };
    const struct sd_census old = *census;
    census->slots = old.slots != 0 ? 2 * old.slots : FIRST;
    census->class = sd_memory_take(old.memory, census->slots, sizeof *census->class);
    if (census->class == NULL) {
        *census = old;
        return false;
    }
    for (size_t i = 0; i < old.slots; i++) {
        if (old.class[i].count != 0)
            *find(census, old.class[i].hash) = old.class[i];
    }
    sd_memory_free(old.class);
    return true;
}

static void give_up(struct sd_census *census)
{
    sd_memory_free(census->class);
    *census = (struct sd_census){.memory = census->memory, .many = true};
}

bool sd_census_add(struct sd_census *census, uint64_t hash, uint64_t count, struct sd_span first)
{
    if (census->many)
        return true;
    if (2 * census->used >= census->slots && !grow(census))
        return false;
    struct sd_class_count *class = find(census, hash);
    if (class->count == 0) {
        if (census->used == SD_CENSUS_MOST) {
            give_up(census);
            return true;
        }
        *class = (struct sd_class_count){.hash = hash, .first = first};
        census->used++;
    }
    if (first.start < class->first.start)
        class->first = first;
    class->count += count;
    census->values += count;
    return true;
}

bool sd_census_join(struct sd_census *census, const struct sd_census *more)
{
    bool room = true;
    if (more->many)
        give_up(census);
    for (size_t i = 0; i < more->slots && room; i++) {
        const struct sd_class_count *class = &more->class[i];
        if (class->count != 0)
            room = sd_census_add(census, class->hash, class->count, class->first);
    }
    return room;
}

static int compare(const void *left, const void *right)
{
    const struct sd_class_count *a = left, *b = right;
    return a->hash < b->hash ? -1 : a->hash > b->hash;
}

bool sd_census_close(struct sd_census *census)
{
    size_t used = 0;
    for (size_t i = 0; i < census->slots; i++) {
        if (census->class[i].count != 0)
            census->class[used++] = census->class[i];
    }
    return used == 0 ||
           sd_sort(census->class, used, sizeof *census->class, compare, census->memory);
}

void sd_census_free(struct sd_census *census)
{
    sd_memory_free(census->class);
    *census = (struct sd_census){.memory = census->memory};
}
