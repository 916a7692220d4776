/* SPDX-License-Identifier: MIT */
#include "shard/plan_file.h"

#include "base/hash64.h"
#include "provenance/json_values.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- reading --------------------------------------------------------------------------------- */

static bool read_files(struct sd_shard_plan *plan, const json_t *document)
{
    const json_t *files = json_object_get(document, "files");
    const size_t count = json_array_size(files);
    bool right = json_is_array(files);
    plan->file = calloc(count + 1, sizeof *plan->file);
    for (size_t i = 0; right && plan->file != NULL && i < count; i++) {
        const json_t *object = json_array_get(files, i);
        struct sd_plan_file *file = &plan->file[plan->files++];
        struct sd_text path = {0};
        sd_shard_unhex(object, "path", &path, &right);
        file->path = path.bytes;
        file->size = sd_shard_number(object, "bytes", &right);
        file->gzip = sd_shard_number(object, "gzip", &right) != 0;
        file->lacks_end = (unsigned)sd_shard_number(object, "lacks_end", &right);
        sd_shard_unhex(object, "ending", &file->ending, &right);
        right = right && path.length != 0;
    }
    return right && plan->file != NULL;
}

static bool read_parts(struct sd_shard_plan *plan, const json_t *document)
{
    const json_t *parts = json_object_get(document, "parts");
    const size_t count = json_array_size(parts);
    plan->part = calloc(count + 1, sizeof *plan->part);
    bool right = plan->part != NULL && count != 0;
    for (size_t p = 0; right && p < count; p++) {
        const char *name = json_string_value(json_array_get(parts, p));
        plan->part[p] = name != NULL ? sd_copy_string(name, strlen(name)) : NULL;
        plan->parts = p + 1;
        right = plan->part[p] != NULL;
    }
    return right;
}

static bool read_cuts(struct sd_shard_plan *plan, const json_t *document)
{
    const json_t *cuts = json_object_get(document, "cuts");
    struct sd_text words = {0};
    bool right = true;
    plan->keyed = cuts != NULL;
    if (!plan->keyed)
        return true;
    sd_shard_unhex(document, "cuts", &words, &right);
    plan->cut = calloc(plan->parts + 1, sizeof *plan->cut);
    right = right && plan->cut != NULL && words.length == (plan->parts + 1) * sizeof *plan->cut;
    for (size_t p = 0; right && p <= plan->parts; p++) {
        const uint8_t *bytes = (const uint8_t *)words.bytes;
        plan->cut[p].key = sd_shard_word(bytes, 2 * p, 8);
        plan->cut[p].row = sd_shard_word(bytes, 2 * p + 1, 8);
    }
    sd_text_free(&words);
    words = (struct sd_text){0};
    sd_shard_unhex(document, "key_seed", &words, &right);
    right = right && words.length == 8;
    plan->seed = right ? sd_shard_word((const uint8_t *)words.bytes, 0, 8) : 0;
    sd_text_free(&words);
    return right;
}

/* The next `count` items of `width` bytes; NULL: there are fewer. */
static const uint8_t *take(struct sd_shard_plan *plan, uint64_t count, uint64_t width)
{
    struct sd_shard_map *map = &plan->map;
    const uint8_t *bytes = map->bytes + map->at;
    if (width != 0 && count > (map->size - map->at) / width)
        return NULL;
    map->at += (size_t)(count * width);
    return bytes;
}

static uint64_t label_bytes(uint64_t rows, unsigned bits)
{
    return rows / 8 * bits + (rows % 8 * bits + 7) / 8;
}

static bool read_sets(struct sd_shard_plan *plan, const json_t *document)
{
    const json_t *sizes = json_object_get(document, "sizes");
    bool right = plan->sets != 0 && json_array_size(sizes) == plan->sets * plan->parts;
    plan->set = right ? calloc(plan->sets, sizeof *plan->set) : NULL;
    right = plan->set != NULL;
    for (size_t s = 0; right && s < plan->sets; s++) {
        struct sd_plan_set *set = &plan->set[s];
        set->sizes = calloc(plan->parts, sizeof *set->sizes);
        right = set->sizes != NULL;
        for (size_t p = 0; right && p < plan->parts; p++)
            set->sizes[p] =
                (uint64_t)json_integer_value(json_array_get(sizes, s * plan->parts + p));
        if (!right || plan->keyed)
            continue;
        set->labels = take(plan, label_bytes(plan->rows, plan->bits), 1);
        set->places = plan->exchanged ? take(plan, plan->rows, plan->width) : NULL;
        right = set->labels != NULL && (set->places != NULL || !plan->exchanged);
    }
    return right;
}

static bool read_spans(struct sd_shard_plan *plan)
{
    plan->first_span = take(plan, plan->ranges + 1, 8);
    const uint64_t spans =
        plan->first_span != NULL ? sd_shard_word(plan->first_span, plan->ranges, 8) : 0;
    plan->spans = plan->first_span != NULL ? take(plan, spans, 8 * SD_SPAN_WORDS) : NULL;
    return plan->spans != NULL;
}

