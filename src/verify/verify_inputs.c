/* SPDX-License-Identifier: MIT */
#include "verify/verify_inputs.h"

#include "base/text.h"
#include "verify/finding.h"

#include <stdlib.h>
#include <string.h>

/* --- where they are -------------------------------------------------------------------------- */

int sd_located_of_manifest(struct sd_located *located, const struct sd_manifest_check *check,
                           struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &check->manifest;
    const bool several = manifest->stem != NULL;
    const size_t count = sd_manifest_files(manifest);
    int status = SPLITDATA_OK;
    located->path = calloc(count, sizeof *located->path);
    if (located->path == NULL)
        return sd_fail_memory(error, "the inputs");
    located->count = count;
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        const char *path = several ? manifest->inputs[i].path : manifest->input_path;
        if (path != NULL)
            status = sd_manifest_check_locate(check, path,
                                              several ? "name all FILEs after the manifest"
                                                      : "name the FILE after the manifest",
                                              &located->path[i], error);
    }
    return status;
}

int sd_located_given(struct sd_located *located, const struct sd_manifest_check *check,
                     const char *input, const char *const *inputs, size_t input_count,
                     struct splitdata_error *error)
{
    const size_t count = sd_manifest_files(&check->manifest);
    struct splitdata_options options;
    struct sd_input_list list;
    splitdata_options_init(&options);
    options.inputs = inputs;
    options.input_count = input_count;
    int status = sd_input_list_make(&list, input, &options, error);
    if (status != SPLITDATA_OK)
        return status;
    located->given = true;
    located->path = list.path;
    located->count = list.count;
    list.path = NULL;
    list.count = 0;
    sd_input_list_free(&list);
    return located->count == count
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_USAGE,
                         "%s: its split was made of %zu file%s, and %zu %s named (name %s)",
                         check->name, count, count == 1 ? "" : "s", located->count,
                         located->count == 1 ? "is" : "are",
                         count == 1 ? "that one" : "all, in the same order");
}

const char *sd_located_choose(const struct sd_located *located, const struct sd_manifest *manifest,
                              struct splitdata_options *options)
{
    if (manifest->stem == NULL)
        return located->path[0];
    options->inputs = (const char *const *)located->path;
    options->input_count = located->count;
    return NULL;
}

void sd_located_free(struct sd_located *located)
{
    for (size_t i = 0; i < located->count; i++)
        free(located->path[i]);
    free(located->path);
    *located = (struct sd_located){0};
}

/* --- what is in them ------------------------------------------------------------------------- */

static struct sd_expected expected_of(const struct sd_manifest *manifest, size_t i)
{
    if (manifest->stem == NULL)
        return (struct sd_expected){manifest->input_bytes, manifest->input_digest, manifest->step,
                                    manifest->beginnings};
    return (struct sd_expected){.bytes = manifest->inputs[i].bytes,
                                .digest = manifest->inputs[i].digest};
}

static int verify_input(const char *path, bool given, const struct sd_expected *expected,
                        const struct sd_file_reading *control, struct sd_file_check *found,
                        struct splitdata_finding *finding, struct splitdata_error *error)
{
    if (path == NULL)
        return sd_conclude(finding, SPLITDATA_VERDICT_UNCHECKED, "was standard input", error);
    int status = sd_verify_file(path, expected, control, found, error);
    if (status != SPLITDATA_OK)
        return status;
    if (given && found->special)
        return sd_fail(
            error, SPLITDATA_SYSTEM,
            "%s: is not a regular file, and verify reads its input twice (copy it to one)", path);
    finding->byte = found->more_from;
    finding->path = sd_copy_string(path, strlen(path));
    if (finding->path == NULL)
        return sd_fail_memory(error, "the findings");
    return sd_conclude(finding,
                       !found->there  ? SPLITDATA_VERDICT_MISSING
                       : !found->same ? SPLITDATA_VERDICT_CHANGED
                                      : SPLITDATA_VERDICT_SAME,
                       found->detail, error);
}

int sd_verify_inputs(const struct sd_located *located, const struct sd_manifest *manifest,
                     const struct sd_file_reading *control, struct sd_file_check *files,
                     struct splitdata_finding *findings, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < located->count && status == SPLITDATA_OK; i++) {
        const struct sd_expected expected = expected_of(manifest, i);
        status = verify_input(located->path[i], located->given, &expected, control, &files[i],
                              &findings[i], error);
    }
    return status;
}
