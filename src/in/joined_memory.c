/* SPDX-License-Identifier: MIT */
/* Several files as one array in memory: joined.h. */
#define _GNU_SOURCE /* mremap */

#include "base/cancel.h"
#include "base/temp_file.h"
#include "in/joined.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

/* LARGE: a smaller file is copied sooner than mapped. MOST: so many files may be mapped; each takes
 * two of the 65,530 mappings that Linux allows a process by default. SLACK: the longest line
 * terminator. */
enum { LARGE = 16 << 10, MOST = 30000, SLACK = 2 };

static uint64_t next_page(uint64_t offset)
{
    return (offset + SD_EXTENT_PAGE - 1) / SD_EXTENT_PAGE * SD_EXTENT_PAGE;
}

/* --- the copies ------------------------------------------------------------------------------ */

static int write_copy(struct sd_joined *joined, const void *bytes, size_t length,
                      const char *directory, struct splitdata_error *error)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = pwrite(joined->copies, (const uint8_t *)bytes + done, length - done,
                               (off_t)(joined->copied + done));
        if (count < 0 && errno != EINTR)
            return sd_fail_system(error, errno, "cannot keep a temporary copy of the input in %s",
                                  directory);
        done += count > 0 ? (size_t)count : 0;
    }
    joined->copied += length;
    joined->size += length;
    joined->total += length;
    return SPLITDATA_OK;
}

/* Begins a run of copies, unless the file before was copied. */
static int begin_run(struct sd_joined *joined, struct splitdata_error *error)
{
    if (joined->runs != 0) {
        const struct sd_copies *last = &joined->run[joined->runs - 1];
        if (last->place + (joined->copied - last->at) == joined->size)
            return SPLITDATA_OK;
    }
    struct sd_copies *run = realloc(joined->run, (joined->runs + 1) * sizeof *run);
    if (run == NULL)
        return sd_fail_memory(error, "the list of files");
    joined->run = run;
    joined->copied = next_page(joined->copied);
    joined->size = joined->size == 0 ? 0 : next_page(joined->size + SLACK);
    run[joined->runs++] = (struct sd_copies){joined->size, joined->copied};
    return SPLITDATA_OK;
}

/* The terminator of the file before, if that was copied; if it is mapped, see complete_lines. */
static int end_copy(struct sd_joined *joined, size_t line_end, const char *directory,
                    struct splitdata_error *error)
{
    if (line_end == 0 || joined->file[joined->ended].mapped != NULL)
        return SPLITDATA_OK;
    joined->total -= line_end; /* write_copy counts it */
    return write_copy(joined, joined->line_end, line_end, directory, error);
}

/* --- files that are mapped ------------------------------------------------------------------- */

static bool can_map(const struct sd_joined *joined, size_t mapped, bool map)
{
#if defined(MREMAP_FIXED)
    const struct sd_source *source = &joined->body.source;
    uint8_t head[SD_CODEC_HEAD];
    return map && source->regular && source->at_open.st_size >= LARGE && mapped < MOST &&
           pread(source->fd, head, sizeof head, 0) == SD_CODEC_HEAD &&
           !sd_is_compressed(head, sizeof head);
#else
    (void)joined, (void)mapped, (void)map;
    return false;
#endif
}

