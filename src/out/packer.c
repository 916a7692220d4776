/* SPDX-License-Identifier: MIT */
#include "out/packer.h"

#include <stdlib.h>

static bool prepare(struct sd_packer *packer, const struct sd_output *output)
{
    if (packer->encoder != NULL && packer->level == output->gzip_level &&
        packer->library == output->gzip_library)
        return packer->state != NULL;
    if (packer->encoder != NULL)
        packer->encoder->close(packer->state);
    packer->encoder = &sd_encoder_gzip;
    packer->level = output->gzip_level;
    packer->library = output->gzip_library;
    packer->state = packer->encoder->open(packer->level, packer->library);
    if (packer->encoded.bytes == NULL) {
        packer->encoded.capacity = packer->encoder->bound();
        packer->encoded.bytes = malloc(packer->encoded.capacity);
    }
    return packer->state != NULL && packer->encoded.bytes != NULL;
}

bool sd_packer_encode(struct sd_packer *packer, const struct sd_output *output,
                      const uint8_t *bytes, size_t length, bool last)
{
    return prepare(packer, output) &&
           packer->encoder->encode(packer->state, bytes, length, last, &packer->encoded);
}

int sd_packer_append(const struct sd_packer *packer, struct sd_output *output, size_t length,
                     bool last, int cancel_fd, struct splitdata_error *error)
{
    uint8_t frame[SD_FRAME];
    int status = SPLITDATA_OK;
    if (output->position == 0)
        status = sd_output_append(output, frame, packer->encoder->header(packer->level, frame),
                                  cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = sd_output_append(output, packer->encoded.bytes, packer->encoded.length, cancel_fd,
                                  error);
    packer->encoder->combine(&output->sum, &packer->encoded, length);
    if (status == SPLITDATA_OK && last)
        status = sd_output_append(output, frame, packer->encoder->trailer(&output->sum, frame),
                                  cancel_fd, error);
    return status;
}

void sd_packer_free(struct sd_packer *packer)
{
    if (packer->encoder != NULL)
        packer->encoder->close(packer->state);
    free(packer->encoded.bytes);
    *packer = (struct sd_packer){0};
}