static bool read_all(struct sd_shard_plan *plan)
{
    const json_t *document = plan->map.document;
    bool right = true;
    plan->id = sd_hash64(plan->map.bytes, plan->map.at, 0) >> 1;
    plan->ranges = sd_shard_number(document, "ranges", &right);
    plan->rows = sd_shard_number(document, "rows", &right);
    plan->fields = sd_shard_number(document, "columns", &right);
    plan->folds = sd_shard_number(document, "folds", &right);
    plan->sets = (size_t)sd_shard_number(document, "sets", &right);
    plan->repeated = sd_shard_number(document, "repeated", &right) != 0;
    plan->exchanged = sd_shard_number(document, "exchanged", &right) != 0;
    plan->bits = (unsigned)sd_shard_number(document, "label_bits", &right);
    plan->width = (unsigned)sd_shard_number(document, "place_bytes", &right);
    plan->dialect = json_object_get(document, "dialect");
    sd_shard_unhex(document, "prologue", &plan->prologue, &right);
    return right && json_is_object(plan->dialect) && plan->ranges < SIZE_MAX / 64 &&
           read_files(plan, document) && read_parts(plan, document) && read_cuts(plan, document) &&
           read_spans(plan) && read_sets(plan, document);
}

int sd_shard_plan_open(struct sd_shard_plan *plan, const char *path, struct splitdata_error *error)
{
    int status = sd_shard_map_open(&plan->map, path, "plan", error);
    if (status != SPLITDATA_OK)
        return status;
    return read_all(plan) ? SPLITDATA_OK : sd_shard_map_fail(&plan->map, error);
}

void sd_shard_plan_close(struct sd_shard_plan *plan)
{
    for (size_t i = 0; i < plan->files; i++) {
        free(plan->file[i].path);
        sd_text_free(&plan->file[i].ending);
    }
    for (size_t p = 0; p < plan->parts; p++)
        free(plan->part[p]);
    for (size_t s = 0; plan->set != NULL && s < plan->sets; s++)
        free(plan->set[s].sizes);
    free(plan->set);
    free(plan->part);
    free(plan->file);
    free(plan->cut);
    sd_text_free(&plan->prologue);
    sd_shard_map_close(&plan->map);
    *plan = (struct sd_shard_plan){0};
}

struct sd_plan_span sd_shard_plan_span(const struct sd_shard_plan *plan, uint64_t s)
{
    const uint64_t at = s * SD_SPAN_WORDS;
    return (struct sd_plan_span){
        .file = sd_shard_word(plan->spans, at, 8),
        .begin = sd_shard_word(plan->spans, at + 1, 8),
        .end = sd_shard_word(plan->spans, at + 2, 8),
        .rows = sd_shard_word(plan->spans, at + 3, 8),
        .first_row = sd_shard_word(plan->spans, at + 4, 8),
    };
}

size_t sd_shard_plan_part(const struct sd_shard_plan *plan, size_t set, uint64_t row, uint64_t key)
{
    const struct sd_keyed_row own = {key, row};
    if (!plan->keyed) {
        const uint8_t *labels = plan->set[set].labels;
        const unsigned bits = plan->bits;
        if (bits >= 8)
            return (size_t)sd_shard_word(labels, row, bits / 8);
        return labels[row * bits / 8] >> row * bits % 8 & ((1U << bits) - 1);
    }
    size_t p = 0;
    while (p < plan->parts && !sd_keyed_before(&own, &plan->cut[p + 1]))
        p++;
    return p;
}

bool sd_shard_plan_name(const struct sd_shard_plan *plan, size_t set, size_t part,
                        struct sd_text *name)
{
    const uint64_t folds = plan->folds != 0 ? plan->folds : 1;
    bool made = true;
    if (plan->repeated)
        made = sd_text_format(name, "repeat%" PRIu64 ".", set / folds + 1);
    if (plan->folds != 0)
        made = made && sd_text_format(name, "fold%" PRIu64 ".", set % folds + 1);
    return made && sd_text_add(name, plan->part[part]);
}

/* --- writing --------------------------------------------------------------------------------- */

static json_t *files_of(const struct sd_chain *chain, bool *made)
{
    const struct sd_summary *summary = &chain->summary[0];
    json_t *files = json_array();
    for (size_t i = 0; i < chain->files; i++) {
        const struct sd_chain_file *file = &chain->file[i];
        const struct sd_text *end = file->continued ? &summary->line_end : &summary->last_end;
        json_t *object = json_object();
        sd_json_add(object, "path", sd_shard_hex(file->path, strlen(file->path)), made);
        sd_json_add(object, "shown", sd_json_shown(file->path), made);
        sd_json_add(object, "bytes", json_integer((json_int_t)file->size), made);
        sd_json_add(object, "gzip", json_integer(file->gzip), made);
        sd_json_add(object, "lacks_end",
                    json_integer(file->ended       ? SD_LAST_ENDS
                                 : file->continued ? SD_LAST_GOES_ON
                                                   : SD_LAST_OF_ALL),
                    made);
        sd_json_add(object, "ending", sd_shard_hex(end->bytes, end->length), made);
        sd_json_append(files, object, made);
    }
    return files;
}

