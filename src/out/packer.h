/* SPDX-License-Identifier: MIT */
/*
 * One thread's compressor of blocks: the encoder for the output that it served last.
 */
#ifndef SD_OUT_PACKER_H
#define SD_OUT_PACKER_H

#include "out/output.h"

struct sd_packer {
    const struct sd_encoder *encoder;
    void *state;
    int level;
    const char *library;
};

/* Compresses a block of at most SD_BLOCK bytes for `output`; `last` closes the stream. *encoded is
 * zeroed or was used for another block; the caller frees its bytes. False: no memory. */
bool sd_packer_encode(struct sd_packer *packer, const struct sd_output *output,
                      const uint8_t *bytes, size_t length, bool last, struct sd_encoded *encoded);

/* Appends a compressed block of `length` uncompressed bytes, with the header before the first and
 * the trailer after the last block of an output. */
int sd_packed_append(const struct sd_encoded *encoded, struct sd_output *output, size_t length,
                     bool last, int cancel_fd, struct splitdata_error *error);

void sd_packer_free(struct sd_packer *packer);

#endif
