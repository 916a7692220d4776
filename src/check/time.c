/* SPDX-License-Identifier: MIT */
/* Records of a part that are not after the end of train (L06). */
#include "check/run.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* Times of this part cannot be compared: the first reason is kept. */
static int give_up(struct sd_run *run, size_t side, uint64_t offset,
                   const struct splitdata_error *reason)
{
    struct sd_text text = {0};
    const struct sd_records *records = &run->sides[side].job.records;
    if (run->no_stamps == NULL && reason->status != SPLITDATA_SYSTEM &&
        sd_text_format(&text, "%s, line %" PRIu64 ": %s", sd_run_name(run, side),
                       sd_records_line(records, offset), reason->message))
        run->no_stamps = text.bytes;
    else
        sd_text_free(&text);
    return run->no_stamps != NULL ? SPLITDATA_OK : (int)reason->status;
}

int sd_time_add(struct sd_run *run, size_t side, const struct sd_text *text, uint64_t offset,
                struct splitdata_error *error)
{
    struct sd_stamps *stamps = &run->stamps[side];
    struct splitdata_error reason;
    int status = SPLITDATA_OK;
    if (run->no_stamps != NULL)
        return SPLITDATA_OK;
    if (stamps->memory == NULL)
        status = sd_stamps_begin(stamps, run->asked->how.time_format, &run->memory, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_stamps_add(stamps, text->length != 0 ? text->bytes : "", text->length, &reason);
    if (status == SPLITDATA_OK)
        return status;
    status = give_up(run, side, offset, &reason);
    if (status != SPLITDATA_OK)
        *error = reason;
    return status;
}

int sd_time_finish(struct sd_run *run, size_t side, struct splitdata_error *error)
{
    struct splitdata_error reason;
    if (run->no_stamps != NULL || sd_stamps_finish(&run->stamps[side], &reason) == SPLITDATA_OK)
        return SPLITDATA_OK;
    int status = give_up(run, side, 0, &reason);
    if (status != SPLITDATA_OK)
        *error = reason;
    return status;
}

/* Of several records, what is told must not depend on the thread: the first that is unlike, and of
 * equal stamps the first. */
void sd_time_join(struct sd_latest *latest, const struct sd_latest *more)
{
    if (more->unlike && (!latest->unlike || more->unlike_at < latest->unlike_at)) {
        latest->unlike = true;
        latest->unlike_at = more->unlike_at;
    }
    if (more->offset == UINT64_MAX)
        return;
    const bool first = latest->offset == UINT64_MAX;
    const int order = first ? 1 : sd_stamp_compare(&more->stamp, &latest->stamp);
    if (order > 0 || (order == 0 && more->offset < latest->offset)) {
        latest->stamp = more->stamp;
        latest->offset = more->offset;
    }
    const int early = first ? -1 : sd_stamp_compare(&more->earliest, &latest->earliest);
    if (early < 0 || (early == 0 && more->earliest_offset < latest->earliest_offset)) {
        latest->earliest = more->earliest;
        latest->earliest_offset = more->earliest_offset;
    }
}

void sd_time_read(const struct sd_run *run, struct sd_latest *latest, const struct sd_text *text,
                  uint64_t offset)
{
    struct splitdata_error ignored;
    struct sd_latest one = {.offset = offset, .unlike_at = offset};
    bool iso = false;
    if (run->no_stamps != NULL)
        return;
    one.unlike =
        sd_stamps_read(&run->stamps[1], text->length != 0 ? text->bytes : "", text->length,
                       &one.stamp, &iso, &ignored) != SPLITDATA_OK ||
        iso ||
        (run->stamps[1].form != SD_STAMPS_NUMBERS && one.stamp.zoned != run->stamps[1].zoned);
    if (one.unlike)
        one.offset = UINT64_MAX;
    one.earliest = one.stamp;
    one.earliest_offset = offset;
    sd_time_join(latest, &one);
}

/* --- what is told ---------------------------------------------------------------------------- */

/* The end of train among the stamps of a part. */
struct limit {
    uint64_t key;
    bool exact; /* a stamp with this key is the last one of train; else it is after it */
};

static struct limit limit_of(const struct sd_run *run, size_t side)
{
    const struct sd_stamps *stamps = &run->stamps[side];
    struct limit limit = {.key = sd_stamps_key(stamps, &run->latest.stamp)};
    struct sd_stamp next = run->latest.stamp;
    next.nanos++;
    if (next.nanos == 1000000000) {
        next.nanos = 0;
        next.seconds++;
    }
    /* A key is of this very stamp if the next one has another key. */
    limit.exact = sd_stamps_key(stamps, &next) != limit.key;
    return limit;
}

static bool is_within(const struct limit *limit, uint64_t key)
{
    return key < limit->key || (limit->exact && key == limit->key);
}

void sd_time_mark(const struct sd_run *run, size_t side, uint8_t *marks, uint8_t mark)
{
    const struct limit limit = limit_of(run, side);
    for (uint64_t row = 0; row < run->stamps[side].rows; row++)
        marks[row] |= is_within(&limit, run->stamps[side].key[row]) ? mark : 0;
}

static void judge(struct sd_run *run, size_t side)
{
    const struct sd_stamps *stamps = &run->stamps[side];
    const struct limit limit = limit_of(run, side);
    uint64_t before = 0, same = 0;
    for (uint64_t row = 0; row < stamps->rows; row++) {
        before += stamps->key[row] < limit.key;
        same += limit.exact && stamps->key[row] == limit.key;
    }
    if (before + same == 0)
        return;
    struct splitdata_check_result *result =
        sd_results_add(&run->results, "L06", SPLITDATA_CHECK_ERROR, side, 0);
    result->asked = true;
    sd_result_measure(result, "records", (double)(before + same), 0, NAN);
    sd_result_say(&run->results, result,
                  "%" PRIu64 " of %" PRIu64 " record%s of %s %s before the last of %s by %.100s, "
                  "and %" PRIu64 " at the same time",
                  before, stamps->rows, stamps->rows == 1 ? "" : "s", sd_run_name(run, side),
                  before == 1 ? "is" : "are", sd_run_name(run, 0), run->asked->how.time, same);
    result->advice = "splitdata --time COL makes train end before the other parts begin";
    for (uint64_t row = 0; row < stamps->rows; row++) {
        if (is_within(&limit, stamps->key[row]))
            sd_result_show(result, sd_side_span(&run->sides[side], row).start, run->latest.offset);
    }
}

int sd_check_time(struct sd_run *run, struct splitdata_error *error)
{
    const bool asked = run->asked->how.time != NULL;
    if (run->latest.unlike && run->no_stamps == NULL) {
        sd_fail(error, SPLITDATA_DATA, "no stamp of the form of the other parts");
        int status = give_up(run, 0, run->latest.unlike_at, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    if (run->time == SD_NO_COLUMN || run->no_stamps != NULL) {
        struct splitdata_check_result *result = sd_results_skip(
            &run->results, "L06", asked ? SPLITDATA_CHECK_COULD_NOT : SPLITDATA_CHECK_NOT_ASKED);
        result->asked = asked;
        sd_result_say(&run->results, result, "%s",
                      run->no_stamps != NULL ? run->no_stamps
                      : asked                ? "a part lacks the column of --time"
                                             : "--time names the column with the times");
        return SPLITDATA_OK;
    }
    for (size_t s = 1; s < run->count; s++)
        judge(run, s);
    return SPLITDATA_OK;
}
