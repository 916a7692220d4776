/* SPDX-License-Identifier: MIT */
/* What all outputs of a split have in common, from which the content of each is made. */
#ifndef SD_ENGINE_OUTPUT_TEMPLATE_H
#define SD_ENGINE_OUTPUT_TEMPLATE_H

#include "base/text.h"
#include "config/request.h"
#include "csv/records.h"
#include "out/content.h"

/* Life: zeroed, sd_output_template_begin, sd_output_template_prepare, use,
 * sd_output_template_end. */
struct sd_output_template {
    const struct sd_request *request;
    const struct sd_records *records;
    struct sd_memory *memory; /* for arrays of one item a record */
    const char *line_end;     /* of the header, or the first record; in the input's data */
    size_t line_end_length;
    bool last_lacks_end;          /* the input has no line end at its end */
    struct sd_text prologue;      /* byte order mark and header, with new columns' names */
    char **texts;                 /* with --emit column: by part or fold, and last for "in none" */
    uint32_t labels;              /* how many there are, without "in none" */
    struct sd_suffixes *suffixes; /* with --emit column: by round */
};

/* Finds the line ends of the input, which is in memory. The records stay where they are. */
void sd_output_template_begin(struct sd_output_template *template, const struct sd_request *request,
                              const struct sd_records *records, struct sd_memory *memory);

/* Makes what stands before the records and, with --emit column, the texts of the new fields;
 * `folds` is 0 without folds. records->data need hold no more than the first record, and
 * sd_output_template_begin need not have been called before, where `records` are given. */
int sd_output_template_prepare(struct sd_output_template *template, uint32_t folds,
                               struct splitdata_error *error);

/* With --emit column: room for the label of each record in one round, all "in none". NULL: no
 * memory. */
uint32_t *sd_output_template_labels(struct sd_output_template *template, uint64_t round);

/* What the output of items[0..count-1] contains. */
struct sd_content sd_output_template_content(const struct sd_output_template *template,
                                             const uint64_t *items, uint64_t count);

void sd_output_template_end(struct sd_output_template *template);

#endif
