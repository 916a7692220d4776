/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* access */

#include "verify/compare.h"

#include "in/source.h"
#include "provenance/manifest_load.h"
#include "provenance/paths.h"
#include "publish/name_template.h"
#include "publish/output_set.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* --- the manifest ---------------------------------------------------------------------------- */

int sd_manifest_check_open(struct sd_manifest_check *check, const char *path, int cancel_fd,
                           struct splitdata_error *error)
{
    struct sd_name name = {0};
    *check = (struct sd_manifest_check){.path = path};
    const struct sd_source named = {.path = path};
    check->name = sd_source_name(&named);
    int status = sd_manifest_load(&check->manifest, path, cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = sd_name_split(&name, path, error);
    if (status == SPLITDATA_OK) {
        check->directory = name.directory;
        name.directory = NULL;
    }
    sd_name_free(&name);
    if (status != SPLITDATA_OK)
        sd_manifest_check_close(check);
    return status;
}

void sd_manifest_check_close(struct sd_manifest_check *check)
{
    sd_manifest_free(&check->manifest);
    free(check->directory);
    *check = (struct sd_manifest_check){0};
}

/* Whether the file is below the directory: the directories decide, not how their paths are
 * spelt. */
static int is_inside(const char *path, const char *directory, bool *inside,
                     struct splitdata_error *error)
{
    struct sd_name name = {0};
    char *real = NULL, *base = NULL;
    int status = sd_name_split(&name, path, error);
    if (status == SPLITDATA_OK)
        status = sd_path_real(name.directory, &real, error);
    if (status == SPLITDATA_OK)
        status = sd_path_real(directory, &base, error);
    size_t length = base != NULL && strcmp(base, "/") != 0 ? strlen(base) : 0;
    *inside = status == SPLITDATA_OK && strncmp(real, base, length) == 0 &&
              (real[length] == '/' || real[length] == '\0');
    sd_name_free(&name);
    free(real);
    free(base);
    return status;
}

/* Joins a path of a manifest with the manifest's directory: where that is reached through a link, a
 * path that climbs may start from the link or from what it leads to. */
static int join(const char *directory, const char *path, char **joined,
                struct splitdata_error *error)
{
    char *real = NULL;
    *joined = sd_path_join(directory, path);
    if (*joined == NULL)
        return sd_fail_memory(error, "a path");
    if (!sd_path_climbs(path) || access(*joined, F_OK) == 0)
        return SPLITDATA_OK;
    int status = sd_path_real(directory, &real, error);
    char *other = status == SPLITDATA_OK ? sd_path_join(real, path) : NULL;
    if (status == SPLITDATA_OK && other == NULL)
        status = sd_fail_memory(error, "a path");
    free(real);
    if (other == NULL || access(other, F_OK) != 0) {
        free(other);
        return status;
    }
    free(*joined);
    *joined = other;
    return SPLITDATA_OK;
}

int sd_manifest_check_locate(const struct sd_manifest_check *check, const char *path,
                             const char *remedy, char **located, struct splitdata_error *error)
{
    int status = join(check->directory, path, located, error);
    bool inside = !sd_path_climbs(path);
    if (status == SPLITDATA_OK && !inside)
        status = is_inside(*located, ".", &inside, error);
    if (status == SPLITDATA_OK && inside)
        return SPLITDATA_OK;
    free(*located); /* NULL if it could not be made */
    *located = NULL;
    if (status != SPLITDATA_OK)
        return status;
    return sd_fail(error, SPLITDATA_DATA,
                   "%s: names %s, which is outside of its directory and of the current one (%s)",
                   check->name, path, remedy);
}

/* --- the split ------------------------------------------------------------------------------- */

/* Two NULLs are equal. */
static bool same_text(const char *a, const char *b)
{
    return a == NULL || b == NULL ? a == b : strcmp(a, b) == 0;
}

static const char *or_none(const char *text)
{
    return text != NULL ? text : "none";
}

/* The file of a part, or one of its shards. */
static bool file_differs(const struct sd_manifest_file *said, const char *name, uint64_t bytes,
                         const char *digest, char *detail, size_t size)
{
    if (said->bytes != bytes)
        snprintf(detail, size, "%s gets %" PRIu64 " bytes, not %" PRIu64, name, bytes, said->bytes);
    else if (strcmp(said->digest, digest) != 0)
        snprintf(detail, size, "%s gets the same number of bytes, but other ones", name);
    else
        return false;
    return true;
}

static bool files_differ(const struct sd_manifest *manifest, const struct sd_manifest_part *said,
                         const struct splitdata_part *made, char *detail, size_t size)
{
    const struct sd_manifest_file *files = &manifest->files[said->first_file];
    char name[400];
    if (made->shard_count == 0)
        return file_differs(files, made->name, made->bytes, made->sha256, detail, size);
    if (said->files != made->shard_count) {
        snprintf(detail, size, "%s gets %zu shards, not %zu", made->name, made->shard_count,
                 said->files);
        return true;
    }
    for (size_t s = 0; s < made->shard_count; s++) {
        const struct splitdata_shard *shard = &made->shards[s];
        snprintf(name, sizeof name, "shard %zu of %.300s", s, made->name);
        if (files[s].records != shard->rows) {
            snprintf(detail, size, "%s gets %" PRIu64 " records, not %" PRIu64, name, shard->rows,
                     files[s].records);
            return true;
        }
        if (file_differs(&files[s], name, shard->bytes, shard->sha256, detail, size))
            return true;
    }
    return false;
}

static bool part_differs(const struct sd_manifest *manifest, const struct sd_manifest_part *said,
                         const struct splitdata_part *made, char *detail, size_t size)
{
    if (strcmp(said->name, made->name) != 0 || said->repeat != made->repeat ||
        said->fold != made->fold)
        snprintf(detail, size, "it gives a part %s where the manifest has %s", made->name,
                 said->name);
    else if (!same_text(said->size, made->size))
        snprintf(detail, size, "the size asked for %s is %s, not %s", made->name,
                 or_none(made->size), or_none(said->size));
    else if (said->records != made->rows)
        snprintf(detail, size, "%s gets %" PRIu64 " records, not %" PRIu64, made->name, made->rows,
                 said->records);
    else if (said->unwritten)
        return false; /* as is the one that was made: options.only says so */
    else if (said->query_path != NULL && (said->query_bytes != made->query_bytes ||
                                          strcmp(said->query_digest, made->query_sha256) != 0))
        snprintf(detail, size, "the groups of %s get other sizes", made->name);
    else
        return files_differ(manifest, said, made, detail, size);
    return true;
}

/* The strategy is a phrase for users: another version may word it differently. */
static bool strategy_differs(const struct sd_manifest *manifest, const char *made, char *detail,
                             size_t size)
{
    size_t room = made != NULL ? 4 * strlen(made) + 1 : 1;
    char *shown = made != NULL ? malloc(room) : NULL; /* escaped, as in the manifest */
    if (shown != NULL)
        splitdata_escape(shown, room, made, strlen(made));
    bool differs = strcmp(manifest->version, splitdata_version()) == 0 &&
                   (made == NULL || shown != NULL) && !same_text(manifest->strategy, shown);
    if (differs)
        snprintf(detail, size, "it is %s, the manifest says %s", or_none(shown),
                 or_none(manifest->strategy));
    free(shown);
    return differs;
}

static bool words_differ(const struct sd_manifest *manifest, const struct splitdata_report *report,
                         char *detail, size_t size)
{
    if (report->seed_drawn)
        snprintf(detail, size, "it needs a seed, and the manifest has none");
    else if (strcmp(manifest->recipe, report->recipe) != 0)
        snprintf(detail, size, "its recipe is %s, the manifest says %s", report->recipe,
                 manifest->recipe);
    else
        return strategy_differs(manifest, report->recorded_strategy, detail, size);
    return true;
}

void sd_manifest_check_rule(const struct sd_manifest *manifest, char *detail, size_t size)
{
    const char *like = manifest->options.like;
    struct splitdata_recipe_info info;
    struct splitdata_error none;
    size_t index;
    snprintf(detail, size, "was re-run");
    if (like == NULL || splitdata_recipe_find(like, &index, &none) != SPLITDATA_OK ||
        !splitdata_recipe(index, &info))
        return;
    snprintf(detail, size, "was re-run, like %s (%s %.*s)", like, info.of,
             (int)strcspn(info.versions, " "), info.versions);
}

bool sd_manifest_check_compressed(const struct sd_manifest *manifest)
{
    const struct splitdata_options *options = &manifest->options;
    for (size_t i = 0; i < manifest->part_count; i++) {
        const struct sd_manifest_part *part = &manifest->parts[i];
        const char *path = part->files != 0 ? manifest->files[part->first_file].path : NULL;
        bool own = path == NULL;
        for (size_t o = 0; o < options->output_count && !own; o++)
            own = strcmp(options->outputs[o].part, part->name) == 0;
        if (!own)
            return sd_template_is_gzip(path);
    }
    return false;
}

uint64_t sd_manifest_check_bytes(const struct sd_manifest_check *check)
{
    const struct sd_manifest *manifest = &check->manifest;
    /* With --emit column all parts are in one file. */
    bool together = manifest->options.emit == SPLITDATA_EMIT_COLUMN;
    uint64_t bytes = manifest->input_bytes;
    for (size_t i = 0; i < (together ? 1 : manifest->file_count); i++)
        bytes += manifest->files[i].bytes;
    return bytes;
}

/* The last component of a path; standard output for NULL or `-`. */
static const char *base_of(const char *path)
{
    const char *slash = path != NULL ? strrchr(path, '/') : NULL;
    const char *base = slash != NULL ? slash + 1 : path;
    return base == NULL || strcmp(base, "-") == 0 ? "standard output" : base;
}

bool sd_manifest_check_renamed(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size)
{
    for (size_t i = 0; i < report->part_count; i++) {
        const struct splitdata_part *part = &report->parts[i];
        const struct sd_manifest_part *in_manifest = &manifest->parts[i];
        for (size_t f = 0; f < in_manifest->files; f++) {
            const char *said = base_of(manifest->files[in_manifest->first_file + f].path);
            const char *made = base_of(part->shard_count != 0 ? part->shards[f].path : part->path);
            if (strcmp(said, made) == 0)
                continue;
            snprintf(detail, size, "its options would name %s %s, not %s", part->name, made, said);
            return true;
        }
    }
    return false;
}

bool sd_manifest_check_differs(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size)
{
    const bool named = report->left_out_named;
    const struct {
        const char *what;
        uint64_t said, made;
    } numbers[] = {
        {"records", manifest->records, report->rows},
        {"columns", manifest->columns, report->columns},
        {"blank lines", manifest->blank_lines, report->blank_lines},
        {"comment lines", manifest->comment_lines, report->comment_lines},
        {"parts", manifest->part_count, report->part_count},
        {"records left out", manifest->left_out, report->left_out},
        {"records without a value", manifest->left_out_by[SPLITDATA_LEFT_OUT_MISSING],
         named ? report->left_out_by[SPLITDATA_LEFT_OUT_MISSING] : 0},
        {"duplicates left out", manifest->left_out_by[SPLITDATA_LEFT_OUT_DUPLICATE],
         named ? report->left_out_by[SPLITDATA_LEFT_OUT_DUPLICATE] : 0},
    };
    if (words_differ(manifest, report, detail, size))
        return true;
    for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++) {
        if (numbers[i].said == numbers[i].made)
            continue;
        snprintf(detail, size, "it has %" PRIu64 " %s, the manifest says %" PRIu64, numbers[i].made,
                 numbers[i].what, numbers[i].said);
        return true;
    }
    for (size_t i = 0; i < report->part_count; i++) {
        if (part_differs(manifest, &manifest->parts[i], &report->parts[i], detail, size))
            return true;
    }
    if (strcmp(manifest->split_id, report->split_id) == 0)
        return false;
    snprintf(detail, size, "its id is %s", report->split_id);
    return true;
}
