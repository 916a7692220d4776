/* SPDX-License-Identifier: MIT */
/*
 * gzip (RFC 1952): one member without a name and with time 0; independent blocks of deflate data,
 * joined, and an empty last block.
 *
 * Numbers compress as well by quick methods as by slow ones, text does not. So a sample of each
 * block is compressed both ways, and the quick method is used if its sample is hardly larger.
 */
#include "out/encoder.h"

#include "out/content.h"
#include "out/deflate.h"

#include <stdlib.h>
#include <zlib.h>

enum { SAMPLE = 4 * 1024 };

struct method {
    const struct sd_deflater *deflater;
    void *state;
};

struct gzip {
    struct method usual, digits;
    size_t percent; /* maximum size of the sample by `digits`, relative to that by `usual` */
    uint32_t (*crc32)(uint32_t crc, const uint8_t *bytes, size_t length);
};

/* The empty last block: the bits of "last", of fixed codes, and of the code of its end. */
static const uint8_t end_of_data[] = {0x03, 0x00};

static size_t bound(void)
{
    return sd_deflate_bound() + sizeof end_of_data;
}

static void gzip_close(void *encoder)
{
    struct gzip *gzip = encoder;
    if (gzip == NULL)
        return;
    gzip->usual.deflater->close(gzip->usual.state);
    gzip->digits.deflater->close(gzip->digits.state);
    free(gzip);
}

static struct method method_for(int level, const char *library)
{
    const struct sd_deflater *deflater = sd_deflater_for(level, library);
    return (struct method){deflater, deflater->open(deflater->settings[level])};
}

static void *gzip_open(int level, const char *library)
{
    struct gzip *gzip = calloc(1, sizeof *gzip);
    if (gzip == NULL)
        return NULL;
    gzip->usual = method_for(level, library);
    gzip->digits = method_for(0, library);
    gzip->crc32 = gzip->digits.deflater->crc32;
    /* At levels where time counts as much as size, and the other library is much slower, a few
     * bytes are given for speed: 5 to 7 % of a whole block, which has more redundancy than a
     * sample. */
    bool give = level <= 6 && gzip->usual.deflater != gzip->digits.deflater;
    gzip->percent = give ? 102 : 100;
    if (gzip->usual.state == NULL || gzip->digits.state == NULL) {
        gzip_close(gzip);
        return NULL;
    }
    return gzip;
}

static size_t deflate_by(const struct method *method, const uint8_t *bytes, size_t length,
                         struct sd_encoded *encoded)
{
    return method->deflater->deflate(method->state, bytes, length, encoded->bytes,
                                     encoded->capacity - sizeof end_of_data);
}

/* The method for a block, judged by a sample from its middle. */
static const struct method *choose(const struct gzip *gzip, const uint8_t *bytes, size_t length,
                                   struct sd_encoded *encoded)
{
    if (length < 16 * SAMPLE)
        return &gzip->usual;
    const uint8_t *sample = bytes + length / 2;
    size_t usual = deflate_by(&gzip->usual, sample, SAMPLE, encoded);
    size_t digits = deflate_by(&gzip->digits, sample, SAMPLE, encoded);
    return digits * 100 <= usual * gzip->percent ? &gzip->digits : &gzip->usual;
}

static bool gzip_encode(void *encoder, const uint8_t *bytes, size_t length, bool last,
                        struct sd_encoded *encoded)
{
    const struct gzip *gzip = encoder;
    encoded->length = 0;
    if (length != 0) {
        encoded->length = deflate_by(choose(gzip, bytes, length, encoded), bytes, length, encoded);
        if (encoded->length == 0)
            return false;
    }
    for (size_t i = 0; last && i < sizeof end_of_data; i++)
        encoded->bytes[encoded->length++] = end_of_data[i];
    encoded->crc = gzip->crc32(0, bytes, length);
    return true;
}

static size_t gzip_header(int level, uint8_t *out)
{
    /* Magic, deflate, no flags, no time; the effort; unknown system. */
    const uint8_t header[10] = {0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 255};
    for (size_t i = 0; i < sizeof header; i++)
        out[i] = header[i];
    out[8] = level == 9 ? 2 : level == 1 ? 4 : 0;
    return sizeof header;
}

static size_t gzip_trailer(const struct sd_checksum *sum, uint8_t *out)
{
    for (unsigned i = 0; i < 4; i++) {
        out[i] = (uint8_t)(sum->crc >> 8 * i);
        out[4 + i] = (uint8_t)(sum->size >> 8 * i);
    }
    return 8;
}

static void gzip_combine(struct sd_checksum *sum, const struct sd_encoded *encoded, size_t length)
{
    sum->crc = (uint32_t)crc32_combine(sum->crc, encoded->crc, (z_off_t)length);
    sum->size += length;
}

const struct sd_encoder sd_encoder_gzip = {
    "gzip", bound, gzip_open, gzip_encode, gzip_close, gzip_header, gzip_trailer, gzip_combine,
};
