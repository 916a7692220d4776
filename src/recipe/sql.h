/* SPDX-License-Identifier: MIT */
/* What the SQL of several recipes has in common (--print-code). */
#ifndef SD_RECIPE_SQL_H
#define SD_RECIPE_SQL_H

#include "recipe/code.h"

/* How a database writes it. */
struct sd_sql {
    const char *recipe;
    char quote;         /* around identifiers */
    const char *engine; /* after the name of a new table: "" */

    /* Of a draw for each row; else NULL. */
    const char *columns; /* those of the table, without those that the code adds */
    const char *real;    /* with one %s: a literal as a double; for an order */
    /* Appends the statements that make the table `drawn` of the file: it has a column `u` more. */
    void (*print_drawn)(const struct sd_code_asked *asked, struct sd_code *code);
};

/* A name as an identifier: `a "b"`, or "a ""b""". The code owns it. */
const char *sd_sql_name(const struct sd_sql *sql, struct sd_code *code, const char *name);

/* A column of --hash or the like as an identifier. SPLITDATA_USAGE for #2, a column by its number,
 * which SQL has not. */
int sd_sql_column(const struct sd_sql *sql, struct sd_code *code, const char *column,
                  const char **name, struct splitdata_error *error);

/* SPLITDATA_USAGE when the split is not of all records, or of a file that is not CSV with a header
 * and quotes as usual. */
int sd_sql_check_plain(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct splitdata_error *error);

/* Appends a statement for each part, which makes a table of its name out of the rows of the table
 * `input` whose bucket, an expression, is in the part's range. */
int sd_sql_cut_buckets(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct sd_code *code, const char *bucket, struct splitdata_error *error);

/* The same, and for sizes that are not shares, and for repeats: of the code of a draw for each row.
 */
int sd_sql_check_drawn(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct splitdata_error *error);

/* Appends the table `drawn` and the parts, which end at the limits of recipe/uniform.h; as
 * sd_sql_check_drawn. */
int sd_sql_print_uniform(const struct sd_sql *sql, const struct sd_code_asked *asked,
                         struct sd_code *code, struct splitdata_error *error);

/* The same where train is the first rows in the order of `u`; SPLITDATA_USAGE also for other sizes
 * than that of train. */
int sd_sql_print_ordered(const struct sd_sql *sql, const struct sd_code_asked *asked,
                         struct sd_code *code, struct splitdata_error *error);

/* Reads what setseed() takes: a number from -1 to 1. */
int sd_sql_setseed(const char *text, double *value, struct splitdata_error *error);

#endif
