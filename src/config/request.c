/* SPDX-License-Identifier: MIT */
#include "config/request.h"

#include "base/available.h"
#include "base/threads.h"
#include "config/ratio.h"
#include "keys/types.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void splitdata_options_init(struct splitdata_options *options)
{
    *options = (struct splitdata_options){
        .delimiter = SPLITDATA_DELIMITER_BY_NAME,
        .quote = SPLITDATA_QUOTE_USUAL,
        .gzip_level = SPLITDATA_GZIP_BY_NAME,
        .cancel_fd = -1,
    };
}

static int choose_scanner(struct sd_request *request, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    if (options->scanner == NULL)
        return SPLITDATA_OK;
    request->scanner = sd_scanner_named(options->scanner);
    if (request->scanner == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--scanner %s: not known, or not on this processor",
                       options->scanner);
    if (request->scanner->libcsv && options->quote == SPLITDATA_QUOTE_NONE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--scanner libcsv and --quote none exclude each other");
    if (request->scanner->libcsv &&
        (options->escape != 0 || options->comment != 0 || options->skip_lines != 0 ||
         options->header_records > 1 || options->delimiter < SPLITDATA_DELIMITER_BY_NAME))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--scanner libcsv: libcsv knows no escapes, comments, skipped lines, longer "
                       "headers or delimiters of several bytes");
    return SPLITDATA_OK;
}

static int check_gzip_library(const struct splitdata_options *options,
                              struct splitdata_error *error)
{
    const char *asked = options->gzip_library, *name;
    for (size_t i = 0; asked != NULL && (name = splitdata_gzip_library_name(i)) != NULL; i++) {
        if (strcmp(name, asked) == 0)
            return SPLITDATA_OK;
    }
    return asked == NULL
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_USAGE,
                         "--gzip-library %s: not known, or splitdata was built without it", asked);
}

static int read_train_test(struct sd_request *request, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    struct sd_size train = {0}, test = {0};
    const char *train_text = options->ratio != NULL ? options->ratio : options->train_size;
    if (train_text == NULL && options->test_size == NULL)
        train_text = "0.8";
    int status = SPLITDATA_OK;
    if (options->ratio != NULL)
        status = sd_ratio_option(&train, options->ratio, error);
    else if (train_text != NULL)
        status = sd_size_parse(&train, train_text, strlen(train_text), "--train-size", error);
    if (status == SPLITDATA_OK && options->test_size != NULL)
        status = sd_size_parse(&test, options->test_size, strlen(options->test_size), "--test-size",
                               error);
    if (status != SPLITDATA_OK)
        return status;
    if (train.kind == SD_SIZE_SHARE && test.kind == SD_SIZE_SHARE &&
        sd_ratio_double(train.share) + sd_ratio_double(test.share) > 1.0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--train-size %s and --test-size %s sum to more than 1", train_text,
                       options->test_size);
    request->train_test = true;
    return sd_parts_train_test(&request->parts, &train, &test, error);
}

/* --map names the parts. */
static int parts_of_map(struct sd_request *request, struct splitdata_error *error)
{
    int status = sd_map_parse(&request->map, request->options->map, error);
    for (size_t p = 0; p < request->map.parts && status == SPLITDATA_OK; p++)
        status = sd_parts_add(&request->parts, request->map.part[p], request->map.part_length[p],
                              "--map", error);
    return status;
}

static int read_parts(struct sd_request *request, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    if (options->map != NULL)
        return parts_of_map(request, error);
    if (options->parts != NULL)
        return sd_parts_parse(&request->parts, options->parts, options->cutoff != NULL, error);
    return read_train_test(request, error);
}

