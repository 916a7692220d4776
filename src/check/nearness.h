/* SPDX-License-Identifier: MIT */
/*
 * How near two records are: the mean over the columns that count of what their values have in
 * common. Numbers of many values are equal within 2 % of a standard deviation; of texts it is the
 * share of runs of three words (Jaccard); other values are equal or not.
 *
 * Records that may be near are found by keys: each band is a few columns, and a record has one key
 * for each band. The bands are chosen so that two records which are just near enough share the key
 * of one with a probability of 99 %: of numbers that is their place in a grid, of texts the least
 * hash of their runs of words (MinHash).
 */
#ifndef SD_CHECK_NEARNESS_H
#define SD_CHECK_NEARNESS_H

#include "check/reader.h"
#include "check/sample.h"

enum { SD_NEAR_BANDS = 16, SD_NEAR_PICKS = 32, SD_NEAR_SKETCH = 64 };

enum sd_near_kind { SD_NEAR_NONE, SD_NEAR_EXACT, SD_NEAR_NUMBER, SD_NEAR_TEXT };

struct sd_near_column {
    enum sd_near_kind kind;
    double tolerance; /* of numbers */
    bool common;      /* nearly all records have the same value: no use for a band */
};

struct sd_nearness {
    double share; /* so much is near */
    size_t columns, counted;
    struct sd_near_column *column;             /* by column of train; owned */
    size_t sketch;                             /* bytes of a sketch */
    size_t bands, picks;                       /* picks in each band */
    size_t pick[SD_NEAR_BANDS][SD_NEAR_PICKS]; /* columns */
};

/* Plans the bands by what samples show. */
int sd_nearness_plan(struct sd_nearness *nearness, double share, const bool *in_key,
                     const struct sd_sample *samples, size_t count, struct splitdata_error *error);
void sd_nearness_free(struct sd_nearness *nearness);

struct sd_near_cell {
    uint64_t hash;
    double value; /* of a number */
    bool number;
    size_t begin, end; /* of a text: its runs of words */
};

/* A record as it is compared. One struct serves one thread. */
struct sd_near_record {
    const struct sd_nearness *nearness;
    struct sd_near_cell *cell; /* by column; owned */
    uint64_t *run;             /* hashes of runs of words, sorted for each cell; owned */
    size_t runs, run_capacity;
    const struct sd_side *side; /* of the last record */
};

bool sd_near_record_open(struct sd_near_record *record, const struct sd_nearness *nearness);
int sd_near_record_read(struct sd_near_record *record, struct sd_cells *cells,
                        const struct sd_side *side, struct sd_span span,
                        struct splitdata_error *error);
void sd_near_record_close(struct sd_near_record *record);

/* The key of a record for a band. */
uint64_t sd_near_key(const struct sd_near_record *record, size_t band);

/* A byte for each of the first columns that count. Records that are near enough have sketches that
 * may be; of the others few have. */
void sd_near_sketch(const struct sd_near_record *record, uint8_t *sketch);
bool sd_near_may_be(const struct sd_nearness *nearness, const uint8_t *a, const uint8_t *b);

bool sd_near_enough(const struct sd_near_record *a, const struct sd_near_record *b);

/* The probability that two records with `equal` of `columns` equal values agree in `picks` of them,
 * which are drawn at random. */
double sd_near_band_p(size_t columns, size_t equal, size_t picks);

#endif
