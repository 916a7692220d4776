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
