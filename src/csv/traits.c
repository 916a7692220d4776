/* SPDX-License-Identifier: MIT */
#include "csv/traits.h"

#include "csv/start.h"

#include <string.h>

void sd_traits_begin(struct sd_traits *traits)
{
    *traits = (struct sd_traits){
        .odd = SD_NOTHING_ODD,
        .lf = SD_NO_SIGHTING,
        .crlf = SD_NO_SIGHTING,
        .headers = SD_NO_SIGHTING,
    };
    for (size_t i = 0; i < SD_HEADER_PLACES; i++)
        traits->header[i] = (struct sd_sighting)SD_NO_SIGHTING;
    for (size_t i = 0; i < SD_SAMPLES; i++)
        traits->sample[i] = SD_UNSEEN;
}

static uint64_t start_of(const struct sd_spans *spans, size_t i)
{
    return spans->packed[i] >> spans->length_bits;
}

/* The length of a record without its line terminator. */
static uint64_t text_length(const uint8_t *record, uint64_t length, bool lines)
{
    if (lines)
        return length - (length != 0 && record[length - 1] == '\n');
    return length - sd_line_end_length(record, length);
}

void sd_traits_view_header(struct sd_traits_view *view, const uint8_t *record, uint64_t length)
{
    view->header_length = text_length(record, length, view->lines);
    view->header = view->header_length != 0 ? record : NULL;
}

/* The byte that sample number i covers. */
static uint64_t sample_place(uint64_t size, size_t i)
{
    return size / (SD_SAMPLES + 1) * (i + 1);
}

void sd_traits_spread(struct sd_traits_view *view, const struct sd_extents *extents)
{
    for (size_t i = 0; extents != NULL && i < SD_SAMPLES; i++)
        view->place[i] = sd_extents_place(extents, sample_place(sd_extents_bytes(extents, 0), i));
}

struct sd_traits_view sd_traits_view_of(const struct sd_dialect *dialect, const uint8_t *data,
                                        uint64_t size, const struct sd_spans *spans,
                                        uint64_t names_length)
{
    struct sd_traits_view view = {.bytes = data, .sampled = true, .lines = dialect->lines};
    for (size_t i = 0; i < SD_SAMPLES; i++)
        view.place[i] = sample_place(size, i);
    if (dialect->header && names_length != 0)
        sd_traits_view_header(&view, data + start_of(spans, 0), names_length);
    return view;
}

/* --- line ends ------------------------------------------------------------------------------- */

/* The line terminators of each record. */
static void count_ends(struct sd_traits *traits, const struct sd_traits_view *view,
                       const struct sd_spans *spans, size_t from)
{
    for (size_t i = from; i < spans->count; i++) {
        struct sd_span span = sd_spans_unpack(spans, spans->packed[i]);
        const uint8_t *end = view->bytes + (span.start - view->base) + span.length;
        if (end[-1] != '\n')
            continue;
        bool crlf = span.length > 1 && end[-2] == '\r';
        sd_sighting_add(crlf ? &traits->crlf : &traits->lf, 1, span.start);
    }
}

/* The same, mostly without looking: if only one kind was seen, all have it, except perhaps the last
 * record of the input. */
static void add_ends(struct sd_traits *traits, const struct sd_traits_view *view,
                     const struct sd_spans *spans, size_t from, const struct sd_oddities *odd,
                     bool blank_lines)
{
    if (view->lines)
        return;
    struct sd_span last = sd_spans_unpack(spans, spans->packed[spans->count - 1]);
    bool ended = view->bytes[last.start - view->base + last.length - 1] == '\n';
    if (ended && odd->lf != odd->crlf && odd->lone_cr.count == 0 && !blank_lines)
        sd_sighting_add(odd->lf ? &traits->lf : &traits->crlf, spans->count - from,
                        start_of(spans, from));
    else
        count_ends(traits, view, spans, from);
}

/* --- the header ------------------------------------------------------------------------------ */

/* A copy of the header may have its own line terminator, and a byte order mark before it. */
enum { MOST_MORE = 3 + 2 };

static bool is_header(const struct sd_traits_view *view, struct sd_span span)
{
    const uint8_t *record = view->bytes + (span.start - view->base);
    uint64_t length = span.length;
    if (record == view->header)
        return false;
    if (length >= 3 && memcmp(record, "\xef\xbb\xbf", 3) == 0) {
        record += 3;
        length -= 3;
    }
    length = text_length(record, length, view->lines);
    return length == view->header_length && memcmp(record, view->header, (size_t)length) == 0;
}

/* The first byte tells most records from a copy of the header. */
static bool begins_alike(const struct sd_traits_view *view, uint64_t start)
{
    const uint8_t *record = view->bytes + (start - view->base);
    return record[0] == view->header[0] || record[0] == 0xef;
}

