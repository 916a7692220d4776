/* SPDX-License-Identifier: MIT */
/* The names of all outputs of a split. */
#include "publish/output_names.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

const struct sd_target **sd_targets_sorted(const struct sd_targets *targets,
                                           int (*compare)(const void *, const void *))
{
    size_t count = sd_targets_all(targets);
    const struct sd_target **sorted = calloc(count, sizeof(*sorted));
    if (sorted == NULL)
        return NULL;
    for (size_t i = 0; i < count; i++)
        sorted[i] = sd_targets_at(targets, i);
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
        else if (naming->input_path != NULL && strcmp(path, naming->input_path) == 0 &&
                 strcmp(path, "-") != 0)
            status =
                sd_fail(error, SPLITDATA_USAGE, "%s: is the input and cannot be an output", path);
    }
    free(sorted);
    return status;
}

/* The path that a file beside the outputs has by default; NULL: no memory. */
static char *usual_path(const struct sd_targets *targets, const char *ending)
{
    const struct splitdata_options *options = targets->request->options;
    const struct sd_name *pieces = targets->naming.name;
    struct sd_text name = {0};
    char *path = NULL;
    if (sd_text_format(&name, "%s%s", pieces->stem, ending))
        path = sd_join_path(options->output_dir != NULL ? options->output_dir : pieces->directory,
                            name.bytes);
    sd_text_free(&name);
    return path;
}

/* Names a file beside the outputs; `option` named `own`, unless that is NULL. */
static int name_beside(struct sd_target **made, const char *own, const char *usual,
                       const char *option, struct splitdata_error *error)
{
    const char *path = own != NULL ? own : usual;
    struct sd_target *target = *made = calloc(1, sizeof *target);
    if (target == NULL || path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    target->path = sd_copy_string(path, strlen(path));
    if (target->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    const char *slash = strrchr(path, '/');
    target->named = own != NULL ? strlen(path) : slash != NULL ? (size_t)(slash + 1 - path) : 0;
    target->option = own != NULL ? option : NULL;
    return SPLITDATA_OK;
}

static int name_manifest(struct sd_targets *targets, struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    targets->usual_manifest = usual_path(targets, ".split.json");
    if (targets->usual_manifest == NULL)
        return sd_fail_memory(error, "the outputs' names");
    return options->manifest ? name_beside(&targets->manifest, options->manifest_path,
                                           targets->usual_manifest, "--manifest=FILE", error)
                             : SPLITDATA_OK;
}

static int name_page(struct sd_targets *targets, struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    if (!options->report)
        return SPLITDATA_OK;
    char *usual = usual_path(targets, ".split.html");
    int status = name_beside(&targets->page, options->report_path, usual, "--report=FILE", error);
    free(usual);
    return status;
}

/* The most bytes that JSON takes for a text. */
static uint64_t json_room(const char *text)
{
    uint64_t room = 0;
    for (; *text != '\0'; text++)
        room += *text >= ' ' && *text < 127 && *text != '"' && *text != '\\' ? 1 : 6;
    return room;
}

/* The same for the list of several inputs. */
static uint64_t inputs_room(const struct sd_joined *joined)
{
    enum { FIXED = 220 };
    uint64_t room = 0;
    for (size_t i = 0; joined != NULL && i < joined->count; i++)
        room += FIXED + json_room(joined->file[i].path);
    return room;
}

/* Refuses a manifest of so many parts that it would be too large to be read again. */
static int check_manifest_size(const struct sd_targets *targets, struct splitdata_error *error)
{
    enum { FIXED = 320 }; /* the other members of a part or a shard, with numbers of any length */
    const struct sd_request *request = targets->request;
    const size_t parts = request->parts.count;
    const uint64_t sets =
        request->rounds * (targets->naming.folds != 0 ? targets->naming.folds : 1);
    uint64_t bytes = sets * parts * FIXED;
    for (size_t p = 0; p < parts; p++)
        bytes += sets *
                 (json_room(request->parts.part[p].name) + request->parts.part[p].size.text_length);
    const bool column =
        request->options->emit == SPLITDATA_EMIT_COLUMN; /* each part has its path */
    for (size_t i = 0; i < targets->count + targets->queries; i++)
        bytes += json_room(targets->target[i]->path) * (column ? sets * parts : 1);
    bytes += targets->queries * FIXED;
    if (sd_shards_wanted(&request->shards))
        bytes += targets->count * FIXED;
    if (bytes <= SD_MANIFEST_BYTES &&
        bytes + inputs_room(targets->input->joined) > SD_MANIFEST_BYTES)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--manifest: %" PRIu64 " parts and %zu inputs may take more than 64 MB, and "
                       "a larger manifest is not read (leave it out)",
                       sets * parts, targets->input->joined->count);
    return bytes <= SD_MANIFEST_BYTES
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_USAGE,
                         "--manifest: %" PRIu64 " parts may take more than 64 MB, and a larger "
                         "manifest is not read (leave it out)",
                         sets * parts);
}

