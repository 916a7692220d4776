/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/output_set.h"

#include "base/text.h"
#include "publish/existing.h"
#include "publish/inspect.h"
#include "publish/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

/* Beyond this number, outputs are closed until the end. */
enum { KEPT_OPEN = 256 };

/* How many outputs may stay open: at most half of the process's limit of descriptors. */
static size_t may_stay_open(void)
{
    struct rlimit limit;
    if (getrlimit(RLIMIT_NOFILE, &limit) == 0 && limit.rlim_cur / 2 < KEPT_OPEN)
        return (size_t)limit.rlim_cur / 2;
    return KEPT_OPEN;
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
        first = targets->target[i].here_before ? targets->target[i].path : NULL;
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
        const struct sd_output *output = &targets->target[i].output;
        if (targets->target[i].directory == d && !sd_output_is_stream(output))
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

static int prepare(struct sd_targets *targets, const struct sd_input *input,
                   struct splitdata_error *error)
{
    bool force = sd_targets_may_replace(targets);
    size_t files = 0, existing = 0;
    mode_t mode =
        S_ISREG(input->source.at_open.st_mode) ? input->source.at_open.st_mode & 0666 : 0666;
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        struct sd_target *target = &targets->target[i];
        struct sd_output *output = &target->output;
        output->fd = -1;
        output->path = target->path;
        output->name = last_component(target->path);
        output->mode = mode;
        output->keep_closed = sd_targets_all(targets) > may_stay_open();
        int status = SPLITDATA_OK;
        if (strcmp(target->path, "-") == 0) {
            target->directory = SIZE_MAX;
            output->is_descriptor = true;
            output->descriptor = STDOUT_FILENO;
            status = sd_target_check_descriptor(target, input, error);
            if (status != SPLITDATA_OK)
                return status;
            continue;
        }
        files++;
        status = open_directory(targets, target, error);
        if (status == SPLITDATA_OK)
            status = sd_target_inspect(targets, target, input, error);
        if (status != SPLITDATA_OK)
            return status;
        existing += target->here_before;
    }
    int status = check_places(targets, error);
    if (status == SPLITDATA_OK)
        status = choose_spool(targets, error);
    if (status != SPLITDATA_OK)
        return status;
    if (existing != 0 && existing == files && !force && !targets->replayed &&
        !targets->request->options->dry_run)
        return refuse_existing(targets, existing, error);
    return SPLITDATA_OK;
}

static void rehearse(struct sd_targets *targets)
{
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        targets->target[i].output.unwritten = true;
        targets->target[i].output.path = targets->target[i].path;
    }
}

int sd_targets_begin(struct sd_targets *targets, const struct sd_request *request,
                     const struct sd_naming *naming, const struct sd_input *input,
                     struct splitdata_error *error)
{
    int status = sd_targets_name(targets, request, naming, error);
    targets->replayed = naming->replayed != NULL;
    if (status != SPLITDATA_OK)
        return status;
    if (!naming->rehearsal)
        return prepare(targets, input, error);
    rehearse(targets);
    return SPLITDATA_OK;
}

struct sd_target *sd_targets_of_part(const struct sd_targets *targets, size_t number)
{
    const struct sd_request *request = targets->request;
    const size_t parts = request->parts.count;
    if (request->options->emit == SPLITDATA_EMIT_COLUMN)
        return &targets->target[0];
    if (request->options->only == NULL)
        return &targets->target[number];
    return number % parts == request->only ? &targets->target[number / parts] : NULL;
}

struct sd_target *sd_targets_query_of(const struct sd_targets *targets, size_t number)
{
    struct sd_target *target = targets->queries != 0 ? sd_targets_of_part(targets, number) : NULL;
    return target != NULL ? target + targets->count : NULL;
}

