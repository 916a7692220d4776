/* SPDX-License-Identifier: MIT */
#include "verify/verify_file.h"

#include "base/fingerprint.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PIECE = 256 * 1024 };

/* --- one file -------------------------------------------------------------------------------- */

/* The state of reading a file. */
struct reading {
    const struct sd_expected *expected;
    struct sd_digest digest;
    uint64_t size;
    size_t beginnings; /* number of correct ones */
    bool parted;       /* one was wrong */
    bool begins_right; /* its first expected->bytes bytes are correct */
};

/* The next offset at which the digest so far must be compared. */
static uint64_t next_boundary(const struct reading *reading)
{
    const struct sd_expected *expected = reading->expected;
    uint64_t boundary = UINT64_MAX;
    if (reading->size < expected->bytes)
        boundary = expected->bytes;
    if (expected->step != 0 && !reading->parted &&
        reading->beginnings < expected->bytes / expected->step) {
        uint64_t next = (reading->beginnings + 1) * expected->step;
        boundary = next < boundary ? next : boundary;
    }
    return boundary;
}

static int look(struct reading *reading, struct splitdata_error *error)
{
    const struct sd_expected *expected = reading->expected;
    char text[SD_DIGEST_TEXT];
    int status = sd_digest_text(&reading->digest, text, error);
    if (status != SPLITDATA_OK)
        return status;
    if (reading->size == expected->bytes)
        reading->begins_right = strcmp(text, expected->digest) == 0;
    if (expected->step == 0 || reading->parted || reading->size % expected->step != 0)
        return SPLITDATA_OK;
    const char *wanted = expected->beginnings + reading->beginnings * SD_BEGINNING_DIGITS;
    if (memcmp(text, wanted, SD_BEGINNING_DIGITS) == 0)
        reading->beginnings++;
    else
        reading->parted = true;
    return SPLITDATA_OK;
}

static int take(struct reading *reading, const uint8_t *bytes, size_t length,
                struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    while (length != 0 && status == SPLITDATA_OK) {
        uint64_t boundary = next_boundary(reading);
        uint64_t room = boundary - reading->size;
        size_t taken = room < length ? (size_t)room : length;
        status = sd_digest_add(&reading->digest, bytes, taken, error);
        reading->size += taken;
        bytes += taken;
        length -= taken;
        if (status == SPLITDATA_OK && reading->size == boundary)
            status = look(reading, error);
    }
    return status;
}

static void describe_extra(char *detail, size_t size, uint64_t extra, uint64_t after)
{
    snprintf(detail, size, "has %" PRIu64 " extra byte%s after byte %" PRIu64, extra,
             extra == 1 ? "" : "s", after);
}

/* Describes the difference of a file that is not as expected. */
static void describe(const struct reading *reading, char *detail, size_t size)
{
    const struct sd_expected *expected = reading->expected;
    uint64_t has = reading->size, should = expected->bytes;
    if (expected->step == 0) {
        if (reading->begins_right && has > should)
            describe_extra(detail, size, has - should, should);
        else if (has != should)
            snprintf(detail, size, "has %" PRIu64 " bytes, not %" PRIu64, has, should);
        else
            snprintf(detail, size, "has the same size but other bytes");
        return;
    }
    uint64_t from = reading->beginnings * expected->step;
    uint64_t to = from + expected->step < should ? from + expected->step : should;
    if (reading->begins_right)
        describe_extra(detail, size, has - should, should);
    else if (from == 0 && has != should)
        snprintf(detail, size,
                 "is another file, or changed within its first %" PRIu64 " bytes: it has %" PRIu64
                 " bytes, not %" PRIu64,
                 to, has, should);
    else if (has < to)
        snprintf(detail, size,
                 "ends at byte %" PRIu64 ", not %" PRIu64 "; unchanged up to byte %" PRIu64
                 " at least",
                 has, should, from);
    else if (has == should)
        snprintf(detail, size, "first differs between byte %" PRIu64 " and byte %" PRIu64, from,
                 to - 1);
    else
        snprintf(detail, size,
                 "first differs between byte %" PRIu64 " and byte %" PRIu64 ", and has %" PRIu64
                 " bytes, not %" PRIu64,
                 from, to - 1, has, should);
}

static int read_on(struct sd_stream *stream, struct reading *reading, struct sd_progress *progress,
                   struct splitdata_error *error)
{
    uint8_t *buffer = malloc(PIECE);
    size_t got = 1;
    int status = buffer != NULL ? SPLITDATA_OK : sd_fail_memory(error, "reading");
    while (status == SPLITDATA_OK && got != 0) {
        status = sd_stream_read(stream, buffer, PIECE, &got, error);
        if (status == SPLITDATA_OK)
            status = take(reading, buffer, got, error);
        sd_progress_add(progress, got);
    }
    free(buffer);
    return status;
}

/* What is no regular file is not read: reading might wait. */
static int find_special(struct sd_file_check *found)
{
    found->there = found->special = true;
    snprintf(found->detail, sizeof found->detail, "is not a regular file");
    return SPLITDATA_OK;
}

