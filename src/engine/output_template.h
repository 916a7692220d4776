/* SPDX-License-Identifier: MIT */
/* From the record index and a plan to what each output will contain. */
#ifndef SD_ENGINE_OUTPUT_TEMPLATE_H
#define SD_ENGINE_OUTPUT_TEMPLATE_H

#include "algorithm/plan.h"
#include "base/text.h"
#include "config/request.h"
#include "csv/columns.h"
#include "csv/index.h"
#include "in/input.h"
#include "out/content.h"

/* What all outputs of a split have in common. */
struct sd_contents {
    const struct sd_request *request;
    const struct sd_input *input;
    const struct sd_index *index;
    const struct sd_dialect *dialect;
    struct sd_memory *memory; /* for arrays of one item a record */
    uint64_t *records;        /* packed places of the records behind the header; the index's */
    uint64_t rows;            /* how many */
    const char *line_end;     /* of the header, or the first record; in the input's data */
    size_t line_end_length;
    bool last_lacks_end;          /* the input has no line end at its end */
    struct sd_text prologue;      /* byte order entry and header, with new columns' names */
    char **texts;                 /* with --emit column: by part or fold, and last for "in none" */
    uint32_t labels;              /* how many there are, without "in none" */
    struct sd_suffixes *suffixes; /* with --emit column: by round */
};

/* Finds the records and the line ends: what all else starts from. */
void sd_contents_begin(struct sd_contents *contents);

/* Makes what stands before the records and, with --emit column, the texts of the new fields;
 * `columns` are the header's names, `folds` 0 without folds. */
int sd_contents_prepare(struct sd_contents *contents, const struct sd_columns *columns,
                        uint32_t folds, struct splitdata_error *error);

/* With --emit column: room for the label of each record in one round, all "in none". NULL: no
 * memory. */
uint32_t *sd_contents_labels(struct sd_contents *contents, uint64_t round);

/* What the output of items[0..count-1] contains. */
struct sd_content sd_contents_of(const struct sd_contents *contents, const uint64_t *items,
                                 uint64_t count);

void sd_contents_end(struct sd_contents *contents);

#endif
