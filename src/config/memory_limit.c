/* SPDX-License-Identifier: MIT */
/* How much memory a run may have, and what serves beyond it. */
#define _POSIX_C_SOURCE 200809L

#include "base/available.h"
#include "split.h"

#include <errno.h>
#include <sys/stat.h>

void sd_run_bound_memory(struct sd_run *run, bool writing)
{
    run->memory.bound = sd_request_array_memory(&run->request, writing);
    run->memory.spill = run->request.options->spill;
}

int sd_run_find_tmpdir(struct sd_run *run, struct splitdata_error *error)
{
    const char *asked = run->request.options->tmpdir;
    struct stat found;
    run->memory.directory = asked != NULL ? asked : sd_targets_spool_dir(&run->targets);
    if (asked == NULL)
        return SPLITDATA_OK;
    if (stat(asked, &found) != 0)
        return sd_fail_system(error, errno, "--tmpdir %s: cannot be used", asked);
    return S_ISDIR(found.st_mode)
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_SYSTEM, "--tmpdir %s: is not a directory", asked);
}

void sd_run_spare_cache(struct sd_run *run)
{
    run->input.drop =
        run->input.size > run->memory.bound && run->input.size > sd_available_memory() / 2;
    run->memory.short_of_cache = run->input.drop;
    run->release = (struct sd_release){sd_input_release, &run->input};
}
