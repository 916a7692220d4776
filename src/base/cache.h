/* SPDX-License-Identifier: MIT */
/*
 * What the system should do with its cache of a file. When a cache is too small for all that goes
 * through it, finding out by itself what can go costs the system more than reading and writing do.
 * These are requests: nothing depends on whether they are heard.
 */
#ifndef SD_BASE_CACHE_H
#define SD_BASE_CACHE_H

#include <stdint.h>

/* These bytes will be read soon. */
void sd_cache_expect(int fd, uint64_t offset, uint64_t length);

/* These bytes were written: write them to the disk. */
void sd_cache_write(int fd, uint64_t offset, uint64_t length);

/* These bytes will not be needed soon. What is not yet on disk stays. */
void sd_cache_drop(int fd, uint64_t offset, uint64_t length);

#endif
