/* SPDX-License-Identifier: MIT */
/*
 * Factorizes the rows' keys with several threads. Each thread numbers the keys of a run of rows as
 * they appear; then the runs' keys are joined in input order. So the numbers, and the rows that
 * messages name, are those of one pass and do not depend on threads.
 */
#include "keys/key_set.h"

#include "base/cancel.h"
#include "base/threads.h"
#include "keys/integers.h"
#include "keys/types.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* FEWEST_ROWS: fewer are not worth a thread. MOST_RUNS: one thread joins the keys of all runs, so
 * more runs do not help. */
enum { FEWEST_ROWS = 1 << 15, MOST_RUNS = 8 };

struct run {
    uint64_t begin, end; /* rows */
    struct sd_keys keys;
    uint32_t codes;              /* number of its keys; its codes are below that */
    uint32_t *map;               /* from its codes to the joined codes, later to classes */
    void *reader;                /* of the source */
    struct sd_key_field *values; /* a batch of fields */
};

struct job {
    struct sd_key_set *set;
    struct run *runs;
    unsigned count;
};

/* --- reading --------------------------------------------------------------------------------- */

/* Gives missing values a text of their own, which an empty text is not. */
static void mark_missing(struct sd_key_field *fields, size_t columns, size_t rows)
{
    for (size_t c = 0; c < columns; c++) {
        for (size_t i = 0; i < rows; i++) {
            struct sd_key_field *field = &fields[c * SD_DISTINCT_BATCH + i];
            if (field->bytes == sd_key_no_value.bytes)
                *field = (struct sd_key_field){SD_MISSING, 1};
        }
    }
}