static int map_file(struct sd_joined *joined, const char *directory, struct splitdata_error *error)
{
    struct sd_joined_file *file = &joined->file[joined->at];
    struct sd_body *body = &joined->body;
    const uint64_t size = (uint64_t)file->at_open.st_size;
    const char *name = sd_source_name(&body->source);
    void *bytes = mmap(NULL, (size_t)size, PROT_READ, MAP_PRIVATE, body->source.fd, 0);
    if (bytes == MAP_FAILED)
        return sd_fail_system(error, errno, "%s: cannot be mapped", name);
    file->mapped = bytes;
    file->bytes = body->size = size;
    const struct sd_join_file whole = {name, bytes, (size_t)size, true};
    int status = joined->join->begin(joined->join->context, &whole, &body->head, error);
    const size_t head = body->head.length;
    size_t line_end;
    if (status == SPLITDATA_OK && head < size)
        status = sd_joined_begin_body(joined, file->mapped[head], &line_end, error);
    if (status == SPLITDATA_OK && head < size)
        status = end_copy(joined, line_end, directory, error);
    if (status != SPLITDATA_OK)
        return status;
    const uint64_t place = joined->size == 0 ? 0 : next_page(joined->size + SLACK);
    joined->extents.extent[joined->at] = (struct sd_extent){.begin = place + head,
                                                            .end = place + size,
                                                            .joined = joined->total,
                                                            .lines = body->head.lines};
    joined->total += size - head;
    joined->size = place + size;
    body->tail_length = size - head < SD_JOIN_TAIL ? (size_t)(size - head) : SD_JOIN_TAIL;
    memcpy(body->tail + SD_JOIN_TAIL - body->tail_length, file->mapped + size - body->tail_length,
           body->tail_length);
    return SPLITDATA_OK;
}

/* --- files that are copied ------------------------------------------------------------------- */

static int copy_pieces(struct sd_joined *joined, uint8_t *buffer, const char *directory,
                       struct splitdata_error *error)
{
    struct sd_extent *extent = &joined->extents.extent[joined->at];
    size_t got = 1, line_end;
    int status = SPLITDATA_OK;
    *extent = (struct sd_extent){.begin = joined->size,
                                 .end = joined->size,
                                 .joined = joined->total,
                                 .lines = joined->body.head.lines};
    while (status == SPLITDATA_OK && got != 0) {
        status = sd_body_read(&joined->body, buffer, SD_STREAM_PIECE, &got, error);
        if (status != SPLITDATA_OK || got == 0)
            break;
        if (!joined->begun) {
            status = sd_joined_begin_body(joined, buffer[0], &line_end, error);
            if (status == SPLITDATA_OK)
                status = end_copy(joined, line_end, directory, error);
            if (status == SPLITDATA_OK)
                status = begin_run(joined, error);
            extent->begin = joined->size;
            extent->joined = joined->total;
        }
        if (status == SPLITDATA_OK)
            status = write_copy(joined, buffer, got, directory, error);
        extent->end = joined->size;
    }
    return status;
}

static int copy_file(struct sd_joined *joined, const char *directory, struct splitdata_error *error)
{
    if (joined->copies < 0)
        joined->copies = sd_temp_file_open(directory);
    if (joined->copies < 0)
        return sd_fail_system(error, errno, "cannot make a temporary file in %s", directory);
    uint8_t *buffer = malloc(SD_STREAM_PIECE);
    int status = buffer != NULL ? sd_joined_open_stream(joined, error)
                                : sd_fail_memory(error, "reading the input");
    if (status == SPLITDATA_OK)
        status = sd_body_open(&joined->body, joined->join, error);
    if (status == SPLITDATA_OK)
        status = copy_pieces(joined, buffer, directory, error);
    free(buffer);
    return status;
}

/* --- the array ------------------------------------------------------------------------------- */

/* Puts a mapped file into the array. */
static bool move(const struct sd_joined *joined, struct sd_joined_file *file, uint64_t place)
{
#if defined(MREMAP_FIXED)
    void *moved = mremap((void *)(uintptr_t)file->mapped, (size_t)file->bytes, (size_t)file->bytes,
                         MREMAP_MAYMOVE | MREMAP_FIXED, joined->data + place);
    if (moved == MAP_FAILED)
        return false;
    file->mapped = moved;
    return true;
#else
    (void)joined, (void)file, (void)place;
    return false;
#endif
}

/* Writes the terminator that a mapped file lacks after its last byte: to a copy of its last page,
 * or to the page after it, which is empty. */
