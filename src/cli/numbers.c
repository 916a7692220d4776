/* SPDX-License-Identifier: MIT */
#include "cli/numbers.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

const char *cli_grouped(uint64_t number, char out[32])
{
    char digits[24];
    int length = snprintf(digits, sizeof digits, "%" PRIu64, number);
    size_t used = 0;
    for (int i = 0; i < length; i++) {
        if (i > 0 && (length - i) % 3 == 0)
            out[used++] = ',';
        out[used++] = digits[i];
    }
    out[used] = '\0';
    return out;
}