/* Keeps the place of a copy of the header, if it is among the first. */
static void add_header(struct sd_traits *traits, uint64_t at)
{
    size_t i = 0;
    while (i < SD_HEADER_PLACES && traits->header[i].first < at)
        i++;
    if (i == SD_HEADER_PLACES)
        return;
    memmove(traits->header + i + 1, traits->header + i,
            (SD_HEADER_PLACES - 1 - i) * sizeof *traits->header);
    traits->header[i] = (struct sd_sighting){1, at, 0};
}

/* Two packed spans at once: their low halves, which have the lengths, and their high ones. */
typedef uint32_t halves __attribute__((vector_size(16)));
typedef int32_t signed_halves __attribute__((vector_size(16)));

/* For both spans, or for the low and the high halves: the order depends on the machine. */
static halves both(uint32_t low, uint32_t high)
{
#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
    return (halves){low, high, low, high};
#else
    return (halves){high, low, high, low};
#endif
}

/* Whether the length of one of so many packed spans is `least`, or up to MOST_MORE longer. It is
 * called for all records, and does for most of them all that is done to find copies of the header:
 * that is why it compares two at once. Lengths have at most 24 bits (base/spans.h). */
enum { TOGETHER = 32 };

static bool any_fits(const uint64_t packed[TOGETHER], uint32_t limit, uint32_t least)
{
    const uint32_t sign = (uint32_t)1 << 31; /* there is only a comparison of signed numbers */
    const halves mask = both(limit, 0);
    const halves shift = both(sign - least, sign);
    const signed_halves most = (signed_halves)both(sign + MOST_MORE + 1, sign);
    signed_halves found = {0};
    for (size_t i = 0; i < TOGETHER; i += 2) {
        halves pair;
        memcpy(&pair, packed + i, sizeof pair);
        found |= (signed_halves)((pair & mask) + shift) < most;
    }
    return (found[0] | found[1] | found[2] | found[3]) != 0;
}

/* Compares the lengths, and only of records whose length fits the bytes. */
static void find_headers(struct sd_traits *traits, const struct sd_traits_view *view,
                         const struct sd_spans *spans, size_t from)
{
    const uint64_t limit = ((uint64_t)1 << spans->length_bits) - 1;
    /* A long header's copies are packed as long, too. */
    const uint64_t least = view->header_length < limit - MOST_MORE ? view->header_length : limit;
    size_t i = from;
    while (i < spans->count) {
        size_t stop = spans->count - i < TOGETHER ? spans->count : i + TOGETHER;
        if (stop - i == TOGETHER &&
            !any_fits(spans->packed + i, (uint32_t)limit, (uint32_t)least)) {
            i = stop;
            continue;
        }
        for (; i < stop; i++) {
            if ((spans->packed[i] & limit) - least > MOST_MORE ||
                !begins_alike(view, start_of(spans, i)))
                continue;
            struct sd_span span = sd_spans_unpack(spans, spans->packed[i]);
            if (!is_header(view, span))
                continue;
            sd_sighting_add(&traits->headers, 1, span.start);
            add_header(traits, span.start);
        }
    }
}

/* --- samples --------------------------------------------------------------------------------- */

