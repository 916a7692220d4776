/* SPDX-License-Identifier: MIT */
/*
 * One file that is no output of a split, such as the page of a report: written without a name,
 * published when it is complete, and never in the place of an input or of something foreign.
 *
 * Life: zeroed, sd_beside_begin, sd_beside_put any number of times, sd_beside_publish,
 * sd_beside_close (which takes back what was not published).
 */
#ifndef SD_PUBLISH_BESIDE_H
#define SD_PUBLISH_BESIDE_H

#include "out/feed.h"
#include "publish/output_set.h"

struct sd_beside {
    struct sd_targets targets; /* with one target */
    struct sd_feeder feeder;
};

/* Opens `path`, which `option` named and which is borrowed; "-" is standard output. Of the
 * request's options force, no_sync, gzip_level, gzip_library and cancel_fd are used. Refuses each
 * of inputs[0..count-1], and a file that exists unless it may be replaced: with force, if it begins
 * with the bytes of `beginning`. A new file has the permission bits of the first input. */
int sd_beside_begin(struct sd_beside *beside, const struct sd_request *request, const char *path,
                    const char *option, const struct sd_input *const *inputs, size_t count,
                    const struct sd_text *beginning, struct splitdata_error *error);

int sd_beside_put(struct sd_beside *beside, const void *bytes, size_t length,
                  struct splitdata_error *error);

int sd_beside_publish(struct sd_beside *beside, struct splitdata_error *error);

void sd_beside_close(struct sd_beside *beside);

#endif
