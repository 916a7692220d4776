/* SPDX-License-Identifier: MIT */
/* Files of earlier splits that the outputs do not replace, but that may be read together with them.
 */
#define _POSIX_C_SOURCE 200809L /* lstat */

#include "publish/output_names.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

int sd_targets_note(struct sd_targets *targets, const char *path, struct splitdata_error *error)
{
    enum { ENOUGH = 200 }; /* bytes: a message need not name all */
    struct sd_text *files = &targets->left_over;
    if (files->length > ENOUGH)
        return SPLITDATA_OK;
    return sd_text_format(files, "%s%s", files->length != 0 ? ", " : "", path)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the outputs' names");
}

static int note_if_there(struct sd_targets *targets, const char *path,
                         struct splitdata_error *error)
{
    struct stat found;
    return lstat(path, &found) == 0 ? sd_targets_note(targets, path, error) : SPLITDATA_OK;
}

/* Notes the file that a part of that repeat and fold would have, if it exists. */
static int note_next(struct sd_targets *targets, size_t part, uint64_t repeat, uint64_t fold,
                     struct splitdata_error *error)
{
    struct sd_target next = {.part = part, .repeat = repeat, .fold = fold};
    int status = sd_target_name(targets, &next, error);
    if (status == SPLITDATA_OK)
        status = note_if_there(targets, next.path, error);
    free(next.path);
    return status;
}

/* Notes the file of a part that is written as one: the name without the shard and what joins it. */
static int note_whole(struct sd_targets *targets, const struct sd_target *shard,
                      struct splitdata_error *error)
{
    const char *path = shard->path, *after = path + shard->shard_at + shard->shard_length;
    size_t length = shard->shard_at;
    struct sd_text whole = {0};
    if (length != 0 && strchr("-._", path[length - 1]) != NULL)
        length--;
    int status = sd_text_append(&whole, path, length) && sd_text_add(&whole, after)
                     ? SPLITDATA_OK
                     : sd_fail_memory(error, "the outputs' names");
    if (status == SPLITDATA_OK && whole.length != 0 && whole.bytes[whole.length - 1] != '/')
        status = note_if_there(targets, whole.bytes, error);
    sd_text_free(&whole);
    return status;
}

int sd_targets_find_left_over(struct sd_targets *targets, struct splitdata_error *error)
{
    const struct sd_request *request = targets->request;
    const uint64_t repeats = request->options->repeats, folds = targets->naming.folds;
    const bool sharded = sd_shards_wanted(&request->shards);
    int status = SPLITDATA_OK;
    if (request->options->emit == SPLITDATA_EMIT_COLUMN || targets->naming.rehearsal)
        return SPLITDATA_OK;
    for (size_t p = 0; p < request->parts.count && status == SPLITDATA_OK && !sharded; p++) {
        if (!sd_request_writes(request, p))
            continue;
        if (folds != 0)
            status = note_next(targets, p, repeats != 0 ? 1 : 0, folds + 1, error);
        if (repeats != 0 && status == SPLITDATA_OK)
            status = note_next(targets, p, repeats + 1, folds != 0 ? 1 : 0, error);
    }
    for (size_t i = 0; i < targets->count && status == SPLITDATA_OK && sharded; i++) {
        if (targets->target[i]->shard == 0)
            status = note_whole(targets, targets->target[i], error);
    }
    return status;
}
