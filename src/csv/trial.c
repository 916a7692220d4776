/* SPDX-License-Identifier: MIT */
#include "csv/trial.h"

#include "csv/start.h"
#include "csv/variants.h"

#include <string.h>
#include <strings.h>

enum { PIECE = 1 << 20 };

/* Reads the first `size` bytes; false: refused, at error->offset. */
static bool reads(const struct sd_dialect *dialect, const struct sd_refused *refused, uint64_t size,
                  struct splitdata_error *error)
{
    struct sd_spans spans;
    struct sd_scan scan;
    uint64_t begin = 0, records = 0;
    bool all = size >= refused->size, right = true;
    size = all ? refused->size : size;
    if (refused->base == 0 &&
        sd_find_begin(dialect, refused->data, refused->size, &begin, error) != SPLITDATA_OK)
        return false;
    sd_spans_begin(&spans, refused->size);
    sd_scan_begin(&scan, dialect, NULL, &spans, begin);
    while (right && scan.at < size) {
        uint64_t left = size - scan.at;
        right = sd_scan_feed(&scan, refused->data + scan.at,
                             left < PIECE ? (size_t)left : (size_t)PIECE, error) == SPLITDATA_OK;
        if (right && records == 0 && spans.count != 0 && refused->base == 0)
            right =
                sd_check_header(dialect, scan.fields, refused->data,
                                sd_spans_unpack(&spans, spans.packed[0]), error) == SPLITDATA_OK;
        records += spans.count;
        spans.count = spans.long_count = 0;
    }
    if (right && all && refused->base == 0)
        right = sd_scan_finish(&scan, error) == SPLITDATA_OK;
    records += spans.count;
    sd_spans_free(&spans);
    return right && (records > 1 || !all);
}

bool sd_trial_reads(const struct sd_dialect *dialect, const struct sd_refused *refused,
                    uint64_t size)
{
    struct splitdata_error error;
    return reads(dialect, refused, size, &error);
}

uint64_t sd_trial_end(const struct sd_dialect *dialect, const struct sd_refused *refused)
{
    struct splitdata_error error = {.offset = 0};
    bool right = reads(dialect, refused, SD_TRIAL_MOST, &error);
    return right || error.offset >= refused->size ? refused->at : error.offset;
}

bool sd_trial_helps(const struct sd_dialect *dialect, const struct sd_refused *refused)
{
    return sd_trial_reads(dialect, refused, SD_TRIAL_QUICK) &&
           sd_trial_reads(dialect, refused, SD_TRIAL_MOST);
}

bool sd_trial_is_value(const uint8_t *text, size_t length)
{
    size_t digits = 0;
    if ((length == 4 && strncasecmp((const char *)text, "true", 4) == 0) ||
        (length == 5 && strncasecmp((const char *)text, "false", 5) == 0))
        return true;
    for (size_t i = 0; i < length; i++) {
        if (text[i] >= '0' && text[i] <= '9')
            digits++;
        else if (text[i] == 0 || strchr("+-.eE /:", text[i]) == NULL)
            return false;
    }
    return digits != 0;
}

static void read_record(const struct sd_dialect *dialect, const uint8_t *data, struct sd_span span,
                        struct sd_beginning *beginning)
{
    const uint8_t *at = data + span.start;
    const uint8_t *end = at + span.length - sd_line_end_length(at, span.length);
    struct sd_variant_field field;
    size_t r = beginning->records++, f = 0;
    for (; sd_variant_next(dialect, &at, end, &field); f++) {
        const uint8_t *text = field.begin;
        size_t size = (size_t)(field.end - text);
        if (size > 1 && (*text == dialect->quote || *text == '"') && text[size - 1] == *text) {
            text++;
            size -= 2;
        }
        if (f == 0)
            beginning->name[r] = (struct sd_span){(uint64_t)(text - data), size};
        if (f < SD_TRIAL_FIELDS) {
            beginning->value[r][f] = sd_trial_is_value(text, size);
            beginning->empty[r][f] = size == 0 || (size == 2 && memcmp(text, "NA", 2) == 0);
        }
    }
    beginning->fields[r] = f;
}

void sd_trial_begin(const struct sd_dialect *dialect, const struct sd_refused *refused,
                    struct sd_beginning *beginning)
{
    struct sd_dialect any = *dialect;
    struct splitdata_error error;
    struct sd_spans spans;
    struct sd_scan scan;
    uint64_t begin = 0;
    size_t used;
    any.ragged_keep = true;
    *beginning = (struct sd_beginning){0};
    if (sd_find_begin(dialect, refused->data, refused->size, &begin, &error) != SPLITDATA_OK)
        return;
    sd_spans_begin(&spans, refused->size);
    sd_scan_begin(&scan, &any, NULL, &spans, begin);
    while (spans.count < SD_TRIAL_RECORDS && scan.at - begin < SD_TRIAL_QUICK &&
           scan.at < refused->size &&
           sd_scan_feed_record(&scan, refused->data + scan.at, (size_t)(refused->size - scan.at),
                               &used, &error) == SPLITDATA_OK)
        ;
    for (size_t i = 0; i < spans.count && i < SD_TRIAL_RECORDS; i++) {
        struct sd_span span = sd_spans_unpack(&spans, spans.packed[i]);
        beginning->start[i] = span.start;
        read_record(dialect, refused->data, span, beginning);
    }
    sd_spans_free(&spans);
}

bool sd_trial_are_names(const struct sd_beginning *beginning, size_t r)
{
    for (size_t f = 0; f < beginning->fields[r] && f < SD_TRIAL_FIELDS; f++) {
        if (beginning->value[r][f] || beginning->empty[r][f])
            return false;
    }
    return r < beginning->records && beginning->fields[r] > 1;
}

bool sd_trial_is_padded(const struct sd_beginning *beginning, size_t r)
{
    size_t f = 1;
    while (f < beginning->fields[r] && f < SD_TRIAL_FIELDS && beginning->empty[r][f])
        f++;
    return f >= beginning->fields[r];
}

bool sd_trial_differ(const struct sd_beginning *beginning, const struct sd_refused *refused,
                     size_t r)
{
    for (size_t a = r; a < beginning->records; a++) {
        struct sd_span one = beginning->name[a];
        for (size_t b = r; b < a; b++) {
            if (beginning->name[b].length == one.length &&
                memcmp(refused->data + beginning->name[b].start, refused->data + one.start,
                       (size_t)one.length) == 0)
                return false;
        }
    }
    return true;
}

bool sd_trial_values_follow(const struct sd_beginning *beginning, size_t r)
{
    enum { NEXT = 4 };
    for (size_t later = r + 1; later < beginning->records && later <= r + NEXT; later++) {
        for (size_t f = 0; f < beginning->fields[r] && f < SD_TRIAL_FIELDS; f++) {
            if (beginning->value[later][f] && !beginning->value[r][f] && !beginning->empty[r][f])
                return true;
        }
    }
    return false;
}
