/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* A single write, so that lines of several programs do not mix. */
static void print_line(const char *message)
{
    char line[2048];
    int length = snprintf(line, sizeof line - 1, "splitdata: %s", message);
    size_t used = length < 0 ? 0 : (size_t)length;
    if (used > sizeof line - 2)
        used = sizeof line - 2;
    line[used++] = '\n';
    ssize_t written = write(STDERR_FILENO, line, used);
    (void)written; /* there is no other channel to report it on */
}

int cli_report(const struct splitdata_error *error)
{
    print_line(error->message);
    return (int)error->status;
}

int cli_fail(enum splitdata_status status, const char *format, ...)
{
    char message[1024], escaped[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    splitdata_escape(escaped, sizeof escaped, message, strlen(message));
    print_line(escaped);
    return (int)status;
}

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

void cli_open_standard_streams(void)
{
    for (int fd = 0; fd <= 2; fd++) {
        /* Opened in the wrong direction, so that reading standard input or writing an output fails
         * with EBADF. */
        if (fcntl(fd, F_GETFD) == -1 && errno == EBADF)
            open("/dev/null", fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
    }
}

int cli_close_stdout(int status)
{
    bool failed = ferror(stdout) != 0;
    errno = 0;
    failed = fflush(stdout) != 0 || failed;
    if (!failed)
        return status;
    if (errno == EPIPE) { /* the reader has gone: end as filters do */
        signal(SIGPIPE, SIG_DFL);
        raise(SIGPIPE);
    }
    return cli_fail(SPLITDATA_SYSTEM, "standard output: cannot be written: %s",
                    errno != 0 ? strerror(errno) : "an earlier write failed");
}
