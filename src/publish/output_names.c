/* SPDX-License-Identifier: MIT */
/* The name of one output. */
#include "publish/output_names.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

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
    static const char *const templates[2][2][2] = {
        {{"{stem}.{part}{ext}", "{stem}.{part}-{shard}{ext}"},
         {"{stem}.fold{fold}.{part}{ext}", "{stem}.fold{fold}.{part}-{shard}{ext}"}},
        {{"{stem}.repeat{repeat}.{part}{ext}", "{stem}.repeat{repeat}.{part}-{shard}{ext}"},
         {"{stem}.repeat{repeat}.fold{fold}.{part}{ext}",
          "{stem}.repeat{repeat}.fold{fold}.{part}-{shard}{ext}"}},
    };
    return templates[target->repeat != 0][target->fold != 0][target->shards != 0];
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

void sd_shard_text(size_t shard, size_t shards, char text[SD_SHARD_TEXT])
{
    snprintf(text, SD_SHARD_TEXT, "%05zu-of-%05zu", shard, shards);
}

/* Where the template that helps has its shard: before the suffix of the file's name. */
static size_t place_for_shard(const char *template)
{
    const char *slash = strrchr(template, '/');
    const char *base = slash != NULL ? slash + 1 : template;
    const char *suffix = strstr(base, "{ext}");
    if (suffix == NULL)
        suffix = strchr(base + (base[0] == '.'), '.');
    while (suffix != NULL && strchr(suffix, '}') != NULL && suffix[0] == '.')
        suffix = strchr(suffix + 1, '.'); /* what is filled in follows it */
    return suffix != NULL ? (size_t)(suffix - template) : strlen(template);
}

int sd_shard_check_template(const char *template, struct splitdata_error *error)
{
    static const char shard[] = "{shard}";
    const char *found = template != NULL ? strstr(template, shard) : NULL;
    if (template == NULL)
        return SPLITDATA_OK;
    if (found == NULL) {
        size_t place = place_for_shard(template);
        return sd_fail(error, SPLITDATA_USAGE,
                       "--name: with --shards it needs {shard} (--name '%.*s-{shard}%s')",
                       (int)place, template, template + place);
    }
    if (strstr(found + 1, shard) != NULL || strchr(found, '/') != NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--name: {shard} is once in the file's name, and in no directory's (%s)",
                       template);
    return SPLITDATA_OK;
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
    char shard[SD_SHARD_TEXT];
    sd_shard_text(target->shard, target->shards, shard);
    struct sd_name_values values = {
        .stem = naming->name->stem,
        .part = part,
        .suffix = suffix.bytes,
        .seed = naming->seed,
        .repeat = target->repeat,
        .fold = target->fold,
        .shard = target->shards != 0 ? shard : NULL,
        .shard_at = &target->shard_at,
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
    if (target->path != NULL) {
        target->named = strlen(target->path) - strlen(below) + literal;
        target->shard_at += strlen(target->path) - strlen(below);
        target->shard_length = target->shards != 0 ? strlen(shard) : 0;
    }
    target->output.gzip_level = level;
    free(below);
    return target->path != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
}

int sd_target_name(const struct sd_targets *targets, struct sd_target *target,
                   struct splitdata_error *error)
{
    const struct sd_request *request = targets->request;
    const bool column = request->options->emit == SPLITDATA_EMIT_COLUMN;
    const char *part = column ? "split" : request->parts.part[target->part].name;
    const struct splitdata_output *own = own_path(request, part);
    target->output.gzip_library = request->options->gzip_library;
    return own != NULL ? name_own(target, request, own->path, &targets->naming, error)
                       : name_by_template(target, request, &targets->naming, part, error);
}
