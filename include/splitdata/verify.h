/* SPDX-License-Identifier: MIT */
/* splitdata/verify.h - checks a split against its manifest, and makes it again. Part of
 * splitdata/splitdata.h. */
#ifndef SPLITDATA_VERIFY_H
#define SPLITDATA_VERIFY_H

#include "splitdata/error.h"
#include "splitdata/options.h"
#include "splitdata/progress.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

struct splitdata_report; /* splitdata/splitdata.h */

enum splitdata_verdict {
    SPLITDATA_VERDICT_SAME,     /* matches the manifest */
    SPLITDATA_VERDICT_CHANGED,  /* differs from the manifest */
    SPLITDATA_VERDICT_MISSING,  /* the file does not exist */
    SPLITDATA_VERDICT_UNCHECKED /* cannot be checked: a standard stream, a part that was not
                                   written, or a split whose input is missing or differs */
};

/* The result for the input, one part, or the split as a whole. */
struct splitdata_finding {
    const char *subject; /* "input" (one for each file that was split), "part", "query" (the file of
                            a part's groups) or "split" */
    char *name;          /* the part's; NULL for others */
    uint64_t repeat;     /* the part's, from 1; 0: none */
    uint64_t fold;       /* likewise */
    char *path;          /* of the file; NULL: none */
    enum splitdata_verdict verdict;
    char *detail;    /* what differs, and where: one sentence; NULL: nothing to add */
    uint64_t byte;   /* the first that differs, from 0; SPLITDATA_NOWHERE: unknown */
    uint64_t record; /* the input's record with that byte, from 1; 0: the header; or NOWHERE */
    uint64_t line;   /* the file's line with that byte, from 1; or NOWHERE */
};

struct splitdata_verification {
    char *manifest;                     /* the path as given */
    char *split_id;                     /* of the manifest */
    bool holds;                         /* nothing differs and nothing required is missing */
    struct splitdata_finding *findings; /* the inputs, the parts, both in their order, the parts'
                                           query files, the split */
    size_t finding_count;
    enum splitdata_digest digest; /* by which files are the same: as in struct splitdata_options */
};

struct splitdata_verify_options {
    const char *input;   /* path of the input, a regular file; NULL: the path in the manifest */
    bool ignore_missing; /* missing files are not differences, as long as one exists */
    unsigned threads;    /* this and the following as in struct splitdata_options */
    bool map_input;
    int cancel_fd;
    splitdata_progress *progress;
    void *progress_context;
    uint64_t max_inflate;

    /* The paths of all inputs, in the order of the manifest: instead of `input`, which must be
     * NULL. A folder stands for its regular files, as in struct splitdata_options. */
    const char *const *inputs;
    size_t input_count;
};

SPLITDATA_API void splitdata_verify_options_init(struct splitdata_verify_options *options);

/*
 * Checks the input and the existing parts against the manifest at `manifest` and, if the input
 * matches, re-runs the split in memory. Writes only unnamed temporary files. Files may be
 * compressed or not, regardless of their original form.
 *
 * Paths in a manifest are relative to its directory. A path that leads out of it is followed only
 * to files below the current directory; for any other input, `input` must give the path.
 *
 * Returns SPLITDATA_OK if the question was answered: *result is filled, its `holds` is the answer,
 * and it must be freed with splitdata_verification_free. On failure it is zeroed. SPLITDATA_DATA:
 * the file is not a manifest.
 */
SPLITDATA_API int splitdata_verify(const char *manifest,
                                   const struct splitdata_verify_options *options,
                                   struct splitdata_verification *result,
                                   struct splitdata_error *error);

SPLITDATA_API void splitdata_verification_free(struct splitdata_verification *result);

/* The result as one JSON object; see splitdata_report_json. */
SPLITDATA_API char *splitdata_verification_json(const struct splitdata_verification *result);

/*
 * Re-creates the split of a manifest from `input`, or, if that is NULL, from the input path in the
 * manifest; several inputs are how->inputs, in the order of the manifest. Only the fields of *how
 * that do not determine the split are used: output_dir (NULL: the manifest's directory), force,
 * if_changed, manifest, manifest_path, no_sync, dry_run, threads, map_input, cancel_fd, progress,
 * announce, max_inflate, inputs. Before anything appears, the input and all
 * parts are compared with the manifest: if they differ, nothing is written and the result is
 * SPLITDATA_NO.
 *
 * The manifest need not be trusted: its outputs lie below output_dir, whatever links are there or
 * are put there meanwhile; none is hidden (SPLITDATA_DATA), a FIFO or a device (SPLITDATA_SYSTEM).
 */
SPLITDATA_API int splitdata_replay(const char *manifest, const char *input,
                                   const struct splitdata_options *how,
                                   struct splitdata_report *report, struct splitdata_error *error);

#ifdef __cplusplus
}
#endif

#endif
