/* SPDX-License-Identifier: MIT */
/* A fast 64-bit hash of bytes: XXH64 (xxHash 0.8, doc/xxhash_spec.md), the same on every machine.
 */
#ifndef SD_BASE_HASH64_H
#define SD_BASE_HASH64_H

#include <stddef.h>
#include <stdint.h>

uint64_t sd_hash64(const void *bytes, size_t length, uint64_t seed);

#endif
