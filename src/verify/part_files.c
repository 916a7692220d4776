/* SPDX-License-Identifier: MIT */
#include "verify/part_files.h"

#include "verify/finding.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int sd_part_files_list(struct sd_part_files *files, const struct sd_manifest_check *check,
                       struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &check->manifest;
    size_t most = manifest->file_count + manifest->part_count;
    files->check = check;
    files->file = calloc(most, sizeof *files->file);
    files->first = calloc(manifest->part_count, sizeof *files->first);
    if (files->file == NULL || files->first == NULL)
        return sd_fail_memory(error, "the findings");
    for (size_t p = 0; p < manifest->part_count; p++) {
        const struct sd_manifest_part *part = &manifest->parts[p];
        files->first[p] = files->count;
        for (size_t s = 0; s < part->files; s++)
            files->file[files->count++] =
                (struct sd_part_file){.part = part, .said = &manifest->files[part->first_file + s]};
        if (part->unwritten)
            files->file[files->count++] = (struct sd_part_file){.part = part};
    }
    return SPLITDATA_OK;
}

int sd_part_files_begin(struct sd_part_files *files, struct splitdata_finding *findings,
                        struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < files->count && status == SPLITDATA_OK; i++) {
        files->file[i].finding = &findings[i];
        status = sd_finding_of_part(&findings[i], "part", files->file[i].part, error);
    }
    return status;
}

const char **sd_part_files_right(const struct sd_part_files *files)
{
    const struct sd_manifest *manifest = &files->check->manifest;
    const char **right = calloc(manifest->file_count + 1, sizeof *right);
    for (size_t i = 0; right != NULL && i < files->count; i++) {
        const struct sd_part_file *file = &files->file[i];
        if (file->said != NULL && file->found.same && file->found.bytes == file->said->bytes)
            right[file->said - manifest->files] = file->finding->path;
    }
    return right;
}

/* Finds the file whose bytes a changed file has: two may have been swapped. */
static const struct sd_part_file *owner_of(const struct sd_part_files *files,
                                           const struct sd_part_file *file)
{
    for (size_t i = 0; i < files->count; i++) {
        const struct sd_manifest_file *said = files->file[i].said;
        if (said != NULL && said->bytes == file->found.bytes &&
            strcmp(said->digest, file->found.digest) == 0)
            return &files->file[i];
    }
    return NULL;
}

/* Whether the file before is the same one: with --emit column all parts are in one. */
static bool is_file_before(const struct sd_part_files *files, size_t i)
{
    const struct sd_part_file *file = &files->file[i];
    return i > 0 && file[-1].finding->path != NULL &&
           strcmp(file->finding->path, file[-1].finding->path) == 0 &&
           strcmp(file->said->digest, file[-1].said->digest) == 0;
}

static int check_file(const struct sd_part_files *files, size_t i,
                      const struct sd_file_reading *control, struct splitdata_error *error)
{
    struct sd_part_file *file = &files->file[i];
    struct splitdata_finding *finding = file->finding;
    if (file->said == NULL || file->said->path == NULL)
        return sd_conclude(finding, SPLITDATA_VERDICT_UNCHECKED,
                           file->said == NULL ? "not written" : "went to standard output", error);
    const struct sd_expected expected = {.bytes = file->said->bytes, .digest = file->said->digest};
    int status = sd_manifest_check_locate(files->check, file->said->path, "nothing outside is read",
                                          &finding->path, error);
    if (status != SPLITDATA_OK)
        return status;
    if (is_file_before(files, i))
        file->found = file[-1].found;
    else
        status = sd_verify_file(finding->path, &expected, control, &file->found, error);
    if (status != SPLITDATA_OK || !file->found.there)
        return status != SPLITDATA_OK
                   ? status
                   : sd_conclude(finding, SPLITDATA_VERDICT_MISSING, NULL, error);
    if (file->found.same)
        return sd_conclude(finding, SPLITDATA_VERDICT_SAME, NULL, error);
    finding->byte = file->found.more_from;
    const struct sd_part_file *owner = owner_of(files, file);
    if (owner != NULL)
        snprintf(file->found.detail, sizeof file->found.detail,
                 "has the contents that the manifest gives for %s%s",
                 owner->said->path != NULL ? owner->said->path : owner->part->name,
                 strcmp(owner->part->name, file->part->name) != 0 ? ""
                 : owner->part == file->part                      ? ", another shard of that part"
                                                                  : ", another part of that name");
    return sd_conclude(finding, SPLITDATA_VERDICT_CHANGED, file->found.detail, error);
}

int sd_part_files_check(struct sd_part_files *files, const struct sd_file_reading *control,
                        struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < files->count && status == SPLITDATA_OK; i++)
        status = check_file(files, i, control, error);
    return status;
}

const struct sd_observer *sd_part_files_comparison(void *context, size_t part, size_t shard)
{
    const struct sd_part_files *files = context;
    const struct sd_manifest *manifest = &files->check->manifest;
    if (part >= manifest->part_count || shard >= manifest->parts[part].files)
        return NULL;
    struct sd_part_file *file = &files->file[files->first[part] + shard];
    file->held.path = file->found.there && !file->found.same ? file->finding->path : NULL;
    file->observer = (struct sd_observer){sd_comparison_observe, &file->held};
    return &file->observer;
}

int sd_part_files_place(struct sd_part_files *files, struct splitdata_error *error)
{
    const bool column = files->check->manifest.options.emit == SPLITDATA_EMIT_COLUMN;
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < files->count && status == SPLITDATA_OK; i++) {
        const struct sd_comparison *held = &files->file[column ? 0 : i].held;
        const struct sd_part_file *place = &files->file[i];
        const struct sd_file_check *file = &place->found;
        char detail[1024];
        if (!file->there || file->same || file->damaged || !held->open || held->broken ||
            owner_of(files, place) != NULL)
            continue;
        uint64_t should = place->said->bytes;
        if (held->differs && held->at == file->bytes)
            snprintf(detail, sizeof detail,
                     "ends at byte %" PRIu64 " (line %" PRIu64 "), not %" PRIu64, held->at,
                     held->line, should);
        else if (held->differs && file->bytes == should)
            snprintf(detail, sizeof detail, "first differs at byte %" PRIu64 " (line %" PRIu64 ")",
                     held->at, held->line);
        else if (held->differs)
            snprintf(detail, sizeof detail,
                     "first differs at byte %" PRIu64 " (line %" PRIu64 "), and has %" PRIu64
                     " bytes, not %" PRIu64,
                     held->at, held->line, file->bytes, should);
        else if (held->at == file->bytes)
            snprintf(detail, sizeof detail, "matches the split; the manifest is wrong about it");
        else
            continue;
        if (held->differs) {
            place->finding->byte = held->at;
            place->finding->line = held->line;
        }
        status = sd_conclude(place->finding, SPLITDATA_VERDICT_CHANGED, detail, error);
    }
    return status;
}

void sd_part_files_free(struct sd_part_files *files)
{
    for (size_t i = 0; i < files->count; i++)
        sd_comparison_free(&files->file[i].held);
    free(files->file);
    free(files->first);
}
