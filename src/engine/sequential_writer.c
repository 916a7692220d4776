/* SPDX-License-Identifier: MIT */
#include "engine/sequential_writer.h"

#include "base/cancel.h"
#include "engine/line_sample.h"
#include "out/space.h"

#include <stdlib.h>

bool sd_sequential_can(const struct sd_job *job)
{
    bool plain = !job->request->options->dry_run;
    for (size_t i = 0; i < job->output_count && plain; i++) {
        const struct sd_output *output = job->outputs[i];
        plain = output != NULL && !output->unwritten && output->observer == NULL &&
                output->gzip_level == 0 && !sd_output_is_stream(output);
    }
    return plain;
}

/* Estimates the number of records, if sizes are given in records. */
static uint64_t guess_records(const struct sd_job *job)
{
    enum { MANY = 1 << 20 }; /* any large number will do: all sizes are shares */
    const struct sd_parts *parts = &job->request->parts;
    bool counted = false;
    for (size_t p = 0; p < parts->count; p++)
        counted = counted || parts->part[p].size.kind == SD_SIZE_COUNT;
    if (!counted)
        return MANY;
    const struct sd_line_sample sample = sd_sample_lines(job->input->data, job->input->size);
    return sd_expected_lines(&sample, job->input->size);
}

/* Estimates the end of the first part, as if all records had the same length. */
static uint64_t guess_end(const struct sd_job *job)
{
    const struct sd_parts *parts = &job->request->parts;
    const struct sd_size *first = &parts->part[0].size;
    const uint64_t records = guess_records(job);
    uint64_t *sizes = calloc(parts->count, sizeof *sizes);
    struct splitdata_error ignored; /* reported when the records are counted */
    double share = 0;
    if (first->kind == SD_SIZE_COUNT)
        share = (double)first->count / (double)records;
    else if (sizes != NULL &&
             sd_request_sizes(job->request, records, "record", sizes, &ignored) == SPLITDATA_OK)
        share = (double)sizes[0] / (double)records;
    free(sizes);
    const uint64_t bytes = sd_extents_bytes(sd_input_extents(job->input), job->input->size);
    return share < 1 ? (uint64_t)((double)bytes * share) : bytes;
}

