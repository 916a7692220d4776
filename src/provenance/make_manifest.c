/* SPDX-License-Identifier: MIT */
/* The manifest of a split: its contents, and its publication with the other outputs. */
#include "provenance/make_manifest.h"

#include "base/text.h"
#include "provenance/manifest.h"
#include "provenance/paths.h"
#include "publish/input_name.h"
#include "publish/name_template.h"
#include "publish/output_set.h"

#include <stdlib.h>
#include <string.h>

/* The manifest being built, and the strings allocated for it. */
struct builder {
    const struct sd_manifest_facts *facts;
    const struct splitdata_report *report;
    const char *directory; /* of the manifest */
    struct sd_manifest manifest;
    struct splitdata_output *outputs;
    struct sd_manifest_input *inputs;
    char **paths;
    size_t path_count;
};

/* The path of `file` relative to the manifest; NULL, without an error, for standard streams. */
static int relate(struct builder *builder, const char *file, const char **path,
                  struct splitdata_error *error)
{
    *path = NULL;
    if (strcmp(file, "-") == 0)
        return SPLITDATA_OK;
    char *relative = NULL;
    int status = sd_path_relative(builder->directory, file, &relative, error);
    if (status != SPLITDATA_OK)
        return status;
    char **more = realloc(builder->paths, (builder->path_count + 1) * sizeof *more);
    if (more == NULL) {
        free(relative);
        return sd_fail_memory(error, "the manifest");
    }
    builder->paths = more;
    more[builder->path_count++] = relative;
    *path = relative;
    return SPLITDATA_OK;
}

/* Fills in the options that repeat the split, with nothing left to be inferred from a file name. */
static int fill_options(struct builder *builder, struct splitdata_error *error)
{
    const struct sd_manifest_facts *facts = builder->facts;
    const struct sd_dialect *dialect = facts->dialect;
    struct splitdata_options *options = &builder->manifest.options;
    *options = *facts->options;
    options->seed = facts->seed;
    options->like = builder->report->like;
    options->format = dialect->lines ? SPLITDATA_FORMAT_LINES : SPLITDATA_FORMAT_CSV;
    options->header = dialect->header ? SPLITDATA_HEADER_PRESENT : SPLITDATA_HEADER_ABSENT;
    options->delimiter = dialect->blanks   ? SPLITDATA_DELIMITER_BLANKS
                         : dialect->colons ? SPLITDATA_DELIMITER_COLONS
                                           : dialect->delimiter;
    options->quote = dialect->quote == SD_NO_QUOTE ? SPLITDATA_QUOTE_NONE : dialect->quote;
    options->ragged_keep = dialect->ragged_keep;
    builder->outputs = calloc(options->output_count + 1, sizeof *builder->outputs);
    if (builder->outputs == NULL)
        return sd_fail_memory(error, "the manifest");
    for (size_t i = 0; i < options->output_count; i++) {
        const char *path = NULL;
        int status = relate(builder, options->outputs[i].path, &path, error);
        if (status != SPLITDATA_OK)
            return status;
        builder->outputs[i].part = options->outputs[i].part;
        builder->outputs[i].path = path != NULL ? path : "-";
    }
    options->outputs = builder->outputs;
    return SPLITDATA_OK;
}

/* Whether file number i of several has no name to be recorded. */
static bool is_unnamed(const struct sd_joined *joined, size_t i)
{
    return sd_path_is_unnamed(joined->file[i].path) || S_ISFIFO(joined->file[i].at_open.st_mode);
}

/* The files that were split as one, and what they are together. */
static int fill_inputs(struct builder *builder, struct splitdata_error *error)
{
    const struct splitdata_report *report = builder->report;
    struct sd_manifest *manifest = &builder->manifest;
    int status = SPLITDATA_OK;
    builder->inputs = calloc(report->input_count, sizeof *builder->inputs);
    if (builder->inputs == NULL)
        return sd_fail_memory(error, "the manifest");
    manifest->stem = builder->facts->stem;
    manifest->inputs = builder->inputs;
    manifest->input_count = report->input_count;
    manifest->input_bytes = 0;
    for (size_t i = 0; i < report->input_count && status == SPLITDATA_OK; i++) {
        const struct splitdata_input *input = &report->inputs[i];
        builder->inputs[i] = (struct sd_manifest_input){
            .bytes = input->bytes, .records = input->rows, .digest = input->sha256};
        manifest->input_bytes += input->bytes;
        status = relate(builder, is_unnamed(builder->facts->joined, i) ? "-" : input->path,
                        &builder->inputs[i].path, error);
    }
    return status;
}

