/* SPDX-License-Identifier: MIT */
/*
 * The conductor: splits one file, stage after stage.
 *
 *     find records -> decide -> write the parts -> publish -> tell
 *     engine/         strategy/ engine/            publish/   report/, provenance/
 */
#ifndef SD_SPLIT_H
#define SD_SPLIT_H

#include "base/observer.h"
#include "splitdata/splitdata.h"

/* What verify and replay ask beyond the options. All borrowed; zeroed: nothing. */
struct sd_split_request {
    bool digests;   /* of the input and the outputs, also without a manifest */
    bool rehearsal; /* outputs are made and digested, but not written */
    /* Called with the finished report before anything is published: an error of its stops the
     * split. NULL: nothing is called. */
    int (*approve)(void *context, const struct splitdata_report *report,
                   struct splitdata_error *error);
    void *context;
    const char *named_as;  /* the path that outputs are called after; NULL: the input's own, */
    bool compressed_as_it; /* and whether they are compressed when nothing else says so */
    const struct sd_observer *next_observers; /* by output: also observes its uncompressed bytes */
    size_t next_observer_count;
};

/* Does what splitdata_split does, and what is asked beyond. */
int sd_split(const char *input, const struct splitdata_options *options,
             const struct sd_split_request *asked, struct splitdata_report *report,
             struct splitdata_error *error);

#endif
