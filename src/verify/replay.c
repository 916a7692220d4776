/* SPDX-License-Identifier: MIT */
/* Repeats the split of a manifest. */
#define _POSIX_C_SOURCE 200809L

#include "verify/compare.h"
#include "verify/verify_inputs.h"

#include "provenance/paths.h"
#include "publish/output_set.h"
#include "split.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* The path of the first input that is not the manifest's; NULL: none. */
static const char *other_input(const struct sd_manifest *manifest,
                               const struct splitdata_report *report)
{
    if (manifest->stem == NULL)
        return strcmp(report->input_sha256, manifest->input_digest) != 0 ? report->input : NULL;
    for (size_t i = 0; i < manifest->input_count; i++) {
        if (strcmp(report->inputs[i].sha256, manifest->inputs[i].digest) != 0)
            return report->inputs[i].path;
    }
    return NULL;
}

/* Called before publication. */
static int approve(void *context, const struct splitdata_report *report,
                   struct splitdata_error *error)
{
    const struct sd_manifest_check *check = context;
    char detail[512];
    const char *other = other_input(&check->manifest, report);
    if (other != NULL)
        return sd_fail(error, SPLITDATA_NO,
                       "%s: is not the input of %s; nothing was written (splitdata verify says "
                       "where it differs)",
                       other, check->name);
    if (sd_manifest_check_differs(&check->manifest, report, detail, sizeof detail))
        return sd_fail(error, SPLITDATA_NO,
                       "%s: its options do not reproduce its split: %s; nothing was written",
                       check->name, detail);
    return SPLITDATA_OK;
}

/* Whether a template leads out of the directory that it is filled for. */
static bool template_climbs(const char *template)
{
    for (const char *at = template; template != NULL; at++) {
        size_t length = strcspn(at, "/");
        if (length == 0 || (length == 2 && memcmp(at, "..", 2) == 0))
            return true;
        at += length;
        if (*at == '\0')
            return false;
    }
    return false;
}

/* Refuses outputs with paths of their own that are not below the directory. */
static int check_outputs(const struct sd_manifest_check *check, struct splitdata_error *error)
{
    const struct splitdata_options *options = &check->manifest.options;
    for (size_t i = 0; i < options->output_count; i++) {
        const char *path = options->outputs[i].path;
        if (strcmp(path, "-") != 0 && (!sd_path_is_tidy(path) || sd_path_climbs(path)))
            return sd_fail(error, SPLITDATA_DATA,
                           "%s: puts %s at %s, outside its directory, and replay does not write "
                           "there",
                           check->name, options->outputs[i].part, path);
    }
    return SPLITDATA_OK;
}

static void choose(const struct sd_manifest_check *check, const struct splitdata_options *how,
                   struct splitdata_options *options)
{
    *options = check->manifest.options;
    options->output_dir = how->output_dir != NULL ? how->output_dir : check->directory;
    options->force = how->force;
    options->if_changed = how->if_changed;
    options->manifest = how->manifest;
    options->manifest_path = how->manifest_path;
    options->no_sync = how->no_sync;
    options->dry_run = how->dry_run;
    options->threads = how->threads;
    options->map_input = how->map_input;
    options->cancel_fd = how->cancel_fd;
    options->max_inflate = how->max_inflate;
    options->progress = how->progress;
    options->progress_context = how->progress_context;
}

struct replaying {
    struct sd_manifest_check check;
    const struct splitdata_options *how;
};

/* Whether a component of the path begins with a dot. */
static bool is_hidden(const char *path)
{
    while (*path != '\0') {
        if (*path == '.')
            return true;
        path += strcspn(path, "/");
        path += strspn(path, "/");
    }
    return false;
}

/* Refuses what is hidden: tools may run or read it, and who replays the manifest of another
 * user need not see it. */
static int allow(void *context, const struct sd_target *target, struct splitdata_error *error)
{
    const struct replaying *replaying = context;
    const char *below = target->path + target->named;
    return !is_hidden(below) || target->option != NULL
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_DATA,
                         "%s: would write %s, which is hidden, and replay does not write there",
                         replaying->check.path, below);
}

static void announce(void *context, const struct sd_target *target)
{
    const struct splitdata_options *how = ((const struct replaying *)context)->how;
    if (how->announce != NULL)
        how->announce(how->announce_context, target->path);
}

static int replay(struct replaying *replaying, const struct sd_located *located,
                  struct splitdata_report *report, struct splitdata_error *error)
{
    const struct sd_manifest_check *check = &replaying->check;
    const struct splitdata_options *how = replaying->how;
    struct splitdata_options options;
    choose(check, how, &options);
    if (template_climbs(options.name_template))
        return sd_fail(error, SPLITDATA_DATA,
                       "%s: its outputs would be called %s, outside of their directory",
                       check->name, options.name_template);
    int status = check_outputs(check, error);
    const struct sd_replayed replayed = {allow, announce, replaying};
    /* A dry run digests, too: the outputs it would write are compared. */
    const struct sd_split_request asked = {
        .digests = true,
        .rehearsal = how->dry_run,
        .regular_input = !located->given,
        .approve = approve,
        .context = (void *)(uintptr_t)check,
        .replayed = &replayed,
        .named_as = sd_manifest_named_as(&check->manifest),
        .stem = check->manifest.stem,
        .compressed_as_it = sd_manifest_check_compressed(&check->manifest),
    };
    options.dry_run = false;
    options.manifest = how->manifest && !how->dry_run;
    const char *input = sd_located_choose(located, &check->manifest, &options);
    return status == SPLITDATA_OK ? sd_split(input, &options, &asked, report, error) : status;
}

/* The paths of the manifest's inputs. */
static int locate_inputs(const struct sd_manifest_check *check, struct sd_located *located,
                         struct splitdata_error *error)
{
    const bool several = check->manifest.stem != NULL;
    const char *remedy =
        several ? "name all FILEs after the manifest" : "name the FILE after the manifest";
    struct stat found;
    int status = sd_located_of_manifest(located, check, error);
    for (size_t i = 0; i < located->count && status == SPLITDATA_OK; i++) {
        const char *path = located->path[i];
        if (path == NULL)
            return sd_fail(error, SPLITDATA_USAGE,
                           several ? "%s: an input was standard input: name all FILEs to read now"
                                   : "%s: the input was standard input: name the FILE to read now",
                           check->name);
        if (stat(path, &found) == 0 || errno != ENOENT)
            continue; /* or opening it says why not */
        sd_fail(error, SPLITDATA_SYSTEM, "%s: the input %s is not there (%s)", check->name, path,
                remedy);
        error->system_error = ENOENT;
        status = SPLITDATA_SYSTEM;
    }
    return status;
}

int splitdata_replay(const char *manifest, const char *input, const struct splitdata_options *how,
                     struct splitdata_report *report, struct splitdata_error *error)
{
    struct replaying replaying = {.how = how};
    struct sd_manifest_check *check = &replaying.check;
    struct sd_located located = {0};
    *report = (struct splitdata_report){0};
    int status = sd_manifest_check_open(check, manifest, how->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    status = input != NULL || how->input_count != 0
                 ? sd_located_given(&located, check, input, how->inputs, how->input_count, error)
                 : locate_inputs(check, &located, error);
    if (status == SPLITDATA_OK)
        status = replay(&replaying, &located, report, error);
    sd_located_free(&located);
    sd_manifest_check_close(check);
    return status;
}
