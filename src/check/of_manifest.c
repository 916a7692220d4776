/* SPDX-License-Identifier: MIT */
#include "check/of_manifest.h"

#include "provenance/manifest_load.h"
#include "provenance/paths.h"
#include "publish/output_set.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Takes what the manifest knows and `asked` does not say. */
static void choose_options(struct sd_of_manifest *of, const struct splitdata_check_options *asked)
{
    const struct splitdata_options *known = &of->manifest.options;
    struct splitdata_options *how = &of->options.how;
    of->options = *asked;
    how->format = known->format;
    how->header = known->header;
    how->delimiter = known->delimiter;
    how->quote = known->quote;
    how->ragged_keep = known->ragged_keep;
    how->skip_lines = known->skip_lines;
    how->header_records = known->header_records;
    how->comment = known->comment;
    how->escape = known->escape;
    if (how->group == NULL)
        how->group = known->group;
    if (how->time == NULL) {
        how->time = known->time;
        how->time_format = known->time_format;
    }
    /* Bins (":q10") and several columns are no class to be predicted. */
    if (of->options.target == NULL && known->stratify != NULL &&
        strpbrk(known->stratify, ":,") == NULL)
        of->options.target = known->stratify;
}

/* The only file of a part, or why a part cannot be checked. */
static int find_file(const struct sd_of_manifest *of, const char *path, size_t part,
                     const struct sd_manifest_file **file, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &of->manifest;
    const struct sd_manifest_part *found = &manifest->parts[part];
    if (manifest->options.emit != SPLITDATA_EMIT_ROWS)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: its outputs have no records of their own (--emit): name files with "
                       "records",
                       path);
    if (found->fold != 0 || found->repeat != 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: of folds: name the train and the test file of one", path);
    if (found->files > 1)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: part %s is in %zu files, and a part that is checked is one file", path,
                       found->name, found->files);
    if (found->files == 0 || manifest->files[found->first_file].path == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "%s: part %s was not written to a file", path,
                       found->name);
    *file = &manifest->files[found->first_file];
    return SPLITDATA_OK;
}

/* The number of the part called train, or of the first. */
static size_t find_train(const struct sd_manifest *manifest)
{
    size_t train = 0;
    for (size_t i = manifest->part_count; i-- > 0;)
        train = strcmp(manifest->parts[i].name, "train") == 0 ? i : train;
    return train;
}

/* The path by which a complete output without a name can be opened; it is kept open. */
static char *path_of_output(struct sd_of_manifest *of, const struct sd_output *output)
{
    char path[32];
    const int fd = sd_output_reopen(output);
    if (fd < 0)
        return NULL;
    of->opened[of->opened_count++] = fd;
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    return sd_copy_string(path, strlen(path));
}

static int find_output(struct sd_of_manifest *of, const struct sd_targets *targets, size_t part,
                       struct splitdata_error *error)
{
    size_t count;
    const struct sd_target *target = sd_targets_files(targets, part, &count)[0];
    if (sd_output_is_stream(&target->output))
        return sd_fail(error, SPLITDATA_USAGE, "--report: %s is no file, and is not read again",
                       target->path);
    of->paths[of->count] = path_of_output(of, &target->output);
    of->names[of->count] = sd_copy_string(target->path, strlen(target->path));
    return of->paths[of->count] != NULL && of->names[of->count] != NULL
               ? SPLITDATA_OK
               : sd_fail_system(error, errno, "%s: cannot be read again", target->path);
}

/* Train first; `targets`: of a split that is not yet published, else NULL. */
static int find_parts(struct sd_of_manifest *of, const struct sd_targets *targets,
                      struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &of->manifest;
    const char *slash = strrchr(of->path, '/');
    const size_t length = slash == NULL || slash == of->path ? 1 : (size_t)(slash - of->path);
    char *directory = sd_copy_string(slash == NULL ? "." : of->path, length);
    const size_t train = find_train(manifest);
    int status = SPLITDATA_OK;
    of->paths = calloc(manifest->part_count + 1, sizeof *of->paths);
    of->names = targets != NULL ? calloc(manifest->part_count + 1, sizeof *of->names) : NULL;
    of->opened = calloc(manifest->part_count + 2, sizeof *of->opened);
    if (directory == NULL || of->paths == NULL || of->opened == NULL ||
        (targets != NULL && of->names == NULL))
        status = sd_fail_memory(error, "the parts");
    for (size_t i = 0; i < manifest->part_count && status == SPLITDATA_OK; i++) {
        const struct sd_manifest_file *file = NULL;
        const size_t part = i == 0 ? train : i <= train ? i - 1 : i;
        status = find_file(of, of->path, part, &file, error);
        if (status != SPLITDATA_OK)
            break;
        if (targets != NULL)
            status = find_output(of, targets, part, error);
        else if ((of->paths[of->count] = sd_path_join(directory, file->path)) == NULL)
            status = sd_fail_memory(error, "the parts");
        of->count++;
    }
    free(directory);
    return status;
}

int sd_of_manifest_open(struct sd_of_manifest *of, const char *path,
                        const struct splitdata_check_options *asked, struct splitdata_error *error)
{
    *of = (struct sd_of_manifest){.path = path};
    int status = sd_manifest_load(&of->manifest, path, asked->how.cancel_fd, error);
    if (status == SPLITDATA_DATA && of->manifest.version == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: one file alone must be a manifest, and this is none: name TRAIN and "
                       "TEST",
                       path);
    if (status != SPLITDATA_OK)
        return status;
    choose_options(of, asked);
    return find_parts(of, NULL, error);
}

int sd_of_targets_open(struct sd_of_manifest *of, const struct sd_targets *targets,
                       const struct splitdata_check_options *asked, struct splitdata_error *error)
{
    const struct sd_target *manifest = sd_targets_manifest(targets);
    char path[32];
    *of = (struct sd_of_manifest){.path = manifest->path};
    const int fd = sd_output_reopen(&manifest->output);
    if (fd < 0)
        return sd_fail_system(error, errno, "%s: cannot be read again", manifest->path);
    snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    int status = sd_manifest_load(&of->manifest, path, asked->how.cancel_fd, error);
    close(fd);
    if (status == SPLITDATA_DATA) /* the split has just written it */
        return sd_fail_memory(error, "the manifest");
    if (status != SPLITDATA_OK)
        return status;
    choose_options(of, asked);
    return find_parts(of, targets, error);
}

void sd_of_manifest_close(struct sd_of_manifest *of)
{
    for (size_t i = 0; i < of->count; i++) {
        free(of->paths[i]);
        if (of->names != NULL)
            free(of->names[i]);
    }
    for (size_t i = 0; i < of->opened_count; i++)
        close(of->opened[i]);
    free(of->paths);
    free(of->names);
    free(of->opened);
    sd_manifest_free(&of->manifest);
    *of = (struct sd_of_manifest){.count = 0};
}
