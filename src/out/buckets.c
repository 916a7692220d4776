/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* posix_fadvise, pread */

#include "out/buckets.h"

#include "base/cache.h"
#include "base/temp_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

/* --- whether --------------------------------------------------------------------------------- */

static bool ascending(const struct sd_content *content)
{
    for (uint64_t k = 1; k < content->count; k++) {
        if (content->items[k - 1] > content->items[k])
            return false;
    }
    return true;
}

bool sd_buckets_wanted(const struct sd_output_job *jobs, size_t count,
                       const struct sd_memory *memory)
{
    bool shuffled = false;
    if (memory == NULL)
        return false;
    for (size_t d = 0; d < count && !shuffled; d++) {
        const struct sd_content *content = &jobs[d].content;
        uint64_t space = content->size + content->prologue_length + content->line_end_length;
        /* Beyond 32 TiB the length bits cannot hold the length of a block. */
        if (content->form != &sd_form_rows || (uint64_t)SD_BLOCK >> sd_length_bits(space) != 0 ||
            (content->size <= memory->bound && !memory->spill))
            return false;
        shuffled = !ascending(content);
    }
    return shuffled;
}

/* --- cutting --------------------------------------------------------------------------------- */

/* The longest piece: the largest length that base/spans.h can pack. */
static uint64_t longest(const struct sd_buckets *buckets)
{
    return ((uint64_t)1 << buckets->length_bits) - 2;
}

/* Blocks per bucket, so that two buckets take half of the memory that is left, each with three
 * numbers per piece (bucket_cache.h). */
static size_t choose_size(const struct sd_buckets *buckets)
{
    double bytes = 1, pieces = 0;
    for (size_t d = 0; d < buckets->job_count; d++) {
        bytes += (double)buckets->jobs[d].layout->size;
        pieces += (double)buckets->jobs[d].content.count;
    }
    double each = 2 + 48 * pieces / bytes;
    size_t blocks = (size_t)((double)sd_memory_left(buckets->memory) / 2 / each / SD_BLOCK);
    size_t most = (size_t)(((uint64_t)1 << buckets->length_bits) / SD_BLOCK);
    blocks = blocks < most ? blocks : most;
    return blocks > 0 ? blocks : 1;
}

/* Cuts one output into buckets; *spilled is the length of the temporary file so far. */
static void cut(struct sd_buckets *buckets, size_t d, uint64_t *spilled, uint64_t *sorted)
{
    const struct sd_layout *layout = buckets->jobs[d].layout;
    const struct sd_output *output = buckets->jobs[d].output;
    size_t blocks = layout->blocks;
    buckets->first_of[d] = buckets->count;
    for (size_t first = 0; first < blocks; first += buckets->blocks_each) {
        size_t end = first + buckets->blocks_each < blocks ? first + buckets->blocks_each : blocks;
        uint64_t begin = (uint64_t)first * SD_BLOCK;
        uint64_t until = end < blocks ? (uint64_t)end * SD_BLOCK : layout->size;
        uint64_t last = end < blocks ? layout->starts[end].item : buckets->jobs[d].content.count;
        struct sd_bucket *bucket = &buckets->bucket[buckets->count++];
        *bucket = (struct sd_bucket){.job = d,
                                     .first = first,
                                     .blocks = end - first,
                                     .bytes = until - begin,
                                     .sorted = *sorted,
                                     .spilled = output->unwritten || sd_in_order(output)};
        bucket->offset = bucket->spilled ? *spilled : begin;
        bucket->room = last - layout->starts[first].item + 1 + bucket->bytes / longest(buckets);
        if (bucket->spilled)
            *spilled += bucket->bytes;
        *sorted += bucket->room;
        if (bucket->room > buckets->most_pieces)
            buckets->most_pieces = bucket->room;
    }
}

static int open_spill(struct sd_buckets *buckets, uint64_t bytes, struct splitdata_error *error)
{
    const char *directory = buckets->memory->directory;
    if (bytes == 0)
        return SPLITDATA_OK;
    buckets->spill_fd = sd_temp_file_open(directory);
    if (buckets->spill_fd < 0)
        return sd_fail_system(error, errno, "cannot make a temporary file in %s", directory);
    return sd_temp_file_extend(buckets->spill_fd, 0, bytes)
               ? SPLITDATA_OK
               : sd_fail_system(error, errno,
                                "no room for the records in a temporary file in %s (--tmpdir "
                                "names another place)",
                                directory);
}

