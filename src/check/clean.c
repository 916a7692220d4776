/* SPDX-License-Identifier: MIT */
#include "check/clean.h"

#include "base/cancel.h"
#include "check/run.h"

#include <stdlib.h>
#include <string.h>

enum { TRAIN, PART }; /* the only two parts */

/* Why a record is left out. */
enum { BY_BYTES = 1, BY_GROUP = 2, BY_TIME = 4, BY_VALUES = 8 };

int sd_clean_begin(struct sd_clean *clean, const struct sd_run *run, struct splitdata_error *error)
{
    const struct sd_input *part = &run->sides[PART].opened.input;
    const struct sd_input *inputs[] = {part, &run->sides[TRAIN].opened.input};
    const uint8_t *line = part->size != 0 ? memchr(part->data, '\n', (size_t)part->size) : NULL;
    if (run->asked->write_clean == NULL)
        return SPLITDATA_OK;
    if (run->count > 2)
        return sd_fail(
            error, SPLITDATA_USAGE,
            "--write-clean writes one part, and there are %zu beside train (name TRAIN and "
            "that part alone)",
            run->count - 1);
    clean->beginning.bytes = (char *)part->data;
    if (run->sides[PART].opened.dialect.header && line != NULL)
        clean->beginning.length = (size_t)(line - part->data) + 1;
    return sd_beside_begin(&clean->file, &run->request, run->asked->write_clean, "--write-clean",
                           inputs, 2, &clean->beginning, error);
}

static int mark_row(struct sd_clean *clean, struct sd_run *run, struct sd_reader *reader,
                    uint64_t row, struct splitdata_error *error)
{
    const struct sd_span span = sd_side_span(reader->side, row);
    struct sd_wanted wanted = {.sides = run->sides};
    int status = sd_reader_take(reader, span, error);
    if (status != SPLITDATA_OK)
        return status;
    wanted.bytes = sd_side_record(reader->side, span, &wanted.length);
    unsigned why = 0;
    if (sd_twins_known(&run->whole, PART, &reader->whole, run->same, &wanted))
        why |= BY_BYTES;
    if (sd_twins_known(&run->values, PART, &reader->values, NULL, NULL))
        why |= BY_VALUES;
    if (reader->has_group && sd_twins_known(&run->groups, PART, &reader->group, NULL, NULL))
        why |= BY_GROUP;
    clean->leaked[row] = (uint8_t)why;
    return SPLITDATA_OK;
}

int sd_clean_mark(struct sd_clean *clean, struct sd_run *run, struct splitdata_error *error)
{
    enum { BETWEEN_LOOKS = 1 << 14 };
    const struct sd_side *side = &run->sides[PART];
    struct sd_reader reader;
    if (run->asked->write_clean == NULL)
        return SPLITDATA_OK;
    clean->leaked = sd_memory_take(&run->memory, sd_side_rows(side), sizeof *clean->leaked);
    if (clean->leaked == NULL)
        return sd_fail_memory(error, "the records that are left out");
    int status = sd_reader_open(&reader, side, &run->key_columns, &run->memory, error);
    for (uint64_t row = 0; row < sd_side_rows(side) && status == SPLITDATA_OK; row++) {
        if (row % BETWEEN_LOOKS == 0)
            status = sd_check_cancel(run->how.cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = mark_row(clean, run, &reader, row, error);
    }
    sd_reader_close(&reader);
    return status;
}

/* Equal values are a leak if there are more of them than chance makes (L02, L04): where few columns
 * are compared, every record may have some. */
static bool values_leak(const struct splitdata_checked *checked)
{
    bool leak = false;
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        leak = leak || (result->state == SPLITDATA_CHECK_FINDING &&
                        result->severity > SPLITDATA_CHECK_NOTE &&
                        (strcmp(result->id, "L02") == 0 || strcmp(result->id, "L04") == 0));
    }
    return leak;
}

/* A check that was asked for and not made may have found more to leave out. */
static bool is_known(const struct sd_run *run)
{
    const struct splitdata_checked *checked = run->results.checked;
    bool known = true;
    for (size_t i = 0; i < checked->result_count; i++)
        known = known && !(checked->results[i].state == SPLITDATA_CHECK_COULD_NOT &&
                           checked->results[i].asked);
    return known;
}

/* Writes all bytes but those of the records that are left out. */
static int copy(struct sd_clean *clean, const struct sd_run *run, struct splitdata_error *error)
{
    const struct sd_side *side = &run->sides[PART];
    const struct sd_input *input = &side->opened.input;
    uint64_t from = 0;
    int status = SPLITDATA_OK;
    for (uint64_t row = 0; row < sd_side_rows(side) && status == SPLITDATA_OK; row++) {
        const struct sd_span span = sd_side_span(side, row);
        if (!clean->leaked[row])
            continue;
        status =
            sd_beside_put(&clean->file, input->data + from, (size_t)(span.start - from), error);
        from = span.start + span.length;
    }
    if (status == SPLITDATA_OK)
        status =
            sd_beside_put(&clean->file, input->data + from, (size_t)(input->size - from), error);
    return status;
}

int sd_clean_write(struct sd_clean *clean, struct sd_run *run, struct splitdata_error *error)
{
    struct splitdata_checked *checked = run->results.checked;
    const uint64_t rows = run->asked->write_clean != NULL ? sd_side_rows(&run->sides[PART]) : 0;
    if (rows == 0 || !is_known(run))
        return SPLITDATA_OK;
    const unsigned counts = BY_BYTES | BY_GROUP | BY_TIME | (values_leak(checked) ? BY_VALUES : 0);
    if (run->time != SD_NO_COLUMN)
        sd_time_mark(run, PART, clean->leaked, BY_TIME);
    for (uint64_t row = 0; row < rows; row++) {
        clean->leaked[row] &= (uint8_t)counts;
        checked->clean_left_out += clean->leaked[row] != 0;
    }
    if (checked->clean_left_out == rows)
        return SPLITDATA_OK;
    int status = copy(clean, run, error);
    if (status == SPLITDATA_OK)
        status = sd_beside_publish(&clean->file, error);
    checked->clean_written = status == SPLITDATA_OK;
    return status;
}

void sd_clean_end(struct sd_clean *clean)
{
    sd_beside_close(&clean->file);
    sd_memory_free(clean->leaked);
    *clean = (struct sd_clean){0};
}
