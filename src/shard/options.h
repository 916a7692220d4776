/* SPDX-License-Identifier: MIT */
/* The options of a split, from the documents of its steps. */
#ifndef SD_SHARD_OPTIONS_H
#define SD_SHARD_OPTIONS_H

#include "provenance/manifest_format.h"

/* The options that an object tells. Zeroed, then sd_shard_options_read; the strings are good until
 * sd_shard_options_free. */
struct sd_shard_options {
    struct sd_manifest manifest; /* its options */
};

/* `keys` NULL: there are none about keys. */
int sd_shard_options_read(struct sd_shard_options *options, const json_t *keys,
                          const json_t *dialect, struct splitdata_error *error);
void sd_shard_options_free(struct sd_shard_options *options);

/* Sets in *options what says how files are read to what `read` has. */
void sd_shard_options_take_dialect(struct splitdata_options *options,
                                   const struct splitdata_options *read);

/* Refuses what the steps cannot do. */
int sd_shard_options_check(const struct splitdata_options *options, struct splitdata_error *error);

#endif
