/* SPDX-License-Identifier: MIT */
/*
 * Logarithms and exponentials with the same bits on every machine and with every C library.
 *
 * NumPy and Python call the C library, and libraries differ in the last bit, as does glibc between
 * processors with and without fused multiply-add. These functions return what glibc returns with
 * fused multiply-add (2.28 to 2.43; on x86-64 processors since 2013 and on every other machine that
 * has it), so they match what the frameworks print on current machines. They use only IEEE 754
 * additions, multiplications, divisions and fma(), which are exact by definition.
 */
#ifndef SD_RNG_ELEMENTARY_H
#define SD_RNG_ELEMENTARY_H

/* ln x for finite x >= 2^-1022: identical to glibc's; error less than 0.51 ulp. */
double sd_log(double x);

/* ln(1 - u) for u in [0, 1) that is a multiple of 2^-53, as generators draw it: identical to
 * glibc's log1p(-u); error less than 1 ulp. */
double sd_log1p_minus(double u);

/* e^-x for x in [0, 700], error less than 2 ulp. For comparison with draws of 53 bits: the result
 * of such a comparison differs from that with the true value only once in 2^50 times, and then on
 * every machine alike. */
double sd_exp_minus(double x);

#endif
