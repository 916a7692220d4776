/* SPDX-License-Identifier: MIT */
/*
 * What __builtin_cpu_supports reads, for wheels that zig compiles: its runtime library says of
 * every x86 processor that it has nothing beyond SSE2. The layout and the numbers of the features
 * are those that gcc and clang agree on.
 */
#include <cpuid.h>

struct model {
    unsigned int vendor, type, subtype, features[1];
};

int __cpu_indicator_init(void);
__attribute__((visibility("hidden"))) struct model __cpu_model;
__attribute__((visibility("hidden"))) unsigned int __cpu_features2[3];

/* A feature's number, and where cpuid shows it: leaf 1 or 7, register b or c, bit. */
enum { B, C };
static const struct {
    unsigned char feature, leaf, word, bit, state;
} rows[] = {
    {2, 1, C, 23, 0},    /* popcnt */
    {6, 1, C, 9, 0},     /* ssse3 */
    {7, 1, C, 19, 0},    /* sse4.1 */
    {8, 1, C, 20, 0},    /* sse4.2 */
    {18, 1, C, 25, 0},   /* aes */
    {19, 1, C, 1, 0},    /* pclmul */
    {16, 7, B, 3, 0},    /* bmi */
    {17, 7, B, 8, 0},    /* bmi2 */
    {9, 1, C, 28, 6},    /* avx: the system saves the registers of 256 bits */
    {14, 1, C, 12, 6},   /* fma */
    {10, 7, B, 5, 6},    /* avx2 */
    {15, 7, B, 16, 230}, /* avx512f: those of 512 bits and the masks, too */
    {22, 7, B, 17, 230}, /* avx512dq */
    {23, 7, B, 28, 230}, /* avx512cd */
    {21, 7, B, 30, 230}, /* avx512bw */
    {20, 7, B, 31, 230}, /* avx512vl */
    {26, 7, C, 1, 230},  /* avx512vbmi */
    {31, 7, C, 6, 230},  /* avx512vbmi2 */
};

__attribute__((constructor(101))) int __cpu_indicator_init(void)
{
    unsigned int a = 0, d = 0, state = 0, found = 0;
    unsigned int one[2] = {0, 0}, seven[2] = {0, 0};
    if (__cpu_model.vendor != 0)
        return 0;
    __get_cpuid(1, &a, &one[B], &one[C], &d);
    __get_cpuid_count(7, 0, &a, &seven[B], &seven[C], &d);
    if (one[C] & (1U << 27)) /* osxsave */
        __asm__("xgetbv" : "=a"(state), "=d"(d) : "c"(0));
    for (unsigned int i = 0; i < sizeof rows / sizeof *rows; i++) {
        const unsigned int *words = rows[i].leaf == 1 ? one : seven;
        if ((words[rows[i].word] >> rows[i].bit & 1U) && (state & rows[i].state) == rows[i].state)
            found |= 1U << rows[i].feature;
    }
    __cpu_model.features[0] = found;
    __cpu_model.vendor = 3; /* another one */
    return 0;
}
