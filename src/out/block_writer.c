/* SPDX-License-Identifier: MIT */
#include "out/block_writer.h"

#include "base/cancel.h"
#include "base/threads.h"
#include "out/bucket_cache.h"
#include "out/distribute.h"
#include "out/packer.h"
#include "out/space.h"
#include "out/writer_pool.h"

#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

struct ticket {
    size_t job;
    size_t block;
};

struct writer {
    struct sd_output_job *jobs;
    size_t count;
    struct ticket *tickets;
    size_t ticket_count;
    const struct sd_writing *writing;
    bool bucketed; /* blocks come from the cache, not from the input */
    struct sd_buckets buckets;
    struct sd_bucket_cache cache;
    atomic_size_t next;
    struct sd_writer_pool pool;
};

/* Writes a filled block. */
static int write_buffer(void *context, struct sd_block_buffer *buffer,
                        struct splitdata_error *error)
{
    struct writer *writer = context;
    struct sd_output *output = writer->jobs[buffer->job].output;
    const uint8_t *bytes = buffer->bytes;
    size_t length = buffer->length;
    int cancel_fd = writer->writing->cancel_fd;
    int status = SPLITDATA_OK;
    if (output->unwritten)
        status = SPLITDATA_OK;
    else if (output->gzip_level != 0)
        status = sd_packed_append(&buffer->encoded, output, length, buffer->last, cancel_fd, error);
    else if (output->stream)
        status = sd_output_append(output, bytes, length, cancel_fd, error);
    else if (bytes == NULL)
        status = sd_output_write_pieces_at(output, buffer->pieces, buffer->piece_count,
                                           (uint64_t)buffer->block * SD_BLOCK, error);
    else
        status =
            sd_output_write_at(output, bytes, length, (uint64_t)buffer->block * SD_BLOCK, error);
    sd_progress_add(writer->writing->progress, length);
    return status;
}

static int observe_buffer(void *context, struct sd_block_buffer *buffer,
                          struct splitdata_error *error)
{
    const struct writer *writer = context;
    return sd_output_observe(writer->jobs[buffer->job].output, buffer->bytes, buffer->length,
                             error);
}

/* Copies the pieces of a block to one place. */
static void copy_pieces(struct sd_block_buffer *buffer)
{
    uint8_t *to = buffer->room;
    for (size_t p = 0; p < buffer->piece_count; p++) {
        memcpy(to, buffer->pieces[p].iov_base, buffer->pieces[p].iov_len);
        to += buffer->pieces[p].iov_len;
    }
}

/* Whether a block in pieces is written as it is. pwritev holds the file longer than one write, but
 * saves a copy: it is used only while the output is idle. */
static bool takes_pieces(struct writer *writer, const struct sd_block_buffer *buffer)
{
    const struct sd_output *output = writer->jobs[buffer->job].output;
    return sd_in_order(output) || output->observer != NULL
               ? buffer->piece_count == 1
               : sd_writer_pool_is_idle(&writer->pool, buffer->job);
}

/* Finds the bytes of a block in memory, or copies them together. */
static void prepare(struct writer *writer, struct sd_block_buffer *buffer)
{
    const struct sd_content *content = &writer->jobs[buffer->job].content;
    const struct sd_layout *layout = writer->jobs[buffer->job].layout;
    buffer->length = sd_block_size(layout, buffer->block);
    buffer->bytes = buffer->room;
    buffer->piece_count = 0;
    if (content->form->find != NULL)
        buffer->piece_count = content->form->find(content, layout, buffer->block, buffer->pieces);
    if (buffer->piece_count == 0)
        content->form->fill(content, layout, buffer->block, buffer->room);
    else if (!takes_pieces(writer, buffer))
        copy_pieces(buffer);
    else
        buffer->bytes = buffer->piece_count == 1 ? buffer->pieces[0].iov_base : NULL;
}

/* buffer->length stays 0 if the writing was stopped. */
static int fill(struct writer *writer, struct sd_block_buffer *buffer,
                struct splitdata_error *error)
{
    if (!writer->bucketed) {
        prepare(writer, buffer);
        return SPLITDATA_OK;
    }
    buffer->bytes = buffer->room;
    return sd_bucket_cache_fill(&writer->cache, buffer->job, buffer->block, buffer->room,
                                &buffer->length, error);
}

