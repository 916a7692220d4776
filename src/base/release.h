/* SPDX-License-Identifier: MIT */
/* Whoever reads an array from front to back says how far it has come. */
#ifndef SD_BASE_RELEASE_H
#define SD_BASE_RELEASE_H

#include <stddef.h>
#include <stdint.h>

/* Hears that bytes begin to end-1 were read. NULL, or without a function: nobody. */
struct sd_release {
    void (*notify)(void *context, uint64_t begin, uint64_t end);
    void *context;
};

static inline void sd_release_behind(const struct sd_release *release, uint64_t begin, uint64_t end)
{
    if (release != NULL && release->notify != NULL)
        release->notify(release->context, begin, end);
}

#endif
