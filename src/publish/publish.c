/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* out/rename.h */

#include "publish/publish.h"

#include "out/temporary.h"
#include "publish/rename.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

int sd_check_replaceable(const struct sd_output *output, struct splitdata_error *error)
{
    struct stat found;
    if (fstatat(output->directory_fd, output->name, &found, AT_SYMLINK_NOFOLLOW) != 0)
        return SPLITDATA_OK;
    const char *what = S_ISDIR(found.st_mode)    ? "a directory"
                       : S_ISSOCK(found.st_mode) ? "a socket"
                       : S_ISBLK(found.st_mode)  ? "a block device"
                       : S_ISCHR(found.st_mode)  ? "a device"
                       : S_ISFIFO(found.st_mode) ? "a FIFO"
                                                 : NULL;
    return what == NULL ? SPLITDATA_OK
                        : sd_fail(error, SPLITDATA_SYSTEM, "%s: is %s and is not replaced",
                                  output->path, what);
}

/* Besides errno values: the temporary name is another file's now. */
enum { REPLACED = -1 };

static void forget(char **name)
{
    free(*name);
    *name = NULL;
}

/* Gives the file its name unless it is taken. Returns 0, an errno value or REPLACED. */
static int give_name(struct sd_output *output)
{
    int dir = output->directory_fd;
    if (output->temporary_name == NULL)
        return sd_temporary_link(output->fd, dir, output->name) == 0 ? 0 : errno;
    if (!sd_output_has_its_name(output))
        return REPLACED;
    if (renameat2(dir, output->temporary_name, dir, output->name, RENAME_NOREPLACE) != 0) {
        /* EINVAL, ENOSYS: not supported by the file system or kernel; a link does not replace
         * either. */
        if (errno != EINVAL && errno != ENOSYS)
            return errno;
        if (linkat(dir, output->temporary_name, dir, output->name, 0) != 0)
            return errno;
        unlinkat(dir, output->temporary_name, 0);
    }
    forget(&output->temporary_name);
    return 0;
}

/* Repeats a step while signals interrupt it, which network file systems allow. */
static int insist(int (*step)(struct sd_output *output), struct sd_output *output)
{
    int reason;
    do
        reason = step(output);
    while (reason == EINTR);
    return reason;
}

/* Renames the old file to a temporary name, so that it can be restored. Returns 0 or an errno
 * value. */
static int put_aside(struct sd_output *output)
{
    output->old_name = sd_temporary_name();
    if (output->old_name == NULL)
        return ENOMEM;
    if (renameat(output->directory_fd, output->name, output->directory_fd, output->old_name) == 0)
        return 0;
    int reason = errno;
    forget(&output->old_name);
    return reason;
}

/* Exchanges the new file with the one that has the name. Returns 0 or an errno value. */
static int exchange(struct sd_output *output)
{
    int dir = output->directory_fd;
    if (output->temporary_name == NULL) {
        char *name = sd_temporary_name();
        if (name == NULL)
            return ENOMEM;
        if (sd_temporary_link(output->fd, dir, name) != 0) {
            int reason = errno;
            free(name);
            return reason;
        }
        output->temporary_name = name;
    }
    if (!sd_output_has_its_name(output))
        return REPLACED;
    if (renameat2(dir, output->temporary_name, dir, output->name, RENAME_EXCHANGE) == 0) {
        output->old_name = output->temporary_name;
        output->temporary_name = NULL;
        return 0;
    }
    if (errno != EINVAL && errno != ENOSYS)
        return errno;
    int reason = insist(put_aside, output);
    return reason != 0 ? reason : insist(give_name, output);
}

static int publish(struct sd_output *output, bool force, struct splitdata_error *error)
{
    int reason = insist(give_name, output);
    if (reason == EEXIST && force) {
        int status = sd_check_replaceable(output, error);
        if (status != SPLITDATA_OK)
            return status;
        reason = insist(exchange, output);
        output->replaced = reason == 0;
    }
    if (reason == EEXIST)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: appeared while the split was made; nothing was written (-f replaces it "
                       "if a split wrote it)",
                       output->path);
    if (reason == REPLACED)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: another process replaced its temporary file; nothing was written",
                       output->path);
    if (reason != 0)
        return sd_fail_system(error, reason, "%s: cannot be published", output->path);
    output->published = true;
    return SPLITDATA_OK;
}

int sd_put_aside(struct sd_output *output, struct splitdata_error *error)
{
    int status = sd_check_replaceable(output, error);
    int reason = status == SPLITDATA_OK ? insist(put_aside, output) : 0;
    return reason == 0 || reason == ENOENT
               ? status
               : sd_fail_system(error, reason, "%s: cannot be removed", output->path);
}

int sd_publish(struct sd_output *const *outputs, size_t count, bool force,
               struct splitdata_error *error)
{
    for (size_t i = 0; i < count; i++) {
        if (outputs[i]->stream || outputs[i]->exists)
            continue;
        int status = publish(outputs[i], force, error);
        if (status != SPLITDATA_OK) {
            sd_unpublish(outputs, i + 1);
            return status;
        }
    }
    return SPLITDATA_OK;
}

void sd_unpublish(struct sd_output *const *outputs, size_t count)
{
    for (size_t i = count; i-- > 0;) {
        struct sd_output *output = outputs[i];
        int dir = output->directory_fd;
        if (output->old_name != NULL) {
            renameat(dir, output->old_name, dir, output->name);
            forget(&output->old_name);
        } else if (output->published) {
            unlinkat(dir, output->name, 0);
        }
    }
}

void sd_forget_replaced(struct sd_output *const *outputs, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        if (outputs[i]->old_name != NULL)
            unlinkat(outputs[i]->directory_fd, outputs[i]->old_name, 0);
        forget(&outputs[i]->old_name);
    }
}
