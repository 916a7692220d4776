/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/existing.h"

#include "base/eintr.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool sd_targets_may_replace(const struct sd_targets *targets)
{
    return targets->request->options->force || targets->request->options->if_changed;
}

static int open_existing(const struct sd_target *target)
{
    return sd_openat(target->output.directory_fd, target->output.name,
                     O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK, 0);
}

/* --- its beginning --------------------------------------------------------------------------- */

/* Reads the first bytes of a file before compression; *got: fewer than `size`, if there are no
 * more. False: it is damaged. */
static bool read_beginning(struct sd_source *source, uint8_t *buffer, size_t size, size_t *got)
{
    struct sd_stream stream = {0};
    struct splitdata_error ignored;
    size_t count = 1;
    int status = sd_stream_open(&stream, source, &ignored);
    for (*got = 0; status == SPLITDATA_OK && *got < size && count != 0; *got += count) {
        count = 0;
        status = sd_stream_read(&stream, buffer + *got, size - *got, &count, &ignored);
    }
    sd_stream_close(&stream);
    return status == SPLITDATA_OK;
}

int sd_target_begins_with(const struct sd_target *target, const char *bytes, size_t length,
                          bool *begins, struct splitdata_error *error)
{
    struct sd_source source = {.fd = -1};
    struct stat found;
    size_t got = 0;
    *begins = true;
    int fd = open_existing(target);
    if (fd < 0 && (errno == ELOOP || errno == ENOENT))
        return SPLITDATA_OK; /* a link is replaced, not what it leads to */
    if (fd < 0)
        return sd_fail_system(error, errno, "%s: cannot be read, to tell whether a split wrote it",
                              target->path);
    sd_source_attach(&source, fd, target->path, -1);
    uint8_t *buffer = malloc(length + 1);
    if (buffer != NULL && fstat(fd, &found) == 0 && S_ISREG(found.st_mode))
        *begins = read_beginning(&source, buffer, length + 1, &got) &&
                  (got == 0 || (got >= length && memcmp(buffer, bytes, length) == 0));
    sd_source_close(&source);
    free(buffer);
    return buffer != NULL ? SPLITDATA_OK : sd_fail_memory(error, "comparing outputs");
}

int sd_target_refuse_foreign(const struct sd_targets *targets, const struct sd_target *target,
                             struct splitdata_error *error)
{
    if (target == targets->page)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: is there and is no page of a report; nothing was written (move it "
                       "away)",
                       target->path);
    if (target == sd_targets_manifest(targets))
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: is there and is no manifest; nothing was written (move it away)",
                       target->path);
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "%s: is there and is no split's: it does not begin with the header of the "
                   "outputs%s; nothing was written (move it away)",
                   target->path, targets->replayed ? "" : ", and no manifest beside it names it");
}

/* --- all of it ------------------------------------------------------------------------------- */

/* Whether the file that has the target's name equals the new one before compression. */
static int compare_existing(const struct sd_target *target, bool *equal,
                            struct splitdata_error *error)
{
    struct sd_source ours = {.fd = -1}, theirs = {.fd = -1};
    struct sd_stream our_stream = {0}, their_stream = {0};
    struct stat found;
    int status = SPLITDATA_OK;
    *equal = false;
    int fd = open_existing(target);
    int our_fd = sd_output_reopen(&target->output);
    if (our_fd < 0)
        status = sd_fail_system(error, errno, "%s: cannot be read again", target->path);
    if (fd >= 0)
        sd_source_attach(&theirs, fd, target->path, -1);
    if (our_fd >= 0)
        sd_source_attach(&ours, our_fd, target->path, -1);
    if (fd >= 0 && our_fd >= 0 && fstat(fd, &found) == 0 && S_ISREG(found.st_mode)) {
        status = sd_stream_open(&our_stream, &ours, error);
        if (status == SPLITDATA_OK &&
            sd_stream_open(&their_stream, &theirs, error) == SPLITDATA_OK &&
            sd_streams_equal(&our_stream, &their_stream, equal, error) != SPLITDATA_OK)
            *equal = false; /* damaged: not equal */
    }
    sd_stream_close(&our_stream);
    sd_stream_close(&their_stream);
    sd_source_close(&ours);
    sd_source_close(&theirs);
    return status;
}

int sd_target_judge(const struct sd_targets *targets, struct sd_target *target,
                    struct splitdata_error *error)
{
    bool equal = false;
    int status = compare_existing(target, &equal, error);
    if (status == SPLITDATA_OK && !equal && target->foreign)
        return sd_target_refuse_foreign(targets, target, error);
    if (status == SPLITDATA_OK && !equal && !sd_targets_may_replace(targets))
        status = sd_fail(error, SPLITDATA_SYSTEM,
                         "%s: exists already and is not this split's; nothing was written (-f "
                         "replaces it)",
                         target->path);
    if (status != SPLITDATA_OK || !equal)
        return status;
    target->output.exists = true;
    sd_output_close(&target->output);
    return SPLITDATA_OK;
}
