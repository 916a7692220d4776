/* SPDX-License-Identifier: MIT */
/*
 * The conductor: splits one file, or several as one, stage after stage.
 *
 *     find records -> decide -> write the parts -> publish -> tell
 *     engine/         strategy/ engine/            publish/   report/, provenance/
 */
#ifndef SD_SPLIT_H
#define SD_SPLIT_H

#include "splitdata/splitdata.h"

/* What verify and replay request besides the options. All borrowed. Zeroed: a plain split. */
struct sd_split_request {
    bool digests;   /* compute digests of input and outputs, even without a manifest */
    bool rehearsal; /* make and digest the outputs, but do not write them */
    /* Called with the complete report before publication; if it fails, nothing is published. May be
     * NULL. */
    int (*approve)(void *context, const struct splitdata_report *report,
                   struct splitdata_error *error);
    void *context;
    const struct sd_replayed *replayed; /* a manifest names the outputs; NULL: the user does */
    bool regular_input;                 /* refuse an input that is no regular file */
    const char *named_as; /* name the outputs after this path; NULL: after the input's */
    const char *stem;     /* with named_as, of several files: from which outputs are named; they are
                             several then, even if there is only one. NULL: see input_name.h */
    bool compressed_as_it; /* with named_as: whether that input was compressed */
    const struct sd_further_observers *further; /* of the outputs' uncompressed bytes; NULL: none */
};

/* splitdata_split with these additional requests. */
int sd_split(const char *input, const struct splitdata_options *options,
             const struct sd_split_request *asked, struct splitdata_report *report,
             struct splitdata_error *error);

#endif