int sd_verify_file(const char *path, const struct sd_expected *expected,
                   const struct sd_file_reading *control, struct sd_file_check *found,
                   struct splitdata_error *error)
{
    struct sd_source source = {.fd = -1};
    struct sd_stream stream = {0};
    struct reading reading = {.expected = expected, .digest = {.kind = control->digest}};
    struct stat at_path;
    *found = (struct sd_file_check){.more_from = SPLITDATA_NOWHERE};
    if (stat(path, &at_path) == 0 && !S_ISREG(at_path.st_mode))
        return find_special(found);
    int status = sd_source_open(&source, path, control->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return error->system_error == ENOENT || error->system_error == ENOTDIR ? SPLITDATA_OK
                                                                               : status;
    if (!S_ISREG(source.at_open.st_mode)) { /* it was exchanged meanwhile */
        sd_source_close(&source);
        return find_special(found);
    }
    found->there = true;
    source.max_inflate = control->max_inflate;
    status = sd_stream_open(&stream, &source, error);
    if (status == SPLITDATA_OK)
        status = read_on(&stream, &reading, control->progress, error);
    if (status == SPLITDATA_OK)
        status = sd_digest_text(&reading.digest, found->digest, error);
    found->bytes = reading.size;
    found->same = strcmp(found->digest, expected->digest) == 0;
    if (reading.begins_right && reading.size > expected->bytes)
        found->more_from = expected->bytes;
    if (status == SPLITDATA_OK && !found->same)
        describe(&reading, found->detail, sizeof found->detail);
    if (status == SPLITDATA_DATA) { /* damaged compression */
        found->damaged = true;
        size_t named = strlen(path);
        bool prefixed = strncmp(error->message, path, named) == 0 &&
                        strncmp(error->message + named, ": ", 2) == 0;
        snprintf(found->detail, sizeof found->detail, "%.500s",
                 error->message + (prefixed ? named + 2 : 0));
        status = SPLITDATA_OK;
    }
    sd_stream_close(&stream);
    sd_source_close(&source);
    sd_digest_free(&reading.digest);
    return status;
}

/* --- byte for byte --------------------------------------------------------------------------- */

static bool begin(struct sd_comparison *comparison)
{
    struct splitdata_error ignored;
    comparison->open = true;
    comparison->line = 1;
    comparison->buffer = malloc(PIECE);
    if (comparison->buffer == NULL ||
        sd_source_open(&comparison->source, comparison->path, -1, &ignored) != SPLITDATA_OK)
        return false;
    return S_ISREG(comparison->source.at_open.st_mode) &&
           sd_stream_open(&comparison->stream, &comparison->source, &ignored) == SPLITDATA_OK;
}

/* Refills the buffer if it is empty. False: the file ends or is damaged. */
static bool fill(struct sd_comparison *comparison)
{
    struct splitdata_error ignored;
    if (comparison->used < comparison->held)
        return true;
    comparison->used = comparison->held = 0;
    return sd_stream_read(&comparison->stream, comparison->buffer, PIECE, &comparison->held,
                          &ignored) == SPLITDATA_OK &&
           comparison->held != 0;
}

/* Counts lines as a text editor does: LF, CR LF or a lone CR end a line. */
static void count_lines(struct sd_comparison *comparison, const uint8_t *bytes, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        comparison->line += (bytes[i] == '\n' && !comparison->after_cr) || bytes[i] == '\r';
        comparison->after_cr = bytes[i] == '\r';
    }
}

static size_t count_same(const uint8_t *a, const uint8_t *b, size_t length)
{
    size_t same = 0;
    if (memcmp(a, b, length) == 0)
        return length;
    while (a[same] == b[same])
        same++;
    return same;
}

int sd_comparison_observe(void *context, const uint8_t *bytes, size_t length,
                          struct splitdata_error *error)
{
    struct sd_comparison *comparison = context;
    (void)error;
    if (comparison->path == NULL || comparison->differs || comparison->broken)
        return SPLITDATA_OK;
    if (!comparison->open && !begin(comparison)) {
        comparison->broken = true;
        return SPLITDATA_OK;
    }
    while (length != 0 && !comparison->differs) {
        size_t same = 0, here = 0;
        if (fill(comparison)) {
            here = comparison->held - comparison->used;
            here = here < length ? here : length;
            same = count_same(comparison->buffer + comparison->used, bytes, here);
        }
        count_lines(comparison, bytes, same);
        comparison->used += same;
        comparison->at += same;
        comparison->differs = same < here || here == 0;
        bytes += same;
        length -= same;
    }
    return SPLITDATA_OK;
}

void sd_comparison_free(struct sd_comparison *comparison)
{
    if (comparison->open) {
        sd_stream_close(&comparison->stream);
        sd_source_close(&comparison->source);
    }
    free(comparison->buffer);
    *comparison = (struct sd_comparison){0};
}
