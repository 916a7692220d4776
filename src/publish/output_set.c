/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/output_set.h"

#include "base/available.h"
#include "base/text.h"
#include "publish/existing.h"
#include "publish/inspect.h"
#include "publish/output_names.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Beyond this number, outputs are closed until the end. */
enum { KEPT_OPEN = 256 };

/* How many outputs may stay open: at most half of the process's limit of descriptors. */
static size_t may_stay_open(void)
{
    uint64_t half = sd_available_descriptors() / 2;
    return half < KEPT_OPEN ? (size_t)half : KEPT_OPEN;
}

static const char *last_component(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash == NULL ? path : slash + 1;
}

/* Opens the directory of a target, in addition to those open. */
static int add_directory(struct sd_targets *targets, const char *path, size_t named,
                         struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    struct sd_directory *more =
        realloc(targets->directories, (targets->directory_count + 1) * sizeof *more);
    if (more == NULL)
        return sd_fail_memory(error, "the outputs' directories");
    targets->directories = more;
    int status = sd_directory_open(&more[targets->directory_count], path, named, !options->dry_run,
                                   sd_target_remedy(targets, NULL), error);
    targets->directory_count += status == SPLITDATA_OK;
    return status;
}

/* How much of the path of a target's directory the user named, without the slashes after it. */
static size_t named_of(const struct sd_target *target, const char *directory)
{
    size_t length = strlen(directory), named = target->named < length ? target->named : length;
    while (named > 1 && named < length && directory[named - 1] == '/')
        named--;
    return named;
}

/* Finds or opens the directory of a target. */
static int open_directory(struct sd_targets *targets, struct sd_target *target,
                          struct splitdata_error *error)
{
    struct sd_name name = {0};
    int status = sd_name_split(&name, target->path, error);
    if (status != SPLITDATA_OK)
        return status;
    size_t d = 0, named = named_of(target, name.directory);
    while (d < targets->directory_count &&
           (strcmp(targets->directories[d].path, name.directory) != 0 ||
            targets->directories[d].named != named))
        d++;
    if (d == targets->directory_count)
        status = add_directory(targets, name.directory, named, error);
    sd_name_free(&name);
    if (status != SPLITDATA_OK)
        return status;
    target->directory = 0;
    while (!sd_directory_is(&targets->directories[target->directory], &targets->directories[d]))
        target->directory++;
    target->output.directory_fd = targets->directories[d].fd;
    return SPLITDATA_OK;
}

static int compare_places(const void *a, const void *b)
{
    const struct sd_target *const *left = a, *const *right = b;
    const struct sd_output *one = &(*left)->output, *other = &(*right)->output;
    if (one->is_descriptor || other->is_descriptor)
        return one->is_descriptor && other->is_descriptor
                   ? one->descriptor - other->descriptor
                   : one->is_descriptor - other->is_descriptor;
    if ((*left)->directory != (*right)->directory)
        return (*left)->directory < (*right)->directory ? -1 : 1;
    return strcmp((*left)->output.name, (*right)->output.name);
}

/* Refuses outputs that are the same file under different paths. */
static int check_places(const struct sd_targets *targets, struct splitdata_error *error)
{
    const struct sd_target **sorted = sd_targets_sorted(targets, compare_places);
    int status = sorted != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
    for (size_t i = 1; i < sd_targets_all(targets) && status == SPLITDATA_OK; i++) {
        if (compare_places(&sorted[i - 1], &sorted[i]) == 0 && !sd_target_is_nowhere(sorted[i]))
            status = sd_fail(error, SPLITDATA_USAGE, "%s and %s are one file for two outputs",
                             sorted[i - 1]->path, sorted[i]->path);
    }
    free(sorted);
    return status;
}

static int refuse_existing(const struct sd_targets *targets, size_t existing,
                           struct splitdata_error *error)
{
    const char *first = NULL;
    for (size_t i = 0; i < sd_targets_all(targets) && first == NULL; i++)
        first = sd_targets_at(targets, i)->here_before ? sd_targets_at(targets, i)->path : NULL;
    if (existing == 1)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: exists already (-f replaces it if a split wrote it)", first);
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "%s and %zu more exist already (-f replaces what a split wrote, "
                   "--if-changed keeps what is right)",
                   first, existing - 1);
}

