/* SPDX-License-Identifier: MIT */
/*
 * The partitions of a recipe's framework: runs of consecutive rows, by their number, or as readers
 * of lines cut a file by its bytes. A file is cut every so many bytes, and a run has the lines that
 * begin after its first cut and not after its second; the first one has that at the beginning, too.
 */
#include "strategy/strategy.h"

#include <inttypes.h>
#include <string.h>

static int by_number(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct sd_recipe *recipe = decision->request->recipe;
    struct sd_runs *runs = &decision->runs;
    runs->count = recipe->run_count(&decision->request->recipe_options);
    runs->begin = sd_memory_take(decision->memory, runs->count + 1, sizeof *runs->begin);
    if (runs->begin == NULL)
        return sd_fail_memory(error, "the partitions");
    for (uint64_t run = 0; run <= runs->count; run++)
        runs->begin[run] = recipe->run_begin(decision->rows, runs->count, run);
    return SPLITDATA_OK;
}

static bool has_line_end(const struct sd_key_field *record)
{
    return memchr(record->bytes, '\n', record->length) != NULL ||
           memchr(record->bytes, '\r', record->length) != NULL;
}

/* Those that read by lines would tear a record of several. */
static int check_lines(const struct sd_decision *decision, struct splitdata_error *error)
{
    const struct sd_key_source *source = decision->keys;
    void *reader = NULL;
    int status = source->open_records(source, NULL, &reader, error);
    if (status != SPLITDATA_OK)
        return status;
    for (uint64_t row = 0; row < decision->rows && status == SPLITDATA_OK; row++) {
        struct sd_key_field record;
        status = source->read_record(reader, row, &record, error);
        if (status == SPLITDATA_OK && has_line_end(&record)) {
            status = sd_fail(error, SPLITDATA_DATA,
                             "--like %s: a record of several lines, which a file that is cut by "
                             "its bytes cannot have (leave cores= and bytes= out: with multiLine "
                             "it is one partition)",
                             decision->request->recipe->name);
            error->offset = source->offset(source, row);
        }
    }
    source->close_records(reader);
    return status;
}

static int by_bytes(struct sd_decision *decision, uint64_t bytes, struct splitdata_error *error)
{
    const struct sd_key_source *source = decision->keys;
    struct sd_runs *runs = &decision->runs;
    uint64_t run = 0;
    runs->count = (source->bytes + bytes - 1) / bytes;
    runs->begin = sd_memory_take(decision->memory, runs->count + 1, sizeof *runs->begin);
    if (runs->begin == NULL)
        return sd_fail_memory(error, "the partitions");
    for (uint64_t row = 0; row < decision->rows; row++) {
        const uint64_t at = source->offset(source, row), of_row = at != 0 ? (at - 1) / bytes : 0;
        while (run <= of_row)
            runs->begin[run++] = row;
    }
    while (run <= runs->count)
        runs->begin[run++] = decision->rows;
    return sd_text_format(&decision->description, "in %" PRIu64 " partition%s of %" PRIu64 " bytes",
                          runs->count, runs->count == 1 ? "" : "s", bytes)
               ? check_lines(decision, error)
               : sd_fail_memory(error, "the summary");
}

int sd_strategy_find_runs(struct sd_decision *decision, struct splitdata_error *error)
{
    const struct sd_request *request = decision->request;
    const uint64_t size = decision->keys != NULL ? decision->keys->bytes : 0;
    uint64_t bytes = 0;
    int status = request->recipe->run_bytes != NULL
                     ? request->recipe->run_bytes(&request->recipe_options, size, &bytes, error)
                     : SPLITDATA_OK;
    if (status != SPLITDATA_OK)
        return status;
    if (bytes == 0)
        return by_number(decision, error);
    return size != 0 ? by_bytes(decision, bytes, error)
                     : sd_fail(error, SPLITDATA_USAGE,
                               "--like %s: only one file without compression is cut by its bytes "
                               "(leave cores= and bytes= out)",
                               request->recipe->name);
}
