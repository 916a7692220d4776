/* SPDX-License-Identifier: MIT */
#include "shard/options.h"

int sd_shard_options_read(struct sd_shard_options *options, const json_t *keys,
                          const json_t *dialect, struct splitdata_error *error)
{
    struct sd_reader reader = {.manifest = &options->manifest, .error = error};
    splitdata_options_init(&options->manifest.options);
    if (keys != NULL)
        sd_options_read(&reader, keys);
    sd_dialect_read(&reader, dialect);
    return reader.status;
}

void sd_shard_options_free(struct sd_shard_options *options)
{
    sd_manifest_free(&options->manifest);
}

void sd_shard_options_take_dialect(struct splitdata_options *options,
                                   const struct splitdata_options *read)
{
    options->format = read->format;
    options->header = read->header;
    options->header_records = read->header_records;
    options->skip_lines = read->skip_lines;
    options->delimiter = read->delimiter;
    options->quote = read->quote;
    options->ragged_keep = read->ragged_keep;
    options->comment = read->comment;
    options->escape = read->escape;
}

int sd_shard_options_check(const struct splitdata_options *options, struct splitdata_error *error)
{
    const struct {
        bool given;
        const char *name;
    } refused[] = {
        {options->emit != SPLITDATA_EMIT_ROWS, "--emit"},
        {options->duplicates != SPLITDATA_DUPLICATES_KEEP, "--duplicates"},
        {options->line_ends != SPLITDATA_LINE_ENDS_KEEP, "--line-ends"},
        {options->no_output_header, "--no-output-header"},
        {options->query_files, "--query-files"},
        {options->shards != NULL, "--shards"},
        {options->only != NULL, "--only"},
        {options->gzip_level > 0, "--gzip"},
        {options->manifest, "--manifest"},
    };
    for (size_t i = 0; i < sizeof refused / sizeof refused[0]; i++) {
        if (refused[i].given)
            return sd_fail(error, SPLITDATA_USAGE,
                           "%s: the steps of a split on many machines do not have it",
                           refused[i].name);
    }
    return SPLITDATA_OK;
}
