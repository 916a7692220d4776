/* SPDX-License-Identifier: MIT */
/* What all outputs of a split share; the content of each is made from it. */
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
    const char *line_end; /* terminator of the first record, header or not; points into the data */
    size_t line_end_length;
    const char *ending;  /* the line terminator that all records get; NULL: they keep their own */
    bool last_lacks_end; /* the input's last record has no line terminator */
    struct sd_text prologue; /* byte order mark, and header with the names of new columns */
    struct sd_text texts; /* with --emit column: of all labels, that is, parts or folds; the last:
                             in none */
    size_t *text_begin;   /* by label; see struct sd_suffixes */
    uint32_t labels;      /* number of labels, without "in none" */
    struct sd_suffixes *suffixes;  /* with --emit column: by round */
    struct sd_file_rows file_rows; /* with --emit indices=file; borrowed */
};

/* The first `files` of several files. `extents` NULL: the input is one file. */
static inline struct sd_file_rows sd_file_rows_of(const struct sd_extents *extents, size_t files)
{
    return extents != NULL ? (struct sd_file_rows){extents->first_row, files}
                           : (struct sd_file_rows){NULL, 0};
}

/* Finds the line terminators of the input, which is in memory. `records` must not move. */
void sd_output_template_begin(struct sd_output_template *template, const struct sd_request *request,
                              const struct sd_records *records, struct sd_memory *memory);

/* Makes the prologue and, with --emit column, the texts of the new fields; `folds` is 0 without
 * folds. An engine that streams sets request, records and memory itself instead of calling
 * sd_output_template_begin; its records->data holds only the first record. */
int sd_output_template_prepare(struct sd_output_template *template, uint32_t folds,
                               struct splitdata_error *error);

/* With --emit column: allocates the labels of all rows in one round, all "in none". They are the
 * template's. NULL: no memory. */
uint32_t *sd_output_template_labels(struct sd_output_template *template, uint64_t round);

/* The text of a label, not terminated. */
const char *sd_output_template_suffix(const struct sd_output_template *template, uint32_t label,
                                      size_t *length);

/* The content of the output of items[0..count-1]. */
struct sd_content sd_output_template_content(const struct sd_output_template *template,
                                             const uint64_t *items, uint64_t count);

void sd_output_template_end(struct sd_output_template *template);

#endif
