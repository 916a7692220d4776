/* SPDX-License-Identifier: MIT */
#include "shard/summary.h"

#include "provenance/json_values.h"

#include <stdlib.h>
#include <string.h>

/* --- writing --------------------------------------------------------------------------------- */

static unsigned width_of(uint64_t values)
{
    return values <= 1 << 8 ? 1 : values <= 1 << 16 ? 2 : 4;
}

static json_t *run_document(const struct sd_summary *summary, const struct sd_shard_run *run,
                            bool *made)
{
    json_t *object = json_object();
    sd_json_add(object, "begin", json_integer((json_int_t)run->begin), made);
    sd_json_add(object, "end", json_integer((json_int_t)run->end), made);
    sd_json_add(object, "rows", json_integer((json_int_t)run->rows), made);
    sd_json_add(object, "blank_lines", json_integer((json_int_t)run->blank_lines), made);
    sd_json_add(object, "comment_lines", json_integer((json_int_t)run->comment_lines), made);
    if (run->joins != SD_JOINS_NONE)
        sd_json_add(object, "joins", json_integer(run->joins), made);
    if (run->other_delimiter != 0) {
        sd_json_add(object, "other_delimiter", json_integer(run->other_delimiter), made);
        sd_json_add(object, "other_delimiter_at", json_integer((json_int_t)run->other_delimiter_at),
                    made);
    }
    if (run->failed) {
        sd_json_add(object, "error", sd_json_shown(run->message), made);
        sd_json_add(object, "error_at", json_integer((json_int_t)run->failed_at), made);
        sd_json_add(object, "error_lines", json_integer((json_int_t)run->failed_lines), made);
    } else if (summary->fields_read != 0) {
        json_t *keys = json_array();
        for (size_t k = 0; k < summary->fields_read; k++) {
            json_t *key = json_object();
            sd_json_add(key, "values", json_integer(run->key[k].distinct.count), made);
            sd_json_add(key, "bytes", json_integer((json_int_t)run->key[k].distinct.length), made);
            sd_json_append(keys, key, made);
        }
        sd_json_add(object, "keys", keys, made);
    }
    return object;
}

static json_t *stretch_document(const struct sd_summary *summary,
                                const struct sd_shard_stretch *stretch, bool *made)
{
    json_t *object = json_object(), *runs = json_array();
    sd_json_add(object, "file", json_integer((json_int_t)stretch->file), made);
    sd_json_add(object, "path", sd_shard_hex(stretch->path, strlen(stretch->path)), made);
    sd_json_add(object, "shown", sd_json_shown(stretch->path), made);
    sd_json_add(object, "bytes", json_integer((json_int_t)stretch->size), made);
    sd_json_add(object, "gzip", json_integer(stretch->gzip), made);
    sd_json_add(object, "from", json_integer((json_int_t)stretch->from), made);
    sd_json_add(object, "to", json_integer((json_int_t)stretch->to), made);
    sd_json_add(object, "start", json_integer((json_int_t)stretch->start), made);
    sd_json_add(object, "lines", json_integer((json_int_t)stretch->lines), made);
    if (stretch->first_byte >= 0)
        sd_json_add(object, "first_byte", json_integer(stretch->first_byte), made);
    if (stretch->last_byte >= 0)
        sd_json_add(object, "last_byte", json_integer(stretch->last_byte), made);
    for (size_t r = 0; r < stretch->runs; r++)
        sd_json_append(runs, run_document(summary, &stretch->run[r], made), made);
    sd_json_add(object, "runs", runs, made);
    return object;
}

static json_t *document_of(const struct sd_summary *summary, bool *made)
{
    json_t *object = sd_shard_document("summary", made), *fields = json_array(),
           *stretches = json_array();
    sd_json_add(object, "from", json_integer((json_int_t)summary->from), made);
    sd_json_add(object, "to", json_integer((json_int_t)summary->to), made);
    sd_json_add(object, "bytes", json_integer((json_int_t)summary->total), made);
    sd_json_add(object, "files", json_integer((json_int_t)summary->files), made);
    sd_json_add(object, "first_file", json_integer((json_int_t)summary->first), made);
    sd_json_add(object, "columns", json_integer((json_int_t)summary->fields), made);
    sd_json_add(object, "other_delimiter", json_integer(summary->other_delimiter), made);
    sd_json_add(object, "options", json_incref(summary->options), made);
    sd_json_add(object, "dialect", json_incref(summary->dialect), made);
    sd_json_add(object, "prologue", sd_shard_hex(summary->prologue.bytes, summary->prologue.length),
                made);
    sd_json_add(object, "names", sd_shard_hex(summary->names.bytes, summary->names.length), made);
    sd_json_add(object, "line_end", sd_shard_hex(summary->line_end.bytes, summary->line_end.length),
                made);
    sd_json_add(object, "last_end", sd_shard_hex(summary->last_end.bytes, summary->last_end.length),
                made);
    for (size_t k = 0; k < summary->fields_read; k++)
        sd_json_append(fields, json_integer((json_int_t)summary->field[k]), made);
    sd_json_add(object, "key_columns", fields, made);
    for (size_t s = 0; s < summary->stretches; s++)
        sd_json_append(stretches, stretch_document(summary, &summary->stretch[s], made), made);
    sd_json_add(object, "stretches", stretches, made);
    return object;
}

