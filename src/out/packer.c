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
    return packer->state != NULL;
}

static bool make_room(struct sd_encoded *encoded)
{
    if (encoded->bytes != NULL)
        return true;
    encoded->capacity = sd_encoder_gzip.bound();
    encoded->bytes = malloc(encoded->capacity);
    return encoded->bytes != NULL;
}

bool sd_packer_encode(struct sd_packer *packer, const struct sd_output *output,
                      const uint8_t *bytes, size_t length, bool last, struct sd_encoded *encoded)
{
    return prepare(packer, output) && make_room(encoded) &&
           packer->encoder->encode(packer->state, bytes, length, last, encoded);
}

int sd_packed_append(const struct sd_encoded *encoded, struct sd_output *output, size_t length,
                     bool last, int cancel_fd, struct splitdata_error *error)
{
    const struct sd_encoder *encoder = &sd_encoder_gzip;
    uint8_t frame[SD_FRAME];
    int status = SPLITDATA_OK;
    if (output->position == 0)
        status = sd_output_append(output, frame, encoder->header(output->gzip_level, frame),
                                  cancel_fd, error);
    if (status == SPLITDATA_OK)
        status = sd_output_append(output, encoded->bytes, encoded->length, cancel_fd, error);
    encoder->combine(&output->sum, encoded, length);
    if (status == SPLITDATA_OK && last)
        status = sd_output_append(output, frame, encoder->trailer(&output->sum, frame), cancel_fd,
                                  error);
    return status;
}

void sd_packer_free(struct sd_packer *packer)
{
    if (packer->encoder != NULL)
        packer->encoder->close(packer->state);
    *packer = (struct sd_packer){0};
}
