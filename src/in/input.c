/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* mmap, pread */

#include "in/input.h"

#include "base/available.h"
#include "base/cache.h"
#include "base/cancel.h"
#include "base/threads.h"
#include "in/spool.h"

#include <errno.h>
#include <sys/mman.h>
#include <unistd.h>

static int map(struct sd_input *input, int fd, struct splitdata_error *error)
{
    if (input->size > SIZE_MAX)
        return sd_fail(error, SPLITDATA_SYSTEM, "%s: too large for this machine's address space",
                       sd_source_name(&input->source));
    void *data = mmap(NULL, (size_t)input->size, PROT_READ, MAP_PRIVATE, fd, 0);
    if (data == MAP_FAILED)
        return sd_fail_system(error, errno, "%s: cannot be mapped", sd_source_name(&input->source));
    input->data = data;
    input->mapped = true;
    input->fd = fd;
    return SPLITDATA_OK;
}

/* Reads a regular file into memory, in pieces that let the caller stop. */
static int load(struct sd_input *input, struct sd_memory *memory, struct splitdata_error *error)
{
    enum { PIECE = 8 << 20 };
    uint8_t *data = sd_memory_take(memory, input->size, 1);
    if (data == NULL)
        return sd_fail_memory(error, "the input");
    input->data = data;
    for (size_t done = 0; done < input->size;) {
        int status = sd_check_cancel(input->source.cancel_fd, error);
        if (status != SPLITDATA_OK)
            return status;
        size_t left = (size_t)input->size - done;
        ssize_t count =
            pread(input->source.fd, data + done, left < PIECE ? left : PIECE, (off_t)done);
        if (count == 0) {
            status = sd_source_check_unchanged(&input->source, error);
            return status != SPLITDATA_OK
                       ? status
                       : sd_fail(error, SPLITDATA_SYSTEM, "%s: ends before its size",
                                 sd_source_name(&input->source));
        }
        if (count < 0 && errno != EINTR)
            return sd_fail_system(error, errno, "%s: cannot be read",
                                  sd_source_name(&input->source));
        done += count > 0 ? (size_t)count : 0;
        sd_progress_add(input->source.progress, count > 0 ? (uint64_t)count : 0);
    }
    return SPLITDATA_OK;
}

static int spool_and_map(struct sd_input *input, const char *directory,
                         struct splitdata_error *error)
{
    struct sd_spool spool = {
        .directory = directory, .threads = input->threads, .observer = input->observer};
    int status = sd_spool(&spool, &input->stream, error);
    if (status != SPLITDATA_OK)
        return status;
    input->size = spool.size;
    if (input->size != 0)
        status = map(input, spool.fd, error);
    if (!input->mapped)
        close(spool.fd);
    return status;
}

