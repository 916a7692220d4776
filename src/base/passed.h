/* SPDX-License-Identifier: MIT */
/* Whoever reads an array from front to back says how far it has come. */
#ifndef SD_BASE_PASSED_H
#define SD_BASE_PASSED_H

#include <stddef.h>
#include <stdint.h>

/* Hears that bytes begin to end-1 were read. NULL, or without a function: nobody. */
struct sd_passed {
    void (*tell)(void *context, uint64_t begin, uint64_t end);
    void *context;
};

static inline void sd_passed_tell(const struct sd_passed *passed, uint64_t begin, uint64_t end)
{
    if (passed != NULL && passed->tell != NULL)
        passed->tell(passed->context, begin, end);
}

#endif
