/* SPDX-License-Identifier: MIT */
#include "in/joined.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

static const char *name_of(const struct sd_joined_file *file)
{
    const struct sd_source source = {.path = file->path};
    return sd_source_name(&source);
}

static int describe(struct sd_joined_file *file, bool regular, struct splitdata_error *error)
{
    int result = strcmp(file->path, "-") == 0 ? fstat(STDIN_FILENO, &file->at_open)
                                              : stat(file->path, &file->at_open);
    if (result != 0)
        return sd_fail_system(error, errno, "%s: cannot be opened", name_of(file));
    if (S_ISDIR(file->at_open.st_mode))
        return sd_fail(error, SPLITDATA_SYSTEM, "%s: is a directory; name a file", name_of(file));
    return !regular || S_ISREG(file->at_open.st_mode)
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_SYSTEM,
                         "%s: is not a regular file (name it after the manifest to read it all the "
                         "same)",
                         name_of(file));
}

int sd_joined_begin(struct sd_joined *joined, char *const *path, size_t count, bool regular,
                    struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    *joined = (struct sd_joined){
        .file = calloc(count, sizeof *joined->file),
        .extents.extent = calloc(count, sizeof *joined->extents.extent),
        .extents.first_row = calloc(count, sizeof *joined->extents.first_row),
        .count = count,
        .ended = count,
        .copies = -1,
    };
    if (joined->file == NULL || joined->extents.extent == NULL || joined->extents.first_row == NULL)
        return sd_fail_memory(error, "the list of files");
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        joined->file[i].path = path[i];
        status = describe(&joined->file[i], regular, error);
    }
    return status;
}

void sd_joined_first(struct sd_joined *joined, struct sd_source *source, struct sd_stream *stream)
{
    joined->file[0].at_open = source->at_open;
    joined->body.source = *source;
    joined->body.stream = *stream;
    joined->body.stream.feed.source = &joined->body.source;
    *stream = (struct sd_stream){0};
    source->owned = false; /* what is left of it names the file */
    joined->opened = true;
}

/* --- one file after another ------------------------------------------------------------------ */

static int fail_changed(const struct sd_joined_file *file, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "%s: changed while it was read; nothing was written (run again when nothing "
                   "writes to it)",
                   name_of(file));
}

int sd_joined_open(struct sd_joined *joined, struct splitdata_error *error)
{
    struct sd_joined_file *file = &joined->file[joined->at];
    struct sd_body *body = &joined->body;
    joined->begun = false;
    if (!joined->opened) {
        int status = sd_source_open(&body->source, file->path, joined->cancel_fd, error);
        if (status != SPLITDATA_OK)
            return status;
        joined->opened = true;
    }
    body->source.gzip_library = joined->gzip_library;
    body->source.max_inflate = joined->max_inflate;
    body->source.progress = joined->progress;
    return !S_ISREG(file->at_open.st_mode) || sd_same_file(&body->source.at_open, &file->at_open)
               ? SPLITDATA_OK
               : fail_changed(file, error);
}

int sd_joined_open_stream(struct sd_joined *joined, struct splitdata_error *error)
{
    struct sd_joined_file *file = &joined->file[joined->at];
    struct sd_body *body = &joined->body;
    int status = SPLITDATA_OK;
    if (body->stream.feed.bytes == NULL) /* not that of the first file */
        status = sd_stream_open(&body->stream, &body->source, error);
    if (body->stream.codec != NULL)
        file->compression = body->stream.codec->name;
    body->stream.observer = file->observer.observe != NULL ? &file->observer : NULL;
    return status;
}

int sd_joined_begin_body(struct sd_joined *joined, uint8_t next, size_t *length,
                         struct splitdata_error *error)
{
    const struct sd_join *join = joined->join;
    *length = 0;
    joined->begun = true;
    if (joined->ended == joined->count)
        return SPLITDATA_OK;
    const char *end = "";
    int status =
        join->between(join->context, joined->tail + SD_JOIN_TAIL - joined->tail_length,
                      joined->tail_length, next, name_of(&joined->file[joined->at]), &end, error);
    if (status != SPLITDATA_OK)
        return status;
    *length = strlen(end);
    if (*length != 0) /* it is the same for all files */
        joined->line_end = end;
    joined->file[joined->ended].line_end = *length;
    struct sd_extent *extent = &joined->extents.extent[joined->ended];
    for (size_t i = 1; joined->ended + i < joined->at; i++) { /* files without bytes */
        const bool follows = extent[i].begin == extent->end;
        extent[i].joined += *length;
        extent[i].begin += follows ? *length : 0;
        extent[i].end += follows ? *length : 0;
    }
    extent->end += *length;
    joined->total += *length;
    return SPLITDATA_OK;
}

void sd_joined_close(struct sd_joined *joined)
{
    const struct sd_body *body = &joined->body;
    joined->file[joined->at].bytes = body->size;
    if (joined->begun) {
        joined->ended = joined->at;
        memcpy(joined->tail, body->tail, sizeof joined->tail);
        joined->tail_length = body->tail_length;
    }
    sd_body_close(&joined->body);
    joined->opened = false;
    joined->at++;
}

/* --- the stream ------------------------------------------------------------------------------ */

