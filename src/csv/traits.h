/* SPDX-License-Identifier: MIT */
/*
 * What the records of an input have that readers take differently, or that their writer did not
 * mean: counted while they are found, over all of them. Only the scanner that is called libcsv sees
 * less: it does not tell lone CRs and odd quotes.
 *
 * The scanners report oddities, at no cost: the exact machine takes every record that has one.
 * What needs the records' spans is done here, for the records of a chunk at a time.
 */
#ifndef SD_CSV_TRAITS_H
#define SD_CSV_TRAITS_H

#include "base/extents.h"
#include "csv/scan.h"

/* So many copies of the header keep their place. Samples: the records that cover each of so many
 * bytes, evenly spread over the input. */
enum { SD_HEADER_PLACES = 3, SD_SAMPLES = 64 };

struct sd_traits {
    struct sd_oddities odd;
    struct sd_sighting lf, crlf; /* records that end so, the header among them */
    uint64_t end;                /* of the last record */
    uint64_t blank_before;       /* blank lines before the first record */
    uint64_t blank_until_last;   /* blank lines before the last record, those included */
    struct sd_sighting headers;  /* records that are the header again */
    struct sd_sighting header[SD_HEADER_PLACES]; /* the first ones, in order; count 0: none */
    uint64_t sample[SD_SAMPLES]; /* where that record begins; SD_UNSEEN: unknown, or a blank line */
};

/* The records that are to be looked at, and what is needed for it. */
struct sd_traits_view {
    const uint8_t *bytes; /* of the input from offset `base` on, with all of these records */
    uint64_t base;
    uint64_t place[SD_SAMPLES]; /* the bytes that the samples cover */
    bool sampled;               /* there are samples */
    const uint8_t *header;      /* without its line terminator, itself not counted; NULL: none */
    uint64_t header_length;
    bool lines; /* only LF ends a record */
};

/* The view of a whole input. Its first record, or header, is spans->packed[0], of which
 * `names_length` bytes are the record of the names; 0: there is none. */
struct sd_traits_view sd_traits_view_of(const struct sd_dialect *dialect, const uint8_t *data,
                                        uint64_t size, const struct sd_spans *spans,
                                        uint64_t names_length);

/* The samples are spread over the files as if they were joined. `extents` NULL: nothing changes. */
void sd_traits_spread(struct sd_traits_view *view, const struct sd_extents *extents);

/* Sets the header of a view: a record with its line terminator. */
void sd_traits_view_header(struct sd_traits_view *view, const uint8_t *record, uint64_t length);

void sd_traits_begin(struct sd_traits *traits);

/* Adds the spans from number `from` on, in the view. `odd` is what the scanner reports of them;
 * `blank_lines`: whether there were any. */
void sd_traits_add(struct sd_traits *traits, const struct sd_traits_view *view,
                   const struct sd_spans *spans, size_t from, const struct sd_oddities *odd,
                   bool blank_lines);

/* Says how many blank lines there are in all up to byte `until`, which is the start of a line:
 * bytes has the input from offset `base` on. */
void sd_traits_blank_lines(struct sd_traits *traits, const uint8_t *bytes, uint64_t base,
                           uint64_t until, uint64_t blank_lines);

/* The same of a whole input, of one file or of several. */
void sd_traits_blank_lines_of(struct sd_traits *traits, const uint8_t *data, uint64_t size,
                              const struct sd_extents *extents, uint64_t blank_lines);

/* All traits of an input that one scan has gone over. */
void sd_traits_of_all(struct sd_traits *traits, const struct sd_dialect *dialect,
                      const uint8_t *data, uint64_t size, const struct sd_spans *spans,
                      uint64_t names_length, const struct sd_scan *scan);

/* Adds the records that the scan has found in a window, which is the view and begins after `lines`
 * line ends, and takes the oddities from the scan. Call for each window, and once more for the
 * first record of all, before the others. */
void sd_traits_of_piece(struct sd_traits *traits, const struct sd_traits_view *view,
                        const struct sd_spans *spans, struct sd_scan *scan, uint64_t lines);

/* Adds up the traits of two runs of records; they may be in any order. */
void sd_traits_join(struct sd_traits *traits, const struct sd_traits *more);

#endif
