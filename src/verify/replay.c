/* SPDX-License-Identifier: MIT */
/* Repeats the split of a manifest. */
#define _POSIX_C_SOURCE 200809L

#include "verify/compare.h"

#include "provenance/paths.h"
#include "publish/output_set.h"
#include "split.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* Called before publication. */
static int approve(void *context, const struct splitdata_report *report,
                   struct splitdata_error *error)
{
    const struct sd_manifest_check *check = context;
    char detail[512];
    if (strcmp(report->input_sha256, check->manifest.input_sha256) != 0)
        return sd_fail(error, SPLITDATA_NO,
                       "%s: is not the input of %s; nothing was written (splitdata verify says "
                       "where it differs)",
                       report->input, check->name);
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

/* `located`: the manifest names the input. */
static int replay(struct replaying *replaying, const char *input, bool located,
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
        .regular_input = located,
        .approve = approve,
        .context = (void *)(uintptr_t)check,
        .replayed = &replayed,
        .named_as = check->manifest.input_path != NULL ? check->manifest.input_path : "-",
        .compressed_as_it = sd_manifest_check_compressed(&check->manifest),
    };
    options.dry_run = false;
    options.manifest = how->manifest && !how->dry_run;
    return status == SPLITDATA_OK ? sd_split(input, &options, &asked, report, error) : status;
}

/* The path of the manifest's input. */
static int locate_input(const struct sd_manifest_check *check, char **located,
                        struct splitdata_error *error)
{
    static const char remedy[] = "name the FILE after the manifest";
    if (check->manifest.input_path == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: the input was standard input: name the FILE to read now", check->name);
    int status =
        sd_manifest_check_locate(check, check->manifest.input_path, remedy, located, error);
    struct stat found;
    if (status != SPLITDATA_OK)
        return status;
    if (stat(*located, &found) == 0 || errno != ENOENT)
        return SPLITDATA_OK; /* or opening it says why not */
    sd_fail(error, SPLITDATA_SYSTEM, "%s: the input %s is not there (%s)", check->name, *located,
            remedy);
    error->system_error = ENOENT;
    return SPLITDATA_SYSTEM;
}

int splitdata_replay(const char *manifest, const char *input, const struct splitdata_options *how,
                     struct splitdata_report *report, struct splitdata_error *error)
{
    struct replaying replaying = {.how = how};
    struct sd_manifest_check *check = &replaying.check;
    char *located = NULL;
    *report = (struct splitdata_report){0};
    int status = sd_manifest_check_open(check, manifest, how->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    if (input == NULL)
        status = locate_input(check, &located, error);
    if (status == SPLITDATA_OK)
        status = replay(&replaying, input != NULL ? input : located, input == NULL, report, error);
    free(located);
    sd_manifest_check_close(check);
    return status;
}