/* Whether a file is made in the directory, which is not so for a descriptor or a device. */
static bool holds_a_file(const struct sd_targets *targets, size_t d)
{
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        const struct sd_target *target = sd_targets_at(targets, i);
        if (target->directory == d && !sd_output_is_stream(&target->output))
            return true;
    }
    return false;
}

/* Chooses where temporary files are made: in the directory of an output, if the user named all of
 * its path. Another one might be exchanged for a link, and is entered by its descriptor. */
static int choose_spool(struct sd_targets *targets, struct splitdata_error *error)
{
    char path[32];
    size_t d = 0;
    while (d < targets->directory_count &&
           (targets->directories[d].fd < 0 || !holds_a_file(targets, d)))
        d++;
    if (d == targets->directory_count)
        return SPLITDATA_OK;
    const struct sd_directory *found = &targets->directories[d];
    snprintf(path, sizeof path, "/proc/self/fd/%d", found->fd);
    const char *chosen =
        found->path[found->named] == '\0' || access(path, F_OK) != 0 ? found->path : path;
    targets->spool = sd_copy_string(chosen, strlen(chosen));
    return targets->spool != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
}

int sd_targets_prepare(struct sd_targets *targets, struct sd_target *target,
                       struct splitdata_error *error)
{
    struct sd_output *output = &target->output;
    output->fd = -1;
    output->path = target->path;
    output->name = last_component(target->path);
    output->mode = targets->mode;
    output->keep_closed = sd_targets_all(targets) > may_stay_open();
    output->unwritten = targets->naming.rehearsal;
    if (output->unwritten)
        return SPLITDATA_OK;
    if (strcmp(target->path, "-") == 0) {
        target->directory = SIZE_MAX;
        output->is_descriptor = true;
        output->descriptor = STDOUT_FILENO;
        return sd_target_check_descriptor(target, targets->input, error);
    }
    int status = open_directory(targets, target, error);
    return status == SPLITDATA_OK && !target->provisional
               ? sd_target_inspect(targets, target, targets->input, error)
               : status;
}

/* Refuses a split that is there already, before anything is read. */
static int check_existing(const struct sd_targets *targets, struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    size_t files = 0, existing = 0;
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        files += strcmp(sd_targets_at(targets, i)->path, "-") != 0;
        existing += sd_targets_at(targets, i)->here_before;
    }
    return existing != 0 && existing == files && !sd_targets_may_replace(targets) &&
                   !targets->replayed && !options->dry_run
               ? refuse_existing(targets, existing, error)
               : SPLITDATA_OK;
}

int sd_targets_settle(struct sd_targets *targets, struct splitdata_error *error)
{
    if (targets->naming.rehearsal)
        return SPLITDATA_OK;
    int status = check_places(targets, error);
    if (status == SPLITDATA_OK)
        status = check_existing(targets, error);
    return status == SPLITDATA_OK ? sd_targets_find_stale(targets, error) : status;
}

static void free_target(struct sd_target *target)
{
    sd_output_close(&target->output);
    free(target->path);
    free(target);
}

/* Forgets names that were given for checks alone. */
static void forget_names(struct sd_targets *targets)
{
    while (targets->count != 0)
        free_target(targets->target[--targets->count]);
    targets->named = 0;
}

int sd_targets_begin(struct sd_targets *targets, const struct sd_request *request,
                     const struct sd_naming *naming, const struct sd_input *input,
                     struct splitdata_error *error)
{
    const bool cut_later = request->shards.bytes != 0;
    targets->input = input;
    targets->mode = sd_target_mode(input);
    targets->replayed = naming->replayed != NULL;
    int status = sd_targets_name(targets, request, naming, error);
    for (size_t i = 0; i < sd_targets_all(targets) && status == SPLITDATA_OK; i++)
        status = sd_targets_prepare(targets, sd_targets_at(targets, i), error);
    if (status == SPLITDATA_OK && !naming->rehearsal)
        status = choose_spool(targets, error);
    if (status == SPLITDATA_OK && cut_later)
        forget_names(targets);
    else if (status == SPLITDATA_OK)
        status = sd_targets_settle(targets, error);
    return status;
}

