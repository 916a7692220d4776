/* SPDX-License-Identifier: MIT */
/* Verifies files and split against a manifest. */
#include "verify/compare.h"
#include "verify/finding.h"
#include "verify/locate_change.h"
#include "verify/part_files.h"
#include "verify/verify_file.h"
#include "verify/verify_inputs.h"

#include "provenance/collect.h"
#include "provenance/paths.h"
#include "publish/output_set.h"
#include "split.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct verifying {
    const struct splitdata_verify_options *options;
    struct sd_manifest_check check;
    struct sd_file_reading control;
    struct sd_progress progress;
    struct splitdata_verification *result;
    struct splitdata_finding *inputs, *queries, *split; /* in result->findings */
    struct sd_located located;
    struct sd_file_check *input_files; /* by input */
    struct sd_part_files files;
};

void splitdata_verify_options_init(struct splitdata_verify_options *options)
{
    *options = (struct splitdata_verify_options){.cancel_fd = -1};
}

/* --- findings -------------------------------------------------------------------------------- */

static int make_findings(struct verifying *verifying, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &verifying->check.manifest;
    struct splitdata_verification *result = verifying->result;
    const size_t inputs = sd_manifest_files(manifest);
    const size_t queries = manifest->options.query_files ? manifest->part_count : 0;
    int status = sd_part_files_list(&verifying->files, &verifying->check, error);
    if (status != SPLITDATA_OK)
        return status;
    const size_t files = verifying->files.count, count = inputs + files + queries + 1;
    result->findings = calloc(count, sizeof *result->findings);
    verifying->input_files = calloc(inputs, sizeof *verifying->input_files);
    result->manifest = sd_copy_string(verifying->check.path, strlen(verifying->check.path));
    result->split_id = sd_copy_string(manifest->split_id, strlen(manifest->split_id));
    if (result->findings == NULL || verifying->input_files == NULL || result->manifest == NULL ||
        result->split_id == NULL)
        return sd_fail_memory(error, "the findings");
    result->finding_count = count;
    verifying->inputs = result->findings;
    verifying->queries = verifying->inputs + inputs + files;
    verifying->split = verifying->queries + queries;
    for (size_t i = 0; i < inputs; i++)
        verifying->inputs[i].subject = "input";
    verifying->split->subject = "split";
    for (size_t i = 0; i < result->finding_count; i++)
        result->findings[i].byte = result->findings[i].record = result->findings[i].line =
            SPLITDATA_NOWHERE;
    return sd_part_files_begin(&verifying->files, verifying->inputs + inputs, error);
}

/* --- files ----------------------------------------------------------------------------------- */

static int check_inputs(struct verifying *verifying, struct splitdata_error *error)
{
    const struct splitdata_verify_options *options = verifying->options;
    int status = options->input != NULL || options->input_count != 0
                     ? sd_located_given(&verifying->located, &verifying->check, options->input,
                                        options->inputs, options->input_count, error)
                     : sd_located_of_manifest(&verifying->located, &verifying->check, error);
    return status == SPLITDATA_OK
               ? sd_verify_inputs(&verifying->located, &verifying->check.manifest,
                                  &verifying->control, verifying->input_files, verifying->inputs,
                                  error)
               : status;
}

/* The options of the manifest, for repeating its split in memory. */
static struct splitdata_options options_again(const struct verifying *verifying)
{
    struct splitdata_options options = verifying->check.manifest.options;
    /* Names do not matter here, and none may prevent the split. */
    options.name_template = NULL;
    options.output_count = 0;
    options.output_dir = "/dev/null";
    options.threads = verifying->options->threads;
    options.map_input = verifying->options->map_input;
    options.cancel_fd = verifying->options->cancel_fd;
    options.max_inflate = verifying->options->max_inflate;
    return options;
}

/* --- the byte -------------------------------------------------------------------------------- */

static int tell_change(struct verifying *verifying, const struct sd_change *change,
                       struct splitdata_error *error)
{
    char detail[256];
    sd_describe_change(change, &verifying->check.manifest, verifying->input_files[0].bytes, detail,
                       sizeof detail);
    verifying->inputs[0].byte = change->byte;
    verifying->inputs[0].record = change->record;
    verifying->inputs[0].line = change->line;
    return sd_conclude(&verifying->inputs[0], SPLITDATA_VERDICT_CHANGED, detail, error);
}

/* If the parts are correct, the first changed byte of the input can be located; but of several
 * files only those that changed are known. */
static int place_change(struct verifying *verifying, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &verifying->check.manifest;
    const struct sd_file_check *file = &verifying->input_files[0];
    struct sd_change change;
    if (manifest->stem != NULL || !file->there || file->same || file->special || file->damaged)
        return SPLITDATA_OK;
    const char **right = sd_part_files_right(&verifying->files);
    if (right == NULL)
        return sd_fail_memory(error, "the findings");
    const struct splitdata_options options = options_again(verifying);
    const struct sd_reconstruction reconstruction = {
        .manifest = manifest,
        .options = &options,
        .input = verifying->located.path[0],
        .files = right,
        .progress = &verifying->progress,
    };
    int status = sd_locate_change(&reconstruction, &change, error);
    free(right);
    return status == SPLITDATA_OK && change.known ? tell_change(verifying, &change, error) : status;
}

/* --- the split ------------------------------------------------------------------------------- */

