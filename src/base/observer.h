/* SPDX-License-Identifier: MIT */
/* Somebody who sees a stream of bytes, from front to back. */
#ifndef SD_BASE_OBSERVER_H
#define SD_BASE_OBSERVER_H

#include "base/error.h"

#include <stddef.h>
#include <stdint.h>

struct sd_observer {
    int (*observe)(void *context, const uint8_t *bytes, size_t length,
                   struct splitdata_error *error);
    void *context;
};

#endif
