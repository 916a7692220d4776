/* SPDX-License-Identifier: MIT */
#include "publish/beside.h"

#include "base/text.h"
#include "publish/existing.h"
#include "publish/inspect.h"
#include "publish/name_template.h"

#include <stdlib.h>
#include <string.h>

/* Names the only target. */
static int name(struct sd_targets *targets, const char *path, const char *option,
                struct splitdata_error *error)
{
    enum { USUAL_LEVEL = 6 };
    const int level = targets->request->options->gzip_level;
    struct sd_target *target = calloc(1, sizeof *target);
    targets->target = calloc(1, sizeof *targets->target);
    if (target == NULL || targets->target == NULL) {
        free(target);
        return sd_fail_memory(error, "the outputs' names");
    }
    targets->target[targets->count++] = target;
    target->output.fd = -1;
    target->path = sd_copy_string(path, strlen(path));
    if (target->path == NULL)
        return sd_fail_memory(error, "the outputs' names");
    target->named = strlen(path);
    target->option = option;
    target->output.gzip_library = targets->request->options->gzip_library;
    target->output.gzip_level = level != SPLITDATA_GZIP_BY_NAME ? level
                                : sd_template_is_gzip(path)     ? USUAL_LEVEL
                                                                : 0;
    return SPLITDATA_OK;
}

/* Refuses to be an input; the first one was looked at before. */
static int check_inputs(struct sd_targets *targets, const struct sd_input *const *inputs,
                        size_t count, struct splitdata_error *error)
{
    struct sd_target *target = targets->target[0];
    int status = SPLITDATA_OK;
    for (size_t i = 1; i < count && status == SPLITDATA_OK; i++)
        status = target->output.is_descriptor
                     ? sd_target_check_descriptor(target, inputs[i], error)
                     : sd_target_inspect(targets, target, inputs[i], error);
    return status;
}

static int check_existing(const struct sd_targets *targets, const struct sd_text *beginning,
                          struct splitdata_error *error)
{
    const struct sd_target *target = targets->target[0];
    bool begins = true;
    if (!target->here_before)
        return SPLITDATA_OK;
    if (!targets->request->options->force)
        return sd_fail(error, SPLITDATA_SYSTEM, "%s: exists already (-f replaces it)",
                       target->path);
    int status = sd_target_begins_with(target, beginning->bytes, beginning->length, &begins, error);
    return status == SPLITDATA_OK && !begins
               ? sd_fail(error, SPLITDATA_SYSTEM,
                         "%s: is there and begins in another way than the file that %s writes; "
                         "it was not replaced (move it away)",
                         target->path, target->option)
               : status;
}

int sd_beside_begin(struct sd_beside *beside, const struct sd_request *request, const char *path,
                    const char *option, const struct sd_input *const *inputs, size_t count,
                    const struct sd_text *beginning, struct splitdata_error *error)
{
    struct sd_targets *targets = &beside->targets;
    targets->request = request;
    targets->input = inputs[0];
    targets->mode = sd_target_mode(inputs[0]);
    targets->prologue = beginning;
    int status = name(targets, path, option, error);
    if (status == SPLITDATA_OK)
        status = sd_targets_prepare(targets, targets->target[0], error);
    if (status == SPLITDATA_OK)
        status = check_inputs(targets, inputs, count, error);
    return status == SPLITDATA_OK ? check_existing(targets, beginning, error) : status;
}

/* The file is opened when there is something to write: a FIFO's reader waits until then. */
static int begin_feeding(struct sd_beside *beside, struct splitdata_error *error)
{
    const int cancel_fd = beside->targets.request->options->cancel_fd;
    struct sd_output *output = &beside->targets.target[0]->output;
    if (beside->feeder.block != NULL)
        return SPLITDATA_OK;
    int status = sd_output_open(output, cancel_fd, error);
    return status == SPLITDATA_OK ? sd_feed_begin(&beside->feeder, output, cancel_fd, error)
                                  : status;
}

int sd_beside_put(struct sd_beside *beside, const void *bytes, size_t length,
                  struct splitdata_error *error)
{
    int status = begin_feeding(beside, error);
    return status == SPLITDATA_OK ? sd_feed_put(&beside->feeder, bytes, length, error) : status;
}

int sd_beside_publish(struct sd_beside *beside, struct splitdata_error *error)
{
    struct sd_targets *targets = &beside->targets;
    int status = begin_feeding(beside, error);
    if (status == SPLITDATA_OK)
        status = sd_feed_finish(&beside->feeder, error);
    if (status == SPLITDATA_OK)
        status = sd_output_complete(&targets->target[0]->output,
                                    !targets->request->options->no_sync, error);
    return status == SPLITDATA_OK ? sd_targets_commit(targets, error) : status;
}

void sd_beside_close(struct sd_beside *beside)
{
    struct splitdata_error ignored;
    sd_feed_free(&beside->feeder);
    sd_targets_close(&beside->targets, SPLITDATA_OK, &ignored);
}
