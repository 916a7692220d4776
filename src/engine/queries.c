/* SPDX-License-Identifier: MIT */
#include "engine/queries.h"

#include "base/cancel.h"
#include "keys/key_set.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { BUFFER = 1 << 16, LONGEST_LINE = 24 };

/* The file of one part. */
struct query {
    struct sd_job *job;
    const struct sd_decision *decision;
    struct sd_output *output;
    uint32_t *part_of; /* by group: the number of the last part that it was in, from 1 */
    uint32_t part;     /* the number of this part, from 1 */
    uint64_t row;      /* the one that was found last */
    size_t used;
    char buffer[BUFFER];
};

/* The place of `value` in an ascending array that has it; probably at `guess`. */
static uint64_t place_of(const uint64_t *array, uint64_t count, uint64_t value, uint64_t guess)
{
    uint64_t low = 0, high = count;
    if (guess < count && array[guess] == value)
        return guess;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (array[middle] < value)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The group of an item; sets query->row to its row in the input. */
static uint32_t group_of(struct query *query, uint64_t item)
{
    const struct sd_decision *decision = query->decision;
    const struct sd_records *records = &query->job->records;
    query->row = place_of(records->packed, records->rows, item, query->row + 1);
    uint64_t number = decision->chosen == NULL
                          ? query->row
                          : place_of(decision->chosen, decision->rows, query->row, query->row);
    return decision->groups->codes.code[number];
}

static int flush(struct query *query, struct splitdata_error *error)
{
    const struct splitdata_options *options = query->job->request->options;
    const uint8_t *bytes = (const uint8_t *)query->buffer;
    struct sd_output *output = query->output;
    const size_t length = query->used;
    query->used = 0;
    output->size += length;
    int status = sd_check_cancel(options->cancel_fd, error);
    if (status != SPLITDATA_OK || options->dry_run)
        return status;
    status = sd_output_observe(output, bytes, length, error);
    return status == SPLITDATA_OK && !output->unwritten
               ? sd_output_append(output, bytes, length, options->cancel_fd, error)
               : status;
}

static int add_size(struct query *query, uint64_t size, struct splitdata_error *error)
{
    if (size == 0)
        return SPLITDATA_OK;
    query->used +=
        (size_t)snprintf(query->buffer + query->used, BUFFER - query->used, "%" PRIu64 "\n", size);
    return query->used > BUFFER - LONGEST_LINE ? flush(query, error) : SPLITDATA_OK;
}

static int refuse(const struct query *query, uint32_t group, struct splitdata_error *error)
{
    char label[128];
    sd_key_set_label(query->decision->groups, group, label, sizeof label);
    sd_fail(error, SPLITDATA_DATA,
            "the group '%s' begins again in %s after records of other groups, and --query-files "
            "writes one size a group (put the records of each group together in the input)",
            label, query->job->request->parts.part[query->part - 1].name);
    error->offset = sd_records_span(&query->job->records, query->row).start;
    return SPLITDATA_DATA;
}

static int write_sizes(struct query *query, const struct sd_cut *cut, struct splitdata_error *error)
{
    const uint64_t *items = query->decision->plan.items;
    uint64_t size = 0;
    uint32_t last = 0;
    int status = SPLITDATA_OK;
    for (uint64_t i = cut->begin; i < cut->end && status == SPLITDATA_OK; i++) {
        uint32_t group = group_of(query, items[i]);
        if (size != 0 && group == last) {
            size++;
            continue;
        }
        if (query->part_of[group] == query->part)
            return refuse(query, group, error);
        query->part_of[group] = query->part;
        status = add_size(query, size, error);
        last = group;
        size = 1;
    }
    if (status == SPLITDATA_OK)
        status = add_size(query, size, error);
    return status == SPLITDATA_OK ? flush(query, error) : status;
}

static int write_part(struct query *query, const struct sd_cut *cut, struct splitdata_error *error)
{
    const struct splitdata_options *options = query->job->request->options;
    int status =
        options->dry_run ? SPLITDATA_OK : sd_output_open(query->output, options->cancel_fd, error);
    query->output->size = 0;
    if (status == SPLITDATA_OK)
        status = write_sizes(query, cut, error);
    return status == SPLITDATA_OK && !options->dry_run
               ? sd_output_complete(query->output, !options->no_sync, error)
               : status;
}

int sd_queries_write(struct sd_job *job, const struct sd_decision *decision, size_t set,
                     struct splitdata_error *error)
{
    const struct sd_plan *plan = &decision->plan;
    const uint32_t groups = decision->groups->codes.count;
    struct query query = {.job = job, .decision = decision};
    int status = SPLITDATA_OK;
    query.part_of = sd_memory_take(job->memory, groups, sizeof *query.part_of);
    if (query.part_of == NULL)
        return sd_fail_memory(error, "the groups' sizes");
    memset(query.part_of, 0, groups * sizeof *query.part_of);
    for (size_t p = 0; p < plan->parts && status == SPLITDATA_OK; p++) {
        query.output = job->outputs[job->output_count + set * plan->parts + p];
        query.part = (uint32_t)p + 1;
        if (query.output != NULL)
            status = write_part(&query, &plan->cuts[p], error);
    }
    sd_memory_free(query.part_of);
    return status;
}
