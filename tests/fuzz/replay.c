/* SPDX-License-Identifier: MIT */
/* Runs a harness on stored inputs: standard input has one per line, in hexadecimal digits. Prints
 * their number; a violated property ends in abort(), as in fuzzing. */
#define _POSIX_C_SOURCE 200809L

#include "fuzz.h"

static unsigned digit(char c)
{
    return c >= 'a' ? (unsigned)(c - 'a') + 10 : (unsigned)(c - '0');
}

int main(void)
{
    char *line = NULL;
    size_t room = 0, inputs = 0;
    ssize_t length;
    while ((length = getline(&line, &room, stdin)) > 0) {
        size_t size = (size_t)(length - 1) / 2;
        uint8_t *bytes = malloc(size + 1);
        fuzz_require(bytes != NULL);
        for (size_t i = 0; i < size; i++)
            bytes[i] = (uint8_t)(digit(line[2 * i]) << 4 | digit(line[2 * i + 1]));
        uint8_t *exact = fuzz_copy(bytes, size);
        fprintf(stderr, "%zu\n", ++inputs);
        LLVMFuzzerTestOneInput(exact, size);
        free(exact);
        free(bytes);
    }
    free(line);
    return inputs == 0;
}