/* Checks that each is NAME=TYPE with a known type; names are checked when the header is read. */
static int check_column_types(const struct splitdata_options *options,
                              struct splitdata_error *error)
{
    for (size_t i = 0; i < options->column_type_count; i++) {
        const char *equals = strrchr(options->column_types[i], '=');
        if (equals == NULL || equals == options->column_types[i])
            return sd_fail(error, SPLITDATA_USAGE, "--column-type %s: not NAME=TYPE (zip=text)",
                           options->column_types[i]);
        int status = sd_key_type_check(equals + 1, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    return SPLITDATA_OK;
}

/* The name as a length and a text for `%.*s`, so that messages stay short. */
#define SHOWN(name) (int)(strlen(name) > 100 ? 100 : strlen(name)), name

/* Refuses a part that there is not, and lists those that there are, as far as there is room. */
static int refuse_only(const struct sd_request *request, struct splitdata_error *error)
{
    char names[200] = "";
    size_t used = 0;
    for (size_t p = 0; p < request->parts.count && used + 1 < sizeof names; p++)
        used += (size_t)snprintf(names + used, sizeof names - used, "%s%s", p != 0 ? ", " : "",
                                 request->parts.part[p].name);
    return sd_fail(error, SPLITDATA_USAGE, "--only %.*s: the parts are %s%s",
                   SHOWN(request->options->only), names, used >= sizeof names ? "..." : "");
}

/* --only names a part, and -o no other one. */
static int choose_only(struct sd_request *request, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    const struct sd_parts *parts = &request->parts;
    while (request->only < parts->count &&
           strcmp(parts->part[request->only].name, options->only) != 0)
        request->only++;
    if (request->only == parts->count)
        return refuse_only(request, error);
    for (size_t i = 0; i < options->output_count; i++) {
        if (strcmp(options->outputs[i].part, options->only) != 0)
            return sd_fail(error, SPLITDATA_USAGE, "--output %s=%s: --only %s leaves that part out",
                           options->outputs[i].part, options->outputs[i].path, options->only);
    }
    return SPLITDATA_OK;
}

/* Each -o must name a part, and each part at most once. */
static int check_outputs(const struct sd_request *request, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    bool column = options->emit == SPLITDATA_EMIT_COLUMN;
    unsigned to_stdout = 0;
    if (options->output_dir != NULL && options->output_dir[0] == '\0')
        return sd_fail(error, SPLITDATA_USAGE, "--output-dir '': names no directory");
    for (size_t i = 0; i < options->output_count; i++) {
        const struct splitdata_output *output = &options->outputs[i];
        bool known = column && strcmp(output->part, "split") == 0;
        for (size_t p = 0; p < request->parts.count && !column; p++)
            known = known || strcmp(output->part, request->parts.part[p].name) == 0;
        if (!known && column)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--output %s=%s: with --emit column there is one output, split "
                           "(-o split=%s)",
                           output->part, output->path, output->path);
        if (!known)
            return sd_fail(error, SPLITDATA_USAGE, "--output %s=%s: there is no part called %s",
                           output->part, output->path, output->part);
        if (output->path[0] == '\0' || output->path[strlen(output->path) - 1] == '/')
            return sd_fail(error, SPLITDATA_USAGE, "--output %s=%s: names no file", output->part,
                           output->path);
        for (size_t j = 0; j < i; j++) {
            if (strcmp(options->outputs[j].part, output->part) == 0)
                return sd_fail(error, SPLITDATA_USAGE, "--output: %s is given twice", output->part);
        }
        to_stdout += strcmp(output->path, "-") == 0;
    }
    const char *manifest = options->manifest_path, *page = options->report_path;
    if (page != NULL &&
        (page[0] == '\0' || strcmp(page, "-") == 0 || page[strlen(page) - 1] == '/'))
        return sd_fail(error, SPLITDATA_USAGE, "--report=%s: names no file", page);
    if (manifest != NULL && (manifest[0] == '\0' || strcmp(manifest, "-") == 0 ||
                             manifest[strlen(manifest) - 1] == '/'))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--manifest=%s: names no file, and its paths are relative to it", manifest);
    if (options->digest != SPLITDATA_DIGEST_SHA256 && !options->manifest && !request->repeated)
        return sd_fail(error, SPLITDATA_USAGE, "--digest needs --manifest");
    return to_stdout < 2 ? SPLITDATA_OK
                         : sd_fail(error, SPLITDATA_USAGE,
                                   "--output: only one part can go to standard output");
}

/* LEAST_MEMORY: the smallest bound that works. OWN_MEMORY: the program with its libraries before
 * the first byte is read, two more blocks than threads, plain and compressed, and the queue of
 * bytes to be digested. THREAD_MEMORY: a block, the same compressed, the same decoded again, and a
 * compressor (zlib 268 KB, ISA-L 0.5 MB, libdeflate 0.7 MB); or the 1 MiB in which gather.c
 * gathers. */
enum { MIB = 1 << 20, LEAST_MEMORY = 32 * MIB, OWN_MEMORY = 8 * MIB, THREAD_MEMORY = 3 * MIB };

static int bound_memory(struct sd_request *request, struct splitdata_error *error)
{
    uint64_t memory = request->options->memory;
    if (memory != 0 && memory < LEAST_MEMORY)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--memory: %" PRIu64 " bytes are less than 32M, the least that works",
                       memory);
    if (memory == 0)
        memory = sd_available_memory() / 4 * 3;
    request->memory = memory < LEAST_MEMORY ? LEAST_MEMORY : memory;
    uint64_t most = (request->memory / 2 - OWN_MEMORY) / THREAD_MEMORY;
    if (request->threads > most)
        request->threads = (unsigned)most;
    return SPLITDATA_OK;
}