/* Opens the next file of the stream. */
static int begin_file(struct sd_joined *joined, struct splitdata_error *error)
{
    int status = sd_joined_open(joined, error);
    if (status == SPLITDATA_OK)
        status = sd_joined_open_stream(joined, error);
    if (status == SPLITDATA_OK)
        status = sd_body_open(&joined->body, joined->join, error);
    struct sd_extent *extent = &joined->extents.extent[joined->at];
    extent->begin = extent->end = extent->joined = joined->total;
    extent->lines = joined->body.head.lines;
    joined->extents.count = joined->at + 1;
    return status;
}

/* Keeps the first bytes of a file, for the line terminator of the file before comes first. */
static int hold(struct sd_joined *joined, uint8_t *buffer, size_t *got, size_t *file,
                size_t line_end, struct splitdata_error *error)
{
    joined->held = malloc(*got);
    if (joined->held == NULL)
        return sd_fail_memory(error, "reading the input");
    memcpy(joined->held, buffer, *got);
    joined->held_length = *got;
    memcpy(buffer, joined->line_end, line_end);
    *got = line_end;
    *file = joined->ended;
    return SPLITDATA_OK;
}

/* Adds bytes of the open file to its extent. */
static void add(struct sd_joined *joined, size_t length)
{
    joined->extents.extent[joined->at].end += length;
    joined->total += length;
}

static int take_held(struct sd_joined *joined, uint8_t *buffer, size_t size, size_t *got)
{
    *got = joined->held_length < size ? joined->held_length : size;
    memcpy(buffer, joined->held, *got);
    memmove(joined->held, joined->held + *got, joined->held_length - *got);
    joined->held_length -= *got;
    if (joined->held_length == 0) {
        free(joined->held);
        joined->held = NULL;
    }
    add(joined, *got);
    return SPLITDATA_OK;
}

/* The first bytes of the open file. */
static int begin_bytes(struct sd_joined *joined, uint8_t *buffer, size_t *got, size_t *file,
                       struct splitdata_error *error)
{
    size_t line_end;
    int status = sd_joined_begin_body(joined, buffer[0], &line_end, error);
    struct sd_extent *extent = &joined->extents.extent[joined->at];
    extent->begin = extent->end = extent->joined = joined->total;
    if (status == SPLITDATA_OK && line_end != 0)
        return hold(joined, buffer, got, file, line_end, error);
    add(joined, *got);
    return status;
}

int sd_joined_next(void *context, uint8_t *buffer, size_t size, size_t *got, size_t *file,
                   struct splitdata_error *error)
{
    struct sd_joined *joined = context;
    int status = SPLITDATA_OK;
    *got = 0;
    for (; joined->at < joined->count && status == SPLITDATA_OK; sd_joined_close(joined)) {
        if (joined->extents.count <= joined->at)
            status = begin_file(joined, error);
        *file = joined->at;
        if (status == SPLITDATA_OK && joined->held_length != 0)
            return take_held(joined, buffer, size, got);
        if (status == SPLITDATA_OK)
            status = sd_body_read(&joined->body, buffer, size, got, error);
        if (status != SPLITDATA_OK)
            break;
        if (*got != 0 && !joined->begun)
            return begin_bytes(joined, buffer, got, file, error);
        if (*got != 0) {
            add(joined, *got);
            break;
        }
    }
    return status;
}

/* --- one file -------------------------------------------------------------------------------- */

const char *sd_joined_name(const struct sd_joined *joined, size_t i)
{
    return name_of(&joined->file[i]);
}

bool sd_joined_whole(const struct sd_joined *joined, size_t i, uint64_t *place, uint64_t *size)
{
    const struct sd_joined_file *file = &joined->file[i];
    const struct sd_extent *extent = &joined->extents.extent[i];
    *place = extent->end - file->line_end - file->bytes;
    *size = file->bytes;
    return file->mapped != NULL || extent->end - file->line_end - extent->begin == file->bytes;
}

/* --- the end --------------------------------------------------------------------------------- */

int sd_joined_check_unchanged(const struct sd_joined *joined, struct splitdata_error *error)
{
    struct stat now;
    for (size_t i = 0; i < joined->count; i++) {
        const struct sd_joined_file *file = &joined->file[i];
        if (S_ISREG(file->at_open.st_mode) && strcmp(file->path, "-") != 0 &&
            (stat(file->path, &now) != 0 || !sd_same_file(&now, &file->at_open)))
            return fail_changed(file, error);
    }
    return SPLITDATA_OK;
}

static bool is_in_array(const struct sd_joined *joined, const uint8_t *bytes)
{
    return joined->data != NULL && bytes >= joined->data && bytes < joined->data + joined->reserved;
}

void sd_joined_end(struct sd_joined *joined)
{
    sd_body_close(&joined->body);
    for (size_t i = 0; joined->file != NULL && i < joined->count; i++) {
        const struct sd_joined_file *file = &joined->file[i];
        if (file->mapped != NULL && !is_in_array(joined, file->mapped))
            munmap((void *)(uintptr_t)file->mapped, (size_t)file->bytes);
    }
    if (joined->data != NULL)
        munmap(joined->data, (size_t)joined->reserved);
    if (joined->copies >= 0)
        close(joined->copies);
    sd_extents_free(&joined->extents);
    free(joined->file);
    free(joined->held);
    free(joined->run);
    *joined = (struct sd_joined){.copies = -1};
}
