/* SPDX-License-Identifier: MIT */
#include "recipe/farmhash.h"

#include "recipe/city_words.h"

static uint64_t up_to_16(const uint8_t *s, size_t n)
{
    const uint64_t m = sd_city_k2 + 2 * n;
    if (n == 0)
        return sd_city_k2;
    if (n < 4) {
        const uint32_t y = s[0] + ((uint32_t)s[n / 2] << 8);
        const uint32_t z = (uint32_t)n + ((uint32_t)s[n - 1] << 2);
        return sd_city_shift_mix(y * sd_city_k2 ^ z * sd_city_k0) * sd_city_k2;
    }
    if (n < 8)
        return sd_city_mix(n + ((uint64_t)sd_little32(s) << 3), sd_little32(s + n - 4), m);
    const uint64_t a = sd_little64(s) + sd_city_k2, b = sd_little64(s + n - 8);
    const uint64_t c = sd_rotr64(b, 37) * m + a, d = (sd_rotr64(a, 25) + b) * m;
    return sd_city_mix(c, d, m);
}

static uint64_t up_to_64(const uint8_t *s, size_t n)
{
    const uint64_t m = sd_city_k2 + 2 * n;
    const uint64_t a = sd_little64(s) * (n <= 32 ? sd_city_k1 : sd_city_k2), b = sd_little64(s + 8);
    const uint64_t c = sd_little64(s + n - 8) * m, d = sd_little64(s + n - 16) * sd_city_k2;
    const uint64_t y = sd_rotr64(a + b, 43) + sd_rotr64(c, 30) + d;
    const uint64_t z = a + sd_rotr64(b + sd_city_k2, 18) + c;
    if (n <= 32)
        return sd_city_mix(y, z, m);
    const uint64_t mixed = sd_city_mix(y, z, m);
    const uint64_t e = sd_little64(s + 16) * m, f = sd_little64(s + 24);
    const uint64_t g = (y + sd_little64(s + n - 32)) * m;
    const uint64_t h = (mixed + sd_little64(s + n - 24)) * m;
    return sd_city_mix(sd_rotr64(e + f, 43) + sd_rotr64(g, 30) + h, e + sd_rotr64(f + a, 18) + g,
                       m);
}

/* The state of a long key, which takes 64 bytes at a time. */
struct state {
    uint64_t x, y, z;
    struct sd_city_pair v, w;
};

static void take(struct state *t, const uint8_t *s, uint64_t m, uint64_t factor)
{
    t->x = sd_rotr64(t->x + t->y + t->v.first + sd_little64(s + 8), 37) * m;
    t->y = sd_rotr64(t->y + t->v.second + sd_little64(s + 48), 42) * m;
    t->x ^= t->w.second * factor;
    t->y += t->v.first * factor + sd_little64(s + 40);
    t->z = sd_rotr64(t->z + t->w.first, 33) * m;
    t->v = sd_city_weak(s, t->v.second * m, t->x + t->w.first);
    t->w = sd_city_weak(s + 32, t->z + t->w.second, t->y + sd_little64(s + 16));
    const uint64_t z = t->z;
    t->z = t->x;
    t->x = z;
}

static uint64_t longer(const uint8_t *s, size_t n)
{
    const uint64_t seed = 81;
    struct state t = {.x = seed * sd_city_k2 + sd_little64(s), .y = seed * sd_city_k1 + 113};
    t.z = sd_city_shift_mix(t.y * sd_city_k2 + 113) * sd_city_k2;
    for (size_t at = 0; at < (n - 1) / 64 * 64; at += 64)
        take(&t, s + at, sd_city_k1, 1);
    const uint64_t m = sd_city_k1 + ((t.z & 255) << 1);
    t.w.first += (n - 1) & 63;
    t.v.first += t.w.first;
    t.w.first += t.v.first;
    take(&t, s + n - 64, m, 9);
    return sd_city_mix(sd_city_mix(t.v.first, t.w.first, m) + sd_city_shift_mix(t.y) * sd_city_k0 +
                           t.z,
                       sd_city_mix(t.v.second, t.w.second, m) + t.x, m);
}

uint64_t sd_farm_fingerprint(const char *bytes, size_t length)
{
    const uint8_t *s = (const uint8_t *)bytes;
    if (length <= 16)
        return up_to_16(s, length);
    return length <= 64 ? up_to_64(s, length) : longer(s, length);
}
