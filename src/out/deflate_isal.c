/* SPDX-License-Identifier: MIT */
/*
 * Deflate by ISA-L, where it was found (SD_HAVE_ISAL): three to five times as fast as zlib's level
 * 1, and smaller.
 *
 * A match is written as its distance, and in random digits the nearest match is the cheapest. So a
 * window of 2 KiB makes numbers smaller than one of 32 KiB does, and is faster; text it makes
 * larger.
 */
#include "out/deflate.h"

#if defined(SD_HAVE_ISAL)

#include <isa-l/crc.h>
#include <isa-l/igzip_lib.h>
#include <stdlib.h>

/* A setting is a level of ISA-L's, plus this times the logarithm of the window's size (0: 32 KiB).
 */
enum { WINDOW = 16 };

struct igzip {
    struct isal_zstream stream;
    int setting;
    uint8_t room[ISAL_DEF_LVL3_DEFAULT];
};

static void *igzip_open(int setting)
{
    struct igzip *igzip = malloc(sizeof *igzip);
    if (igzip != NULL)
        igzip->setting = setting;
    return igzip;
}

static size_t igzip_deflate(void *state, const uint8_t *bytes, size_t length, uint8_t *out,
                            size_t capacity)
{
    struct igzip *igzip = state;
    struct isal_zstream *stream = &igzip->stream;
    isal_deflate_init(stream);
    stream->level = (uint32_t)(igzip->setting % WINDOW);
    stream->hist_bits = (uint16_t)(igzip->setting / WINDOW);
    stream->level_buf = igzip->room;
    stream->level_buf_size = sizeof igzip->room;
    stream->flush = SYNC_FLUSH;
    stream->next_in = (uint8_t *)(uintptr_t)bytes;
    stream->avail_in = (uint32_t)length;
    stream->next_out = out;
    stream->avail_out = (uint32_t)capacity;
    int result = isal_deflate(stream);
    bool whole = result == COMP_OK && stream->avail_in == 0 && stream->avail_out != 0;
    return whole ? stream->total_out : 0;
}

static uint32_t igzip_crc32(uint32_t crc, const uint8_t *bytes, size_t length)
{
    return crc32_gzip_refl(crc, bytes, length);
}

const struct sd_deflater sd_deflater_isal = {
    .name = "isa-l",
    .settings = {1 + 11 * WINDOW, 1, 2, 3},
    .open = igzip_open,
    .deflate = igzip_deflate,
    .close = free,
    .crc32 = igzip_crc32,
};

#else

const struct sd_deflater sd_deflater_isal = {.name = "isa-l"};

#endif
