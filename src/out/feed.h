/* SPDX-License-Identifier: MIT */
/*
 * Writes an output whose content is not known beforehand, from front to back, in constant memory.
 * The bytes are those that the block writer would write for the same content.
 *
 * Life: zeroed, sd_feed_begin, sd_feed_put any number of times, sd_feed_finish, sd_feed_free.
 */
#ifndef SD_OUT_FEED_H
#define SD_OUT_FEED_H

#include "out/packer.h"

struct sd_feeder {
    struct sd_output *output;
    struct sd_packer packer;
    struct sd_encoded encoded;
    uint8_t *block;
    size_t used;
    int cancel_fd;
};

int sd_feed_begin(struct sd_feeder *feeder, struct sd_output *output, int cancel_fd,
                  struct splitdata_error *error);
int sd_feed_put(struct sd_feeder *feeder, const void *bytes, size_t length,
                struct splitdata_error *error);
int sd_feed_finish(struct sd_feeder *feeder, struct splitdata_error *error);
void sd_feed_free(struct sd_feeder *feeder);

#endif