struct sd_sizes_asked sd_request_sizes_asked(const struct sd_request *request, uint64_t n,
                                             const char *unit)
{
    return (struct sd_sizes_asked){
        .part = request->parts.part,
        .parts = request->parts.count,
        .train_test = request->train_test,
        .n = n,
        .unit = unit,
        .options = &request->recipe_options,
    };
}

int sd_request_sizes(const struct sd_request *request, uint64_t n, const char *unit,
                     uint64_t *sizes, struct splitdata_error *error)
{
    struct sd_sizes_asked asked = sd_request_sizes_asked(request, n, unit);
    return request->recipe->sizes(&asked, sizes, error);
}

uint64_t sd_request_array_memory(const struct sd_request *request, bool writing)
{
    uint64_t left = request->memory - OWN_MEMORY - (uint64_t)request->threads * THREAD_MEMORY;
    return writing ? left : left / 4 * 3;
}

/* The kind of split that the recipe must have for these options. */
static enum sd_split_kind kind_of(const struct splitdata_options *o)
{
    bool strata = o->stratify != NULL, groups = sd_options_group(o);
    if (o->hash != NULL)
        return SD_SPLIT_KEYS;
    if (o->predefined != NULL && o->map != NULL)
        return SD_SPLIT_OWN;
    if (o->predefined != NULL)
        return SD_SPLIT_PREDEFINED_FOLDS;
    if (o->time != NULL)
        return o->folds != 0 ? SD_SPLIT_TIME_FOLDS : SD_SPLIT_OWN;
    if (o->leave_one_group_out)
        return SD_SPLIT_EACH_GROUP;
    if (o->folds != 0)
        return strata && groups ? SD_SPLIT_FOLDS_STRATA_GROUPS
               : strata         ? SD_SPLIT_FOLDS_STRATA
               : groups         ? SD_SPLIT_FOLDS_GROUPS
                                : SD_SPLIT_FOLDS;
    if ((strata && groups) || o->group_unit == SPLITDATA_GROUP_UNIT_ROWS)
        return SD_SPLIT_OWN;
    if (strata || groups)
        return strata ? SD_SPLIT_STRATA : SD_SPLIT_GROUPS;
    return o->no_shuffle                          ? SD_SPLIT_ROWS_IN_ORDER
           : o->order == SPLITDATA_ORDER_SHUFFLED ? SD_SPLIT_ROWS_SHUFFLED
                                                  : SD_SPLIT_ROWS;
}

