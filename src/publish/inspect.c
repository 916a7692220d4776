/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/inspect.h"

#include "publish/owner.h"
#include "publish/publish.h"
#include "publish/special_path.h"

#include <fcntl.h>
#include <string.h>

const char *sd_target_remedy(const struct sd_targets *targets, const struct sd_target *target)
{
    if (targets->replayed)
        return "replay does not write there";
    if (target != NULL && target == targets->page)
        return "only --report=FILE writes there";
    return target != NULL && target == sd_targets_manifest(targets)
               ? "only --manifest=FILE writes there"
               : "only -o PART=PATH writes there";
}

static bool is_file(const struct stat *found, const struct stat *at_open)
{
    return found->st_dev == at_open->st_dev && found->st_ino == at_open->st_ino;
}

bool sd_target_is_input(const struct stat *found, const struct sd_input *input)
{
    const struct sd_joined *joined = input->joined;
    bool is = joined == NULL && is_file(found, &input->source.at_open);
    for (size_t i = 0; joined != NULL && i < joined->count && !is; i++)
        is = is_file(found, &joined->file[i].at_open);
    return is;
}

/* The permission bits of a file: those of any output, if it is no regular one. */
static mode_t mode_of(const struct stat *file)
{
    return S_ISREG(file->st_mode) ? file->st_mode & 0666 : 0666;
}

mode_t sd_target_mode(const struct sd_input *input)
{
    const struct sd_joined *joined = input->joined;
    mode_t mode = 0666;
    if (joined == NULL)
        return mode_of(&input->source.at_open);
    for (size_t i = 0; i < joined->count; i++)
        mode &= mode_of(&joined->file[i].at_open);
    return mode;
}

static int refuse_input(const struct sd_target *target, const struct sd_input *input,
                        struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_SYSTEM, "%s: is %s and cannot be an output",
                   strcmp(target->path, "-") == 0 ? "standard output" : target->path,
                   input->joined != NULL ? "one of the inputs" : "the input");
}

int sd_target_check_descriptor(const struct sd_target *target, const struct sd_input *input,
                               struct splitdata_error *error)
{
    struct stat found;
    bool regular = fstat(target->output.descriptor, &found) == 0 && S_ISREG(found.st_mode);
    return regular && sd_target_is_input(&found, input) ? refuse_input(target, input, error)
                                                        : SPLITDATA_OK;
}

/* Refuses to write to what is no file under a name that the user did not give, and says so:
 * another user may have made it, to read what is written. */
static int refuse_special(const struct sd_targets *targets, const struct sd_target *target,
                          const struct stat *found, const char *what, struct splitdata_error *error)
{
    struct stat link;
    bool linked = fstatat(target->output.directory_fd, target->output.name, &link,
                          AT_SYMLINK_NOFOLLOW) == 0 &&
                  S_ISLNK(link.st_mode);
    char owner[64];
    sd_owner_name(linked ? link.st_uid : found->st_uid, owner, sizeof owner);
    const char *help = sd_target_remedy(targets, target);
    return linked ? sd_fail(error, SPLITDATA_SYSTEM, "%s: is a link of %s to %s (%s)", target->path,
                            owner, what, help)
                  : sd_fail(error, SPLITDATA_SYSTEM, "%s: is %s of %s (%s)", target->path, what,
                            owner, help);
}

/* What the name of a target means now: a file, or one that it follows to a FIFO or device. */
static int look_behind(const struct sd_targets *targets, struct sd_target *target,
                       const struct sd_input *input, struct splitdata_error *error)
{
    struct stat found;
    struct sd_output *output = &target->output;
    if (fstatat(output->directory_fd, output->name, &found, 0) != 0)
        return SPLITDATA_OK;
    if (sd_target_is_input(&found, input))
        return refuse_input(target, input, error);
    if (!S_ISFIFO(found.st_mode) && !S_ISCHR(found.st_mode))
        return SPLITDATA_OK;
    if (target->option == NULL)
        return refuse_special(targets, target, &found,
                              S_ISFIFO(found.st_mode) ? "a FIFO" : "a device", error);
    output->is_special = true;
    return SPLITDATA_OK;
}

int sd_target_inspect(const struct sd_targets *targets, struct sd_target *target,
                      const struct sd_input *input, struct splitdata_error *error)
{
    struct stat found;
    struct sd_output *output = &target->output;
    enum sd_special_path kind;
    if (output->directory_fd < 0)
        return SPLITDATA_OK;
    int status = sd_path_kind(target->path, &kind, &output->descriptor, error);
    if (status != SPLITDATA_OK)
        return status;
    output->is_descriptor = kind == SD_PATH_OF_DESCRIPTOR && target->option != NULL;
    if (output->is_descriptor)
        return sd_target_check_descriptor(target, input, error);
    status = look_behind(targets, target, input, error);
    if (status != SPLITDATA_OK || output->is_special)
        return status;
    if (kind != SD_PATH_OF_FILE)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: is among the system's devices, where no file is made or replaced",
                       target->path);
    if (fstatat(output->directory_fd, output->name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return SPLITDATA_OK;
    target->here_before = true;
    return sd_check_replaceable(output, error);
}
