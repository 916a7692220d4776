/* SPDX-License-Identifier: MIT */
#include "verify/compare.h"

#include "in/source.h"
#include "provenance/paths.h"
#include "publish/name_template.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* --- the manifest ---------------------------------------------------------------------------- */

/* Reads a whole file, up to a size larger than that of any manifest. */
static int read_whole(struct sd_source *source, struct sd_text *text, struct splitdata_error *error)
{
    enum { PIECE = 256 * 1024, MOST = 512 << 20 };
    char *buffer = malloc(PIECE);
    size_t got = 1;
    int status = buffer != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the manifest");
    while (status == SPLITDATA_OK && got != 0) {
        status = sd_source_read(source, buffer, PIECE, &got, error);
        if (status == SPLITDATA_OK && !sd_text_append(text, buffer, got))
            status = sd_fail_memory(error, "the manifest");
        if (status == SPLITDATA_OK && text->length > MOST)
            status =
                sd_fail(error, SPLITDATA_DATA, "%s: is too large for a manifest", source->path);
    }
    free(buffer);
    return status;
}

int sd_manifest_check_open(struct sd_manifest_check *check, const char *path, int cancel_fd,
                           struct splitdata_error *error)
{
    struct sd_source source = {.fd = -1};
    struct sd_text text = {0};
    struct sd_name name = {0};
    *check = (struct sd_manifest_check){.path = path};
    int status = sd_source_open(&source, path, cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    status = read_whole(&source, &text, error);
    sd_source_close(&source);
    if (status == SPLITDATA_OK) {
        status = sd_manifest_parse(&check->manifest, text.bytes, text.length, error);
        if (status == SPLITDATA_DATA) {
            sd_error_prefix(error, ": ");
            sd_error_prefix(error, path);
        }
    }
    sd_text_free(&text);
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

int sd_manifest_check_locate(const struct sd_manifest_check *check, const char *path,
                             const char *remedy, char **located, struct splitdata_error *error)
{
    *located = sd_path_join(check->directory, path);
    if (*located == NULL)
        return sd_fail_memory(error, "a path");
    bool outside = (*located)[0] == '/' || sd_path_climbs(*located);
    if (!sd_path_climbs(path) || !outside)
        return SPLITDATA_OK;
    free(*located);
    *located = NULL;
    return sd_fail(error, SPLITDATA_DATA,
                   "%s: names %s, which is outside of its directory and of the current one (%s)",
                   check->path, path, remedy);
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

static bool part_differs(const struct sd_manifest_part *said, const struct splitdata_part *made,
                         char *detail, size_t size)
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
    else if (said->bytes != made->bytes)
        snprintf(detail, size, "%s gets %" PRIu64 " bytes, not %" PRIu64, made->name, made->bytes,
                 said->bytes);
    else if (strcmp(said->sha256, made->sha256) != 0)
        snprintf(detail, size, "%s gets the same number of bytes, but other ones", made->name);
    else
        return false;
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
        return strategy_differs(manifest, report->strategy, detail, size);
    return true;
}

bool sd_manifest_check_compressed(const struct sd_manifest *manifest)
{
    const struct splitdata_options *options = &manifest->options;
    for (size_t i = 0; i < manifest->part_count; i++) {
        const struct sd_manifest_part *part = &manifest->parts[i];
        bool own = part->path == NULL;
        for (size_t o = 0; o < options->output_count && !own; o++)
            own = strcmp(options->outputs[o].part, part->name) == 0;
        if (!own)
            return sd_template_is_gzip(part->path);
    }
    return false;
}

int sd_manifest_check_outputs(const struct sd_manifest *manifest, const char *directory,
                              struct splitdata_output **outputs, struct splitdata_error *error)
{
    const struct splitdata_options *options = &manifest->options;
    struct splitdata_output *placed = calloc(options->output_count + 1, sizeof *placed);
    *outputs = placed;
    if (placed == NULL)
        return sd_fail_memory(error, "the outputs' names");
    for (size_t i = 0; i < options->output_count; i++) {
        const char *path = options->outputs[i].path;
        bool stream = strcmp(path, "-") == 0;
        placed[i].part = options->outputs[i].part;
        placed[i].path = stream ? sd_copy_string(path, 1) : sd_path_join(directory, path);
        if (placed[i].path == NULL)
            return sd_fail_memory(error, "the outputs' names");
    }
    return SPLITDATA_OK;
}

void sd_manifest_check_outputs_free(const struct sd_manifest *manifest,
                                    struct splitdata_output *outputs)
{
    for (size_t i = 0; outputs != NULL && i < manifest->options.output_count; i++)
        free((void *)(uintptr_t)outputs[i].path);
    free(outputs);
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
        const char *said = base_of(manifest->parts[i].path), *made = base_of(report->parts[i].path);
        if (strcmp(said, made) == 0)
            continue;
        snprintf(detail, size, "its options would name %s %s, not %s", report->parts[i].name, made,
                 said);
        return true;
    }
    return false;
}

bool sd_manifest_check_differs(const struct sd_manifest *manifest,
                               const struct splitdata_report *report, char *detail, size_t size)
{
    const struct {
        const char *what;
        uint64_t said, made;
    } numbers[] = {
        {"records", manifest->records, report->rows},
        {"columns", manifest->columns, report->columns},
        {"blank lines", manifest->blank_lines, report->blank_lines},
        {"parts", manifest->part_count, report->part_count},
        {"records left out", manifest->left_out, report->left_out},
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
        if (part_differs(&manifest->parts[i], &report->parts[i], detail, size))
            return true;
    }
    if (strcmp(manifest->split_id, report->split_id) == 0)
        return false;
    snprintf(detail, size, "its id is %s", report->split_id);
    return true;
}