int sd_input_open(struct sd_input *input, const char *path, const struct splitdata_options *options,
                  bool regular, struct splitdata_error *error)
{
    *input = (struct sd_input){0};
    int status = sd_source_open(&input->source, path, options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    if (regular && !S_ISREG(input->source.at_open.st_mode)) {
        sd_source_close(&input->source);
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: is not a regular file (name it after the manifest to read it all the "
                       "same)",
                       sd_source_name(&input->source));
    }
    input->source.gzip_library = options->gzip_library;
    input->source.max_inflate = options->max_inflate;
    status = sd_stream_open(&input->stream, &input->source, error);
    if (status != SPLITDATA_OK)
        sd_source_close(&input->source);
    else if (input->stream.codec != NULL)
        input->compression = input->stream.codec->name;
    return status;
}

int sd_input_join(struct sd_input *input, struct sd_joined *joined, char *const *path, size_t count,
                  bool regular, struct splitdata_error *error)
{
    int status = sd_joined_begin(joined, path, count, regular, error);
    input->joined = joined;
    if (status != SPLITDATA_OK)
        return status;
    joined->cancel_fd = input->source.cancel_fd;
    joined->gzip_library = input->source.gzip_library;
    joined->max_inflate = input->source.max_inflate;
    joined->progress = input->source.progress;
    sd_joined_first(joined, &input->source, &input->stream);
    input->stream.next = sd_joined_next;
    input->stream.files = joined;
    return SPLITDATA_OK;
}

uint64_t sd_input_total(const struct sd_input *input)
{
    const struct sd_joined *joined = input->joined;
    uint64_t total = 0;
    if (joined == NULL)
        return input->source.regular ? (uint64_t)input->source.at_open.st_size : 0;
    for (size_t i = 0; i < joined->count; i++) {
        if (!S_ISREG(joined->file[i].at_open.st_mode))
            return 0;
        total += (uint64_t)joined->file[i].at_open.st_size;
    }
    return total;
}

int sd_input_check_unchanged(const struct sd_input *input, struct splitdata_error *error)
{
    return input->joined != NULL ? sd_joined_check_unchanged(input->joined, error)
                                 : sd_source_check_unchanged(&input->source, error);
}

static int read_joined(struct sd_input *input, bool map_it, const char *directory,
                       struct splitdata_error *error)
{
    struct sd_joined *joined = input->joined;
    int status = sd_joined_read(joined, map_it, directory, error);
    input->data = joined->data;
    input->size = joined->size;
    return status;
}

int sd_input_read(struct sd_input *input, bool map_it, struct sd_memory *memory, unsigned threads,
                  struct splitdata_error *error)
{
    int status;
    input->threads = threads;
    if (input->joined != NULL) {
        status = read_joined(input, map_it, memory->directory, error);
    } else if (input->compression != NULL || !input->source.regular) {
        status = spool_and_map(input, memory->directory, error);
    } else {
        input->size = (uint64_t)input->source.at_open.st_size;
        status = map_it ? map(input, input->source.fd, error) : load(input, memory, error);
    }
    sd_stream_close(&input->stream);
    return status;
}

void sd_input_spare_cache(struct sd_input *input, struct sd_memory *memory)
{
    input->drop = input->size > memory->bound && input->size > sd_available_memory() / 2;
    memory->short_of_cache = input->drop;
}

void sd_input_release(void *context, uint64_t begin, uint64_t end)
{
    enum { PAGE = 64 * 1024 }; /* a multiple of every system's page size */
    const struct sd_input *input = context;
    begin -= begin % PAGE;
    end -= end % PAGE;
    if (input->drop && input->joined != NULL)
        sd_joined_release(input->joined, begin, end);
    if (!input->drop || !input->mapped || begin >= end)
        return;
    madvise((uint8_t *)(uintptr_t)input->data + (size_t)begin, (size_t)(end - begin),
            MADV_DONTNEED);
    sd_cache_drop(input->fd, begin, end - begin);
}

int sd_input_blame(const struct sd_input *input, int status, struct splitdata_error *error)
{
    if (status == SPLITDATA_OK || error->system_error != EFAULT)
        return status;
    status = sd_input_check_unchanged(input, error);
    return status != SPLITDATA_OK
               ? status
               : sd_fail(error, SPLITDATA_SYSTEM,
                         "%s: could not be read to its end: it shrank, or its disk failed; nothing "
                         "was written",
                         sd_source_name(&input->source));
}

static int unmap_pages(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct sd_input *input = context;
    (void)error;
    madvise((uint8_t *)(uintptr_t)input->data + (size_t)begin, (size_t)(end - begin),
            MADV_DONTNEED);
    return SPLITDATA_OK;
}

/* Unmapping a page of a file costs 90 ns, and munmap alone would do it in one thread. */
static void unmap(struct sd_input *input)
{
    enum { WORTH_A_THREAD = 64 << 20, STEP = 16 << 20 };
    struct splitdata_error ignored;
    if (input->size >= WORTH_A_THREAD)
        sd_parallel_for(input->threads, input->size, STEP, unmap_pages, input, &ignored);
    munmap((void *)(uintptr_t)input->data, (size_t)input->size);
}

void sd_input_close(struct sd_input *input)
{
    if (input->mapped) {
        unmap(input);
        if (input->fd != input->source.fd)
            close(input->fd); /* of a spool: an unnamed file */
    } else if (input->joined != NULL) {
        sd_joined_end(input->joined);
    } else {
        sd_memory_free((void *)(uintptr_t)input->data);
    }
    sd_stream_close(&input->stream);
    if (input->source.path != NULL)
        sd_source_close(&input->source);
    *input = (struct sd_input){0};
}
