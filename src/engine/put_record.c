/* SPDX-License-Identifier: MIT */
#include "engine/put_record.h"

#include "out/form.h"
#include "out/row_number.h"

#include <string.h>

/* A record with a text before its line terminator, which is its own or the one that all get. A
 * record that lacks one, the input's last, is last in its part. */
static int put_with(const struct sd_job *job, struct sd_feeder *feeder, const uint8_t *record,
                    size_t length, const char *text, size_t text_length,
                    struct splitdata_error *error)
{
    const char *ending = sd_line_end_of(job->request->options->line_ends);
    size_t end = sd_record_end_length(record, length, job->dialect->escape);
    int status = sd_feed_put(feeder, record, length - end, error);
    if (status == SPLITDATA_OK)
        status = sd_feed_put(feeder, text, text_length, error);
    if (status != SPLITDATA_OK)
        return status;
    return ending != NULL && end != 0 ? sd_feed_put(feeder, ending, strlen(ending), error)
                                      : sd_feed_put(feeder, record + length - end, end, error);
}

int sd_put_record(const struct sd_job *job, struct sd_feeder *feeders, uint32_t part,
                  const uint8_t *record, size_t length, struct splitdata_error *error)
{
    uint8_t number[SD_SCRATCH], *end = number + SD_SCRATCH;
    size_t text_length;
    const struct splitdata_options *options = job->request->options;
    if (options->emit == SPLITDATA_EMIT_COLUMN) {
        const char *text = sd_output_template_suffix(&job->template, part, &text_length);
        return put_with(job, &feeders[0], record, length, text, text_length, error);
    }
    if (options->emit == SPLITDATA_EMIT_ROWS)
        return options->line_ends == SPLITDATA_LINE_ENDS_KEEP
                   ? sd_feed_put(&feeders[part], record, length, error)
                   : put_with(job, &feeders[part], record, length, "", 0, error);
    const uint8_t *digits =
        options->emit == SPLITDATA_EMIT_INDICES
            ? sd_put_row(end, job->records.rows)
            : sd_put_file_and_row(end, &job->template.file_rows, job->records.rows);
    return sd_feed_put(&feeders[part], digits, (size_t)(number + SD_SCRATCH - digits), error);
}
