/* SPDX-License-Identifier: MIT */
#include "verify/reconstruction.h"

/* Whether a file is correct, and as long as its records are at least. */
static bool is_right(const struct sd_reconstructed *reconstruction, size_t file, uint64_t records)
{
    const struct sd_reconstruction *asked = reconstruction->asked;
    return asked->files[file] != NULL && records <= asked->manifest->files[file].bytes;
}

/* The records of a part's file. */
static uint64_t records_of(const struct sd_manifest *manifest, size_t part, size_t file)
{
    return manifest->options.shards != NULL
               ? manifest->files[manifest->parts[part].first_file + file].records
               : manifest->parts[part].records;
}

bool sd_reconstruction_choose(struct sd_reconstructed *reconstruction)
{
    const struct sd_manifest *manifest = reconstruction->asked->manifest;
    const struct sd_manifest_part *parts = manifest->parts;
    const struct splitdata_options *options = &manifest->options;
    bool changed = options->line_ends != SPLITDATA_LINE_ENDS_KEEP || options->no_output_header;
    bool apart = options->delimiter < SPLITDATA_DELIMITER_BY_NAME || options->escape != 0;
    bool column = options->emit == SPLITDATA_EMIT_COLUMN;
    /* What the parts do not have cannot be put together again. */
    if (sd_options_emit_numbers(options) || options->skip_lines != 0 || changed ||
        (column && (apart || options->header_records > 1)))
        return false;
    if (column) {
        reconstruction->count = reconstruction->planned = 1;
        reconstruction->suffixes = manifest->options.repeats != 0 ? manifest->options.repeats : 1;
        return is_right(reconstruction, 0, manifest->records);
    }
    /* A manifest that was tampered with may contain any number. */
    if (manifest->options.folds > manifest->part_count ||
        manifest->options.repeats > manifest->part_count)
        return false;
    for (size_t first = 0, end; first < manifest->part_count; first = end) {
        uint64_t records = 0;
        bool right = true;
        for (end = first; end < manifest->part_count && parts[end].fold == parts[first].fold &&
                          parts[end].repeat == parts[first].repeat;
             end++) {
            records += parts[end].records;
            right = right && !parts[end].unwritten;
            for (size_t f = 0; f < parts[end].files && right; f++)
                right = is_right(reconstruction, parts[end].first_file + f,
                                 records_of(manifest, end, f));
        }
        reconstruction->first = first;
        reconstruction->planned = end - first;
        reconstruction->count =
            parts[end - 1].first_file + parts[end - 1].files - parts[first].first_file;
        if (right && records == manifest->records)
            return true;
    }
    return false;
}

bool sd_reconstruction_place(struct sd_reconstructed *reconstruction, size_t p, struct sd_cut cut)
{
    const struct sd_manifest *manifest = reconstruction->asked->manifest;
    const struct sd_manifest_part *parts = &manifest->parts[reconstruction->first];
    struct sd_part_again *files = &reconstruction->parts[parts[p].first_file - parts[0].first_file];
    uint64_t begin = cut.begin;
    for (size_t f = 0; f < parts[p].files; f++) {
        uint64_t end = begin + records_of(manifest, reconstruction->first + p, f);
        files[f].cut = (struct sd_cut){begin, end};
        begin = end;
    }
    return begin == cut.end;
}