static bool complete_line(const struct sd_joined *joined, size_t i)
{
    const uint64_t page = (uint64_t)sysconf(_SC_PAGESIZE);
    const size_t length = joined->file[i].line_end;
    uint64_t at = joined->extents.extent[i].end - length, begin = at - at % page;
    if (mprotect(joined->data + begin, (size_t)(at + length - begin), PROT_READ | PROT_WRITE) != 0)
        return false;
    memcpy(joined->data + at, joined->line_end, length);
    return true;
}

static bool fill(struct sd_joined *joined)
{
    bool filled = true;
    for (size_t i = 0; i < joined->count && filled; i++) {
        struct sd_joined_file *file = &joined->file[i];
        const struct sd_extent *extent = &joined->extents.extent[i];
        if (file->mapped == NULL)
            continue;
        filled = move(joined, file, extent->end - file->line_end - file->bytes);
        if (filled && file->line_end != 0)
            filled = complete_line(joined, i);
    }
    for (size_t r = 0; r < joined->runs && filled; r++) {
        const struct sd_copies *run = &joined->run[r];
        uint64_t end = r + 1 < joined->runs ? run[1].at : joined->copied;
        uint64_t most =
            r + 1 < joined->runs ? run[1].place - run->place : joined->size - run->place;
        uint64_t length = end - run->at < most ? end - run->at : most;
        filled = mmap(joined->data + run->place, (size_t)length, PROT_READ, MAP_SHARED | MAP_FIXED,
                      joined->copies, (off_t)run->at) != MAP_FAILED;
    }
    return filled;
}

static int make_array(struct sd_joined *joined, struct splitdata_error *error)
{
    joined->size = joined->ended != joined->count ? joined->extents.extent[joined->ended].end : 0;
    if (joined->size == 0)
        return SPLITDATA_OK;
    joined->reserved = next_page(joined->size) + SD_EXTENT_PAGE;
    void *data = mmap(NULL, (size_t)joined->reserved, PROT_READ,
                      MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
    if (data == MAP_FAILED)
        return sd_fail_system(error, errno, "the files cannot be mapped together");
    joined->data = data;
    if (!sd_extents_complete(&joined->extents))
        return sd_fail_memory(error, "the list of files");
    return fill(joined) ? SPLITDATA_OK
                        : sd_fail_system(error, errno, "the files cannot be mapped together");
}

int sd_joined_read(struct sd_joined *joined, bool map, const char *directory,
                   struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    size_t mapped = 0;
    while (joined->at < joined->count && status == SPLITDATA_OK) {
        status = sd_check_cancel(joined->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_joined_open(joined, error);
        if (status != SPLITDATA_OK)
            break;
        const bool maps = can_map(joined, mapped, map);
        mapped += maps;
        status = maps ? map_file(joined, directory, error) : copy_file(joined, directory, error);
        if (status == SPLITDATA_OK)
            sd_joined_close(joined);
    }
    joined->extents.count = joined->count;
    return status == SPLITDATA_OK ? make_array(joined, error) : status;
}

void sd_joined_release(const struct sd_joined *joined, uint64_t begin, uint64_t end)
{
    const struct sd_extents *extents = &joined->extents;
    for (size_t e = sd_extents_find(extents, begin);
         e < extents->count && extents->extent[e].begin < end; e++) {
        const struct sd_joined_file *file = &joined->file[e];
        /* Not the last page, in which a terminator may have been written. */
        uint64_t last = extents->extent[e].end - file->line_end;
        uint64_t from = begin > extents->extent[e].begin ? begin : extents->extent[e].begin;
        uint64_t to = end < last ? end : last;
        from = next_page(from);
        to -= to % SD_EXTENT_PAGE;
        if (file->mapped != NULL && from < to)
            madvise(joined->data + from, (size_t)(to - from), MADV_DONTNEED);
    }
}