/* Adds an empty output; NULL and an error: no memory. */
static struct sd_target *add(struct sd_targets *targets, struct splitdata_error *error)
{
    const size_t used = targets->count + targets->queries;
    if (used == targets->room) {
        size_t room = used < 8 ? 16 : 2 * used;
        struct sd_target **more = realloc(targets->target, room * sizeof(*more));
        if (more != NULL) {
            targets->target = more;
            targets->room = room;
        }
    }
    struct sd_target *target = used < targets->room ? calloc(1, sizeof *target) : NULL;
    if (target == NULL) {
        sd_fail_memory(error, "the outputs' names");
        return NULL;
    }
    targets->target[used] = target;
    targets->count++;
    return target;
}

/* Names the files of --query-files: beside each output, under its name before compression, as
 * LightGBM looks for it. */
static int name_queries(struct sd_targets *targets, struct splitdata_error *error)
{
    const size_t outputs = targets->count;
    for (size_t i = 0; i < outputs && targets->request->options->query_files; i++) {
        const struct sd_target *of = targets->target[i];
        struct sd_target *query = add(targets, error);
        struct sd_text path = {0};
        if (query == NULL)
            return (int)error->status;
        targets->count--;
        targets->queries++;
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

int sd_targets_allow(const struct sd_targets *targets, size_t from, size_t to,
                     struct splitdata_error *error)
{
    const struct sd_replayed *replayed = targets->naming.replayed;
    int status = SPLITDATA_OK;
    for (size_t i = from; replayed->allow != NULL && i < to && status == SPLITDATA_OK; i++)
        status = replayed->allow(replayed->context, sd_targets_at(targets, i), error);
    for (size_t i = from; replayed->announce != NULL && i < to && status == SPLITDATA_OK; i++) {
        if (!sd_targets_at(targets, i)->provisional)
            replayed->announce(replayed->context, sd_targets_at(targets, i));
    }
    return status;
}

int sd_targets_name_part(struct sd_targets *targets, size_t shards, bool provisional,
                         struct splitdata_error *error)
{
    const struct sd_request *request = targets->request;
    const bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    const size_t parts = column || request->options->only != NULL ? 1 : request->parts.count;
    const uint64_t folds = targets->naming.folds, set = targets->named / parts;
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < (shards != 0 ? shards : 1) && status == SPLITDATA_OK; s++) {
        struct sd_target *target = add(targets, error);
        if (target == NULL)
            return (int)error->status;
        target->part = request->options->only != NULL ? request->only : targets->named % parts;
        if (request->options->repeats != 0 && !column)
            target->repeat = set / (folds != 0 ? folds : 1) + 1;
        if (folds != 0 && !column)
            target->fold = set % folds + 1;
        target->shard = s;
        target->shards = shards;
        target->provisional = provisional;
        status = sd_target_name(targets, target, error);
    }
    targets->first[++targets->named] = targets->count;
    return status;
}

/* Counts the parts that are written, of all folds and repeats. */
static int count_parts(struct sd_targets *targets, struct splitdata_error *error)
{
    const struct sd_request *request = targets->request;
    const bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    const uint64_t sets = column || targets->naming.folds == 0 ? 1 : targets->naming.folds;
    const uint64_t rounds = column ? 1 : request->rounds;
    size_t parts = column || request->options->only != NULL ? 1 : request->parts.count;
    const uint64_t shards = request->shards.count != 0 ? request->shards.count : 1;
    if (rounds > SD_MOST_OUTPUTS / parts || sets > SD_MOST_OUTPUTS / parts / rounds ||
        shards > SD_MOST_OUTPUTS / parts / rounds / sets)
        return sd_fail(error, SPLITDATA_USAGE, "more than %d outputs", SD_MOST_OUTPUTS);
    targets->parts = (size_t)(rounds * sets) * parts;
    targets->first = calloc(targets->parts + 1, sizeof *targets->first);
    return targets->first != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
}

/* Names the outputs; with shards of a size, the first one of each part. */
static int name_parts(struct sd_targets *targets, struct splitdata_error *error)
{
    const struct sd_shards *shards = &targets->request->shards;
    const size_t count = shards->bytes != 0 ? 1 : (size_t)shards->count;
    int status = sd_shards_wanted(shards)
                     ? sd_shard_check_template(targets->request->options->name_template, error)
                     : SPLITDATA_OK;
    while (targets->named < targets->parts && status == SPLITDATA_OK)
        status = sd_targets_name_part(targets, count, shards->bytes != 0, error);
    return status;
}

int sd_targets_name(struct sd_targets *targets, const struct sd_request *request,
                    const struct sd_naming *naming, struct splitdata_error *error)
{
    targets->request = request;
    targets->naming = *naming;
    int status = count_parts(targets, error);
    if (status == SPLITDATA_OK)
        status = name_parts(targets, error);
    if (status == SPLITDATA_OK)
        status = name_queries(targets, error);
    if (status == SPLITDATA_OK)
        status = name_manifest(targets, error);
    if (status == SPLITDATA_OK)
        status = name_page(targets, error);
    if (status == SPLITDATA_OK && targets->manifest != NULL)
        status = check_manifest_size(targets, error);
    if (status == SPLITDATA_OK)
        status = check_names(targets, naming, error);
    if (status == SPLITDATA_OK)
        status = sd_targets_find_left_over(targets, error);
    return status == SPLITDATA_OK && naming->replayed != NULL
               ? sd_targets_allow(targets, 0, sd_targets_all(targets), error)
               : status;
}
