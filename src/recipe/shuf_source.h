/* SPDX-License-Identifier: MIT */
/* shuf --random-source=FILE: the bytes of a file decide, of which the seed has the digest. */
#ifndef SD_RECIPE_SHUF_SOURCE_H
#define SD_RECIPE_SHUF_SOURCE_H

#include "recipe/parameters.h"

#include "algorithm/draw.h"

/* The file; NULL: a seed decides. */
static inline const char *sd_shuf_source(const struct sd_recipe_options *options)
{
    return options != NULL ? options->value[0].text : NULL;
}

/* The seed that stands for the file, "sha256:" and its digest; the caller frees it. */
int sd_shuf_source_text(const char *path, char **text, struct splitdata_error *error);

/* Starts at the file's first byte. SPLITDATA_USAGE for a seed that is none of a file,
 * SPLITDATA_DATA when the file is not the one of the seed. */
int sd_shuf_source_seed(struct splitdata_random *random, const char *path, const char *seed,
                        struct splitdata_error *error);

/* A sd_permute that goes on in the file. SPLITDATA_DATA at its end, as shuf has it. */
int sd_shuf_source_permute(const struct sd_draw *draw, void *items, uint64_t count,
                           size_t item_size, struct splitdata_error *error);

#endif