int sd_sequential_begin(struct sd_sequential_writer *writer, const struct sd_job *job,
                        bool first_part, struct splitdata_error *error)
{
    const uint64_t bytes = sd_extents_bytes(sd_input_extents(job->input), job->input->size);
    writer->job = job;
    writer->extents = sd_input_extents(job->input);
    writer->guess = 0;
    uint64_t end = first_part ? guess_end(job) : 0;
    if (end < SD_INDEX_CHUNK)
        return SPLITDATA_OK;
    struct sd_output *output = job->outputs[0];
    int status = sd_output_open(output, job->request->options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    /* All outputs together are about as large as the input. If there is no room for the estimate,
     * there may still be for the exact size. */
    if (!sd_space_suffices(output, bytes) || !sd_space_try(output, end))
        return sd_output_shorten(output, 0, error); /* some room may have been reserved */
    writer->guess = end;
    /* What the cache does not keep would have to be read again. */
    writer->may_postpone = job->input->drop ? 0 : bytes - end;
    return SPLITDATA_OK;
}

/* Writes in pieces; between them it checks whether to stop. */
static int write_bytes(const struct sd_job *job, size_t part, uint64_t offset, const uint8_t *bytes,
                       size_t length, struct splitdata_error *error)
{
    enum { PIECE = 2 * SD_INDEX_CHUNK };
    int status = SPLITDATA_OK;
    for (size_t done = 0, piece; done < length && status == SPLITDATA_OK; done += piece) {
        piece = length - done < PIECE ? length - done : PIECE;
        if (done != 0)
            status = sd_check_cancel(job->request->options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status =
                sd_output_write_at(job->outputs[part], bytes + done, piece, offset + done, error);
    }
    return sd_input_blame(job->input, status, error);
}

/* Writes bytes of the input, which may be in several files. */
static int write_input(const struct sd_sequential_writer *writer, size_t part, uint64_t offset,
                       uint64_t joined, uint64_t length, struct splitdata_error *error)
{
    const uint8_t *data = writer->job->input->data;
    int status = SPLITDATA_OK;
    for (uint64_t run; length != 0 && status == SPLITDATA_OK; length -= run) {
        run = length;
        const uint64_t at = sd_extents_run(writer->extents, joined, &run);
        status = write_bytes(writer->job, part, offset, data + at, (size_t)run, error);
        offset += run;
        joined += run;
    }
    return status;
}

int sd_sequential_write_input(const struct sd_sequential_writer *writer, size_t part,
                              uint64_t offset, uint64_t joined, uint64_t length,
                              struct splitdata_error *error)
{
    return write_input(writer, part, writer->job->template.prologue.length + offset, joined, length,
                       error);
}

bool sd_sequential_deferred(const struct sd_sequential_writer *writer, uint64_t end)
{
    return end > writer->guess;
}

static bool postpone(struct sd_sequential_writer *writer, uint64_t length)
{
    unsigned long long may = atomic_load(&writer->may_postpone);
    while (length <= may &&
           !atomic_compare_exchange_weak(&writer->may_postpone, &may, may - length))
        ;
    return length <= may;
}

int sd_sequential_chunk(struct sd_sequential_writer *writer, const struct sd_chunk_records *records,
                        bool *postponed, struct splitdata_error *error)
{
    const uint64_t first = sd_joined_offset(sd_extents_gaps(writer->extents), records->begin);
    const uint64_t last = first + (records->end - records->begin);
    const uint64_t begin = first - first % SD_SEQUENTIAL_ALIGNMENT;
    const uint64_t end = last - last % SD_SEQUENTIAL_ALIGNMENT;
    int status = SPLITDATA_OK;
    bool busy = atomic_fetch_add(&writer->writers, 1) != 0;
    *postponed = busy && postpone(writer, records->end - records->begin);
    if (!*postponed)
        status = write_input(writer, 0, begin, begin, end - begin, error);
    atomic_fetch_sub(&writer->writers, 1);
    return status;
}

/* Checks that the disks have room for the outputs, whose sizes are known. */
static int make_room(const struct sd_job *job, struct splitdata_error *error)
{
    size_t parts = job->request->parts.count;
    struct sd_output_job *jobs = calloc(parts, sizeof *jobs);
    if (jobs == NULL)
        return sd_fail_memory(error, "writing the outputs");
    for (size_t p = 0; p < parts; p++)
        jobs[p].output = job->outputs[p];
    const struct sd_space space = {.jobs = jobs, .count = parts, .sets = 1};
    int status = sd_space_check(&space, error);
    free(jobs);
    return status;
}

int sd_sequential_open(const struct sd_sequential_writer *writer, const uint64_t *lengths,
                       enum sd_lengths known, struct splitdata_error *error)
{
    const struct sd_job *job = writer->job;
    const struct sd_text *prologue = &job->template.prologue;
    struct sd_output *const *outputs = job->outputs;
    const size_t parts = job->request->parts.count;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++) {
        outputs[p]->size = prologue->length + lengths[p];
        status = sd_output_open(outputs[p], job->request->options->cancel_fd, error);
    }
    if (status == SPLITDATA_OK && writer->guess > outputs[0]->size)
        status = sd_output_shorten(outputs[0], outputs[0]->size, error);
    if (status == SPLITDATA_OK && known != SD_LENGTHS_GUESSED)
        status = make_room(job, error);
    for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++) {
        if (known == SD_LENGTHS_EXACT)
            status = sd_space_reserve(outputs[p], error);
        else if (known == SD_LENGTHS_TOGETHER)
            sd_space_try(outputs[p], outputs[p]->size);
    }
    for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++)
        status = sd_output_write_at(outputs[p], (const uint8_t *)prologue->bytes, prologue->length,
                                    0, error);
    return status;
}

int sd_sequential_write(const struct sd_sequential_writer *writer, size_t part, uint64_t offset,
                        const uint8_t *bytes, size_t length, struct splitdata_error *error)
{
    return write_bytes(writer->job, part, writer->job->template.prologue.length + offset, bytes,
                       length, error);
}

int sd_sequential_end(const struct sd_sequential_writer *writer, const uint64_t *lengths,
                      struct splitdata_error *error)
{
    const struct sd_job *job = writer->job;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < job->request->parts.count && status == SPLITDATA_OK; p++) {
        struct sd_output *output = job->outputs[p];
        uint64_t size = job->template.prologue.length + lengths[p];
        if (size < output->size)
            status = sd_output_shorten(output, size, error);
        output->size = size;
    }
    return status;
}

int sd_sequential_discard(struct sd_sequential_writer *writer, struct splitdata_error *error)
{
    uint64_t guess = writer->guess;
    writer->guess = 0;
    return guess != 0 ? sd_output_shorten(writer->job->outputs[0], 0, error) : SPLITDATA_OK;
}
