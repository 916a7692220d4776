/* SPDX-License-Identifier: MIT */
#include "recipe/sql.h"

#include "recipe/buckets.h"
#include "recipe/uniform.h"
#include "splitdata/random.h"

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

int sd_sql_check_plain(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    int status = sd_code_check_whole(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    return asked->lines || !asked->header || o->header_records > 1 || o->skip_lines != 0 ||
                   o->delimiter == SPLITDATA_DELIMITER_BLANKS ||
                   o->delimiter == SPLITDATA_DELIMITER_COLONS || o->quote >= 0 ||
                   o->quote == SPLITDATA_QUOTE_NONE || o->escape != 0 || o->comment != 0
               ? sd_code_refuse(sql->recipe, "files but CSV with a header, and quotes as usual",
                                error)
               : SPLITDATA_OK;
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
    for (size_t p = 0; ranges != NULL && p < asked->parts && status == SPLITDATA_OK; p++) {
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

int sd_sql_check_drawn(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    int status = sd_uniform_check(sql->recipe, &sizes, error);
    if (status == SPLITDATA_OK)
        status = sd_sql_check_plain(sql, asked, error);
    return status == SPLITDATA_OK && asked->options->repeats != 0
               ? sd_code_refuse(sql->recipe, "--repeats", error)
               : status;
}

int sd_sql_print_uniform(const struct sd_sql *sql, const struct sd_code_asked *asked,
                         struct sd_code *code, struct splitdata_error *error)
{
    const char *before = "";
    int status = sd_sql_check_drawn(sql, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sql->print_drawn(asked, code);
    const char *limits = sd_uniform_limits(asked, code);
    for (size_t p = 0; p < asked->parts; p++) {
        const char *part = sd_sql_name(sql, code, asked->part[p].name);
        struct sd_text text = {0};
        const int length = (int)strcspn(limits, ",");
        bool made = p == 0 || sd_text_format(&text, "u >= %s", before);
        if (p + 1 < asked->parts)
            made =
                made && sd_text_format(&text, "%su < %.*s", p != 0 ? " AND " : "", length, limits);
        sd_code_line(code, "CREATE TABLE %s%s AS SELECT %s FROM drawn WHERE %s;", part, sql->engine,
                     sql->columns, sd_code_keep(code, &text, made));
        struct sd_text limit = {0};
        made = sd_text_append(&limit, limits, (size_t)length);
        before = sd_code_keep(code, &limit, made);
        limits += length + (limits[length] != '\0' ? 2 : 0);
    }
    return SPLITDATA_OK;
}

static int check_ordered(const struct sd_sql *sql, const struct sd_code_asked *asked,
                         struct splitdata_error *error)
{
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse(sql->recipe, "--no-shuffle", error);
    if (asked->options->order == SPLITDATA_ORDER_INPUT || asked->options->repeats != 0)
        return sd_code_refuse(sql->recipe,
                              asked->options->repeats != 0 ? "--repeats" : "--order input", error);
    return !asked->train_test || asked->part[1].size.kind != SD_SIZE_NONE
               ? sd_code_refuse(sql->recipe, "sizes but that of train", error)
               : sd_sql_check_plain(sql, asked, error);
}

int sd_sql_print_ordered(const struct sd_sql *sql, const struct sd_code_asked *asked,
                         struct sd_code *code, struct splitdata_error *error)
{
    static const char *const signs[] = {"<=", ">"};
    const struct sd_size *train = &asked->part[0].size;
    int status = check_ordered(sql, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sql->print_drawn(asked, code);
    const char *size = sd_code_size(code, train);
    if (train->kind == SD_SIZE_SHARE) {
        const char *mark = strstr(sql->real, "%s");
        struct sd_text text = {0};
        bool made = sd_text_add(&text, "floor(") &&
                    sd_text_append(&text, sql->real, (size_t)(mark - sql->real)) &&
                    sd_text_add(&text, size) && sd_text_add(&text, mark + 2) &&
                    sd_text_add(&text, " * (SELECT count(*) FROM drawn))");
        size = sd_code_keep(code, &text, made);
    }
    sd_code_line(code,
                 "CREATE TABLE placed%s AS SELECT *, row_number() OVER (ORDER BY u) AS place "
                 "FROM drawn;",
                 sql->engine);
    for (size_t p = 0; p < 2; p++)
        sd_code_line(code,
                     "CREATE TABLE %s%s AS SELECT %s FROM placed WHERE place %s %s ORDER BY "
                     "place;",
                     sd_sql_name(sql, code, asked->part[p].name), sql->engine, sql->columns,
                     signs[p], size);
    return SPLITDATA_OK;
}

int sd_sql_setseed(const char *text, double *value, struct splitdata_error *error)
{
    if (!splitdata_parse_double(text, value) || !(*value >= -1 && *value <= 1))
        return sd_fail(error, SPLITDATA_USAGE,
                       "setseed takes a number from -1 to 1, as in --seed 0.42: '%s'", text);
    return SPLITDATA_OK;
}
