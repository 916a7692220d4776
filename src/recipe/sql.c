/* SPDX-License-Identifier: MIT */
#include "recipe/sql.h"

#include "recipe/buckets.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const char *sd_sql_name(const struct sd_sql *sql, struct sd_code *code, const char *name)
{
    const char mark[] = {sql->quote, '\0'};
    struct sd_text text = {0};
    bool made = sd_text_add(&text, mark);
    for (; *name != '\0' && made; name++)
        made = (*name != sql->quote || sd_text_add(&text, mark)) && sd_text_append(&text, name, 1);
    return sd_code_keep(code, &text, made && sd_text_add(&text, mark));
}

int sd_sql_column(const struct sd_sql *sql, struct sd_code *code, const char *column,
                  const char **name, struct splitdata_error *error)
{
    if (column[0] == '#')
        return sd_code_refuse(sql->recipe, "columns by number (give its name)", error);
    *name = sd_sql_name(sql, code, column);
    return SPLITDATA_OK;
}

int sd_sql_cut_buckets(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct sd_code *code, const char *bucket, struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {.part = asked->part,
                                         .parts = asked->parts,
                                         .train_test = asked->train_test,
                                         .options = asked->parameters};
    struct sd_cut *ranges = calloc(asked->parts, sizeof *ranges);
    int status = ranges != NULL ? sd_bucket_ranges(&sizes, ranges, error)
                                : sd_fail_memory(error, "the code");
    for (size_t p = 0; p < asked->parts && status == SPLITDATA_OK; p++) {
        const char *part = sd_sql_name(sql, code, asked->part[p].name);
        struct sd_text text = {0};
        bool made = true;
        if (p == 0)
            made = sd_text_format(&text, "%s < %" PRIu64, bucket, ranges[p].end);
        else if (p + 1 == asked->parts)
            made = sd_text_format(&text, "%s >= %" PRIu64, bucket, ranges[p].begin);
        else
            made = sd_text_format(&text, "%s BETWEEN %" PRIu64 " AND %" PRIu64, bucket,
                                  ranges[p].begin, ranges[p].end - 1);
        sd_code_line(code, "CREATE TABLE %s%s AS SELECT * FROM input WHERE %s;", part, sql->engine,
                     sd_code_keep(code, &text, made));
    }
    free(ranges);
    return status;
}