static int make_block(struct writer *writer, struct sd_block_buffer *buffer,
                      struct sd_packer *packer, struct splitdata_error *error)
{
    const struct sd_output *output = writer->jobs[buffer->job].output;
    int status = sd_check_cancel(writer->writing->cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = fill(writer, buffer, error);
    if (status == SPLITDATA_OK && buffer->length != 0 && output->gzip_level != 0 &&
        !output->unwritten &&
        !sd_packer_encode(packer, output, buffer->bytes, buffer->length, buffer->last,
                          &buffer->encoded))
        status = sd_fail_memory(error, "compressing");
    return status;
}

static int write_block(struct writer *writer, const struct ticket *ticket,
                       struct sd_block_buffer *buffer, struct sd_packer *packer,
                       struct splitdata_error *error)
{
    buffer->job = ticket->job;
    buffer->block = ticket->block;
    buffer->last = ticket->block + 1 == writer->jobs[ticket->job].layout->blocks;
    buffer->length = 0;
    int status = make_block(writer, buffer, packer, error);
    if (status != SPLITDATA_OK || buffer->length == 0) {
        sd_writer_pool_return(&writer->pool, buffer);
        return status;
    }
    status = sd_writer_pool_give(&writer->pool, buffer, error);
    return status == SPLITDATA_OK && writer->bucketed
               ? sd_bucket_cache_block_done(&writer->cache, ticket->job, ticket->block, error)
               : status;
}

static void stop(struct writer *writer)
{
    sd_writer_pool_stop(&writer->pool);
    if (writer->bucketed)
        sd_bucket_cache_stop(&writer->cache);
}

static int write_blocks(void *context, unsigned worker, struct splitdata_error *error)
{
    struct writer *writer = context;
    struct sd_packer packer = {0};
    struct sd_block_buffer *buffer;
    int status = SPLITDATA_OK;
    (void)worker;
    /* Only a thread that has a buffer draws a ticket, so the lowest block that is not yet written
     * never waits for one. */
    while (status == SPLITDATA_OK && (buffer = sd_writer_pool_take(&writer->pool)) != NULL) {
        size_t next = atomic_fetch_add(&writer->next, 1);
        if (next >= writer->ticket_count) {
            sd_writer_pool_return(&writer->pool, buffer);
            break;
        }
        status = write_block(writer, &writer->tickets[next], buffer, &packer, error);
    }
    if (status != SPLITDATA_OK)
        stop(writer);
    sd_packer_free(&packer);
    return status;
}

/* Checks and reserves disk space; all sizes are known. */
static int make_room(const struct writer *writer, struct splitdata_error *error)
{
    const struct sd_writing *writing = writer->writing;
    const struct sd_space space = {
        .jobs = writer->jobs,
        .count = writer->count,
        .sets = writing->sets - writing->set,
        .before = writing->together ? writing->before : 0,
        .after = writing->together ? writing->after : 0,
        .spill = writer->bucketed ? writing->memory->directory : NULL,
    };
    int status = sd_space_check(&space, error);
    for (size_t d = 0; d < writer->count && status == SPLITDATA_OK; d++)
        status = sd_space_reserve(writer->jobs[d].output, error);
    return status;
}

/* Tickets alternate between the outputs in proportion to their sizes, so that threads seldom meet
 * at the same file. A few outputs suffice for that; if there are more, they are written one after
 * another. */
enum { INTERLEAVED = 8 };

static bool make_tickets(struct writer *writer)
{
    for (size_t d = 0; d < writer->count; d++)
        writer->ticket_count += writer->jobs[d].layout->blocks;
    writer->tickets = calloc(writer->ticket_count + 1, sizeof *writer->tickets);
    if (writer->tickets == NULL)
        return false;
    size_t done[INTERLEAVED] = {0}, current = 0, block = 0;
    for (size_t t = 0; t < writer->ticket_count; t++) {
        if (writer->count > INTERLEAVED || writer->bucketed) {
            for (; block == writer->jobs[current].layout->blocks; current++)
                block = 0;
            writer->tickets[t] = (struct ticket){current, block++};
            continue;
        }
        size_t least = 0; /* the output that is least complete */
        for (size_t d = 1; d < writer->count; d++) {
            if ((2 * done[d] + 1) * writer->jobs[least].layout->blocks <
                (2 * done[least] + 1) * writer->jobs[d].layout->blocks)
                least = d;
        }
        writer->tickets[t] = (struct ticket){least, done[least]++};
    }
    return true;
}

static uint64_t total_size(const struct writer *writer)
{
    uint64_t total = 0;
    for (size_t d = 0; d < writer->count; d++)
        total += writer->jobs[d].layout->size;
    return total;
}

/* As many threads as have at least `share` of the work each: starting a thread takes as long as
 * laying out ten thousand items or writing a small file. */
static unsigned workers(const struct writer *writer, uint64_t work, uint64_t share)
{
    uint64_t useful = work / share + 1;
    return useful < writer->writing->threads ? (unsigned)useful : writer->writing->threads;
}

/* Progress is estimated: all sets are taken to be as large as this one, and with buckets everything
 * is written twice. */
static void begin_progress(const struct writer *writer)
{
    const struct sd_writing *writing = writer->writing;
    const uint64_t times = writer->bucketed ? 2 : 1;
    uint64_t before = writing->before * times;
    uint64_t total = before + (total_size(writer) + writing->after) * times;
    if (total != 0)
        sd_progress_begin(writing->progress, SPLITDATA_STAGE_WRITE, writing->set * total + before,
                          writing->sets * total);
}

/* Distributes the records to buckets and opens the cache. */
static int fill_cache(struct writer *writer, struct splitdata_error *error)
{
    const struct sd_writing *writing = writer->writing;
    const struct sd_distribution distribution = {writing->threads, writing->cancel_fd,
                                                 writing->progress, writing->release};
    int status =
        sd_buckets_begin(&writer->buckets, writer->jobs, writer->count, writing->memory, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_distribute_to_buckets(&writer->buckets, &distribution, error);
    if (status == SPLITDATA_OK)
        status = sd_bucket_cache_begin(&writer->cache, &writer->buckets, error);
    if (status != SPLITDATA_OK)
        sd_buckets_end(&writer->buckets);
    return status;
}

static int write_all(struct writer *writer, struct splitdata_error *error)
{
    unsigned threads = workers(writer, total_size(writer), SD_BLOCK);
    writer->pool = (struct sd_writer_pool){
        .write = write_buffer, .observe = observe_buffer, .context = writer};
    int status = sd_writer_pool_begin(&writer->pool, writer->jobs, writer->count, threads, error);
    if (status != SPLITDATA_OK)
        return status;
    atomic_store(&writer->next, 0);
    status = sd_parallel(threads, write_blocks, writer, error);
    sd_writer_pool_end(&writer->pool);
    return status;
}

static int write_from_cache(struct writer *writer, struct splitdata_error *error)
{
    int status = fill_cache(writer, error);
    if (status != SPLITDATA_OK)
        return status;
    status = write_all(writer, error);
    sd_bucket_cache_end(&writer->cache);
    sd_buckets_end(&writer->buckets);
    return status;
}

int sd_write(struct sd_output_job *jobs, size_t count, const struct sd_writing *writing,
             struct splitdata_error *error)
{
    struct writer writer = {
        .jobs = jobs,
        .count = count,
        .writing = writing,
        .bucketed = sd_buckets_wanted(jobs, count, writing->memory),
    };
    for (size_t d = 0; d < count; d++)
        jobs[d].output->size = jobs[d].layout->size;
    int status = make_tickets(&writer) ? make_room(&writer, error)
                                       : sd_fail_memory(error, "the outputs' layout");
    if (status == SPLITDATA_OK) {
        begin_progress(&writer);
        status = writer.bucketed ? write_from_cache(&writer, error) : write_all(&writer, error);
    }
    free(writer.tickets);
    return status;
}
