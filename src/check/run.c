/* SPDX-License-Identifier: MIT */
#include "check/run.h"
#include "check/targets.h"

#include "splitdata/splitdata.h"

#include <stdlib.h>
#include <string.h>

void splitdata_check_options_init(struct splitdata_check_options *options)
{
    *options = (struct splitdata_check_options){0};
    splitdata_options_init(&options->how);
}

/* The options by which files are read: what concerns a split is at its default. */
static struct splitdata_options reading_options(const struct splitdata_options *from)
{
    struct splitdata_options how;
    splitdata_options_init(&how);
    how.format = from->format;
    how.header = from->header;
    how.delimiter = from->delimiter;
    how.quote = from->quote;
    how.ragged_keep = from->ragged_keep;
    how.skip_lines = from->skip_lines;
    how.header_records = from->header_records;
    how.comment = from->comment;
    how.escape = from->escape;
    how.threads = from->threads;
    how.map_input = from->map_input;
    how.memory = from->memory;
    how.tmpdir = from->tmpdir;
    how.spill = from->spill;
    how.cancel_fd = from->cancel_fd;
    how.gzip_library = from->gzip_library;
    how.max_inflate = from->max_inflate;
    how.force = from->force;
    how.no_sync = from->no_sync;
    how.progress = from->progress;
    how.progress_context = from->progress_context;
    return how;
}

/* Each file is opened once, so that standard input can be one part alone. */
static int check_paths(const char *const *paths, size_t count,
                       const struct splitdata_check_options *options, struct splitdata_error *error)
{
    size_t streams = 0;
    if (options->part_column != NULL)
        return count == 1 ? SPLITDATA_OK
                          : sd_fail(error, SPLITDATA_USAGE,
                                    "--part-column is a column of one file that has all parts");
    if (count < 2)
        return sd_fail(error, SPLITDATA_USAGE,
                       "a check needs two files or more: train and what it is compared with");
    for (size_t i = 0; i < count; i++)
        streams += strcmp(paths[i], "-") == 0;
    return streams > 1
               ? sd_fail(error, SPLITDATA_USAGE, "standard input can be only one of the parts")
               : SPLITDATA_OK;
}

static int open_sides(struct sd_run *run, const char *const *paths, size_t count,
                      struct splitdata_error *error)
{
    const struct sd_sides_shared shared = {&run->request, &run->memory, &run->progress,
                                           &run->clock};
    int status = SPLITDATA_OK;
    run->part = SD_NO_COLUMN;
    if (run->asked->part_column != NULL)
        return sd_part_column_open(run, paths[0], &shared, error);
    run->same = sd_has_these_bytes;
    run->sides = calloc(count, sizeof *run->sides);
    if (run->sides == NULL)
        return sd_fail_memory(error, "the parts");
    for (; run->count < count && status == SPLITDATA_OK; run->count++) {
        status = sd_side_open(&run->sides[run->count], paths[run->count], &shared, error);
        if (run->of_manifest != NULL && run->of_manifest->names != NULL)
            run->sides[run->count].name = run->of_manifest->names[run->count];
    }
    return status;
}

/* The files must be the same as when they were opened. */
static int check_unchanged(const struct sd_run *run, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < run->count && status == SPLITDATA_OK; s++)
        status = sd_job_check_last(&run->sides[s].job, error);
    return status;
}

static int tell_parts(const struct sd_run *run, struct splitdata_error *error)
{
    struct splitdata_checked *checked = run->results.checked;
    checked->parts = calloc(run->count, sizeof *checked->parts);
    if (checked->parts == NULL)
        return sd_fail_memory(error, "the parts");
    checked->part_count = run->count;
    for (size_t s = 0; s < run->count; s++) {
        const struct sd_side *side = &run->sides[s];
        checked->parts[s].path = sd_copy_string(side->path, strlen(side->path));
        checked->parts[s].name = sd_copy_string(side->name, strlen(side->name));
        checked->parts[s].rows = sd_side_rows(side);
        if (checked->parts[s].path == NULL || checked->parts[s].name == NULL)
            return sd_fail_memory(error, "the parts");
    }
    return SPLITDATA_OK;
}

