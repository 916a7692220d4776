/* SPDX-License-Identifier: MIT */
/* The names of a split's outputs. */
#define _POSIX_C_SOURCE 200809L /* lstat */

#include "publish/output_set.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The limit of outputs; more are a mistake. */
enum { MOST_OUTPUTS = 1000000 };

static const struct splitdata_output *own_path(const struct sd_request *request, const char *part)
{
    for (size_t i = 0; i < request->options->output_count; i++) {
        if (strcmp(request->options->outputs[i].part, part) == 0)
            return &request->options->outputs[i];
    }
    return NULL;
}

static int gzip_level(int asked, bool by_name, bool as_input)
{
    enum { USUAL_LEVEL = 6 };
    if (asked != SPLITDATA_GZIP_BY_NAME)
        return asked;
    return by_name || as_input ? USUAL_LEVEL : 0;
}

/* A path given with -o, now or, in a replay, then. */
static int name_own(struct sd_target *target, const struct sd_request *request, const char *path,
                    const struct sd_naming *naming, struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    bool to_stdout = strcmp(path, "-") == 0, joined = naming->replayed != NULL && !to_stdout;
    target->path =
        joined ? sd_join_path(options->output_dir, path) : sd_copy_string(path, strlen(path));
    if (naming->replayed == NULL)
        target->option = "-o PART=PATH";
    if (target->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    target->named = strlen(target->path) - (joined ? strlen(path) : 0);
    target->output.gzip_level =
        gzip_level(options->gzip_level, !to_stdout && sd_template_is_gzip(path), false);
    return SPLITDATA_OK;
}

static const char *usual_template(const struct sd_target *target)
{
    if (target->repeat != 0)
        return target->fold != 0 ? "{stem}.repeat{repeat}.fold{fold}.{part}{ext}"
                                 : "{stem}.repeat{repeat}.{part}{ext}";
    return target->fold != 0 ? "{stem}.fold{fold}.{part}{ext}" : "{stem}.{part}{ext}";
}

/* The length of the directories at the template's beginning that are spelt out. */
static size_t literal_directory(const char *template)
{
    size_t length = strcspn(template, "{");
    while (length > 0 && template[length - 1] != '/')
        length--;
    return length;
}

/* Refuses a filled template that is absolute only since a placeholder is empty, and one that climbs
 * after the directories that are spelt out. */
static int check_filled(const char *template, const char *filled, size_t literal,
                        struct splitdata_error *error)
{
    bool climbs = false;
    if (filled[0] == '/' && template[0] != '/')
        return sd_fail(error, SPLITDATA_USAGE,
                       "--name: with an empty placeholder it begins with '/' (%s)", filled);
    for (const char *at = filled + literal; *at != '\0'; at += strspn(at, "/")) {
        size_t length = strcspn(at, "/");
        climbs = climbs || (length == 2 && memcmp(at, "..", 2) == 0);
        at += length;
    }
    return climbs ? sd_fail(error, SPLITDATA_USAGE,
                            "--name: '..' is possible only in the directories that are spelt out "
                            "before the first placeholder (%s)",
                            template)
                  : SPLITDATA_OK;
}

/* A path from the template. */
static int name_by_template(struct sd_target *target, const struct sd_request *request,
                            const struct sd_naming *naming, const char *part,
                            struct splitdata_error *error)
{
    const struct splitdata_options *options = request->options;
    const char *template = options->name_template;
    if (template == NULL)
        template = usual_template(target);
    bool literal_gz = sd_template_is_gzip(template);
    int level = gzip_level(options->gzip_level, literal_gz, naming->input_gzip);
    struct sd_text suffix = {0};
    const char *own = sd_options_emit_numbers(options) ? ".idx" : naming->name->suffix;
    if (!sd_text_format(&suffix, "%s%s", own, level != 0 && !literal_gz ? ".gz" : ""))
        return sd_fail_memory(error, "the outputs' names");
    struct sd_name_values values = {
        .stem = naming->name->stem,
        .part = part,
        .suffix = suffix.bytes,
        .seed = naming->seed,
        .repeat = target->repeat,
        .fold = target->fold,
    };
    char *below = NULL;
    int status = sd_template_fill(template, &values, &below, error);
    sd_text_free(&suffix);
    if (status != SPLITDATA_OK)
        return status;
    size_t literal = naming->replayed == NULL ? literal_directory(template) : 0;
    status = check_filled(template, below, literal, error);
    if (status != SPLITDATA_OK) {
        free(below);
        return status;
    }
    const char *directory =
        options->output_dir != NULL ? options->output_dir : naming->name->directory;
    target->path = sd_join_path(directory, below);
    if (target->path != NULL)
        target->named = strlen(target->path) - strlen(below) + literal;
    target->output.gzip_level = level;
    free(below);
    return target->path != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
}

const struct sd_target **sd_targets_sorted(const struct sd_targets *targets,
                                           int (*compare)(const void *, const void *))
{
    size_t count = sd_targets_all(targets);
    const struct sd_target **sorted = calloc(count, sizeof(*sorted));
    if (sorted == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        sorted[i] = &targets->target[i];
    qsort(sorted, count, sizeof(*sorted), compare);
    return sorted;
}

bool sd_target_is_nowhere(const struct sd_target *target)
{
    return strcmp(target->path, "/dev/null") == 0;
}

static int compare_paths(const void *a, const void *b)
{
    const struct sd_target *const *left = a, *const *right = b;
    return strcmp((*left)->path, (*right)->path);
}

static int refuse_same(const struct sd_targets *targets, const char *path,
                       struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    bool own = false;
    for (size_t i = 0; i < options->output_count; i++)
        own = own || strcmp(options->outputs[i].path, path) == 0;
    return sd_fail(error, SPLITDATA_USAGE, "two outputs would be called %s (%s)", path,
                   own ? "each needs a file of its own, or /dev/null"
                       : "--name can tell them apart by {part}, {fold} and {repeat}");
}

static int check_names(const struct sd_targets *targets, const struct sd_naming *naming,
                       struct splitdata_error *error)
{
    const struct sd_target **sorted = sd_targets_sorted(targets, compare_paths);
    int status = sorted != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
    for (size_t i = 0; i < sd_targets_all(targets) && status == SPLITDATA_OK; i++) {
        const char *path = sorted[i]->path;
        if (i > 0 && strcmp(path, sorted[i - 1]->path) == 0 && !sd_target_is_nowhere(sorted[i]))
            status = refuse_same(targets, path, error);
        else if (strcmp(path, naming->input_path) == 0 && strcmp(path, "-") != 0)
            status =
                sd_fail(error, SPLITDATA_USAGE, "%s: is the input and cannot be an output", path);
    }
    free(sorted);
    return status;
}

/* The path that a manifest has by default. */
static int name_usual_manifest(struct sd_targets *targets, const struct sd_naming *naming,
                               struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    const char *directory =
        options->output_dir != NULL ? options->output_dir : naming->name->directory;
    struct sd_text name = {0};
    if (sd_text_format(&name, "%s.split.json", naming->name->stem))
        targets->usual_manifest = sd_join_path(directory, name.bytes);
    sd_text_free(&name);
    return targets->usual_manifest != NULL ? SPLITDATA_OK
                                           : sd_fail_memory(error, "the outputs' names");
}

static int name_manifest(const struct sd_targets *targets, struct splitdata_error *error)
{
    const char *own = targets->request->options->manifest_path;
    const char *path = own != NULL ? own : targets->usual_manifest;
    struct sd_target *target = sd_targets_manifest(targets);
    target->path = sd_copy_string(path, strlen(path));
    if (target->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    const char *slash = strrchr(path, '/');
    target->named = own != NULL ? strlen(path) : slash != NULL ? (size_t)(slash + 1 - path) : 0;
    target->option = own != NULL ? "--manifest=FILE" : NULL;
    return SPLITDATA_OK;
}

/* The most bytes that JSON takes for a text. */
static uint64_t json_room(const char *text)
{
    uint64_t room = 0;
    for (; *text != '\0'; text++)
        room += *text >= ' ' && *text < 127 && *text != '"' && *text != '\\' ? 1 : 6;
    return room;
}

/* Refuses a manifest of so many parts that it would be too large to be read again. */
static int check_manifest_size(const struct sd_targets *targets, uint64_t sets,
                               struct splitdata_error *error)
{
    enum { FIXED = 320 }; /* the other members of a part, with numbers of any length */
    const struct sd_request *request = targets->request;
    const size_t parts = request->parts.count;
    uint64_t bytes = sets * parts * FIXED;
    for (size_t p = 0; p < parts; p++)
        bytes += sets *
                 (json_room(request->parts.part[p].name) + request->parts.part[p].size.text_length);
    for (size_t i = 0; i < targets->count + targets->queries; i++)
        bytes += json_room(targets->target[i].path) * (sets * parts / targets->count);
    bytes += targets->queries * FIXED;
    return bytes <= SD_MANIFEST_BYTES
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_USAGE,
                         "--manifest: %" PRIu64 " parts may take more than 64 MB, and a larger "
                         "manifest is not read (leave it out)",
                         sets * parts);
}

/* Names the files of --query-files: beside each output, under its name before compression, as
 * LightGBM looks for it. */
static int name_queries(struct sd_targets *targets, struct splitdata_error *error)
{
    for (size_t i = 0; i < targets->queries; i++) {
        const struct sd_target *of = &targets->target[i];
        struct sd_target *query = &targets->target[targets->count + i];
        struct sd_text path = {0};
        size_t length = strlen(of->path);
        if (of->output.gzip_level != 0 && sd_template_is_gzip(of->path))
            length -= 3;
        if (!sd_text_append(&path, of->path, length) || !sd_text_add(&path, ".query")) {
            sd_text_free(&path);
            return sd_fail_memory(error, "the outputs' names");
        }
        *query = (struct sd_target){
            .path = path.bytes,
            .named = of->named < length ? of->named : length,
            .part = of->part,
            .repeat = of->repeat,
            .fold = of->fold,
            .query = true,
        };
    }
    return SPLITDATA_OK;
}

static int allow(const struct sd_targets *targets, const struct sd_replayed *replayed,
                 struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < sd_targets_all(targets) && status == SPLITDATA_OK; i++) {
        if (replayed->allow != NULL)
            status = replayed->allow(replayed->context, &targets->target[i], error);
    }
    for (size_t i = 0; i < sd_targets_all(targets) && status == SPLITDATA_OK; i++) {
        if (replayed->announce != NULL)
            replayed->announce(replayed->context, &targets->target[i]);
    }
    return status;
}

/* Adds the file that part number `part` of that repeat and fold would have, if it exists. */
static int add_left_over(struct sd_targets *targets, const struct sd_naming *naming, size_t part,
                         uint64_t repeat, uint64_t fold, struct splitdata_error *error)
{
    enum { ENOUGH = 200 }; /* bytes: a message need not name all */
    struct sd_target next = {.repeat = repeat, .fold = fold};
    struct stat found;
    if (targets->left_over.length > ENOUGH)
        return SPLITDATA_OK;
    int status = name_by_template(&next, targets->request, naming,
                                  targets->request->parts.part[part].name, error);
    if (status == SPLITDATA_OK && lstat(next.path, &found) == 0 &&
        !sd_text_format(&targets->left_over, "%s%s", targets->left_over.length != 0 ? ", " : "",
                        next.path))
        status = sd_fail_memory(error, "the outputs' names");
    free(next.path);
    return status;
}

/* Looks for files of an earlier split with more folds or repeats: for the next number only. */
static int find_left_over(struct sd_targets *targets, const struct sd_naming *naming,
                          struct splitdata_error *error)
{
    const struct sd_request *request = targets->request;
    const uint64_t repeats = request->options->repeats, folds = naming->folds;
    int status = SPLITDATA_OK;
    if (request->options->emit == SPLITDATA_EMIT_COLUMN || naming->rehearsal)
        return SPLITDATA_OK;
    for (size_t p = 0; p < request->parts.count && status == SPLITDATA_OK; p++) {
        if (!sd_request_writes(request, p))
            continue;
        if (folds != 0)
            status = add_left_over(targets, naming, p, repeats != 0 ? 1 : 0, folds + 1, error);
        if (repeats != 0 && status == SPLITDATA_OK)
            status = add_left_over(targets, naming, p, repeats + 1, folds != 0 ? 1 : 0, error);
    }
    return status;
}

int sd_targets_name(struct sd_targets *targets, const struct sd_request *request,
                    const struct sd_naming *naming, struct splitdata_error *error)
{
    bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    size_t parts = column || request->options->only != NULL ? 1 : request->parts.count;
    uint64_t rounds = column ? 1 : request->rounds;
    uint64_t folds = column || naming->folds == 0 ? 1 : naming->folds;
    if (rounds > MOST_OUTPUTS / parts || folds > MOST_OUTPUTS / parts / rounds)
        return sd_fail(error, SPLITDATA_USAGE, "more than %d outputs", MOST_OUTPUTS);
    targets->request = request;
    targets->count = (size_t)(rounds * folds) * parts;
    targets->queries = request->options->query_files ? targets->count : 0;
    targets->with_manifest = request->options->manifest;
    targets->target = calloc(sd_targets_all(targets), sizeof *targets->target);
    if (targets->target == NULL) {
        *targets = (struct sd_targets){0};
        return sd_fail_memory(error, "the outputs' names");
    }
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < targets->count && status == SPLITDATA_OK; i++) {
        struct sd_target *target = &targets->target[i];
        target->part = request->options->only != NULL ? request->only : i % parts;
        target->repeat = request->options->repeats != 0 && !column ? i / parts / folds + 1 : 0;
        target->fold = naming->folds != 0 && !column ? i / parts % folds + 1 : 0;
        target->output.gzip_library = request->options->gzip_library;
        const char *part = column ? "split" : request->parts.part[target->part].name;
        const struct splitdata_output *own = own_path(request, part);
        status = own != NULL ? name_own(target, request, own->path, naming, error)
                             : name_by_template(target, request, naming, part, error);
    }
    if (status == SPLITDATA_OK)
        status = name_queries(targets, error);
    if (status == SPLITDATA_OK)
        status = name_usual_manifest(targets, naming, error);
    if (status == SPLITDATA_OK && targets->with_manifest)
        status = name_manifest(targets, error);
    if (status == SPLITDATA_OK && targets->with_manifest)
        status = check_manifest_size(
            targets, request->rounds * (naming->folds != 0 ? naming->folds : 1), error);
    if (status == SPLITDATA_OK)
        status = check_names(targets, naming, error);
    if (status == SPLITDATA_OK)
        status = find_left_over(targets, naming, error);
    return status == SPLITDATA_OK && naming->replayed != NULL
               ? allow(targets, naming->replayed, error)
               : status;
}
