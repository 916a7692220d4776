/* SPDX-License-Identifier: MIT */
#include "keys/equal.h"

#include "base/cancel.h"
#include "base/hash64.h"
#include "base/threads.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

/* RUN: rows that a thread hashes at a time. SHARE: rows whose table fits into a processor's cache.
 * MOST_SHARES: so that all shares can be appended to at once. */
enum { RUN = 1 << 16, SHARE = 1 << 14, MOST_SHARES = 1 << 10, FIRST_SLOTS = 1 << 10 };

struct hashed {
    uint64_t hash;
    uint64_t row; /* in a table: plus one; 0: the place is free */
};

struct search {
    const struct sd_key_source *source;
    bool *ignored;         /* by column; NULL: bytes are compared */
    uint64_t *hash;        /* by row; then the first equal row */
    struct hashed *hashed; /* the rows, share by share, in order */
    uint64_t *end;         /* by share: the end of its rows in `hashed` */
    uint64_t shares;
    unsigned shift;     /* of a hash to its share; 64: there is one share */
    atomic_ullong next; /* share */
};

/* --- the columns that do not count ----------------------------------------------------------- */

static int read_ignored(const struct sd_key_source *source, const char *list, bool **ignored,
                        struct splitdata_error *error)
{
    struct sd_key_set set = {0};
    size_t kept = (size_t)source->width;
    int status = sd_key_set_choose(&set, source, "--ignore", list, false, error);
    *ignored = calloc((size_t)source->width + 1, sizeof **ignored);
    if (status == SPLITDATA_OK && *ignored == NULL)
        status = sd_fail_memory(error, "the columns");
    for (size_t c = 0; c < set.count && status == SPLITDATA_OK; c++) {
        kept -= !(*ignored)[set.fields[c]];
        (*ignored)[set.fields[c]] = true;
    }
    sd_key_set_free(&set);
    return status == SPLITDATA_OK && kept == 0
               ? sd_fail(error, SPLITDATA_USAGE,
                         "--ignore %s: no column is left by which records could differ", list)
               : status;
}

/* --- hashes ---------------------------------------------------------------------------------- */

