/* SPDX-License-Identifier: MIT */
/*
 * Logarithms and exponentials that have the same bits on every machine and with every C library.
 *
 * NumPy and Python take them from the C library, and libraries differ in the last bit: so does
 * glibc between processors with and without fused multiply-add. Here they are what glibc gives
 * with fused multiply-add (2.28 to 2.43, on x86-64 since 2013 and on every other machine that has
 * it), which is what the frameworks' programs print on the machines of today. Nothing is used but
 * IEEE 754 additions, multiplications, divisions and fma(), which are exact by definition.
 */
#ifndef SD_RNG_ELEMENTARY_H
#define SD_RNG_ELEMENTARY_H

/* ln x for finite x >= 2^-1022: glibc's, to the bit; less than 0.51 units in the last place from
 * the true value. */
double sd_log(double x);

/* ln(1 - u) for u of [0, 1) that is a multiple of 2^-53, as generators draw it: glibc's log1p(-u),
 * to the bit; less than one unit in the last place from the true value. */
double sd_log1p_minus(double u);

/* e^-x for x of [0, 700], less than two units in the last place from the true value. For comparing
 * draws with: a comparison with a draw of 53 bits turns out as with the true value but once in 2^50
 * times, and then it does so on every machine. */
double sd_exp_minus(double x);

#endif
