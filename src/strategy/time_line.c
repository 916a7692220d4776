/* SPDX-License-Identifier: MIT */
#include "strategy/time_line.h"

#include "keys/stamps.h"
#include "strategy/time_hints.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct stamper {
    struct sd_stamps *stamps;
    const struct sd_key_set *column;
    uint64_t refused; /* the row whose stamp cannot be read; UINT64_MAX: none */
    bool missing;     /* it has none */
};

static int add_stamp(void *context, uint64_t row, const struct sd_key_field *field,
                     struct splitdata_error *error)
{
    struct stamper *stamper = context;
    int status = sd_stamps_add(stamper->stamps, field->bytes, field->length, error);
    if (status == SPLITDATA_DATA) {
        stamper->refused = row;
        stamper->missing = sd_key_is_missing(stamper->column->source, field);
    }
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
static int read_cutoff(struct sd_time_line *line, const struct sd_stamps *stamps, const char *text,
                       size_t length, uint64_t *cutoff, struct splitdata_error *error)
{
    struct sd_stamp stamp;
    char shown[64];
    bool iso;
    int status = sd_stamps_read(stamps, text, length, &stamp, &iso, error);
    if (status != SPLITDATA_OK) {
        sd_error_prefix(error, "--cutoff: ");
        return status;
    }
    *cutoff = sd_stamps_key(stamps, &stamp);
    if (!iso || stamps->form != SD_STAMPS_NUMBERS)
        return SPLITDATA_OK;
    line->unix_seconds = true;
    snprintf(shown, sizeof shown, "%.*s", length > 60 ? 60 : (int)length, text);
    return sd_time_check_seconds(&line->column, stamps, "--cutoff", shown, error);
}

static int read_cutoffs(struct sd_time_line *line, const char *list, const struct sd_stamps *stamps,
                        size_t wanted, struct splitdata_error *error)
{
    size_t found = 0;
    if (list == NULL)
        return SPLITDATA_OK;
    uint64_t *cutoff = line->cutoffs = calloc(wanted + 1, sizeof *cutoff);
    if (cutoff == NULL)
        return sd_fail_memory(error, "the cutoffs");
    for (const char *at = list;; at++) {
        uint64_t key;
        size_t length = strcspn(at, ",");
        int status = read_cutoff(line, stamps, at, length, &key, error);
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

static int read_column(struct sd_decision *decision, struct sd_time_line *line,
                       struct sd_stamps *stamps, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    struct stamper stamper = {stamps, &line->column, UINT64_MAX, false};
    int status = sd_strategy_key(decision, &line->column, "--time", options->time, true, error);
    if (status == SPLITDATA_OK && options->time_format != NULL && !decision->request->repeated)
        status = sd_time_check_format(options->time_format, error);
    if (status == SPLITDATA_OK)
        status = sd_stamps_begin(stamps, options->time_format, decision->memory, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_key_set_each(&line->column, add_stamp, &stamper, error);
    if (stamper.refused != UINT64_MAX)
        return sd_time_refuse(&line->column, stamps, stamper.refused, stamper.missing, error);
    return status == SPLITDATA_OK ? sd_stamps_finish(stamps, error) : status;
}

/* A gap in time needs stamps whose unit is known. Manifests of earlier versions have gaps of
 * seconds in whatever numbers there are. */
static int check_gap(const struct sd_decision *decision, struct sd_time_line *line,
                     const struct sd_stamps *stamps, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    if (line->gap.kind != SD_GAP_TICKS || line->gap.amount == 0 ||
        stamps->form != SD_STAMPS_NUMBERS || options->folds != 0)
        return SPLITDATA_OK;
    line->unix_seconds = sd_stamps_are_unix_seconds(stamps);
    if (decision->request->repeated)
        return SPLITDATA_OK;
    return sd_time_check_seconds(&line->column, stamps, "--gap", options->gap, error);
}

/* Reads the stamps of all rows, --gap and --cutoff. */
static int read_stamps(struct sd_decision *decision, struct sd_time_line *line,
                       struct sd_stamps *stamps, struct splitdata_error *error)
{
    const struct splitdata_options *options = decision->request->options;
    int status = read_column(decision, line, stamps, error);
    if (status == SPLITDATA_OK)
        status = read_gap(options->gap, stamps, &line->gap, error);
    if (status == SPLITDATA_OK)
        status = check_gap(decision, line, stamps, error);
    if (status == SPLITDATA_OK)
        status = read_cutoffs(line, options->cutoff, stamps, decision->plan.parts - 1, error);
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