int sd_targets_outputs(struct sd_targets *targets, struct sd_output ***outputs, size_t *count,
                       size_t *queries, bool *one_directory, struct splitdata_error *error)
{
    const struct sd_request *request = targets->request;
    *count = targets->count * (request->options->only != NULL ? request->parts.count : 1);
    *queries = targets->queries != 0 ? *count : 0;
    struct sd_output **output = *outputs = calloc(*count + *queries + 1, sizeof *output);
    if (output == NULL)
        return sd_fail_memory(error, "the outputs");
    *one_directory = true;
    for (size_t i = 0; i < *count; i++) {
        struct sd_target *target = sd_targets_of_part(targets, i);
        output[i] = target != NULL ? &target->output : NULL;
        *one_directory =
            *one_directory && (target == NULL || target->directory == targets->target[0].directory);
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

/* Test parts first, and train (the part named first) last: once train exists, all parts exist, and
 * the files beside them. Only the manifest comes later. */
static size_t publication_order(const struct sd_targets *targets, struct sd_output **order)
{
    size_t count = 0, most = 0;
    for (size_t i = 0; i < targets->queries; i++)
        order[count++] = &targets->target[targets->count + i].output;
    for (size_t i = 0; i < targets->count; i++)
        most = targets->target[i].part > most ? targets->target[i].part : most;
    for (size_t part = most + 1; part-- > 0;) {
        for (size_t i = 0; i < targets->count; i++) {
            if (targets->target[i].part == part)
                order[count++] = &targets->target[i].output;
        }
    }
    if (targets->with_manifest)
        order[count++] = &sd_targets_manifest(targets)->output;
    return count;
}

static int publish_all(struct sd_targets *targets, struct sd_output **order,
                       struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    size_t count = publication_order(targets, order);
    int status = sd_publish(order, count, sd_targets_may_replace(targets), error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t d = 0; d < targets->directory_count && status == SPLITDATA_OK; d++) {
        if (!options->no_sync)
            status = sd_directory_sync(&targets->directories[d], error);
    }
    if (status != SPLITDATA_OK)
        sd_unpublish(order, count);
    else
        sd_forget_replaced(order, count);
    return status;
}

/* A file that appeared while the split was made is replaced as one that was there before. */
static int look_again(const struct sd_targets *targets, struct sd_target *target,
                      struct splitdata_error *error)
{
    bool begins = true;
    if (target->here_before || sd_output_is_stream(&target->output) || targets->prologue == NULL ||
        target->query || target == sd_targets_manifest(targets))
        return SPLITDATA_OK;
    int status = sd_target_begins_with(target, targets->prologue->bytes, targets->prologue->length,
                                       &begins, error);
    return status == SPLITDATA_OK && !begins ? sd_target_refuse_foreign(targets, target, error)
                                             : status;
}

/* Whether what is there is kept, may be replaced, or is in the way. */
static int judge(const struct sd_targets *targets, struct sd_target *target,
                 struct splitdata_error *error)
{
    const struct splitdata_options *options = targets->request->options;
    int status =
        sd_targets_may_replace(targets) ? look_again(targets, target, error) : SPLITDATA_OK;
    return status == SPLITDATA_OK && target->here_before &&
                   !(options->force && !options->if_changed)
               ? sd_target_judge(targets, target, error)
               : status;
}

int sd_targets_commit(struct sd_targets *targets, struct splitdata_error *error)
{
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        int status = judge(targets, &targets->target[i], error);
        if (status != SPLITDATA_OK)
            return status;
    }
    struct sd_output **order = calloc(sd_targets_all(targets), sizeof(*order));
    if (order == NULL)
        return sd_fail_memory(error, "publishing the outputs");
    int status = publish_all(targets, order, error);
    free(order);
    targets->committed = status == SPLITDATA_OK;
    return status;
}

/* Files get their names together; what went to a stream cannot be taken back. */
static void tell_streamed(const struct sd_targets *targets, struct splitdata_error *error)
{
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        const struct sd_output *output = &targets->target[i].output;
        if (!output->stream || output->position == 0 || sd_target_is_nowhere(&targets->target[i]))
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
    for (size_t i = 0; i < sd_targets_all(targets); i++) {
        sd_output_close(&targets->target[i].output);
        free(targets->target[i].path);
    }
    for (size_t d = targets->directory_count; d-- > 0;)
        sd_directory_close(&targets->directories[d], !targets->committed);
    free(targets->target);
    free(targets->directories);
    free(targets->spool);
    free(targets->usual_manifest);
    sd_text_free(&targets->left_over);
    *targets = (struct sd_targets){0};
}
