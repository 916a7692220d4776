/* SPDX-License-Identifier: MIT */
#include "shard/keys.h"

#include <stdlib.h>

/* A thread's reader. */
struct reader {
    const struct sd_key_source *source;
    const struct sd_key_set *set;
    size_t *key; /* by column of the set: its number among those that were scanned */
    size_t run;  /* in which the last row was */
};

static void close_reader(void *context)
{
    struct reader *reader = context;
    free(reader->key);
    free(reader);
}

static int open_reader(const struct sd_key_source *source, const struct sd_key_set *set,
                       void **opened, struct splitdata_error *error)
{
    const struct sd_shard_keys *keys = source->context;
    const struct sd_summary *summary = &keys->chain->summary[0];
    struct reader *reader = calloc(1, sizeof *reader);
    size_t *key = calloc(set->count + 1, sizeof *key);
    if (reader == NULL || key == NULL) {
        free(key);
        free(reader);
        return sd_fail_memory(error, "the key columns");
    }
    *reader = (struct reader){source, set, key, 0};
    for (size_t c = 0; c < set->count; c++) {
        while (key[c] < summary->fields_read && summary->field[key[c]] != set->fields[c])
            key[c]++;
        if (key[c] == summary->fields_read) {
            close_reader(reader);
            return sd_fail(error, SPLITDATA_USAGE,
                           "%s needs column #%zu, whose values the scans of the ranges have not "
                           "kept: it does not split on many machines",
                           set->option, set->fields[c] + 1);
        }
    }
    *opened = reader;
    return SPLITDATA_OK;
}

/* The number of the run with a row. */
static size_t find_run(const struct sd_chain *chain, size_t near, uint64_t row)
{
    size_t low = 0, high = chain->runs;
    if (row >= chain->run[near].first_row &&
        row - chain->run[near].first_row < chain->run[near].run->rows)
        return near;
    while (high - low > 1) {
        const size_t middle = low + (high - low) / 2;
        if (chain->run[middle].first_row <= row)
            low = middle;
        else
            high = middle;
    }
    return low; /* of several that begin there, all but the last are empty */
}

static int read_rows(void *context, uint64_t begin, uint64_t end, struct sd_key_field *fields,
                     size_t *count, struct splitdata_error *error)
{
    struct reader *reader = context;
    const struct sd_shard_keys *keys = reader->source->context;
    const struct sd_chain *chain = keys->chain;
    const size_t scanned = chain->summary[0].fields_read;
    (void)error;
    *count = end - begin < SD_DISTINCT_BATCH ? (size_t)(end - begin) : SD_DISTINCT_BATCH;
    for (size_t i = 0; i < *count; i++) {
        const uint64_t row = sd_key_row(reader->source, begin + i);
        const size_t r = reader->run = find_run(chain, reader->run, row);
        for (size_t c = 0; c < reader->set->count; c++) {
            const size_t k = reader->key[c];
            const struct sd_shard_key *key = &chain->run[r].run->key[k];
            const uint64_t code =
                sd_shard_word(key->codes, row - chain->run[r].first_row, key->width);
            fields[c * SD_DISTINCT_BATCH + i] = (struct sd_key_field){
                (const char *)key->texts + keys->offset[r * scanned + k][code],
                (size_t)sd_shard_word(key->lengths, code, 4)};
        }
    }
    return SPLITDATA_OK;
}

static uint64_t offset_of(const struct sd_key_source *source, uint64_t row)
{
    (void)source;
    (void)row;
    return SPLITDATA_NOWHERE;
}

static int find_offsets(struct sd_shard_keys *keys, struct splitdata_error *error)
{
    const struct sd_chain *chain = keys->chain;
    const size_t scanned = chain->summary[0].fields_read;
    keys->offset = calloc(chain->runs * scanned + 1, sizeof *keys->offset);
    for (size_t i = 0; keys->offset != NULL && i < chain->runs * scanned; i++) {
        const struct sd_shard_key *key = &chain->run[i / scanned].run->key[i % scanned];
        uint64_t *offset = keys->offset[i] = calloc(key->values + 1, sizeof *offset);
        if (offset == NULL)
            return sd_fail_memory(error, "the key columns");
        for (uint64_t v = 0; v < key->values; v++)
            offset[v + 1] = offset[v] + sd_shard_word(key->lengths, v, 4);
    }
    return keys->offset != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the key columns");
}

int sd_shard_keys_begin(struct sd_shard_keys *keys, struct sd_key_source *source,
                        const struct sd_chain *chain, const struct splitdata_options *options,
                        const struct sd_dialect *dialect, unsigned threads,
                        struct sd_memory *memory, struct splitdata_error *error)
{
    const struct sd_summary *summary = &chain->summary[0];
    keys->chain = chain;
    *source = (struct sd_key_source){
        .options = options,
        .names = &keys->names,
        .width = summary->fields,
        .threads = threads,
        .context = keys,
        .open = open_reader,
        .read = read_rows,
        .close = close_reader,
        .offset = offset_of,
    };
    sd_key_source_set_memory(source, memory);
    int status = SPLITDATA_OK;
    if (summary->names.length != 0)
        status = sd_columns_read(&keys->names, dialect, (const uint8_t *)summary->names.bytes,
                                 summary->names.length, error);
    return status == SPLITDATA_OK ? find_offsets(keys, error) : status;
}

void sd_shard_keys_end(struct sd_shard_keys *keys)
{
    const size_t count =
        keys->offset != NULL ? keys->chain->runs * keys->chain->summary[0].fields_read : 0;
    for (size_t i = 0; i < count; i++)
        free(keys->offset[i]);
    free(keys->offset);
    sd_columns_free(&keys->names);
}
