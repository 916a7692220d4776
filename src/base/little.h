/* SPDX-License-Identifier: MIT */
/* Words in memory with their least significant byte first, on every machine. */
#ifndef SD_BASE_LITTLE_H
#define SD_BASE_LITTLE_H

#include <stdint.h>

/* With the most significant byte first. */
static inline uint32_t sd_big32(const uint8_t *at)
{
    return (uint32_t)at[0] << 24 | (uint32_t)at[1] << 16 | (uint32_t)at[2] << 8 | at[3];
}

static inline uint32_t sd_little32(const uint8_t *at)
{
    return (uint32_t)at[0] | (uint32_t)at[1] << 8 | (uint32_t)at[2] << 16 | (uint32_t)at[3] << 24;
}

static inline uint64_t sd_little64(const uint8_t *at)
{
    return sd_little32(at) | (uint64_t)sd_little32(at + 4) << 32;
}

#endif
