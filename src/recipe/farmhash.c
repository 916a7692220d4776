/* SPDX-License-Identifier: MIT */
#include "recipe/farmhash.h"

#include "base/little.h"
#include "rng/bits.h"

static const uint64_t k0 = 0xc3a5c85c97cb3127U, k1 = 0xb492b66fbe98f273U, k2 = 0x9ae16a3b2f90404fU;

struct pair {
    uint64_t first, second;
};

static uint64_t shift_mix(uint64_t x)
{
    return x ^ x >> 47;
}

static uint64_t mix(uint64_t u, uint64_t v, uint64_t m)
{
    const uint64_t a = shift_mix((u ^ v) * m);
    return shift_mix((v ^ a) * m) * m;
}

static uint64_t up_to_16(const uint8_t *s, size_t n)
{
    const uint64_t m = k2 + 2 * n;
    if (n == 0)
        return k2;
    if (n < 4) {
        const uint32_t y = s[0] + ((uint32_t)s[n / 2] << 8);
        const uint32_t z = (uint32_t)n + ((uint32_t)s[n - 1] << 2);
        return shift_mix(y * k2 ^ z * k0) * k2;
    }
    if (n < 8)
        return mix(n + ((uint64_t)sd_little32(s) << 3), sd_little32(s + n - 4), m);
    const uint64_t a = sd_little64(s) + k2, b = sd_little64(s + n - 8);
    const uint64_t c = sd_rotr64(b, 37) * m + a, d = (sd_rotr64(a, 25) + b) * m;
    return mix(c, d, m);
}

static uint64_t up_to_64(const uint8_t *s, size_t n)
{
    const uint64_t m = k2 + 2 * n;
    const uint64_t a = sd_little64(s) * (n <= 32 ? k1 : k2), b = sd_little64(s + 8);
    const uint64_t c = sd_little64(s + n - 8) * m, d = sd_little64(s + n - 16) * k2;
    const uint64_t y = sd_rotr64(a + b, 43) + sd_rotr64(c, 30) + d;
    const uint64_t z = a + sd_rotr64(b + k2, 18) + c;
    if (n <= 32)
        return mix(y, z, m);
    const uint64_t mixed = mix(y, z, m);
    const uint64_t e = sd_little64(s + 16) * m, f = sd_little64(s + 24);
    const uint64_t g = (y + sd_little64(s + n - 32)) * m;
    const uint64_t h = (mixed + sd_little64(s + n - 24)) * m;
    return mix(sd_rotr64(e + f, 43) + sd_rotr64(g, 30) + h, e + sd_rotr64(f + a, 18) + g, m);
}

static struct pair weak(const uint8_t *s, uint64_t a, uint64_t b)
{
    a += sd_little64(s);
    b = sd_rotr64(b + a + sd_little64(s + 24), 21);
    const uint64_t c = a;
    a += sd_little64(s + 8) + sd_little64(s + 16);
    b += sd_rotr64(a, 44);
    return (struct pair){a + sd_little64(s + 24), b + c};
}

/* The state of a long key, which takes 64 bytes at a time. */
struct state {
    uint64_t x, y, z;
    struct pair v, w;
};

static void take(struct state *t, const uint8_t *s, uint64_t m, uint64_t factor)
{
    t->x = sd_rotr64(t->x + t->y + t->v.first + sd_little64(s + 8), 37) * m;
    t->y = sd_rotr64(t->y + t->v.second + sd_little64(s + 48), 42) * m;
    t->x ^= t->w.second * factor;
    t->y += t->v.first * factor + sd_little64(s + 40);
    t->z = sd_rotr64(t->z + t->w.first, 33) * m;
    t->v = weak(s, t->v.second * m, t->x + t->w.first);
    t->w = weak(s + 32, t->z + t->w.second, t->y + sd_little64(s + 16));
    const uint64_t z = t->z;
    t->z = t->x;
    t->x = z;
}

static uint64_t longer(const uint8_t *s, size_t n)
{
    const uint64_t seed = 81;
    struct state t = {.x = seed * k2 + sd_little64(s), .y = seed * k1 + 113};
    t.z = shift_mix(t.y * k2 + 113) * k2;
    for (size_t at = 0; at < (n - 1) / 64 * 64; at += 64)
        take(&t, s + at, k1, 1);
    const uint64_t m = k1 + ((t.z & 255) << 1);
    t.w.first += (n - 1) & 63;
    t.v.first += t.w.first;
    t.w.first += t.v.first;
    take(&t, s + n - 64, m, 9);
    return mix(mix(t.v.first, t.w.first, m) + shift_mix(t.y) * k0 + t.z,
               mix(t.v.second, t.w.second, m) + t.x, m);
}

uint64_t sd_farm_fingerprint(const char *bytes, size_t length)
{
    const uint8_t *s = (const uint8_t *)bytes;
    if (length <= 16)
        return up_to_16(s, length);
    return length <= 64 ? up_to_64(s, length) : longer(s, length);
}