/* The last span that begins at `offset` or before; the first one does. */
static size_t span_before(const struct sd_spans *spans, size_t from, uint64_t offset)
{
    size_t low = from, high = spans->count;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (start_of(spans, middle) <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

static void add_samples(struct sd_traits *traits, const struct sd_traits_view *view,
                        const struct sd_spans *spans, size_t from)
{
    uint64_t begin = start_of(spans, from);
    struct sd_span last = sd_spans_unpack(spans, spans->packed[spans->count - 1]);
    for (size_t i = 0; i < SD_SAMPLES; i++) {
        uint64_t place = view->place[i];
        if (place < begin || place >= last.start + last.length)
            continue;
        struct sd_span span =
            sd_spans_unpack(spans, spans->packed[span_before(spans, from, place)]);
        if (place < span.start + span.length)
            traits->sample[i] = span.start;
    }
}

/* --- all ------------------------------------------------------------------------------------- */

static void add_oddities(struct sd_oddities *odd, const struct sd_oddities *more)
{
    sd_sighting_add(&odd->lone_cr, more->lone_cr.count, more->lone_cr.first);
    sd_sighting_add(&odd->bare_quote, more->bare_quote.count, more->bare_quote.first);
    sd_sighting_add(&odd->after_quote, more->after_quote.count, more->after_quote.first);
    odd->lf |= more->lf;
    odd->crlf |= more->crlf;
}

void sd_traits_add(struct sd_traits *traits, const struct sd_traits_view *view,
                   const struct sd_spans *spans, size_t from, const struct sd_oddities *odd,
                   bool blank_lines)
{
    add_oddities(&traits->odd, odd);
    if (from == spans->count)
        return;
    struct sd_span last = sd_spans_unpack(spans, spans->packed[spans->count - 1]);
    if (last.start + last.length > traits->end)
        traits->end = last.start + last.length;
    add_ends(traits, view, spans, from, odd, blank_lines);
    if (view->header != NULL)
        find_headers(traits, view, spans, from);
    if (view->sampled)
        add_samples(traits, view, spans, from);
}

void sd_traits_of_all(struct sd_traits *traits, const struct sd_dialect *dialect,
                      const uint8_t *data, uint64_t size, const struct sd_spans *spans,
                      uint64_t names_length, const struct sd_scan *scan)
{
    const struct sd_traits_view view = sd_traits_view_of(dialect, data, size, spans, names_length);
    sd_traits_begin(traits);
    sd_traits_add(traits, &view, spans, 0, &scan->odd, scan->blank_lines != 0);
    sd_traits_blank_lines(traits, data, 0, size, scan->blank_lines);
    if (scan->blank_lines != 0 && scan->comment_lines == 0 && spans->count != 0)
        traits->blank_before = sd_line_at(data, start_of(spans, 0)) - 1;
}

void sd_traits_join(struct sd_traits *traits, const struct sd_traits *more)
{
    add_oddities(&traits->odd, &more->odd);
    sd_sighting_add(&traits->lf, more->lf.count, more->lf.first);
    sd_sighting_add(&traits->crlf, more->crlf.count, more->crlf.first);
    for (size_t i = 0; i < SD_HEADER_PLACES && more->header[i].count != 0; i++)
        add_header(traits, more->header[i].first);
    sd_sighting_add(&traits->headers, more->headers.count, more->headers.first);
    traits->end = more->end > traits->end ? more->end : traits->end;
    for (size_t i = 0; i < SD_SAMPLES; i++) {
        if (more->sample[i] != SD_UNSEEN)
            traits->sample[i] = more->sample[i];
    }
}

void sd_traits_blank_lines(struct sd_traits *traits, const uint8_t *bytes, uint64_t base,
                           uint64_t until, uint64_t blank_lines)
{
    if (blank_lines == 0 || traits->end < base)
        return;
    uint64_t after = sd_lines_in(bytes + (traits->end - base), until - traits->end);
    traits->blank_until_last = blank_lines > after ? blank_lines - after : 0;
}

void sd_traits_blank_lines_of(struct sd_traits *traits, const uint8_t *data, uint64_t size,
                              const struct sd_extents *extents, uint64_t blank_lines)
{
    uint64_t after = 0;
    size_t e = blank_lines != 0 && extents != NULL ? sd_extents_find(extents, traits->end) : 0;
    if (blank_lines == 0 || extents == NULL) {
        sd_traits_blank_lines(traits, data, 0, size, blank_lines);
        return;
    }
    for (; e < extents->count; e++) {
        const struct sd_extent *extent = &extents->extent[e];
        uint64_t begin = traits->end > extent->begin ? traits->end : extent->begin;
        after += begin < extent->end ? sd_lines_in(data + begin, extent->end - begin) : 0;
    }
    traits->blank_until_last = blank_lines > after ? blank_lines - after : 0;
}

/* Sets the lines of what was first seen at `base` or later. */
static void locate(struct sd_traits *traits, const uint8_t *window, uint64_t base, uint64_t lines)
{
    struct sd_sighting *all[6 + SD_HEADER_PLACES] = {
        &traits->odd.lone_cr,     &traits->lf,   &traits->odd.bare_quote,
        &traits->odd.after_quote, &traits->crlf, &traits->headers,
    };
    for (size_t i = 0; i < SD_HEADER_PLACES; i++)
        all[6 + i] = &traits->header[i];
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        if (all[i]->count != 0 && all[i]->line == 0 && all[i]->first >= base)
            all[i]->line = lines + sd_line_at(window, all[i]->first - base);
    }
}

void sd_traits_of_piece(struct sd_traits *traits, const struct sd_traits_view *view,
                        const struct sd_spans *spans, struct sd_scan *scan, uint64_t lines)
{
    if (traits->end == 0)
        traits->blank_before = scan->blank_lines;
    sd_traits_add(traits, view, spans, 0, &scan->odd, scan->blank_lines != 0);
    scan->odd = (struct sd_oddities)SD_NOTHING_ODD;
    locate(traits, view->bytes, view->base, lines);
    sd_traits_blank_lines(traits, view->bytes, view->base, scan->record_start, scan->blank_lines);
}
