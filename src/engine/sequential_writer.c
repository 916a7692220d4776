/* SPDX-License-Identifier: MIT */
#include "engine/sequential_writer.h"

#include "base/cancel.h"
#include "out/space.h"
#include "split.h"

#include <stdlib.h>
#include <string.h>

static struct sd_output *output_of(const struct sd_run *run, size_t part)
{
    return &run->targets.target[part].output;
}

/* Whether all outputs are such files. */
static bool possible(const struct sd_run *run)
{
    bool plain = !run->request.options->dry_run;
    for (size_t i = 0; i < run->targets.count && plain; i++) {
        const struct sd_output *output = output_of(run, i);
        plain = !output->unwritten && output->observer == NULL && output->gzip_level == 0 &&
                !sd_output_is_stream(output);
    }
    return plain;
}

/* How many records there are if they are as long as the lines that the input begins with. */
static uint64_t guess_records(const struct sd_input *input)
{
    enum { SAMPLE = 64 * 1024 };
    const size_t size = input->size < SAMPLE ? (size_t)input->size : SAMPLE;
    const uint8_t *line = input->data, *behind = line + size, *end;
    uint64_t lines = 0;
    while ((end = memchr(line, '\n', (size_t)(behind - line))) != NULL) {
        lines++;
        line = end + 1;
    }
    double length = lines != 0 ? (double)(line - input->data) / (double)lines : (double)size;
    return (uint64_t)((double)input->size / length);
}

/* Where the first part ends if its records are as long as the others'. */
static uint64_t guess_end(const struct sd_run *run)
{
    enum { MANY = 1 << 20 }; /* records, of which shares are taken where none are counted */
    const struct sd_parts *parts = &run->request.parts;
    const struct sd_size *first = &parts->part[0].size;
    uint64_t *sizes = calloc(parts->count, sizeof *sizes), records = MANY;
    struct splitdata_error ignored; /* what is wrong is said when the records are counted */
    double share = 0;
    for (size_t p = 0; p < parts->count && records == MANY; p++)
        records = parts->part[p].size.kind == SD_SIZE_COUNT ? guess_records(&run->input) : MANY;
    if (first->kind == SD_SIZE_COUNT)
        share = (double)first->count / (double)records;
    else if (sizes != NULL &&
             sd_request_sizes(&run->request, records, "record", sizes, &ignored) == SPLITDATA_OK)
        share = (double)sizes[0] / (double)records;
    free(sizes);
    return share < 1 ? (uint64_t)((double)run->input.size * share) : run->input.size;
}