static int hash_run(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct search *search = context;
    const struct sd_key_source *source = search->source;
    void *reader = NULL;
    int status = sd_check_cancel(source->options->cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = source->open_records(source, search->ignored, &reader, error);
    for (uint64_t row = begin; row < end && status == SPLITDATA_OK; row++) {
        struct sd_key_field record;
        status = source->read_record(reader, row, &record, error);
        if (status == SPLITDATA_OK)
            search->hash[row] = sd_hash64(record.bytes, record.length, 0);
    }
    if (reader != NULL)
        source->close_records(reader);
    return status;
}

static uint64_t share_of(const struct search *search, uint64_t hash)
{
    return search->shift < 64 ? hash >> search->shift : 0;
}

/* Sorts the rows by share; within a share they keep their order. */
static int share_rows(struct search *search, struct sd_memory *memory,
                      struct splitdata_error *error)
{
    const uint64_t rows = search->source->rows;
    search->shares = 1;
    search->shift = 64;
    while (search->shares < MOST_SHARES && search->shares * SHARE < rows) {
        search->shares *= 2;
        search->shift--;
    }
    search->hashed = sd_memory_take(memory, rows, sizeof *search->hashed);
    search->end = calloc((size_t)search->shares + 1, sizeof *search->end);
    if (search->hashed == NULL || search->end == NULL)
        return sd_fail_memory(error, "the equal records");
    for (uint64_t row = 0; row < rows; row++)
        search->end[share_of(search, search->hash[row]) + 1]++;
    for (uint64_t share = 0; share < search->shares; share++)
        search->end[share + 1] += search->end[share];
    /* From here on end[s] is where the next row of share s goes; at last it is the end of s. */
    for (uint64_t row = 0; row < rows; row++) {
        const uint64_t hash = search->hash[row];
        search->hashed[search->end[share_of(search, hash)]++] = (struct hashed){hash, row};
    }
    return SPLITDATA_OK;
}

/* --- one share ------------------------------------------------------------------------------- */

/* Of one thread, for one share after the other. */
struct table {
    const struct search *search;
    struct hashed *slot;
    uint64_t slots, used;   /* slots: a power of two, or 0 */
    void *reader, *another; /* of the record that is looked up, and of those it is compared with */
};

/* A slot by the low bits: the high ones are equal within a share. */
static uint64_t place_of(const struct table *table, uint64_t hash)
{
    return hash & (table->slots - 1);
}

static int grow(struct table *table, struct splitdata_error *error)
{
    struct hashed *old = table->slot;
    const uint64_t count = table->slots;
    table->slots = count != 0 ? 2 * count : FIRST_SLOTS;
    table->slot = sd_memory_take(table->search->source->memory, table->slots, sizeof *table->slot);
    for (uint64_t i = 0; table->slot != NULL && i < count; i++) {
        uint64_t at = place_of(table, old[i].hash);
        if (old[i].row == 0)
            continue;
        while (table->slot[at].row != 0)
            at = (at + 1) & (table->slots - 1);
        table->slot[at] = old[i];
    }
    sd_memory_free(old);
    return table->slot != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the equal records");
}

/* Whether the records of two rows are equal. */
static int compare(const struct table *table, uint64_t row, uint64_t other, bool *equal,
                   struct splitdata_error *error)
{
    const struct sd_key_source *source = table->search->source;
    struct sd_key_field a, b;
    int status = source->read_record(table->reader, row, &a, error);
    if (status == SPLITDATA_OK)
        status = source->read_record(table->another, other, &b, error);
    if (status == SPLITDATA_OK)
        *equal = a.length == b.length && (a.length == 0 || memcmp(a.bytes, b.bytes, a.length) == 0);
    return status;
}

/* Replaces the hash of a row by the number of the first equal one. */
static int find_row(struct table *table, const struct hashed *wanted, struct splitdata_error *error)
{
    uint64_t *first = &table->search->hash[wanted->row];
    int status = SPLITDATA_OK;
    if (table->used * 2 >= table->slots)
        status = grow(table, error);
    if (status != SPLITDATA_OK)
        return status;
    for (uint64_t at = place_of(table, wanted->hash);; at = (at + 1) & (table->slots - 1)) {
        struct hashed *slot = &table->slot[at];
        bool equal = false;
        if (slot->row == 0) {
            *slot = (struct hashed){wanted->hash, wanted->row + 1};
            table->used++;
            *first = wanted->row;
            return SPLITDATA_OK;
        }
        if (slot->hash == wanted->hash)
            status = compare(table, wanted->row, slot->row - 1, &equal, error);
        if (equal)
            *first = slot->row - 1;
        if (equal || status != SPLITDATA_OK)
            return status;
    }
}

static int find_share(struct table *table, uint64_t share, struct splitdata_error *error)
{
    enum { BETWEEN_LOOKS = 1 << 16 };
    const struct search *search = table->search;
    const uint64_t begin = share != 0 ? search->end[share - 1] : 0;
    int status = sd_check_cancel(search->source->options->cancel_fd, error);
    if (table->used != 0)
        memset(table->slot, 0, table->slots * sizeof *table->slot);
    table->used = 0;
    for (uint64_t at = begin; at < search->end[share] && status == SPLITDATA_OK; at++) {
        if ((at - begin + 1) % BETWEEN_LOOKS == 0)
            status = sd_check_cancel(search->source->options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = find_row(table, &search->hashed[at], error);
    }
    return status;
}

static int find_shares(void *context, unsigned worker, struct splitdata_error *error)
{
    struct search *search = context;
    const struct sd_key_source *source = search->source;
    struct table table = {.search = search};
    uint64_t share;
    (void)worker;
    int status = source->open_records(source, search->ignored, &table.reader, error);
    if (status == SPLITDATA_OK)
        status = source->open_records(source, search->ignored, &table.another, error);
    while (status == SPLITDATA_OK && (share = atomic_fetch_add(&search->next, 1)) < search->shares)
        status = find_share(&table, share, error);
    if (status != SPLITDATA_OK)
        atomic_store(&search->next, search->shares); /* the others stop */
    if (table.reader != NULL)
        source->close_records(table.reader);
    if (table.another != NULL)
        source->close_records(table.another);
    sd_memory_free(table.slot);
    return status;
}

/* --- all of it ------------------------------------------------------------------------------- */

int sd_equal_find(const struct sd_key_source *source, const char *ignore, uint64_t **first,
                  struct splitdata_error *error)
{
    struct search search = {.source = source};
    int status = SPLITDATA_OK;
    *first = NULL;
    if (source->open_records == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--duplicates: there are no records to be compared, only key columns");
    if (ignore != NULL)
        status = read_ignored(source, ignore, &search.ignored, error);
    if (status == SPLITDATA_OK) {
        search.hash = sd_memory_take(source->memory, source->rows, sizeof *search.hash);
        if (search.hash == NULL)
            status = sd_fail_memory(error, "the equal records");
    }
    if (status == SPLITDATA_OK)
        status = sd_parallel_for(source->threads, source->rows, RUN, hash_run, &search, error);
    if (status == SPLITDATA_OK)
        status = share_rows(&search, source->memory, error);
    if (status == SPLITDATA_OK) {
        uint64_t threads = search.shares < source->threads ? search.shares : source->threads;
        status = sd_parallel((unsigned)threads, find_shares, &search, error);
    }
    sd_memory_free(search.hashed);
    free(search.end);
    free(search.ignored);
    if (status == SPLITDATA_OK)
        *first = search.hash;
    else
        sd_memory_free(search.hash);
    return status;
}
