/* SPDX-License-Identifier: MIT */
/* The manifest of a split: its contents, and its publication with the other outputs. */
#include "provenance/make_manifest.h"

#include "base/text.h"
#include "provenance/manifest.h"
#include "provenance/paths.h"
#include "publish/name_template.h"

#include <stdlib.h>
#include <string.h>

/* The manifest being built, and the strings allocated for it. */
struct making {
    const struct sd_manifest_facts *facts;
    const struct splitdata_report *report;
    const char *directory; /* of the manifest */
    struct sd_manifest manifest;
    struct splitdata_output *outputs;
    char **paths;
    size_t path_count;
};

/* The path of `file` relative to the manifest; NULL, without an error, for standard streams. */
static int relate(struct making *making, const char *file, const char **path,
                  struct splitdata_error *error)
{
    *path = NULL;
    if (strcmp(file, "-") == 0)
        return SPLITDATA_OK;
    char *relative = NULL;
    int status = sd_path_relative(making->directory, file, &relative, error);
    if (status != SPLITDATA_OK)
        return status;
    char **more = realloc(making->paths, (making->path_count + 1) * sizeof *more);
    if (more == NULL) {
        free(relative);
        return sd_fail_memory(error, "the manifest");
    }
    making->paths = more;
    more[making->path_count++] = relative;
    *path = relative;
    return SPLITDATA_OK;
}

/* Fills in the options that repeat the split, with nothing left to be inferred from a file name. */
static int fill_options(struct making *making, struct splitdata_error *error)
{
    const struct sd_manifest_facts *facts = making->facts;
    const struct sd_dialect *dialect = facts->dialect;
    struct splitdata_options *options = &making->manifest.options;
    *options = *facts->options;
    options->seed = facts->seed;
    options->format = dialect->lines ? SPLITDATA_FORMAT_LINES : SPLITDATA_FORMAT_CSV;
    options->header = dialect->header ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    options->delimiter = dialect->delimiter;
    options->quote = dialect->quote == SD_NO_QUOTE ? SPLITDATA_QUOTE_NONE : dialect->quote;
    options->ragged_keep = dialect->ragged_keep;
    making->outputs = calloc(options->output_count + 1, sizeof *making->outputs);
    if (making->outputs == NULL)
        return sd_fail_memory(error, "the manifest");
    for (size_t i = 0; i < options->output_count; i++) {
        const char *path = NULL;
        int status = relate(making, options->outputs[i].path, &path, error);
        if (status != SPLITDATA_OK)
            return status;
        making->outputs[i].part = options->outputs[i].part;
        making->outputs[i].path = path != NULL ? path : "-";
    }
    options->outputs = making->outputs;
    return SPLITDATA_OK;
}

static int fill_parts(struct making *making, struct splitdata_error *error)
{
    const struct splitdata_report *report = making->report;
    struct sd_manifest *manifest = &making->manifest;
    manifest->parts = calloc(report->part_count, sizeof *manifest->parts);
    if (manifest->parts == NULL)
        return sd_fail_memory(error, "the manifest");
    manifest->part_count = report->part_count;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < report->part_count && status == SPLITDATA_OK; i++) {
        const struct splitdata_part *part = &report->parts[i];
        manifest->parts[i] = (struct sd_manifest_part){
            .name = part->name,
            .repeat = part->repeat,
            .fold = part->fold,
            .size = part->size,
            .records = part->rows,
            .bytes = part->bytes,
            .sha256 = part->sha256,
        };
        status = relate(making, part->path, &manifest->parts[i].path, error);
    }
    return status;
}

static int fill(struct making *making, struct splitdata_error *error)
{
    const struct splitdata_report *report = making->report;
    const struct sd_fingerprint *input = making->facts->input;
    struct sd_manifest *manifest = &making->manifest;
    *manifest = (struct sd_manifest){
        .version = splitdata_version(),
        .split_id = report->split_id,
        .recipe = report->recipe,
        .strategy = report->strategy,
        .input_bytes = report->bytes,
        .records = report->rows,
        .columns = report->columns,
        .blank_lines = report->blank_lines,
        .input_sha256 = report->input_sha256,
        .step = input->step,
        .beginnings = input->beginnings,
        .left_out = report->left_out,
        .warnings = report->warnings,
        .warning_count = report->warning_count,
    };
    int status = fill_options(making, error);
    if (status == SPLITDATA_OK)
        status = relate(making, making->facts->input_path, &manifest->input_path, error);
    return status == SPLITDATA_OK ? fill_parts(making, error) : status;
}

static int write_file(const struct splitdata_options *options, struct sd_output *output,
                      const struct sd_text *text, struct splitdata_error *error)
{
    int status = sd_output_open(output, options->cancel_fd, error);
    output->size = text->length;
    if (status == SPLITDATA_OK)
        status = sd_output_append(output, (const uint8_t *)text->bytes, text->length,
                                  options->cancel_fd, error);
    return status == SPLITDATA_OK ? sd_output_complete(output, !options->no_sync, error) : status;
}

int sd_manifest_make(const struct sd_manifest_facts *facts, const struct splitdata_report *report,
                     struct sd_output *output, struct splitdata_error *error)
{
    struct sd_name name = {0};
    struct sd_text text = {0};
    struct making making = {.facts = facts, .report = report};
    int status = sd_name_split(&name, output->path, error);
    making.directory = name.directory;
    if (status == SPLITDATA_OK)
        status = fill(&making, error);
    if (status == SPLITDATA_OK && !sd_manifest_write(&making.manifest, &text))
        status = sd_fail_memory(error, "the manifest");
    if (status == SPLITDATA_OK)
        status = write_file(facts->options, output, &text, error);
    for (size_t i = 0; i < making.path_count; i++)
        free(making.paths[i]);
    free(making.paths);
    free(making.outputs);
    free(making.manifest.parts);
    sd_text_free(&text);
    sd_name_free(&name);
    return status;
}
