/* SPDX-License-Identifier: MIT */
/* Rows without a value in a key column: key_set.h. */
#include "base/cancel.h"
#include "base/threads.h"
#include "keys/key_set.h"

#include <stdlib.h>

bool sd_key_is_missing(const struct sd_key_source *source, const struct sd_key_field *field)
{
    return source->exact ? field->bytes == sd_key_no_value.bytes
                         : sd_is_no_value(source->options->na_values, field->bytes, field->length);
}

struct search {
    const struct sd_key_set *set;
    uint8_t *missing; /* by row */
};

static void look_at(const struct search *search, const struct sd_key_field *fields, uint64_t row,
                    size_t count)
{
    for (size_t c = 0; c < search->set->count; c++) {
        for (size_t i = 0; i < count; i++) {
            const struct sd_key_field *field = &fields[c * SD_DISTINCT_BATCH + i];
            if (sd_key_is_missing(search->set->source, field))
                search->missing[row + i] = 1;
        }
    }
}

static int search_run(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct search *search = context;
    const struct sd_key_source *source = search->set->source;
    struct sd_key_field *fields = calloc(search->set->count, SD_DISTINCT_BATCH * sizeof *fields);
    void *reader = NULL;
    int status = fields != NULL ? sd_check_cancel(source->options->cancel_fd, error)
                                : sd_fail_memory(error, "the key columns");
    if (status == SPLITDATA_OK)
        status = source->open(source, search->set, &reader, error);
    for (size_t count = 0; begin < end && status == SPLITDATA_OK; begin += count) {
        status = source->read(reader, begin, end, fields, &count, error);
        if (status == SPLITDATA_OK)
            look_at(search, fields, begin, count);
    }
    if (reader != NULL)
        source->close(reader);
    free(fields);
    return status;
}

int sd_key_set_find_missing(const struct sd_key_set *set, uint8_t *missing,
                            struct splitdata_error *error)
{
    enum { RUN = 1 << 16 };
    struct search search = {.set = set};
    search.missing = missing;
    return sd_parallel_for(set->source->threads, set->source->rows, RUN, search_run, &search,
                           error);
}