static bool add_word(struct sd_text *words, uint64_t word)
{
    uint8_t bytes[8];
    for (unsigned b = 0; b < sizeof bytes; b++)
        bytes[b] = (uint8_t)(word >> 8 * b);
    return sd_text_append(words, bytes, sizeof bytes);
}

static json_t *cuts_of(const struct sd_shard_plan_made *plan)
{
    struct sd_text words = {0};
    bool made = true;
    for (size_t i = 0; i < 2 * (plan->parts + 1); i++) {
        const struct sd_keyed_row *cut = &plan->cut[i / 2];
        made = made && add_word(&words, i % 2 == 0 ? cut->key : cut->row);
    }
    json_t *text = made ? sd_shard_hex(words.bytes, words.length) : NULL;
    sd_text_free(&words);
    return text;
}

static json_t *document_of(const struct sd_shard_plan_made *plan, bool *made)
{
    const struct sd_chain *chain = plan->chain;
    const struct sd_summary *summary = &chain->summary[0];
    json_t *object = sd_shard_document("plan", made), *parts = json_array(), *sizes = json_array();
    sd_json_add(object, "ranges", json_integer((json_int_t)chain->ranges), made);
    sd_json_add(object, "rows", json_integer((json_int_t)chain->rows), made);
    sd_json_add(object, "columns", json_integer((json_int_t)summary->fields), made);
    sd_json_add(object, "seed", plan->seed != NULL ? sd_json_shown(plan->seed) : json_null(), made);
    sd_json_add(object, "sets", json_integer((json_int_t)plan->sets), made);
    sd_json_add(object, "folds", json_integer((json_int_t)plan->folds), made);
    sd_json_add(object, "repeated", json_integer(plan->repeated), made);
    sd_json_add(object, "exchanged", json_integer(plan->exchanged), made);
    sd_json_add(object, "label_bits", json_integer(plan->bits), made);
    sd_json_add(object, "place_bytes", json_integer(plan->width), made);
    sd_json_add(object, "dialect", json_incref(summary->dialect), made);
    sd_json_add(object, "prologue", sd_shard_hex(summary->prologue.bytes, summary->prologue.length),
                made);
    sd_json_add(object, "files", files_of(chain, made), made);
    for (size_t p = 0; p < plan->parts; p++)
        sd_json_append(parts, sd_json_shown(plan->part[p]), made);
    sd_json_add(object, "parts", parts, made);
    for (size_t i = 0; i < plan->sets * plan->parts; i++)
        sd_json_append(sizes, json_integer((json_int_t)plan->sizes[i]), made);
    sd_json_add(object, "sizes", sizes, made);
    if (plan->keyed) {
        struct sd_text seed = {0};
        *made = *made && add_word(&seed, plan->key_seed);
        sd_json_add(object, "key_seed", sd_shard_hex(seed.bytes, seed.length), made);
        sd_text_free(&seed);
        sd_json_add(object, "cuts", cuts_of(plan), made);
    }
    return object;
}

int sd_shard_plan_put(const struct sd_shard_plan_made *plan, struct sd_shard_file *file,
                      struct splitdata_error *error)
{
    const struct sd_chain *chain = plan->chain;
    bool made = true;
    json_t *document = document_of(plan, &made);
    int status = sd_shard_file_json(file, document, made, error);
    for (size_t i = 0; i <= chain->ranges && status == SPLITDATA_OK; i++) {
        const uint64_t first = chain->first_span[i];
        status = sd_shard_file_words(file, &first, 1, 8, error);
    }
    for (size_t s = 0; s < chain->first_span[chain->ranges] && status == SPLITDATA_OK; s++) {
        const struct sd_chain_span *span = &chain->span[s];
        const uint64_t words[SD_SPAN_WORDS] = {span->file, span->begin, span->end, span->rows,
                                               span->first_row};
        status = sd_shard_file_words(file, words, SD_SPAN_WORDS, 8, error);
    }
    return status;
}

int sd_shard_plan_put_set(const struct sd_shard_plan_made *plan, const uint32_t *labels,
                          const uint64_t *places, struct sd_shard_file *file,
                          struct splitdata_error *error)
{
    const uint64_t rows = plan->chain->rows;
    const unsigned bits = plan->bits, at_once = bits < 8 ? 8 / bits : 1;
    int status = SPLITDATA_OK;
    for (uint64_t row = 0; row < rows && status == SPLITDATA_OK; row += at_once) {
        uint64_t word = 0;
        for (unsigned i = 0; i < at_once && row + i < rows; i++)
            word |= (uint64_t)labels[row + i] << i * bits;
        status = sd_shard_file_words(file, &word, 1, bits < 8 ? 1 : bits / 8, error);
    }
    return status == SPLITDATA_OK && plan->exchanged
               ? sd_shard_file_words(file, places, rows, plan->width, error)
               : status;
}