/* Adds the file of a part, or its shards. */
static int fill_files(struct builder *builder, const struct splitdata_part *part,
                      struct splitdata_error *error)
{
    struct sd_manifest *manifest = &builder->manifest;
    int status = SPLITDATA_OK;
    if (part->path != NULL && part->shard_count == 0) {
        struct sd_manifest_file *file = &manifest->files[manifest->file_count++];
        *file = (struct sd_manifest_file){.bytes = part->bytes, .digest = part->sha256};
        return relate(builder, part->path, &file->path, error);
    }
    for (size_t s = 0; s < part->shard_count && status == SPLITDATA_OK; s++) {
        const struct splitdata_shard *shard = &part->shards[s];
        struct sd_manifest_file *file = &manifest->files[manifest->file_count++];
        *file = (struct sd_manifest_file){
            .records = shard->rows, .bytes = shard->bytes, .digest = shard->sha256};
        status = relate(builder, shard->path, &file->path, error);
    }
    return status;
}

static int fill_parts(struct builder *builder, struct splitdata_error *error)
{
    const struct splitdata_report *report = builder->report;
    struct sd_manifest *manifest = &builder->manifest;
    size_t files = 0;
    for (size_t i = 0; i < report->part_count; i++)
        files += report->parts[i].shard_count != 0 ? report->parts[i].shard_count : 1;
    manifest->parts = calloc(report->part_count, sizeof *manifest->parts);
    manifest->files = calloc(files, sizeof *manifest->files);
    if (manifest->parts == NULL || manifest->files == NULL)
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
            .unwritten = part->path == NULL,
            .first_file = manifest->file_count,
        };
        status = fill_files(builder, part, error);
        manifest->parts[i].files = manifest->file_count - manifest->parts[i].first_file;
        if (part->query == NULL || status != SPLITDATA_OK)
            continue;
        manifest->parts[i].query_bytes = part->query_bytes;
        manifest->parts[i].query_digest = part->query_sha256;
        status = relate(builder, part->query, &manifest->parts[i].query_path, error);
    }
    return status;
}

static int fill(struct builder *builder, struct splitdata_error *error)
{
    const struct splitdata_report *report = builder->report;
    const struct sd_fingerprint *input = builder->facts->input;
    struct sd_manifest *manifest = &builder->manifest;
    *manifest = (struct sd_manifest){
        .version = splitdata_version(),
        .split_id = report->split_id,
        .recipe = report->recipe,
        .strategy = report->recorded_strategy,
        .input_bytes = report->bytes,
        .records = report->rows,
        .columns = report->columns,
        .blank_lines = report->blank_lines,
        .comment_lines = report->comment_lines,
        .input_digest = report->input_sha256,
        .step = input->step,
        .beginnings = input->beginnings,
        .left_out = report->left_out,
        .left_out_by = {report->left_out_by[0], report->left_out_by[1], report->left_out_by[2],
                        report->left_out_by[3]},
        .warnings = report->warnings,
        .warning_count = report->warning_count,
    };
    int status = fill_options(builder, error);
    if (status == SPLITDATA_OK)
        status = builder->facts->stem != NULL
                     ? fill_inputs(builder, error)
                     : relate(builder, builder->facts->input_path, &manifest->input_path, error);
    return status == SPLITDATA_OK ? fill_parts(builder, error) : status;
}

int sd_manifest_make(const struct sd_manifest_facts *facts, const struct splitdata_report *report,
                     struct sd_output *output, struct splitdata_error *error)
{
    struct sd_name name = {0};
    struct sd_text text = {0};
    struct builder builder = {.facts = facts, .report = report};
    int status = sd_name_split(&name, output->path, error);
    builder.directory = name.directory;
    if (status == SPLITDATA_OK)
        status = fill(&builder, error);
    if (status == SPLITDATA_OK && !sd_manifest_write(&builder.manifest, &text))
        status = sd_fail_memory(error, "the manifest");
    if (status == SPLITDATA_OK && text.length > SD_MANIFEST_BYTES)
        status = sd_fail(error, SPLITDATA_USAGE,
                         "--manifest: it would be larger than 64 MB, and is not read then; nothing "
                         "was written (leave it out)");
    if (status == SPLITDATA_OK)
        status = sd_output_write_whole(output, &text, facts->options->cancel_fd,
                                       !facts->options->no_sync, error);
    for (size_t i = 0; i < builder.path_count; i++)
        free(builder.paths[i]);
    free(builder.paths);
    free(builder.outputs);
    free(builder.inputs);
    free(builder.manifest.parts);
    free(builder.manifest.files);
    sd_text_free(&text);
    sd_name_free(&name);
    return status;
}
