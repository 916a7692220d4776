/* SPDX-License-Identifier: MIT */
/* Prints, for all strings up to length argv[1] over `a , " LF CR space` in the order of their
 * letters, where each record begins and ends, or "refused": one line a string. */
#include "csv/index.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char letters[] = "a,\"\n\r ";
enum { LETTERS = sizeof letters - 1, LONGEST = 12 };

static int print_borders(const uint8_t *text, size_t length)
{
    const struct sd_dialect dialect = {.delimiter = ',', .quote = '"', .ragged_keep = true};
    const struct sd_index_request request = {
        .data = text, .size = length, .dialect = &dialect, .threads = 1, .cancel_fd = -1};
    struct sd_index index;
    struct splitdata_error error;
    int status = length != 0 ? sd_index_build(&index, &request, &error) : SPLITDATA_OK;
    if (status == SPLITDATA_DATA)
        puts("refused");
    if (status != SPLITDATA_OK)
        return status == SPLITDATA_DATA ? 0 : status;
    for (size_t i = 0; length != 0 && i < index.spans.count; i++) {
        struct sd_span span = sd_spans_unpack(&index.spans, index.spans.packed[i]);
        printf("%" PRIu64 " %" PRIu64 " ", span.start, span.start + span.length);
    }
    puts("");
    if (length != 0)
        sd_index_free(&index);
    return 0;
}

int main(int argc, char **argv)
{
    size_t longest = argc > 1 ? (size_t)strtoul(argv[1], NULL, 10) : 6;
    uint8_t text[LONGEST];
    uint64_t strings = 1;
    for (size_t length = 0; length <= longest && length <= LONGEST; length++, strings *= LETTERS) {
        for (uint64_t number = 0; number < strings; number++) {
            uint64_t rest = number;
            for (size_t i = length; i-- > 0; rest /= LETTERS) /* the last letter changes first */
                text[i] = (uint8_t)letters[rest % LETTERS];
            int status = print_borders(text, length);
            if (status != 0)
                return status;
        }
    }
    return fflush(stdout) != 0;
}