static int read_run(const struct job *job, struct run *run, struct splitdata_error *error)
{
    enum { BATCHES_BETWEEN_LOOKS = 1 << 12 };
    const struct sd_key_source *source = job->set->source;
    int status = sd_keys_begin(&run->keys, job->set->count, source->tables, error);
    run->values = calloc(job->set->count, SD_DISTINCT_BATCH * sizeof *run->values);
    if (status == SPLITDATA_OK && run->values == NULL)
        status = sd_fail_memory(error, "the key columns");
    if (status == SPLITDATA_OK)
        status = source->open(source, job->set, &run->reader, error);
    uint64_t at = run->begin;
    for (unsigned batch = 0; status == SPLITDATA_OK && at < run->end; batch++) {
        size_t count = 0;
        if (batch % BATCHES_BETWEEN_LOOKS == 0)
            status = sd_check_cancel(source->options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = source->read(run->reader, at, run->end, run->values, &count, error);
        if (status == SPLITDATA_OK && source->exact)
            mark_missing(run->values, job->set->count, count);
        if (status == SPLITDATA_OK)
            status = sd_keys_add(&run->keys, run->values, count, job->set->code + at, error);
        at += count;
    }
    if (status == SPLITDATA_OK)
        sd_keys_count(&run->keys, job->set->code + run->begin, run->end - run->begin);
    return status;
}

static int take_run(void *context, uint64_t number, uint64_t end, struct splitdata_error *error)
{
    const struct job *job = context;
    (void)end;
    return read_run(job, &job->runs[number], error);
}

/* --- joining --------------------------------------------------------------------------------- */

/* Joins the keys of the other runs into those of the first run, which become the keys of all rows.
 */
static int join_runs(struct job *job, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (unsigned r = 0; r < job->count && status == SPLITDATA_OK; r++) {
        struct run *run = &job->runs[r];
        run->codes = sd_keys_distinct(&run->keys);
        run->map =
            sd_memory_take(job->set->source->tables, (uint64_t)run->codes + 1, sizeof *run->map);
        if (run->map == NULL)
            return sd_fail_memory(error, "the keys");
        for (uint32_t code = 0; r == 0 && code < run->codes; code++)
            run->map[code] = code;
        if (r > 0)
            status = sd_keys_join(&job->runs[0].keys, &run->keys, run->map, error);
    }
    job->set->keys = job->runs[0].keys;
    job->runs[0].keys = (struct sd_keys){0};
    return status;
}

/* --- classes --------------------------------------------------------------------------------- */

/* Why rows are refused: `what` is in their key column. `row` is the first of `count` such rows. */
struct refusal {
    const char *what;
    uint64_t row, count;
    size_t column;
    const char *way_out;
};

static int refuse_row(const struct sd_key_set *set, const struct refusal *refusal,
                      struct splitdata_error *error)
{
    return sd_fail_at(error, set->source->offset(set->source, refusal->row),
                      "%s: %s in %s%s, in %" PRIu64 " record%s in all; scikit-learn refuses that, "
                      "too (%s)",
                      set->option, refusal->what, set->names[refusal->column],
                      set->count > 1 ? " ..." : "", refusal->count, refusal->count == 1 ? "" : "s",
                      refusal->way_out);
}

/* Only where some text is no value does --na-values help; then the first one is told. */
static int refuse_missing(const struct sd_key_set *set, struct splitdata_error *error)
{
    const struct sd_classes *classes = &set->classes;
    const size_t column = classes->missing_column;
    const struct sd_distinct *values = &set->keys.column[column];
    uint32_t cell = sd_keys_cell(&set->keys, classes->missing_key, column);
    int length = values->value[cell].length > 60 ? 60 : (int)values->value[cell].length;
    char what[96] = "no value";
    if (!set->source->exact && length != 0)
        snprintf(what, sizeof what, "no value ('%.*s')", length,
                 (const char *)sd_distinct_bytes(values, cell));
    const struct refusal missing = {
        what,
        classes->first_missing,
        classes->missing,
        column,
        strcmp(set->option, "--predefined") == 0 ? "--missing drop leaves such records out"
        : set->source->exact || classes->missing_empty
            ? "--missing drop leaves such records out, --missing class makes them a class"
            : "--missing drop leaves such records out, --missing class makes them a class, "
              "--na-values none makes it a value",
    };
    return refuse_row(set, &missing, error);
}

static int find_classes(const struct job *job, struct splitdata_error *error)
{
    struct sd_key_set *set = job->set;
    struct sd_classes *classes = &set->classes;
    int status = sd_classes_find(classes, &set->keys, set->columns,
                                 set->source->exact ? SD_EXACT_VALUES : SD_PANDAS_3, error);
    if (status == SPLITDATA_DATA && classes->misfit != UINT64_MAX)
        error->offset = set->source->offset(set->source, classes->misfit);
    const bool loose = set->loose && classes->type != NULL && classes->type != &sd_type_text;
    /* classes->missing counts infinite numbers that should be binned, too. */
    const struct refusal infinite = {"an infinite number", classes->first_infinite,
                                     classes->infinite, classes->infinite_column,
                                     "fill it in, or leave such records out"};
    if (status == SPLITDATA_OK && infinite.count != 0 && !loose)
        status = refuse_row(set, &infinite, error);
    else if (status == SPLITDATA_OK && classes->missing != 0 && !loose &&
             set->source->options->missing != SPLITDATA_MISSING_CLASS)
        status = refuse_missing(set, error);
    for (unsigned r = 0; r < job->count && status == SPLITDATA_OK; r++) {
        for (uint32_t code = 0; code < job->runs[r].codes; code++)
            job->runs[r].map[code] = classes->class_of[job->runs[r].map[code]];
    }
    return status;
}

/* Replaces the codes of the rows by their classes. */
static int map_run(void *context, uint64_t number, uint64_t end, struct splitdata_error *error)
{
    const struct job *job = context;
    const struct run *run = &job->runs[number];
    (void)end;
    (void)error;
    for (uint64_t row = run->begin; row < run->end; row++)
        job->set->code[row] = run->map[job->set->code[row]];
    return SPLITDATA_OK;
}

/* --- all of it ------------------------------------------------------------------------------- */

static int number_rows(struct job *job, struct splitdata_error *error)
{
    struct sd_key_set *set = job->set;
    int status = sd_parallel_for(job->count, job->count, 1, take_run, job, error);
    if (status == SPLITDATA_OK)
        status = join_runs(job, error);
    if (status == SPLITDATA_OK)
        status = find_classes(job, error);
    if (status != SPLITDATA_OK)
        return status;
    set->codes = (struct sd_codes){
        .code = set->code,
        .sizes = set->classes.sizes,
        .rows = job->set->source->rows,
        .count = set->classes.count,
        .memory = job->set->source->tables,
    };
    return sd_parallel_for(job->count, job->count, 1, map_run, job, error);
}

static void end_run(const struct sd_key_source *source, struct run *run)
{
    sd_keys_free(&run->keys);
    if (run->reader != NULL)
        source->close(run->reader);
    free(run->values);
    sd_memory_free(run->map);
}

static int factorize_texts(struct sd_key_set *set, struct splitdata_error *error)
{
    const struct sd_key_source *source = set->source;
    const uint64_t rows = source->rows, most = rows / FEWEST_ROWS + 1;
    struct job job = {.set = set, .count = MOST_RUNS};
    job.count = source->threads < job.count ? source->threads : job.count;
    job.count = most < job.count ? (unsigned)most : job.count;
    job.runs = calloc(job.count, sizeof *job.runs);
    set->code = sd_memory_take(source->memory, rows, sizeof *set->code);
    int status = job.runs != NULL && set->code != NULL
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the keys of all records");
    for (unsigned r = 0; r < job.count && status == SPLITDATA_OK; r++) {
        job.runs[r].begin = rows / job.count * r;
        job.runs[r].end = r + 1 < job.count ? rows / job.count * (r + 1) : rows;
    }
    if (status == SPLITDATA_OK)
        status = number_rows(&job, error);
    for (unsigned r = 0; job.runs != NULL && r < job.count; r++)
        end_run(source, &job.runs[r]);
    free(job.runs);
    return status;
}

int sd_key_set_factorize(struct sd_key_set *set, struct splitdata_error *error)
{
    bool done;
    int status = sd_integers_factorize(set, &done, error);
    return done || status != SPLITDATA_OK ? status : factorize_texts(set, error);
}
