/* SPDX-License-Identifier: MIT */
/* FarmHash's Fingerprint64 (G. Pike), which is frozen: the hash of BigQuery's FARM_FINGERPRINT and
 * of TensorFlow's to_hash_bucket_fast. */
#ifndef SD_RECIPE_FARMHASH_H
#define SD_RECIPE_FARMHASH_H

#include <stddef.h>
#include <stdint.h>

uint64_t sd_farm_fingerprint(const char *bytes, size_t length);

#endif
