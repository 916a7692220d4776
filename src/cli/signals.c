/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* MAP_ANONYMOUS, pipe2 */

#include "cli/signals.h"

#include "cli/cli.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static int pipe_ends[2] = {-1, -1};
static volatile sig_atomic_t caught;
static long page_size;

static void ask_to_stop(void)
{
    int kept = errno;
    ssize_t written = write(pipe_ends[1], "", 1);
    (void)written; /* the pipe is full: the request has been made already */
    errno = kept;
}

static void on_stop(int number)
{
    caught = number;
    ask_to_stop();
}

/* A page of the mapped input is gone. It is replaced by an empty page, so that the thread can
 * continue to its next cancellation check; what it read is never published. */
static void on_bus_error(int number, siginfo_t *info, void *context)
{
    (void)context;
    uintptr_t page = (uintptr_t)info->si_addr & ~((uintptr_t)page_size - 1);
    if (mmap((void *)page, (size_t)page_size, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED,
             -1, 0) == MAP_FAILED) {
        signal(number, SIG_DFL); /* the access is repeated, and is then fatal */
        return;
    }
    caught = number;
    ask_to_stop();
}

static const int stopping[] = {SIGINT, SIGTERM, SIGHUP};
enum { STOPPING = sizeof stopping / sizeof stopping[0] };

int cli_catch_signals(int *cancel_fd)
{
    page_size = sysconf(_SC_PAGESIZE);
    if (pipe2(pipe_ends, O_CLOEXEC | O_NONBLOCK) != 0)
        return cli_fail(SPLITDATA_SYSTEM, "cannot make a pipe: %s", strerror(errno));
    for (size_t i = 0; i < STOPPING; i++) {
        struct sigaction now;
        struct sigaction stop = {.sa_handler = on_stop};
        if (sigaction(stopping[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaction(stopping[i], &stop, NULL);
    }
    struct sigaction bus = {.sa_sigaction = on_bus_error, .sa_flags = SA_SIGINFO};
    sigaction(SIGBUS, &bus, NULL);
    /* A closed pipe and a file size limit become errors of write(), which are handled. */
    signal(SIGPIPE, SIG_IGN);
    signal(SIGXFSZ, SIG_IGN);
    *cancel_fd = pipe_ends[0];
    return SPLITDATA_OK;
}

static const char late[] = "splitdata: interrupted too late: the split is complete\n";

static void tell_late(void)
{
    ssize_t told = write(STDERR_FILENO, late, sizeof late - 1);
    (void)told; /* a failure cannot be reported */
}

static void on_late_stop(int number)
{
    tell_late();
    signal(number, SIG_DFL);
    raise(number); /* it comes once this handler has returned */
}

void cli_release_signals(bool written)
{
    bool told = written && caught != 0 && caught != SIGBUS;
    struct sigaction last = {.sa_handler = written && !told ? on_late_stop : SIG_DFL};
    if (told)
        tell_late();
    for (size_t i = 0; i < STOPPING; i++) {
        struct sigaction now;
        if (sigaction(stopping[i], NULL, &now) == 0 && now.sa_handler == on_stop)
            sigaction(stopping[i], &last, NULL);
    }
}

static void die_by(int number)
{
    sigset_t only;
    signal(number, SIG_DFL);
    sigemptyset(&only);
    sigaddset(&only, number);
    sigprocmask(SIG_UNBLOCK, &only, NULL);
    raise(number);
}

int cli_die_as_asked(const char *path, const struct splitdata_error *error)
{
    if (caught != SIGBUS) {
        cli_report(error);
        die_by(caught);
    }
    return cli_fail(SPLITDATA_SYSTEM,
                    "%s: could not be read to its end: it shrank, or its disk failed; nothing was "
                    "written",
                    strcmp(path, "-") == 0 ? "standard input" : path);
}

void cli_die_of_pipe(void)
{
    die_by(SIGPIPE);
}