int sd_buckets_begin(struct sd_buckets *buckets, const struct sd_output_job *jobs, size_t count,
                     struct sd_memory *memory, struct splitdata_error *error)
{
    const struct sd_content *content = &jobs[0].content;
    uint64_t spilled = 0, sorted = 0;
    size_t cuts = 0;
    *buckets = (struct sd_buckets){
        .jobs = jobs,
        .job_count = count,
        .memory = memory,
        .length_bits =
            sd_length_bits(content->size + content->line_end_length + content->prologue_length),
        .spill_fd = -1,
    };
    buckets->blocks_each = choose_size(buckets);
    for (size_t d = 0; d < count; d++)
        cuts += jobs[d].layout->blocks / buckets->blocks_each + 1;
    buckets->bucket = calloc(cuts + 1, sizeof *buckets->bucket);
    buckets->first_of = calloc(count + 1, sizeof *buckets->first_of);
    int status = buckets->bucket != NULL && buckets->first_of != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "distributing the records");
    for (size_t d = 0; d < count && status == SPLITDATA_OK; d++)
        cut(buckets, d, &spilled, &sorted);
    if (status == SPLITDATA_OK)
        status = open_spill(buckets, spilled, error);
    if (status != SPLITDATA_OK)
        sd_buckets_end(buckets);
    return status;
}

void sd_buckets_end(struct sd_buckets *buckets)
{
    if (buckets->spill_fd >= 0)
        close(buckets->spill_fd); /* an unnamed file: an error of close() cannot lose anything */
    free(buckets->bucket);
    free(buckets->first_of);
    sd_memory_free(buckets->sorted);
    *buckets = (struct sd_buckets){.spill_fd = -1};
}

/* --- pieces ---------------------------------------------------------------------------------- */

/* The span of item number `item` of an output's stream (0: the prologue) in the input, extended as
 * said in buckets.h. */
static struct sd_span span_of(const struct sd_content *content, uint64_t item)
{
    if (item == 0)
        return (struct sd_span){content->size + content->line_end_length, content->prologue_length};
    struct sd_span span = sd_spans_unpack(content->spans, content->items[item - 1]);
    if (sd_row_needs_line_end(content, span, item - 1))
        span.length += content->line_end_length;
    return span;
}

uint64_t sd_bucket_list(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                        uint64_t *pieces)
{
    const struct sd_content *content = &buckets->jobs[bucket->job].content;
    struct sd_block_start start = buckets->jobs[bucket->job].layout->starts[bucket->first];
    uint64_t left = bucket->bytes, count = 0, skip = start.skip;
    for (uint64_t item = start.item; left != 0; item++) {
        struct sd_span span = span_of(content, item);
        span.start += skip;
        span.length -= skip;
        skip = 0;
        if (span.length > left)
            span.length = left;
        left -= span.length;
        while (span.length != 0) {
            uint64_t length = span.length < longest(buckets) ? span.length : longest(buckets);
            pieces[count++] = span.start << buckets->length_bits | length;
            span.start += length;
            span.length -= length;
        }
    }
    return count;
}

/* --- where their bytes are kept -------------------------------------------------------------- */

static int file_of(const struct sd_buckets *buckets, const struct sd_bucket *bucket)
{
    return bucket->spilled ? buckets->spill_fd : buckets->jobs[bucket->job].output->fd;
}

static int fail(const struct sd_buckets *buckets, const struct sd_bucket *bucket, const char *what,
                struct splitdata_error *error)
{
    int reason = errno;
    if (bucket->spilled)
        return sd_fail_system(error, reason, "a temporary file in %s: cannot be %s",
                              buckets->memory->directory, what);
    return sd_fail_system(error, reason, "%s: cannot be %s",
                          buckets->jobs[bucket->job].output->path, what);
}

int sd_bucket_put(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                  const uint8_t *bytes, size_t length, uint64_t at, struct splitdata_error *error)
{
    int fd = file_of(buckets, bucket);
    uint64_t offset = bucket->offset + at, begin = offset;
    while (length != 0) {
        ssize_t count = pwrite(fd, bytes, length, (off_t)offset);
        if (count < 0 && errno != EINTR)
            return fail(buckets, bucket, "written", error);
        size_t done = count > 0 ? (size_t)count : 0;
        bytes += done;
        length -= done;
        offset += done;
    }
    if (buckets->memory->short_of_cache) {
        sd_cache_write(fd, begin, offset - begin);
        sd_cache_drop(fd, bucket->offset, at);
    }
    return SPLITDATA_OK;
}

int sd_bucket_get(const struct sd_buckets *buckets, const struct sd_bucket *bucket, uint8_t *bytes,
                  struct splitdata_error *error)
{
    int fd = file_of(buckets, bucket);
    for (uint64_t done = 0; done < bucket->bytes;) {
        ssize_t count =
            pread(fd, bytes + done, (size_t)(bucket->bytes - done), (off_t)(bucket->offset + done));
        if (count == 0)
            errno = EIO; /* no other process can have shortened it */
        if (count == 0 || (count < 0 && errno != EINTR))
            return fail(buckets, bucket, "read back", error);
        done += count > 0 ? (uint64_t)count : 0;
    }
    return SPLITDATA_OK;
}

void sd_bucket_expect(const struct sd_buckets *buckets, const struct sd_bucket *bucket)
{
    sd_cache_expect(file_of(buckets, bucket), bucket->offset, bucket->bytes);
}
