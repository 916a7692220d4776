/* SPDX-License-Identifier: MIT */
/* One file, of which a column says the part of each record: each part is a list of records. */
#include "check/run.h"
#include "keys/csv_source.h"

#include <stdlib.h>
#include <string.h>

/* The parts are compared with each other, so there cannot be many. */
enum { MOST = 100 };

struct listing {
    struct sd_run *run;
    struct sd_key_set set;       /* of the column */
    struct sd_spans spans[MOST]; /* by part, in the order of the first records */
    char *value[MOST];
    size_t count;
    size_t last; /* the part of the record before */
};

static bool is_value(const struct listing *listing, size_t part, const struct sd_key_field *field)
{
    const char *value = listing->value[part];
    return strlen(value) == field->length && memcmp(value, field->bytes, field->length) == 0;
}

static int add_part(struct listing *listing, const struct sd_key_field *field,
                    struct splitdata_error *error)
{
    if (listing->count == MOST)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--part-column %s: it has more than %d values, and is to name the parts",
                       listing->set.names[0], MOST);
    struct sd_spans *spans = &listing->spans[listing->count];
    sd_spans_begin(spans, listing->run->sides[0].opened.input.size);
    spans->memory = &listing->run->memory;
    listing->value[listing->count] = sd_copy_string(field->bytes, field->length);
    return listing->value[listing->count++] != NULL ? SPLITDATA_OK
                                                    : sd_fail_memory(error, "the parts");
}

/* An sd_take_key. */
static int take_row(void *context, uint64_t row, const struct sd_key_field *field,
                    struct splitdata_error *error)
{
    struct listing *listing = context;
    const struct sd_span span = sd_side_span(&listing->run->sides[0], row);
    size_t part = listing->last;
    int status = SPLITDATA_OK;
    if (sd_key_is_missing(listing->set.source, field)) {
        sd_fail(error, SPLITDATA_DATA, "no value in %s says the part of this record",
                listing->set.names[0]);
        error->offset = span.start;
        return SPLITDATA_DATA;
    }
    if (part == listing->count || !is_value(listing, part, field))
        for (part = 0; part < listing->count && !is_value(listing, part, field);)
            part++;
    if (part == listing->count)
        status = add_part(listing, field, error);
    listing->last = part;
    return status != SPLITDATA_OK || sd_spans_push(&listing->spans[part], span.start, span.length)
               ? status
               : sd_fail_memory(error, "the records of the parts");
}

static int list_records(struct listing *listing, struct splitdata_error *error)
{
    struct sd_run *run = listing->run;
    struct sd_side *file = &run->sides[0];
    struct sd_key_source source;
    struct sd_key_set *set = &listing->set;
    sd_csv_source_begin(&source, &file->job.records, &run->how, 1, &run->memory);
    source.rows = sd_side_rows(file);
    int status =
        sd_key_set_choose(set, &source, "--part-column", run->asked->part_column, false, error);
    if (status == SPLITDATA_OK && set->count != 1)
        status = sd_fail(error, SPLITDATA_USAGE, "--part-column takes one column");
    if (status == SPLITDATA_OK) {
        run->part = set->fields[0];
        status = sd_side_locate(file, sd_key_set_each(set, take_row, listing, error), error);
    }
    if (status == SPLITDATA_OK && listing->count == 1)
        status = sd_fail(error, SPLITDATA_USAGE,
                         "--part-column %s: all records have the value %s, and a check needs two "
                         "parts or more",
                         set->names[0], listing->value[0]);
    sd_key_set_free(set);
    return status;
}

/* Makes a side of a part; that of train, the first, has the file. */
static void give_side(struct listing *listing, size_t part)
{
    struct sd_run *run = listing->run;
    struct sd_side *side = &run->sides[run->count];
    struct sd_records *records = &side->job.records;
    if (run->count != 0) {
        *side = run->sides[0];
        side->borrowed = true;
        side->job.dialect = records->dialect = &side->opened.dialect;
        side->job.input = &side->opened.input;
        records->columns = (struct sd_columns){0};
    } else {
        sd_index_free(&records->index);
    }
    records->index = (struct sd_index){.spans = listing->spans[part]};
    records->packed = records->index.spans.packed;
    records->rows = records->index.spans.count;
    side->name = side->value = listing->value[part];
    side->listed = true;
    run->count++;
}

static void give_sides(struct listing *listing)
{
    size_t train = 0;
    for (size_t i = listing->count; i-- > 0;)
        train = strcmp(listing->value[i], "train") == 0 ? i : train;
    listing->run->count = 0;
    give_side(listing, train);
    for (size_t i = 0; i < listing->count; i++) {
        if (i != train)
            give_side(listing, i);
    }
}

int sd_part_column_open(struct sd_run *run, const char *path, const struct sd_sides_shared *shared,
                        struct splitdata_error *error)
{
    struct listing *listing = calloc(1, sizeof *listing);
    run->sides = calloc(MOST, sizeof *run->sides);
    if (listing == NULL || run->sides == NULL) {
        free(listing);
        return sd_fail_memory(error, "the parts");
    }
    listing->run = run;
    run->count = 1;
    int status = sd_side_open(&run->sides[0], path, shared, error);
    if (status == SPLITDATA_OK)
        status = sd_side_index(&run->sides[0], error);
    if (status == SPLITDATA_OK)
        status = list_records(listing, error);
    if (status == SPLITDATA_OK)
        give_sides(listing);
    for (size_t i = 0; i < listing->count && status != SPLITDATA_OK; i++) {
        free(listing->value[i]);
        sd_spans_free(&listing->spans[i]);
    }
    free(listing);
    return status;
}
