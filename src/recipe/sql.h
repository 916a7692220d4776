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
};

/* A name as an identifier: `a "b"`, or "a ""b""". The code owns it. */
const char *sd_sql_name(const struct sd_sql *sql, struct sd_code *code, const char *name);

/* A column of --hash or the like as an identifier. SPLITDATA_USAGE for #2, a column by its number,
 * which SQL has not. */
int sd_sql_column(const struct sd_sql *sql, struct sd_code *code, const char *column,
                  const char **name, struct splitdata_error *error);

/* Appends a statement for each part, which makes a table of its name out of the rows of the table
 * `input` whose bucket, an expression, is in the part's range. */
int sd_sql_cut_buckets(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct sd_code *code, const char *bucket, struct splitdata_error *error);

#endif
