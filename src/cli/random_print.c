/* SPDX-License-Identifier: MIT */
/* Values, a line each. */
#include "cli/random_call.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>

void random_print_double(const struct random_call *call, double value)
{
    char text[SPLITDATA_DOUBLE_TEXT];
    if (!call->hex || !isfinite(value)) {
        splitdata_format_double(text, value);
        puts(text);
        return;
    }
    /* C99's form with all 13 digits of the fraction, as in Python's float.hex; printf's own %a
     * leaves the number of digits to the C library, and the point to the locale. */
    int exponent = 0;
    uint64_t fraction = 0;
    if (value != 0.0) {
        double scaled = frexp(fabs(value), &exponent) * 2.0; /* 1 <= scaled < 2 */
        exponent--;
        int short_of = exponent < -1022 ? -1022 - exponent : 0; /* subnormal: 0x0.... */
        exponent += short_of;
        scaled = ldexp(scaled, 52 - short_of);
        fraction = (uint64_t)scaled;
    }
    const char *sign = signbit(value) ? "-" : "";
    if (fraction == 0)
        printf("%s0x0.0p+0\n", sign);
    else
        printf("%s0x%d.%013" PRIx64 "p%+d\n", sign, (int)(fraction >> 52),
               fraction & (((uint64_t)1 << 52) - 1), exponent);
}

void random_print_text(const char *text)
{
    puts(text);
}

void random_print_int64(int64_t value)
{
    printf("%" PRId64 "\n", value);
}

void random_print_uint64(uint64_t value)
{
    printf("%" PRIu64 "\n", value);
}

bool random_cannot_write(void)
{
    return ferror(stdout) != 0;
}
