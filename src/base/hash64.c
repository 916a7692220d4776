/* SPDX-License-Identifier: MIT */
#include "base/hash64.h"

#include "base/little.h"

#define P1 UINT64_C(0x9E3779B185EBCA87)
#define P2 UINT64_C(0xC2B2AE3D27D4EB4F)
#define P3 UINT64_C(0x165667B19E3779F9)
#define P4 UINT64_C(0x85EBCA77C2B2AE63)
#define P5 UINT64_C(0x27D4EB2F165667C5)

static uint64_t left(uint64_t x, unsigned by)
{
    return x << by | x >> (64 - by);
}

static uint64_t mix(uint64_t lane, uint64_t word)
{
    return left(lane + word * P2, 31) * P1;
}

/* Hashes the whole 32-byte stripes, in four lanes. */
static uint64_t stripes(const uint8_t **at, size_t length, uint64_t seed)
{
    uint64_t lane[4] = {seed + P1 + P2, seed + P2, seed, seed - P1};
    for (; length >= 32; length -= 32, *at += 32) {
        for (int i = 0; i < 4; i++)
            lane[i] = mix(lane[i], sd_little64(*at + 8 * i));
    }
    uint64_t hash = left(lane[0], 1) + left(lane[1], 7) + left(lane[2], 12) + left(lane[3], 18);
    for (int i = 0; i < 4; i++)
        hash = (hash ^ mix(0, lane[i])) * P1 + P4;
    return hash;
}

uint64_t sd_hash64(const void *bytes, size_t length, uint64_t seed)
{
    const uint8_t *at = bytes, *end = at + length;
    uint64_t hash = length >= 32 ? stripes(&at, length, seed) : seed + P5;
    hash += length;
    for (; end - at >= 8; at += 8)
        hash = left(hash ^ mix(0, sd_little64(at)), 27) * P1 + P4;
    if (end - at >= 4) {
        hash = left(hash ^ sd_little32(at) * P1, 23) * P2 + P3;
        at += 4;
    }
    for (; at < end; at++)
        hash = left(hash ^ *at * P5, 11) * P1;
    hash = (hash ^ hash >> 33) * P2;
    hash = (hash ^ hash >> 29) * P3;
    return hash ^ hash >> 32;
}
