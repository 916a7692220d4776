/* SPDX-License-Identifier: MIT */
/*
 * Hints to the system about its page cache of a file. If the cache is too small for all that passes
 * through it, letting the system find out by itself which pages to evict costs more than the
 * reading and writing. Hints may be ignored: nothing depends on them.
 */
#ifndef SD_BASE_CACHE_H
#define SD_BASE_CACHE_H

#include <stddef.h>
#include <stdint.h>

/* These bytes will be read soon. */
void sd_cache_expect(int fd, uint64_t offset, uint64_t length);

/* These bytes were written: write them to the disk. */
void sd_cache_write(int fd, uint64_t offset, uint64_t length);

/* These bytes of a mapped file are about to be read (they need not begin or end at a page): maps
 * their pages at once, which takes a fifth of the time of a page fault for every few pages. */
void sd_cache_populate(const void *bytes, size_t length);

/* These bytes will not be needed soon. Pages that are not yet on disk stay. */
void sd_cache_drop(int fd, uint64_t offset, uint64_t length);

#endif
