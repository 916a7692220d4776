/* SPDX-License-Identifier: MIT */
/* Logarithms and exponentials: identical to glibc's results with fused multiply-add, on any
 * machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/digest.h"
#include "rng/elementary.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum { COUNT = 400000 };

/* A multiple of 2^-53 in [0, 1), with values near 0, near 1 and near 1 - 2^-e as frequent as all
 * others. The generator is S. Vigna's xorshift64. */
static double draw(uint64_t *state)
{
    uint64_t s = *state;
    s ^= s << 13;
    s ^= s >> 7;
    s ^= s << 17;
    *state = s;
    double u = (double)(s >> 11) * 0x1p-53, small = (double)(s >> (11 + (s & 31))) * 0x1p-53;
    int e = 1 + (int)(s >> 6 & 15);
    switch (s & 3) {
    case 0:
        return small;
    case 1:
        return small > 0 ? 1 - small : small;
    case 2:
        return 1 - ldexp(1, -e) + ldexp((double)(int64_t)(s >> 34) - 0x1p29, -53);
    default:
        return u;
    }
}

/* Compares the SHA-256 digest of the bits of `function` over COUNT draws. */
static void require_digest(double (*function)(double), const char *expected)
{
    static uint8_t bytes[8 * COUNT];
    uint64_t state = 20240229;
    for (size_t i = 0; i < COUNT; i++) {
        double value = function(draw(&state));
        uint64_t bits;
        memcpy(&bits, &value, sizeof bits);
        for (size_t b = 0; b < 8; b++)
            bytes[8 * i + b] = (uint8_t)(bits >> 8 * b);
    }
    uint8_t digest[SD_DIGEST_BYTES];
    char text[SD_DIGEST_TEXT];
    sd_sha256(bytes, sizeof bytes, digest);
    for (size_t i = 0; i < sizeof digest; i++)
        snprintf(text + 2 * i, 3, "%02x", digest[i]);
    assert_string_equal(text, expected);
}

static double log_of_rest(double u)
{
    return sd_log(1 - u);
}

/* The argument as for a point in the unit disc: not a multiple of a power of two. */
static double log_of_product(double u)
{
    return sd_log(u * u + 0x1.123456789abcdp-60);
}

static double log1p_minus(double u)
{
    return sd_log1p_minus(u);
}

static double exp_minus(double u)
{
    return sd_exp_minus(8 * u);
}

/* The results of glibc 2.36 on x86-64 with FMA: this file with log(x) and log1p(-u) in their
 * places. */
static void logarithms(void **state)
{
    (void)state;
    require_digest(log_of_rest, "85c65a03c2d333d4712264004d3b49de59ed9a0efafec6cc38d92ff21809370e");
    require_digest(log_of_product,
                   "5be130a1cbdb9b2529129dfcaad69b26a2e5236b092c1654c4fe3156c92402a1");
    require_digest(log1p_minus, "a21e0bb1745b7f76b2f78ba3e2b14bb28db080e2a8473011860195831c37f496");
}

/* The same on every machine, and always close to the C library's. */
static void exponentials(void **state)
{
    (void)state;
    uint64_t s = 1;
    for (int i = 0; i < COUNT; i++) {
        double x = 8 * draw(&s), mine = sd_exp_minus(x), other = exp(-x);
        if (fabs(mine - other) > 0x1p-50 * other)
            fail_msg("exp(-%a): %a, and not %a", x, mine, other);
    }
    require_digest(exp_minus, "bb372ff640ce755b533f6a2e2a2874cf4291967e8e73f9c2821ab6dceb332884");
}

/* The ends of the domains. */
static void ends(void **state)
{
    (void)state;
    assert_true(sd_log(1) == 0);
    assert_true(sd_log(0x1p-1022) == -0x1.6232bdd7abcd2p+9);
    assert_true(sd_log(0x1.fffffffffffffp+1023) == 0x1.62e42fefa39efp+9);
    assert_true(sd_log1p_minus(0) == 0);
    assert_true(sd_log1p_minus(1 - 0x1p-53) == -0x1.25e4f7b2737fap+5);
    assert_true(sd_exp_minus(0) == 1);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(logarithms), cmocka_unit_test(exponentials),
                                       cmocka_unit_test(ends)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
