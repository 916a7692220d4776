/* SPDX-License-Identifier: MIT */
/*
 * What the system should do with its cache of a file. When a cache is too small for all that goes
 * through it, finding out by itself what can go costs the system more than reading and writing do.
 * These are requests: nothing depends on whether they are heard.
 */
#ifndef SD_BASE_CACHE_H
#define SD_BASE_CACHE_H

#include <stddef.h>
#include <stdint.h>

/* These bytes will be read soon. */
void sd_cache_expect(int fd, uint64_t offset, uint64_t length);

/* These bytes were written: write them to the disk. */
void sd_cache_write(int fd, uint64_t offset, uint64_t length);

/* These bytes of a mapped file, which need not begin or end at a page, are about to be read: gives
 * them their places in memory at once, which takes a fifth of the time of a fault for every few
 * pages. */
void sd_cache_populate(const void *bytes, size_t length);

/* These bytes will not be needed soon. What is not yet on disk stays. */
void sd_cache_drop(int fd, uint64_t offset, uint64_t length);

#endif
