/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "cli/cli.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The length of a character at `text` that is not seen, or that turns the direction of what follows
 * it; 0: it is none. */
static size_t unseen(const char *text)
{
    /* By their first bytes in UTF-8: soft hyphen, Arabic letter mark, Mongolian vowel separator,
     * U+200B to U+200F, U+2028 to U+202E, U+2060 to U+206F, Hangul filler, variation selectors,
     * byte order mark, tags. */
    static const struct {
        const char *begin;
        unsigned char from, to; /* of the next byte */
        size_t length;
    } ranges[] = {{"\xc2", 0xad, 0xad, 2},     {"\xd8", 0x9c, 0x9c, 2},
                  {"\xe1\xa0", 0x8e, 0x8e, 3}, {"\xe2\x80", 0x8b, 0x8f, 3},
                  {"\xe2\x80", 0xa8, 0xae, 3}, {"\xe2\x81", 0xa0, 0xaf, 3},
                  {"\xe3\x85", 0xa4, 0xa4, 3}, {"\xef\xb8", 0x80, 0x8f, 3},
                  {"\xef\xbb", 0xbf, 0xbf, 3}, {"\xf3\xa0", 0x80, 0xbf, 4}};
    for (size_t r = 0; r < sizeof ranges / sizeof ranges[0]; r++) {
        size_t known = strlen(ranges[r].begin);
        if (strncmp(text, ranges[r].begin, known) != 0)
            continue;
        unsigned char next = (unsigned char)text[known];
        if (next >= ranges[r].from && next <= ranges[r].to &&
            strnlen(text, ranges[r].length) == ranges[r].length)
            return ranges[r].length;
    }
    return 0;
}

/* All of the path is shown, as it is: a stranger may have chosen it. One write. */
void cli_announce(void *context, const char *path)
{
    static const char begin[] = "output ";
    (void)context;
    size_t room = 4 * strlen(path) + 1;
    char *escaped = malloc(room), *line = malloc(sizeof begin + room);
    size_t used = strlen(begin);
    if (escaped != NULL && line != NULL) {
        memcpy(line, begin, sizeof begin);
        splitdata_escape(escaped, room, path, strlen(path));
        for (const char *at = escaped; *at != '\0';) {
            size_t length = unseen(at);
            for (size_t i = 0; i < length; i++, used += 4)
                snprintf(line + used, 5, "\\x%02x", (unsigned)(unsigned char)at[i]);
            if (length == 0)
                line[used++] = *at;
            at += length != 0 ? length : 1;
        }
        line[used++] = '\n';
        fwrite(line, 1, used, stderr);
    }
    free(escaped);
    free(line);
}
