/* SPDX-License-Identifier: MIT */
/* The names of a split's outputs. */
#include "publish/output_set.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

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

/* A path given with -o. */
static int name_own(struct sd_target *target, const char *path, int asked,
                    struct splitdata_error *error)
{
    bool to_stdout = strcmp(path, "-") == 0;
    target->path = sd_copy_string(path, strlen(path));
    if (target->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    target->output.gzip_level = gzip_level(asked, !to_stdout && sd_template_is_gzip(path), false);
    return SPLITDATA_OK;
}

static const char *usual_template(const struct sd_target *target)
{
    if (target->repeat != 0)
        return target->fold != 0 ? "{stem}.repeat{repeat}.fold{fold}.{part}{ext}"
                                 : "{stem}.repeat{repeat}.{part}{ext}";
    return target->fold != 0 ? "{stem}.fold{fold}.{part}{ext}" : "{stem}.{part}{ext}";
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
    const char *own = options->emit == SPLITDATA_EMIT_INDICES ? ".idx" : naming->name->suffix;
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
    const char *directory =
        options->output_dir != NULL ? options->output_dir : naming->name->directory;
    target->path = sd_join_path(directory, below);
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

static int name_manifest(struct sd_target *target, const struct splitdata_options *options,
                         const struct sd_naming *naming, struct splitdata_error *error)
{
    const char *own = options->manifest_path;
    const char *directory =
        options->output_dir != NULL ? options->output_dir : naming->name->directory;
    struct sd_text name = {0};
    if (own != NULL)
        target->path = sd_copy_string(own, strlen(own));
    else if (sd_text_format(&name, "%s.split.json", naming->name->stem))
        target->path = sd_join_path(directory, name.bytes);
    sd_text_free(&name);
    return target->path != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
}

int sd_targets_name(struct sd_targets *targets, const struct sd_request *request,
                    const struct sd_naming *naming, struct splitdata_error *error)
{
    bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    size_t parts = column ? 1 : request->parts.count;
    uint64_t rounds = column ? 1 : request->rounds;
    uint64_t folds = column || naming->folds == 0 ? 1 : naming->folds;
    if (rounds > MOST_OUTPUTS / parts || folds > MOST_OUTPUTS / parts / rounds)
        return sd_fail(error, SPLITDATA_USAGE, "more than %d outputs", MOST_OUTPUTS);
    targets->request = request;
    targets->count = (size_t)(rounds * folds) * parts;
    targets->with_manifest = request->options->manifest;
    targets->target = calloc(sd_targets_all(targets), sizeof *targets->target);
    if (targets->target == NULL) {
        *targets = (struct sd_targets){0};
        return sd_fail_memory(error, "the outputs' names");
    }
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < targets->count && status == SPLITDATA_OK; i++) {
        struct sd_target *target = &targets->target[i];
        target->part = i % parts;
        target->repeat = request->options->repeats != 0 && !column ? i / parts / folds + 1 : 0;
        target->fold = naming->folds != 0 && !column ? i / parts % folds + 1 : 0;
        target->output.gzip_library = request->options->gzip_library;
        const char *part = column ? "split" : request->parts.part[target->part].name;
        const struct splitdata_output *own = own_path(request, part);
        status = own != NULL ? name_own(target, own->path, request->options->gzip_level, error)
                             : name_by_template(target, request, naming, part, error);
    }
    if (status == SPLITDATA_OK && targets->with_manifest)
        status = name_manifest(sd_targets_manifest(targets), request->options, naming, error);
    return status == SPLITDATA_OK ? check_names(targets, naming, error) : status;
}
