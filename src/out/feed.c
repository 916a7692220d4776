/* SPDX-License-Identifier: MIT */
#include "out/feed.h"

#include "out/content.h"

#include <stdlib.h>
#include <string.h>

int sd_feed_begin(struct sd_feeder *feeder, struct sd_output *output, int cancel_fd,
                  struct splitdata_error *error)
{
    *feeder = (struct sd_feeder){.output = output, .cancel_fd = cancel_fd};
    feeder->block = malloc(SD_BLOCK);
    return feeder->block != NULL ? SPLITDATA_OK : sd_fail_memory(error, "a block of output");
}

static int flush(struct sd_feeder *feeder, bool last, struct splitdata_error *error)
{
    struct sd_output *output = feeder->output;
    size_t length = feeder->used;
    feeder->used = 0;
    output->size += length;
    int status = sd_output_observe(output, feeder->block, length, error);
    if (status != SPLITDATA_OK || output->unwritten)
        return status;
    if (output->gzip_level == 0)
        return sd_output_append(output, feeder->block, length, feeder->cancel_fd, error);
    if (!sd_packer_encode(&feeder->packer, output, feeder->block, length, last, &feeder->encoded))
        return sd_fail_memory(error, "compressing");
    return sd_packed_append(&feeder->encoded, output, length, last, feeder->cancel_fd, error);
}

int sd_feed_put(struct sd_feeder *feeder, const void *bytes, size_t length,
                struct splitdata_error *error)
{
    const uint8_t *from = bytes;
    while (length != 0) {
        /* A full block is held back until more bytes follow: it may be the last. */
        if (feeder->used == SD_BLOCK) {
            int status = flush(feeder, false, error);
            if (status != SPLITDATA_OK)
                return status;
        }
        size_t room = SD_BLOCK - feeder->used;
        size_t taken = length < room ? length : room;
        memcpy(feeder->block + feeder->used, from, taken);
        feeder->used += taken;
        from += taken;
        length -= taken;
    }
    return SPLITDATA_OK;
}

int sd_feed_finish(struct sd_feeder *feeder, struct splitdata_error *error)
{
    return flush(feeder, true, error);
}

void sd_feed_free(struct sd_feeder *feeder)
{
    sd_packer_free(&feeder->packer);
    free(feeder->encoded.bytes);
    free(feeder->block);
    *feeder = (struct sd_feeder){0};
}