static int make_again(struct verifying *verifying, struct splitdata_error *error)
{
    const struct sd_manifest *manifest = &verifying->check.manifest;
    struct splitdata_options options = options_again(verifying);
    struct splitdata_report report;
    struct splitdata_error fault;
    char detail[1200];
    static const struct sd_replayed replayed = {NULL, NULL, NULL};
    const struct sd_further_observers further = {sd_part_files_comparison, &verifying->files};
    const struct sd_split_request asked = {
        .digests = true,
        .rehearsal = true,
        .regular_input = true,
        .replayed = &replayed,
        .named_as = sd_manifest_named_as(manifest),
        .stem = manifest->stem,
        .compressed_as_it = sd_manifest_check_compressed(manifest),
        .further = &further,
    };
    options.name_template = manifest->options.name_template;
    options.outputs = manifest->options.outputs;
    options.output_count = manifest->options.output_count;
    options.progress = verifying->options->progress;
    options.progress_context = verifying->options->progress_context;
    const char *input = sd_located_choose(&verifying->located, manifest, &options);
    int status = sd_split(input, &options, &asked, &report, &fault);
    if (status == SPLITDATA_SYSTEM || status == SPLITDATA_CANCELLED) {
        *error = fault;
        return status;
    }
    if (status != SPLITDATA_OK) {
        snprintf(detail, sizeof detail, "re-run failed: %s", fault.message);
        return sd_conclude(verifying->split, SPLITDATA_VERDICT_CHANGED, detail, error);
    }
    size_t used = (size_t)snprintf(detail, sizeof detail, "was re-run and differs: ");
    bool differs =
        sd_manifest_check_differs(manifest, &report, detail + used, sizeof detail - used) ||
        sd_manifest_check_renamed(manifest, &report, detail + used, sizeof detail - used);
    if (!differs)
        sd_manifest_check_rule(manifest, detail, sizeof detail);
    status =
        sd_conclude(verifying->split, differs ? SPLITDATA_VERDICT_CHANGED : SPLITDATA_VERDICT_SAME,
                    detail, error);
    splitdata_report_free(&report);
    return status == SPLITDATA_OK ? sd_part_files_place(&verifying->files, error) : status;
}

static int check_split(struct verifying *verifying, struct splitdata_error *error)
{
    const bool several = verifying->check.manifest.stem != NULL;
    size_t same = 0, changed = 0;
    for (size_t i = 0; i < verifying->located.count; i++) {
        same += verifying->inputs[i].verdict == SPLITDATA_VERDICT_SAME;
        changed += verifying->inputs[i].verdict == SPLITDATA_VERDICT_CHANGED;
    }
    if (same == verifying->located.count)
        return make_again(verifying, error);
    return sd_conclude(verifying->split, SPLITDATA_VERDICT_UNCHECKED,
                       changed != 0 && several ? "not re-run: an input differs from the manifest"
                       : changed != 0          ? "not re-run: the input differs from the manifest"
                       : several
                           ? "not re-run: an input is not here (name all FILEs after the manifest)"
                           : "not re-run: the input is not here (name the FILE after the manifest)",
                       error);
}

/* --- all of it ------------------------------------------------------------------------------- */

static bool holds(const struct verifying *verifying)
{
    const struct splitdata_verification *result = verifying->result;
    size_t same = 0;
    for (size_t i = 0; i < result->finding_count; i++) {
        enum splitdata_verdict verdict = result->findings[i].verdict;
        if (verdict == SPLITDATA_VERDICT_CHANGED ||
            (verdict == SPLITDATA_VERDICT_MISSING && !verifying->options->ignore_missing))
            return false;
        same += verdict == SPLITDATA_VERDICT_SAME;
    }
    return same != 0;
}

static int verify(struct verifying *verifying, struct splitdata_error *error)
{
    int status = make_findings(verifying, error);
    sd_progress_begin(&verifying->progress, SPLITDATA_STAGE_READ, 0,
                      sd_manifest_check_bytes(&verifying->check));
    if (status == SPLITDATA_OK)
        status = check_inputs(verifying, error);
    if (status == SPLITDATA_OK)
        status = sd_part_files_check(&verifying->files, &verifying->control, error);
    if (status == SPLITDATA_OK && verifying->check.manifest.options.query_files)
        status =
            sd_verify_queries(&verifying->check, &verifying->control, verifying->queries, error);
    if (status == SPLITDATA_OK)
        status = place_change(verifying, error);
    if (status == SPLITDATA_OK)
        status = check_split(verifying, error);
    verifying->result->holds = status == SPLITDATA_OK && holds(verifying);
    return status;
}

static bool reads_standard_input(const struct splitdata_verify_options *options)
{
    bool reads = options->input != NULL && strcmp(options->input, "-") == 0;
    for (size_t i = 0; i < options->input_count; i++)
        reads = reads || strcmp(options->inputs[i], "-") == 0;
    return reads;
}

int splitdata_verify(const char *manifest, const struct splitdata_verify_options *options,
                     struct splitdata_verification *result, struct splitdata_error *error)
{
    struct verifying verifying = {
        .options = options,
        .result = result,
        .progress = {.notify = options->progress, .context = options->progress_context},
    };
    *result = (struct splitdata_verification){0};
    if (reads_standard_input(options))
        return sd_fail(error, SPLITDATA_USAGE,
                       "verify reads its input twice, standard input only once (name a FILE)");
    int status = sd_manifest_check_open(&verifying.check, manifest, options->cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    result->digest = verifying.check.manifest.options.digest;
    verifying.control = (struct sd_file_reading){result->digest, options->cancel_fd,
                                                 options->max_inflate, &verifying.progress};
    status = verify(&verifying, error);
    sd_part_files_free(&verifying.files);
    free(verifying.input_files);
    sd_located_free(&verifying.located);
    sd_manifest_check_close(&verifying.check);
    if (status != SPLITDATA_OK)
        splitdata_verification_free(result);
    return status;
}