/* What a recipe by key does not take: it draws nothing. */
static int check_drawing(const struct sd_request *request, struct splitdata_error *error)
{
    const struct sd_recipe *recipe = request->recipe;
    if (request->kind == SD_SPLIT_KEYS && recipe->key_ranges == NULL &&
        request->options->like != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--hash and --like %s exclude each other (that hash is a rule of "
                       "splitdata's own: leave --like out)",
                       recipe->name);
    if (recipe->permute == NULL && request->options->sample != NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: has no --sample (--like sklearn has)",
                       recipe->name);
    if (recipe->assign_strata != NULL && request->options->rare != SPLITDATA_RARE_ERROR)
        return sd_fail(
            error, SPLITDATA_USAGE,
            "--like %s: has no --rare, which is a rule of splitdata's own (leave it out)",
            recipe->name);
    if (recipe->once && request->options->repeats != 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: has no --repeats, as each call seeds anew (--like %s has)",
                       recipe->name, recipe->nearest != NULL ? recipe->nearest : "sklearn");
    if (request->kind == SD_SPLIT_KEYS && recipe->key_ranges != NULL &&
        request->options->seed != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s and --seed exclude each other (the key alone decides: leave "
                       "--seed out)",
                       recipe->name);
    return SPLITDATA_OK;
}

static int choose_recipe(struct sd_request *request, struct splitdata_error *error)
{
    const char *like = request->options->like;
    int status = sd_recipe_find(like != NULL ? like : "sklearn", request->repeated,
                                &request->recipe, &request->recipe_options, error);
    request->kind = kind_of(request->options);
    if (status == SPLITDATA_OK)
        status = sd_recipe_supports(request->recipe, request->kind, error);
    if (status == SPLITDATA_OK)
        status = check_drawing(request, error);
    if (status != SPLITDATA_OK || like == NULL)
        return status;
    request->like = sd_recipe_options_text(&request->recipe_options, request->recipe->name,
                                           request->recipe->parameters);
    return request->like != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the options");
}

bool sd_options_agree(const struct splitdata_options *options)
{
    struct sd_request request = {.options = options};
    struct splitdata_error ignored;
    bool agree = sd_check_conflicts(options, &ignored) == SPLITDATA_OK &&
                 choose_recipe(&request, &ignored) == SPLITDATA_OK;
    sd_request_end(&request);
    return agree;
}

int sd_request_begin(struct sd_request *request, const struct splitdata_options *options,
                     bool repeated, struct splitdata_error *error)
{
    *request = (struct sd_request){.options = options, .repeated = repeated};
    request->rounds = options->repeats != 0 ? options->repeats : 1;
    request->input_order = options->order == SPLITDATA_ORDER_INPUT;
    request->threads =
        options->threads != 0 ? options->threads : (unsigned)sd_available_processors();
    int status = sd_check_conflicts(options, error);
    if (status == SPLITDATA_OK)
        status = bound_memory(request, error);
    if (status == SPLITDATA_OK)
        status = sd_check_format(options, error);
    if (status == SPLITDATA_OK)
        status = choose_scanner(request, error);
    if (status == SPLITDATA_OK)
        status = check_gzip_library(options, error);
    if (status == SPLITDATA_OK)
        status = choose_recipe(request, error);
    if (status == SPLITDATA_OK)
        status = read_parts(request, error);
    if (status == SPLITDATA_OK && options->sample != NULL)
        status = sd_size_parse(&request->sample, options->sample, strlen(options->sample),
                               "--sample", error);
    if (status == SPLITDATA_OK && options->shards != NULL)
        status = sd_shards_parse(&request->shards, options->shards, error);
    if (status == SPLITDATA_OK)
        status = check_column_types(options, error);
    if (status == SPLITDATA_OK)
        status = check_outputs(request, error);
    if (status == SPLITDATA_OK && options->only != NULL)
        status = choose_only(request, error);
    if (status != SPLITDATA_OK)
        sd_request_end(request);
    return status;
}

void sd_request_end(struct sd_request *request)
{
    sd_parts_free(&request->parts);
    sd_map_free(&request->map);
    sd_recipe_options_free(&request->recipe_options);
    free(request->like);
    request->like = NULL;
}

struct sd_reading sd_request_reading(const struct sd_request *request, bool compressed)
{
    const struct splitdata_options *options = request->options;
    return (struct sd_reading){
        .compressed = compressed,
        .keyed = options->stratify != NULL || options->group != NULL || options->time != NULL ||
                 options->hash != NULL || options->predefined != NULL,
        .repeated = request->repeated,
    };
}
