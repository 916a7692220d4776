/* SPDX-License-Identifier: MIT */
/* A source of key columns: the summaries of all ranges. */
#ifndef SD_SHARD_KEYS_H
#define SD_SHARD_KEYS_H

#include "keys/key_set.h"
#include "shard/chain.h"

struct sd_shard_keys {
    const struct sd_chain *chain;
    struct sd_columns names; /* owned */
    uint64_t **offset;       /* owned, by run and key column: where each value's text begins */
};

/* Zeroed, sd_shard_keys_begin, which fills *source, sd_shard_keys_end. All stays where it is while
 * the source is used. */
int sd_shard_keys_begin(struct sd_shard_keys *keys, struct sd_key_source *source,
                        const struct sd_chain *chain, const struct splitdata_options *options,
                        const struct sd_dialect *dialect, unsigned threads,
                        struct sd_memory *memory, struct splitdata_error *error);
void sd_shard_keys_end(struct sd_shard_keys *keys);

#endif