static int check(struct sd_run *run, const char *const *paths, size_t count,
                 struct splitdata_error *error)
{
    int status = check_paths(paths, count, run->asked, error);
    if (status == SPLITDATA_OK)
        status = sd_near_read_share(run, error);
    if (status == SPLITDATA_OK)
        status = sd_request_begin(&run->request, &run->how, false, error);
    if (status != SPLITDATA_OK)
        return status;
    run->memory.bound = sd_request_array_memory(&run->request, false);
    run->memory.spill = run->how.spill;
    status = open_sides(run, paths, count, error);
    if (status == SPLITDATA_OK)
        status = sd_run_match_columns(run, error);
    if (status == SPLITDATA_OK)
        status = sd_clean_begin(&run->clean, run, error);
    if (status == SPLITDATA_OK)
        status = sd_page_begin(run, error);
    if (status == SPLITDATA_OK)
        status = sd_run_read(run, error);
    if (status == SPLITDATA_OK)
        status = tell_parts(run, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_check_types(run);
    sd_check_sizes(run);
    status = sd_check_overlap(run, error);
    if (status == SPLITDATA_OK)
        status = sd_check_near(run, error);
    if (status == SPLITDATA_OK)
        status = sd_check_labels(run, error);
    if (status == SPLITDATA_OK)
        status = sd_check_time(run, error);
    if (status == SPLITDATA_OK)
        status = sd_check_drift(run, error);
    sd_check_groups(run);
    if (status == SPLITDATA_OK)
        status = sd_check_target(run, error);
    if (status == SPLITDATA_OK)
        status = sd_check_classes(run, error);
    if (status == SPLITDATA_OK)
        status = sd_picture_draw(run, error);
    if (status == SPLITDATA_OK)
        status = sd_results_end(&run->results, run->sides, error);
    if (status == SPLITDATA_OK)
        status = check_unchanged(run, error);
    if (status == SPLITDATA_OK)
        status = sd_clean_write(&run->clean, run, error);
    return status == SPLITDATA_OK ? sd_page_write(run, error) : status;
}

/* What was drawn and did not become a part of the results. */
static void free_drawn(struct sd_run *run)
{
    for (size_t c = 0; run->drawn != NULL && c < run->columns; c++) {
        free(run->drawn[c].low);
        free(run->drawn[c].high);
    }
    free(run->drawn);
}

static void end(struct sd_run *run)
{
    sd_clean_end(&run->clean);
    sd_beside_close(&run->page);
    free_drawn(run);
    sd_twins_free(&run->whole);
    sd_twins_free(&run->values);
    sd_twins_free(&run->groups);
    sd_seen_free(&run->seen_whole);
    sd_seen_free(&run->seen_values);
    for (size_t s = 0; s < run->count; s++) {
        if (run->readers != NULL)
            sd_reader_close(&run->readers[s]);
        if (run->picks != NULL)
            sd_picks_free(&run->picks[s]);
        if (run->samples != NULL)
            sd_sample_free(&run->samples[s]);
        if (run->stamps != NULL)
            sd_stamps_free(&run->stamps[s]);
        sd_side_close(&run->sides[s]);
    }
    free(run->readers);
    free(run->picks);
    free(run->samples);
    free(run->stamps);
    free(run->no_stamps);
    free(run->sides);
    free(run->common);
    free(run->ignored);
    free(run->in_key);
    free(run->id_like);
    free(run->few);
    free(run->group);
    sd_results_free(&run->results);
    sd_request_end(&run->request);
}

static int check_files(const char *const *paths, size_t count,
                       const struct splitdata_check_options *options,
                       const struct sd_of_manifest *of_manifest, struct splitdata_checked *checked,
                       struct splitdata_error *error)
{
    struct sd_run run = {
        .asked = options,
        .of_manifest = of_manifest,
        .how = reading_options(&options->how),
        .progress = {.notify = options->how.progress, .context = options->how.progress_context},
        .results = {.checked = checked},
        .latest = {.offset = UINT64_MAX},
    };
    sd_clock_start(&run.clock);
    int status = check(&run, paths, count, error);
    end(&run);
    if (status != SPLITDATA_OK)
        splitdata_checked_free(checked);
    return status;
}

int splitdata_check(const char *const *paths, size_t count,
                    const struct splitdata_check_options *options,
                    struct splitdata_checked *checked, struct splitdata_error *error)
{
    struct sd_of_manifest of;
    *checked = (struct splitdata_checked){0};
    if (count != 1 || options->part_column != NULL)
        return check_files(paths, count, options, NULL, checked, error);
    int status = sd_of_manifest_open(&of, paths[0], options, error);
    if (status == SPLITDATA_OK)
        status =
            check_files((const char *const *)of.paths, of.count, &of.options, &of, checked, error);
    sd_of_manifest_close(&of);
    return status;
}

int sd_check_targets(const struct sd_targets *targets, struct splitdata_error *error)
{
    const struct splitdata_options *split = targets->request->options;
    struct splitdata_check_options options;
    struct splitdata_checked checked = {0};
    struct sd_of_manifest of;
    struct sd_text page = {0};
    splitdata_check_options_init(&options);
    options.how = *split;
    options.how.ignore = NULL;
    options.how.progress = NULL;
    int status = sd_of_targets_open(&of, targets, &options, error);
    if (status == SPLITDATA_OK)
        status =
            check_files((const char *const *)of.paths, of.count, &of.options, &of, &checked, error);
    if (status == SPLITDATA_OK) {
        page.bytes = splitdata_checked_html(&checked);
        page.length = page.bytes != NULL ? strlen(page.bytes) : 0;
        status = page.bytes == NULL
                     ? sd_fail_memory(error, "the report")
                     : sd_output_write_whole(&targets->page->output, &page, split->cancel_fd,
                                             !split->no_sync, error);
    }
    free(page.bytes);
    splitdata_checked_free(&checked);
    sd_of_manifest_close(&of);
    return status;
}
