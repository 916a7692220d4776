/* SPDX-License-Identifier: MIT */
#include "csv/refused_lines.h"

#include <stdio.h>
#include <string.h>

/* Reads the record; `odd` gets what is odd in it. */
static struct sd_span read_record(const struct sd_refused *refused, struct sd_oddities *odd)
{
    struct sd_dialect any = *refused->dialect;
    struct splitdata_error error;
    struct sd_spans spans;
    struct sd_scan scan;
    struct sd_span record = {refused->at, 0};
    size_t used;
    any.ragged_keep = any.delimiter_set = true;
    any.escape_suspected = false;
    sd_spans_begin(&spans, refused->size);
    sd_scan_begin(&scan, &any, NULL, &spans, refused->at);
    if (sd_scan_feed_record(&scan, refused->data + refused->at,
                            (size_t)(refused->size - refused->at), &used, &error) == SPLITDATA_OK &&
        spans.count == 0 && scan.at == refused->size)
        sd_scan_finish(&scan, &error);
    if (spans.count != 0)
        record = sd_spans_unpack(&spans, spans.packed[0]);
    sd_spans_free(&spans);
    *odd = scan.odd;
    return record;
}

struct sd_span sd_refused_record(const struct sd_refused *refused)
{
    struct sd_oddities odd;
    return read_record(refused, &odd);
}

bool sd_refused_has_odd_quotes(const struct sd_refused *refused)
{
    struct sd_oddities odd;
    read_record(refused, &odd);
    return odd.bare_quote.count + odd.after_quote.count != 0;
}

/* Whether most lines of the beginning end in a lone CR. */
static bool ends_in_crs(const struct sd_refused *refused)
{
    uint64_t size = refused->size < SD_TRIAL_QUICK ? refused->size : SD_TRIAL_QUICK;
    uint64_t crs = 0, lfs = 0;
    for (uint64_t i = 0; i < size; i++) {
        lfs += refused->data[i] == '\n';
        crs += refused->data[i] == '\r' && i + 1 < size && refused->data[i + 1] != '\n';
    }
    return crs > lfs;
}

bool sd_refused_line_ends(const struct sd_refused *refused, char *help, size_t size)
{
    if (refused->fault != SPLITDATA_FAULT_FIELDS || refused->base != 0)
        return false;
    const uint8_t *data = refused->data;
    const uint8_t *lf = memchr(data, '\n', (size_t)refused->size);
    struct sd_span record = sd_refused_record(refused);
    if (lf == NULL || record.length == 0 || record.start < 2)
        return false;
    bool crlf = lf > data && lf[-1] == '\r';
    const uint8_t *begin = data + record.start, *end = begin + record.length;
    bool first_cr = !crlf && memchr(data, '\r', (size_t)(lf - data)) != NULL;
    bool cr = begin[-1] == '\r' || end[-1] == '\r';
    bool lone_lf = (begin[-1] == '\n' && begin[-2] != '\r') ||
                   (end[-1] == '\n' && record.length > 1 && end[-2] != '\r');
    if (first_cr && ends_in_crs(refused))
        return false;
    if (cr || first_cr) {
        snprintf(help, size,
                 "a lone CR ends %s, LF the others: a CR in a text without quotes, as "
                 "Python before 3.13 writes it? write the file with lineterminator='\\r\\n'",
                 cr ? "a record here" : "the first record");
        return true;
    }
    if (crlf && lone_lf) {
        snprintf(help, size,
                 "an LF alone ends a record here, CR LF the others: a line end in a text without "
                 "quotes? write the file with quotes around such texts");
        return true;
    }
    return false;
}

bool sd_refused_footer(const struct sd_refused *refused, char *help, size_t size)
{
    struct sd_span record = sd_refused_record(refused);
    const uint8_t *text = refused->data + record.start;
    if (record.start + record.length != refused->size || record.length < 6 || text[0] != '(')
        return false;
    size_t i = 1;
    while (i < record.length && text[i] >= '0' && text[i] <= '9')
        i++;
    if (i == 1 || record.length - i < 4 || memcmp(text + i, " row", 4) != 0)
        return false;
    snprintf(help, size, "psql's footer is no record: sed '$d' IN > OUT takes it out");
    return true;
}