/* The lengths and texts of the values, and the code of each record. */
static int put_key(const struct sd_shard_key *key, uint64_t rows, struct sd_shard_file *file,
                   struct splitdata_error *error)
{
    const struct sd_distinct *distinct = &key->distinct;
    int status = SPLITDATA_OK;
    for (uint32_t v = 0; v < distinct->count && status == SPLITDATA_OK; v++) {
        const uint64_t length = distinct->value[v].length;
        status = sd_shard_file_words(file, &length, 1, 4, error);
    }
    for (uint32_t v = 0; v < distinct->count && status == SPLITDATA_OK; v++)
        status = sd_shard_file_put(file, sd_distinct_bytes(distinct, v), distinct->value[v].length,
                                   error);
    for (uint64_t i = 0; i < rows && status == SPLITDATA_OK; i++) {
        const uint64_t code = key->code[i];
        status = sd_shard_file_words(file, &code, 1, width_of(distinct->count), error);
    }
    return status;
}

int sd_summary_write(const struct sd_summary *summary, struct sd_shard_file *file,
                     struct splitdata_error *error)
{
    bool made = true;
    json_t *document = document_of(summary, &made);
    int status = sd_shard_file_json(file, document, made, error);
    for (size_t s = 0; s < summary->stretches; s++) {
        const struct sd_shard_stretch *stretch = &summary->stretch[s];
        for (size_t r = 0; r < stretch->runs; r++) {
            const struct sd_shard_run *run = &stretch->run[r];
            for (size_t k = 0; k < summary->fields_read && !run->failed && status == SPLITDATA_OK;
                 k++)
                status = put_key(&run->key[k], run->rows, file, error);
        }
    }
    return status;
}

/* --- reading --------------------------------------------------------------------------------- */

static bool has(const json_t *object, const char *key)
{
    return json_object_get(object, key) != NULL;
}

/* The next bytes of the file; NULL: there are fewer. */
static const uint8_t *take(struct sd_shard_map *map, uint64_t length)
{
    const uint8_t *bytes = map->bytes + map->at;
    if (length > map->size - map->at)
        return NULL;
    map->at += (size_t)length;
    return bytes;
}

/* Whether all codes are numbers of values, and the values have as many bytes as there are. */
static bool is_right(const struct sd_shard_key *key, uint64_t rows, uint64_t bytes)
{
    uint64_t sum = 0;
    bool right = true;
    for (uint64_t v = 0; v < key->values; v++)
        sum += sd_shard_word(key->lengths, v, 4);
    for (uint64_t i = 0; i < rows && right; i++)
        right = sd_shard_word(key->codes, i, key->width) < key->values;
    return right && sum == bytes;
}

static bool read_key(struct sd_summary *summary, const json_t *object, uint64_t rows,
                     struct sd_shard_key *key)
{
    bool right = true;
    key->values = sd_shard_number(object, "values", &right);
    const uint64_t bytes = sd_shard_number(object, "bytes", &right);
    right = right && key->values <= UINT32_MAX && rows <= summary->map.size;
    key->width = width_of(key->values);
    key->lengths = right ? take(&summary->map, 4 * key->values) : NULL;
    key->texts = key->lengths != NULL ? take(&summary->map, bytes) : NULL;
    key->codes = key->texts != NULL ? take(&summary->map, rows * key->width) : NULL;
    return key->codes != NULL && is_right(key, rows, bytes);
}

static bool read_run(struct sd_summary *summary, const json_t *object, struct sd_shard_run *run)
{
    bool right = true;
    *run = (struct sd_shard_run){.joins = SD_JOINS_NONE};
    run->begin = sd_shard_number(object, "begin", &right);
    run->end = sd_shard_number(object, "end", &right);
    run->rows = sd_shard_number(object, "rows", &right);
    run->blank_lines = sd_shard_number(object, "blank_lines", &right);
    run->comment_lines = sd_shard_number(object, "comment_lines", &right);
    if (has(object, "joins"))
        run->joins = (int)sd_shard_number(object, "joins", &right);
    if (has(object, "other_delimiter")) {
        run->other_delimiter = (uint8_t)sd_shard_number(object, "other_delimiter", &right);
        run->other_delimiter_at = sd_shard_number(object, "other_delimiter_at", &right);
    }
    if (has(object, "error")) {
        const char *message = sd_shard_string(object, "error", &right);
        run->failed = true;
        run->failed_at = sd_shard_number(object, "error_at", &right);
        run->failed_lines = sd_shard_number(object, "error_lines", &right);
        run->message = right ? sd_copy_string(message, strlen(message)) : NULL;
        return right && run->message != NULL;
    }
    const json_t *keys = json_object_get(object, "keys");
    run->key = calloc(summary->fields_read + 1, sizeof *run->key);
    right = right && run->key != NULL && json_array_size(keys) == summary->fields_read;
    for (size_t k = 0; k < summary->fields_read && right; k++)
        right = read_key(summary, json_array_get(keys, k), run->rows, &run->key[k]);
    return right;
}