int sd_sequential_begin(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    run->sequential.used = possible(run);
    uint64_t end = run->sequential.used && options->no_shuffle ? guess_end(run) : 0;
    if (end < SD_INDEX_CHUNK)
        return SPLITDATA_OK;
    struct sd_output *output = output_of(run, 0);
    int status = sd_output_open(output, options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    /* All outputs together are about as large as the input. Where there is no room for a guess
     * there may be for the truth. */
    if (!sd_space_suffices(output, run->input.size) || !sd_space_try(output, end))
        return sd_output_shorten(output, 0, error); /* some of it may have been reserved */
    run->sequential.guess = end;
    /* What the cache does not keep would have to be read again. */
    run->sequential.may_leave = run->input.drop ? 0 : run->input.size - end;
    return SPLITDATA_OK;
}

/* In pieces, between which the caller may ask to stop. */
static int write_bytes(struct sd_run *run, size_t part, uint64_t offset, const uint8_t *bytes,
                       size_t length, struct splitdata_error *error)
{
    enum { PIECE = 2 * SD_INDEX_CHUNK };
    int status = SPLITDATA_OK;
    for (size_t done = 0, piece; done < length && status == SPLITDATA_OK; done += piece) {
        piece = length - done < PIECE ? length - done : PIECE;
        if (done != 0)
            status = sd_check_cancel(run->request.options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status =
                sd_output_write_at(output_of(run, part), bytes + done, piece, offset + done, error);
    }
    return status;
}

static int write_piece(struct sd_run *run, size_t part, uint64_t offset, const uint8_t *bytes,
                       size_t length, struct splitdata_error *error)
{
    int status = write_bytes(run, part, offset, bytes, length, error);
    return sd_input_blame(&run->input, status, error);
}

bool sd_sequential_later(const struct sd_run *run, uint64_t end)
{
    return run->sequential.used && end > run->sequential.guess;
}

static bool leave(struct sd_sequential_writer *writer, uint64_t length)
{
    unsigned long long may = atomic_load(&writer->may_leave);
    while (length <= may && !atomic_compare_exchange_weak(&writer->may_leave, &may, may - length))
        ;
    return length <= may;
}

int sd_sequential_on_chunk(struct sd_run *run, const struct sd_chunk_records *records, bool *left,
                           struct splitdata_error *error)
{
    struct sd_sequential_writer *writer = &run->sequential;
    const uint64_t length = records->end - records->begin;
    int status = SPLITDATA_OK;
    *left = false;
    if (!writer->used)
        return SPLITDATA_OK;
    uint64_t begin = records->begin - records->begin % SD_SEQUENTIAL_ALIGNMENT;
    uint64_t end = records->end - records->end % SD_SEQUENTIAL_ALIGNMENT;
    bool busy = atomic_fetch_add(&writer->writers, 1) != 0;
    *left = busy && leave(writer, length);
    if (!*left)
        status = write_piece(run, 0, begin, run->input.data + begin, (size_t)(end - begin), error);
    atomic_fetch_sub(&writer->writers, 1);
    return status;
}

/* With the sizes known. */
static int make_room(struct sd_run *run, struct splitdata_error *error)
{
    size_t parts = run->plan.parts;
    struct sd_output_job *jobs = calloc(parts, sizeof *jobs);
    if (jobs == NULL)
        return sd_fail_memory(error, "writing the outputs");
    for (size_t p = 0; p < parts; p++)
        jobs[p].output = output_of(run, p);
    const struct sd_space space = {.jobs = jobs, .count = parts, .sets = 1};
    int status = sd_space_check(&space, error);
    free(jobs);
    return status;
}

int sd_sequential_open(struct sd_run *run, const uint64_t *lengths, enum sd_lengths known,
                       struct splitdata_error *error)
{
    const struct sd_text *prologue = &run->contents.prologue;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        output_of(run, p)->size = prologue->length + lengths[p];
        status = sd_output_open(output_of(run, p), run->request.options->cancel_fd, error);
    }
    if (status == SPLITDATA_OK && run->sequential.guess > output_of(run, 0)->size)
        status = sd_output_shorten(output_of(run, 0), output_of(run, 0)->size, error);
    if (status == SPLITDATA_OK && known != SD_LENGTHS_GUESSED)
        status = make_room(run, error);
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        if (known == SD_LENGTHS_EXACT)
            status = sd_space_reserve(output_of(run, p), error);
        else if (known == SD_LENGTHS_TOGETHER)
            sd_space_try(output_of(run, p), output_of(run, p)->size);
    }
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++)
        status = sd_output_write_at(output_of(run, p), (const uint8_t *)prologue->bytes,
                                    prologue->length, 0, error);
    return status;
}

int sd_sequential_write(struct sd_run *run, size_t part, uint64_t offset, const uint8_t *bytes,
                        size_t length, struct splitdata_error *error)
{
    return write_piece(run, part, run->contents.prologue.length + offset, bytes, length, error);
}

int sd_sequential_end(struct sd_run *run, const uint64_t *lengths, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        struct sd_output *output = output_of(run, p);
        uint64_t size = run->contents.prologue.length + lengths[p];
        if (size < output->size)
            status = sd_output_shorten(output, size, error);
        output->size = size;
    }
    return status;
}

int sd_sequential_forget(struct sd_run *run, struct splitdata_error *error)
{
    int status =
        run->sequential.guess != 0 ? sd_output_shorten(output_of(run, 0), 0, error) : SPLITDATA_OK;
    run->sequential = (struct sd_sequential_writer){0};
    return status;
}