/* The number of a part among those that are written; one of those that are not has none. */
static bool find_part(const struct sd_targets *targets, size_t number, size_t *found)
{
    const struct sd_request *request = targets->request;
    const size_t parts = request->parts.count;
    *found = request->options->emit == SPLITDATA_EMIT_COLUMN ? 0
             : request->options->only != NULL                ? number / parts
                                                             : number;
    return request->options->only == NULL || number % parts == request->only;
}

struct sd_target *const *sd_targets_files(const struct sd_targets *targets, size_t number,
                                          size_t *count)
{
    size_t part;
    *count = 0;
    if (!find_part(targets, number, &part) || part >= targets->named)
        return NULL;
    *count = targets->first[part + 1] - targets->first[part];
    return &targets->target[targets->first[part]];
}

size_t sd_targets_parts(const struct sd_targets *targets)
{
    const struct sd_request *request = targets->request;
    return targets->parts * (request->options->only != NULL ? request->parts.count : 1);
}

struct sd_target *sd_targets_of_part(const struct sd_targets *targets, size_t number)
{
    size_t count;
    struct sd_target *const *files = sd_targets_files(targets, number, &count);
    return count != 0 ? files[0] : NULL;
}

struct sd_target *sd_targets_query_of(const struct sd_targets *targets, size_t number)
{
    size_t part;
    return targets->queries != 0 && find_part(targets, number, &part)
               ? targets->target[targets->count + part]
               : NULL;
}

int sd_targets_outputs(struct sd_targets *targets, struct sd_output ***outputs, size_t *count,
                       size_t *queries, bool *one_directory, struct splitdata_error *error)
{
    const bool sharded = sd_shards_wanted(&targets->request->shards);
    *count = sharded ? 0 : sd_targets_parts(targets);
    *queries = targets->queries != 0 ? *count : 0;
    struct sd_output **output = *outputs = calloc(*count + *queries + 1, sizeof *output);
    if (output == NULL)
        return sd_fail_memory(error, "the outputs");
    *one_directory = true;
    for (size_t i = 0; i < *count; i++) {
        struct sd_target *target = sd_targets_of_part(targets, i);
        output[i] = target != NULL ? &target->output : NULL;
        *one_directory = *one_directory &&
                         (target == NULL || target->directory == targets->target[0]->directory);
    }
    for (size_t i = 0; i < *queries; i++) {
        struct sd_target *target = sd_targets_query_of(targets, i);
        output[*count + i] = target != NULL ? &target->output : NULL;
    }
    return SPLITDATA_OK;
}

const char *sd_targets_spool_dir(const struct sd_targets *targets)
{
    return targets->spool != NULL ? targets->spool : "/tmp";
}

/* Files get their names together; what went to a stream cannot be taken back. */
static void tell_streamed(const struct sd_targets *targets, struct splitdata_error *error)
{
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        const struct sd_target *target = sd_targets_at(targets, i);
        const struct sd_output *output = &target->output;
        if (!output->stream || output->position == 0 || sd_target_is_nowhere(target))
            continue;
        sd_fail(error, SPLITDATA_CANCELLED,
                "interrupted; %s has got %" PRIu64 " byte%s, no file was written",
                strcmp(output->path, "-") == 0 ? "standard output" : output->path, output->position,
                output->position == 1 ? "" : "s");
        return;
    }
}

void sd_targets_close(struct sd_targets *targets, int status, struct splitdata_error *error)
{
    if (status == SPLITDATA_CANCELLED)
        tell_streamed(targets, error);
    for (size_t i = 0; i < sd_targets_all(targets); i++)
        free_target(sd_targets_at(targets, i));
    sd_targets_free_stale(targets);
    for (size_t d = targets->directory_count; d-- > 0;)
        sd_directory_close(&targets->directories[d], !targets->committed);
    free(targets->target);
    free(targets->first);
    free(targets->directories);
    free(targets->spool);
    free(targets->usual_manifest);
    sd_text_free(&targets->left_over);
    *targets = (struct sd_targets){0};
}