static bool read_stretch(struct sd_summary *summary, const json_t *object,
                         struct sd_shard_stretch *stretch)
{
    bool right = true;
    struct sd_text path = {0};
    stretch->file = (size_t)sd_shard_number(object, "file", &right);
    sd_shard_unhex(object, "path", &path, &right);
    stretch->path = path.bytes;
    stretch->size = sd_shard_number(object, "bytes", &right);
    stretch->gzip = sd_shard_number(object, "gzip", &right) != 0;
    stretch->from = sd_shard_number(object, "from", &right);
    stretch->to = sd_shard_number(object, "to", &right);
    stretch->start = sd_shard_number(object, "start", &right);
    stretch->lines = sd_shard_number(object, "lines", &right);
    stretch->first_byte =
        has(object, "first_byte") ? (int)sd_shard_number(object, "first_byte", &right) : -1;
    stretch->last_byte =
        has(object, "last_byte") ? (int)sd_shard_number(object, "last_byte", &right) : -1;
    const json_t *runs = json_object_get(object, "runs");
    const size_t count = json_array_size(runs);
    stretch->run = calloc(count + 1, sizeof *stretch->run);
    right = right && stretch->path != NULL && stretch->run != NULL && json_is_array(runs);
    for (size_t r = 0; r < count && right; r++) {
        stretch->runs = r + 1;
        right = read_run(summary, json_array_get(runs, r), &stretch->run[r]);
        const int joins = stretch->run[r].joins;
        right = right && (joins == SD_JOINS_NONE || (joins > (int)r && joins < (int)count));
    }
    return right;
}

static bool read_all(struct sd_summary *summary)
{
    const json_t *object = summary->map.document;
    bool right = true;
    summary->from = sd_shard_number(object, "from", &right);
    summary->to = sd_shard_number(object, "to", &right);
    summary->total = sd_shard_number(object, "bytes", &right);
    summary->files = sd_shard_number(object, "files", &right);
    summary->first = sd_shard_number(object, "first_file", &right);
    summary->fields = sd_shard_number(object, "columns", &right);
    summary->other_delimiter = (uint8_t)sd_shard_number(object, "other_delimiter", &right);
    summary->options = json_incref(json_object_get(object, "options"));
    summary->dialect = json_incref(json_object_get(object, "dialect"));
    sd_shard_unhex(object, "prologue", &summary->prologue, &right);
    sd_shard_unhex(object, "names", &summary->names, &right);
    sd_shard_unhex(object, "line_end", &summary->line_end, &right);
    sd_shard_unhex(object, "last_end", &summary->last_end, &right);
    const json_t *fields = json_object_get(object, "key_columns");
    const json_t *stretches = json_object_get(object, "stretches");
    const size_t count = json_array_size(stretches);
    summary->field = calloc(json_array_size(fields) + 1, sizeof *summary->field);
    summary->stretch = calloc(count + 1, sizeof *summary->stretch);
    right = right && summary->field != NULL && summary->stretch != NULL && json_is_array(fields) &&
            json_is_array(stretches) && json_is_object(summary->options) &&
            json_is_object(summary->dialect);
    for (size_t k = 0; right && k < json_array_size(fields); k++)
        summary->field[summary->fields_read++] =
            (uint64_t)json_integer_value(json_array_get(fields, k));
    for (size_t s = 0; s < count && right; s++) {
        summary->stretches = s + 1;
        right = read_stretch(summary, json_array_get(stretches, s), &summary->stretch[s]);
    }
    return right;
}

int sd_summary_read(struct sd_summary *summary, const char *path, struct splitdata_error *error)
{
    int status = sd_shard_map_open(&summary->map, path, "summary", error);
    if (status != SPLITDATA_OK)
        return status;
    return read_all(summary) ? SPLITDATA_OK : sd_shard_map_fail(&summary->map, error);
}

/* --- the end --------------------------------------------------------------------------------- */

static void free_run(const struct sd_summary *summary, struct sd_shard_run *run)
{
    for (size_t k = 0; run->key != NULL && k < summary->fields_read; k++) {
        sd_distinct_free(&run->key[k].distinct);
        free(run->key[k].code);
    }
    free(run->key);
    free(run->message);
}

void sd_summary_free(struct sd_summary *summary)
{
    for (size_t s = 0; s < summary->stretches; s++) {
        struct sd_shard_stretch *stretch = &summary->stretch[s];
        for (size_t r = 0; r < stretch->runs; r++)
            free_run(summary, &stretch->run[r]);
        free(stretch->run);
        if (summary->map.path != NULL)
            free((void *)(uintptr_t)stretch->path);
    }
    free(summary->stretch);
    free(summary->field);
    json_decref(summary->options);
    json_decref(summary->dialect);
    sd_text_free(&summary->prologue);
    sd_text_free(&summary->names);
    sd_text_free(&summary->line_end);
    sd_text_free(&summary->last_end);
    sd_shard_map_close(&summary->map);
    *summary = (struct sd_summary){0};
}
