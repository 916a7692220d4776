/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "direct.h"

#include "out/space.h"
#include "run.h"

#include <errno.h>
#include <stdlib.h>
#include <unistd.h>

static struct sd_output *output_of(const struct sd_run *run, size_t part)
{
    return &run->targets.target[part].output;
}

bool sd_direct_possible(const struct sd_run *run)
{
    bool plain = !run->request.options->dry_run;
    for (size_t i = 0; i < run->targets.count && plain; i++) {
        const struct sd_output *output = output_of(run, i);
        plain = !output->unwritten && output->watcher == NULL && output->gzip_level == 0 &&
                !sd_output_is_stream(output);
    }
    return plain;
}

/* Where the first part ends if its records are as long as the others'. */
static uint64_t guess_end(const struct sd_run *run)
{
    enum { MANY = 1 << 20 }; /* records */
    uint64_t *sizes = calloc(run->request.parts.count, sizeof *sizes), end = 0;
    struct splitdata_error ignored; /* what is wrong is said when the records are counted */
    if (sizes != NULL &&
        sd_request_sizes(&run->request, MANY, "record", sizes, &ignored) == SPLITDATA_OK)
        end = run->input.size / MANY * sizes[0];
    free(sizes);
    return end;
}

int sd_direct_begin(struct sd_run *run, struct splitdata_error *error)
{
    const struct splitdata_options *options = run->request.options;
    run->direct.used = sd_direct_possible(run);
    uint64_t end = run->direct.used && options->no_shuffle ? guess_end(run) : 0;
    if (end < SD_INDEX_CHUNK)
        return SPLITDATA_OK;
    struct sd_output *output = output_of(run, 0);
    int status = sd_output_open(output, options->cancel_fd, error);
    /* All outputs together are about as large as the input. */
    if (status != SPLITDATA_OK || !sd_space_suffices(output, run->input.size))
        return status;
    run->direct.guess = output->size = end;
    return sd_space_reserve(output, error);
}

static int write_piece(struct sd_run *run, size_t part, uint64_t offset, const uint8_t *bytes,
                       size_t length, struct splitdata_error *error)
{
    struct splitdata_error deeper;
    int status = sd_output_write_at(output_of(run, part), bytes, length, offset, error);
    /* What a mapped input has no more cannot be written. */
    if (status != SPLITDATA_OK &&
        sd_source_check_unchanged(&run->input.source, &deeper) != SPLITDATA_OK)
        *error = deeper;
    return status;
}

bool sd_direct_later(const struct sd_run *run, uint64_t end)
{
    return run->direct.used && end > run->direct.guess;
}

int sd_direct_hear(struct sd_run *run, const struct sd_chunk_records *records,
                   struct splitdata_error *error)
{
    return run->direct.used ? write_piece(run, 0, records->begin, run->input.data + records->begin,
                                          (size_t)(records->end - records->begin), error)
                            : SPLITDATA_OK;
}

/* With the sizes known. */
static int make_room(struct sd_run *run, struct splitdata_error *error)
{
    size_t parts = run->plan.parts;
    struct sd_delivery *deliveries = calloc(parts, sizeof *deliveries);
    if (deliveries == NULL)
        return sd_fail_memory(error, "writing the outputs");
    for (size_t p = 0; p < parts; p++)
        deliveries[p].output = output_of(run, p);
    const struct sd_space space = {.deliveries = deliveries, .count = parts, .sets = 1};
    int status = sd_space_check(&space, error);
    free(deliveries);
    for (size_t p = 0; p < parts && status == SPLITDATA_OK; p++)
        status = sd_space_reserve(output_of(run, p), error);
    return status;
}

/* Cuts off what an output holds beyond its first `length` bytes. */
static int shorten(const struct sd_output *output, uint64_t length, struct splitdata_error *error)
{
    return ftruncate(output->fd, (off_t)length) == 0
               ? SPLITDATA_OK
               : sd_fail_system(error, errno, "%s: cannot be written", output->path);
}

int sd_direct_open(struct sd_run *run, const uint64_t *lengths, struct splitdata_error *error)
{
    const struct sd_text *prologue = &run->contents.prologue;
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        output_of(run, p)->size = prologue->length + lengths[p];
        status = sd_output_open(output_of(run, p), run->request.options->cancel_fd, error);
    }
    if (status == SPLITDATA_OK && run->direct.guess > output_of(run, 0)->size)
        status = shorten(output_of(run, 0), output_of(run, 0)->size, error);
    if (status == SPLITDATA_OK)
        status = make_room(run, error);
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++)
        status = sd_output_write_at(output_of(run, p), (const uint8_t *)prologue->bytes,
                                    prologue->length, 0, error);
    return status;
}

int sd_direct_write(struct sd_run *run, size_t part, uint64_t offset, const uint8_t *bytes,
                    size_t length, struct splitdata_error *error)
{
    return write_piece(run, part, run->contents.prologue.length + offset, bytes, length, error);
}

int sd_direct_end(struct sd_run *run, const uint64_t *lengths, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t p = 0; p < run->plan.parts && status == SPLITDATA_OK; p++) {
        struct sd_output *output = output_of(run, p);
        uint64_t size = run->contents.prologue.length + lengths[p];
        if (size < output->size)
            status = shorten(output, size, error);
        output->size = size;
    }
    return status;
}

int sd_direct_forget(struct sd_run *run, struct splitdata_error *error)
{
    int status = run->direct.guess != 0 ? shorten(output_of(run, 0), 0, error) : SPLITDATA_OK;
    run->direct = (struct sd_direct){0};
    return status;
}
