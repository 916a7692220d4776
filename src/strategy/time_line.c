/* SPDX-License-Identifier: MIT */
#include "strategy/time_line.h"

#include "keys/stamps.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stamper {
    struct sd_stamps *stamps;
    const struct sd_key_set *column;
};

static int add_stamp(void *context, uint64_t row, const struct sd_key_field *fields,
                     struct splitdata_error *error)
{
    struct stamper *stamper = context;
    const struct sd_key_source *source = stamper->column->source;
    char prefix[160];
    int status = sd_stamps_add(stamper->stamps, fields[0].bytes, fields[0].length, error);
    if (status != SPLITDATA_DATA)
        return status;
    snprintf(prefix, sizeof prefix, "--time %.100s: ", stamper->column->names[0]);
    sd_error_prefix(error, prefix);
    error->offset = source->offset(source, row);
    return status;
}

/* Reads --gap, a number of records or a time. */
static int read_gap(const char *text, const struct sd_stamps *stamps, struct sd_gap *gap,
                    struct splitdata_error *error)
{
    struct sd_stamp duration;
    if (text == NULL)
        return SPLITDATA_OK;
    if (sd_parse_integer(text, strlen(text), &gap->amount)) {
        gap->kind = SD_GAP_ROWS;
        return SPLITDATA_OK;
    }
    if (!sd_duration_read(&duration, text, strlen(text)))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--gap %s: neither a number of records nor a time (7d, 12h, 30min, 90s)",
                       text);
    gap->kind = SD_GAP_TICKS;
    gap->amount = sd_stamps_ticks(stamps, &duration);
    return SPLITDATA_OK;
}

/* Reads one stamp of the list. */
static int read_cutoff(const struct sd_stamps *stamps, const char *text, size_t length,
                       uint64_t *cutoff, struct splitdata_error *error)
{
    struct sd_stamp stamp;
    int status = sd_stamps_read(stamps, text, length, &stamp, error);
    if (status == SPLITDATA_OK)
        *cutoff = sd_stamps_key(stamps, &stamp);
    else
        sd_error_prefix(error, "--cutoff: ");
    return status;
}

static int read_cutoffs(const char *list, const struct sd_stamps *stamps, size_t wanted,
                        uint64_t **cutoffs, struct splitdata_error *error)
{
    size_t found = 0;
    if (list == NULL)
        return SPLITDATA_OK;
    uint64_t *cutoff = *cutoffs = calloc(wanted + 1, sizeof *cutoff);
    if (cutoff == NULL)
        return sd_fail_memory(error, "the cutoffs");
    for (const char *at = list;; at++) {
        uint64_t key;
        size_t length = strcspn(at, ",");
        int status = read_cutoff(stamps, at, length, &key, error);
        if (status != SPLITDATA_OK)
            return status;
        if (found < wanted)
            cutoff[found] = key;
        if (found > 0 && found < wanted && cutoff[found] <= cutoff[found - 1])
            return sd_fail(error, SPLITDATA_USAGE,
                           "--cutoff %s: each stamp must be later than the "
                           "one before it",
                           list);
        found++;
        at += length;
        if (*at == '\0')
            break;
    }
    if (found != wanted)
        return sd_fail(error, SPLITDATA_USAGE, "--cutoff %s: %zu parts need %zu stamp%s", list,
                       wanted + 1, wanted, wanted == 1 ? "" : "s");
    return SPLITDATA_OK;
}

/* Reads the stamps of all rows, --gap and --cutoff. */
static int read_stamps(struct sd_decision *decision, struct sd_time_line *line,
                       struct sd_stamps *stamps, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    struct stamper stamper = {stamps, &line->column};
    int status = sd_strategy_key(decision, &line->column, "--time", options->time, true, error);
    if (status == SPLITDATA_OK)
        status = sd_stamps_begin(stamps, options->time_format, decision->memory, error);
    if (status == SPLITDATA_OK)
        status = sd_key_set_each(&line->column, add_stamp, &stamper, error);
    if (status == SPLITDATA_OK)
        status = sd_stamps_finish(stamps, error);
    if (status == SPLITDATA_OK)
        status = read_gap(options->gap, stamps, &line->gap, error);
    if (status == SPLITDATA_OK)
        status =
            read_cutoffs(options->cutoff, stamps, decision->plan.parts - 1, &line->cutoffs, error);
    return status;
}

int sd_time_line_read(struct sd_decision *decision, struct sd_time_line *line,
                      struct splitdata_error *error)
{
    struct sd_stamps stamps = {0};
    int status = read_stamps(decision, line, &stamps, error);
    line->stamps = stamps.key; /* `line` owns the keys from here on */
    stamps.key = NULL;
    sd_stamps_free(&stamps);
    if (status != SPLITDATA_OK)
        return status;
    line->order = sd_memory_take(decision->memory, decision->rows, sizeof *line->order);
    if (line->order == NULL ||
        !sd_text_format(&decision->description, "in order of %s", line->column.names[0]))
        return sd_fail_memory(error, "the order in time");
    return sd_time_order(line->stamps, decision->rows, line->order, decision->memory, error);
}

void sd_time_line_free(struct sd_time_line *line)
{
    sd_key_set_free(&line->column);
    sd_memory_free(line->stamps);
    sd_memory_free(line->order);
    free(line->cutoffs);
    *line = (struct sd_time_line){0};
}
