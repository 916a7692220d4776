/* SPDX-License-Identifier: MIT */
/* Reads cases (tests/unit/strategy_cases.h) from standard input and prints their results, each
 * ended by a line "end": the C side of strategy_oracle.py. */
#define _POSIX_C_SOURCE 200809L /* getline */

#include "strategy_cases.h"

int main(void)
{
    char *line = NULL;
    size_t size = 0;
    ssize_t length;
    struct split_case c = {0};
    while ((length = getline(&line, &size, stdin)) > 0) {
        line[length - 1] = '\0';
        if (case_line(&c, line))
            continue;
        struct sd_text out = {0};
        struct splitdata_error error = {0};
        case_run(&c, &out, &error);
        printf("%s%s%send\n", out.bytes != NULL ? out.bytes : "", error.message,
               error.message[0] != '\0' ? "\n" : "");
        case_free(&c);
        sd_text_free(&out);
    }
    free(line);
    return 0;
}
