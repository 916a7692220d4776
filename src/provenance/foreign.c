/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* fstatat */

#include "provenance/foreign.h"

#include "provenance/manifest_load.h"
#include "provenance/paths.h"
#include "publish/existing.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* A manifest that an earlier split may have left. */
struct earlier {
    const char *path; /* NULL: none */
    bool read;        /* it was tried to read it */
    char *directory;
    struct sd_manifest manifest; /* without parts: it could not be read */
    size_t next;                 /* the file after the one that was found last */
};

static void read_earlier(struct earlier *earlier, int cancel_fd)
{
    struct splitdata_error ignored;
    struct sd_name name = {0};
    struct stat found;
    earlier->read = true;
    if (stat(earlier->path, &found) != 0 || !S_ISREG(found.st_mode))
        return;
    if (sd_name_split(&name, earlier->path, &ignored) == SPLITDATA_OK) {
        earlier->directory = name.directory;
        name.directory = NULL;
    }
    sd_name_free(&name);
    if (earlier->directory != NULL)
        sd_manifest_load(&earlier->manifest, earlier->path, cancel_fd, &ignored);
}

static const char *base_of(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash != NULL ? slash + 1 : path;
}

/* Whether a path of the manifest is that of the target: the file decides, not how it is spelt. */
static bool is_path_of(const struct earlier *earlier, const char *path,
                       const struct sd_target *target)
{
    struct stat there, here;
    if (strcmp(base_of(path), target->output.name) != 0)
        return false;
    char *joined = sd_path_join(earlier->directory, path);
    bool same = joined != NULL && lstat(joined, &there) == 0 &&
                fstatat(target->output.directory_fd, target->output.name, &here,
                        AT_SYMLINK_NOFOLLOW) == 0 &&
                there.st_dev == here.st_dev && there.st_ino == here.st_ino;
    free(joined);
    return same;
}

/* Targets and files are in the same order, so the search goes on where the last one ended. */
static bool names(struct earlier *earlier, const struct sd_target *target, int cancel_fd)
{
    if (earlier->path != NULL && !earlier->read)
        read_earlier(earlier, cancel_fd);
    const struct sd_manifest *manifest = &earlier->manifest;
    for (size_t i = 0; i < manifest->file_count; i++) {
        size_t f = (earlier->next + i) % manifest->file_count;
        const char *path = manifest->files[f].path;
        if (path != NULL && is_path_of(earlier, path, target)) {
            earlier->next = f + 1;
            return true;
        }
    }
    return false;
}

static int look(const struct sd_targets *targets, struct sd_target *target,
                struct earlier earlier[2], struct splitdata_error *error)
{
    static const char manifest[] = "{\n  \"manifest\": ";
    const bool is_page = target == targets->page;
    const bool is_beside = is_page || target == sd_targets_manifest(targets);
    const int cancel_fd = targets->request->options->cancel_fd;
    const char *bytes = is_page     ? SD_PAGE_BEGINNING
                        : is_beside ? manifest
                                    : targets->prologue->bytes;
    size_t length = is_beside ? strlen(bytes) : target->query ? 0 : targets->prologue->length;
    bool begins = true;
    if (!target->here_before || length == 0)
        return SPLITDATA_OK;
    int status = sd_target_begins_with(target, bytes, length, &begins, error);
    target->foreign =
        !begins &&
        (is_beside || targets->replayed ||
         !(names(&earlier[0], target, cancel_fd) || names(&earlier[1], target, cancel_fd)));
    return status == SPLITDATA_OK && target->foreign && !targets->request->options->dry_run
               ? sd_target_refuse_foreign(targets, target, error)
               : status;
}

/* Looks at targets from..to-1 of all, and at what an earlier split has left. */
static int look_at_all(struct sd_targets *targets, size_t from, size_t to,
                       struct splitdata_error *error)
{
    struct earlier earlier[2] = {{.path = targets->usual_manifest},
                                 {.path = targets->request->options->manifest_path}};
    int status = SPLITDATA_OK;
    for (size_t i = from; i < to && status == SPLITDATA_OK; i++)
        status = look(targets, sd_targets_at(targets, i), earlier, error);
    for (size_t i = 0; i < targets->stale_count && status == SPLITDATA_OK; i++)
        status = look(targets, &targets->stale[i], earlier, error);
    for (size_t e = 0; e < 2; e++) {
        sd_manifest_free(&earlier[e].manifest);
        free(earlier[e].directory);
    }
    return status;
}

int sd_foreign_find(struct sd_targets *targets, const struct sd_text *prologue,
                    struct splitdata_error *error)
{
    targets->prologue = prologue;
    return look_at_all(targets, 0, sd_targets_all(targets), error);
}

int sd_foreign_complete(struct sd_targets *targets, struct splitdata_error *error)
{
    if (targets->request->shards.bytes == 0)
        return SPLITDATA_OK;
    int status = sd_targets_settle(targets, error);
    return status == SPLITDATA_OK ? look_at_all(targets, 0, targets->count, error) : status;
}
