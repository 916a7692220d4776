/* SPDX-License-Identifier: MIT */
/*
 * gzip (RFC 1952): all members, each checked. An own loop over inflate(), because gzread() takes a
 * file that is cut just behind a member, or followed by plain text, for a complete one.
 */
#define ZLIB_CONST
#include "in/codec.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <zlib.h>

struct gunzip {
    z_stream zlib;
    uint64_t at;    /* compressed bytes used */
    bool in_member; /* a member has begun and not ended */
    bool any;       /* at least one member was complete */
};

static bool recognise(const uint8_t *head, size_t length)
{
    return length >= 2 && head[0] == 0x1f && head[1] == 0x8b;
}

static void *gunzip_open(void)
{
    struct gunzip *gunzip = calloc(1, sizeof *gunzip);
    /* 15: the largest window; 16: a gzip header and trailer, whose checks zlib makes. */
    if (gunzip != NULL && inflateInit2(&gunzip->zlib, 15 + 16) != Z_OK) {
        free(gunzip);
        return NULL;
    }
    return gunzip;
}

static void gunzip_close(void *decoder)
{
    struct gunzip *gunzip = decoder;
    inflateEnd(&gunzip->zlib);
    free(gunzip);
}

static int fail(const struct gunzip *gunzip, const struct sd_feed *feed, const char *what,
                struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_DATA, "%s: %s (compressed byte %" PRIu64 ")",
                   feed->source->path, what, gunzip->at);
}

/* Behind a member: nothing, zero padding up to the end, or the next member. *more says which. */
static int next_member(struct gunzip *gunzip, struct sd_feed *feed, bool *more,
                       struct splitdata_error *error)
{
    bool padding = false;
    *more = false;
    for (;;) {
        int status = sd_feed_more(feed, error);
        if (status != SPLITDATA_OK || feed->begin == feed->end)
            return status;
        uint8_t byte = feed->bytes[feed->begin];
        if (byte != 0)
            break;
        padding = true;
        feed->begin++;
        gunzip->at++;
    }
    if (padding || feed->bytes[feed->begin] != 0x1f)
        return fail(gunzip, feed, "bytes behind the last gzip member are not gzip", error);
    *more = true;
    return SPLITDATA_OK;
}

static int explain(struct gunzip *gunzip, const struct sd_feed *feed, int result,
                   struct splitdata_error *error)
{
    if (result == Z_MEM_ERROR)
        return sd_fail_memory(error, "decompressing the input");
    if (gunzip->any && gunzip->zlib.total_out == 0 && gunzip->zlib.total_in < 2)
        return fail(gunzip, feed, "bytes behind the last gzip member are not gzip", error);
    const char *reason = gunzip->zlib.msg != NULL ? gunzip->zlib.msg : "it cannot be decompressed";
    char what[128];
    snprintf(what, sizeof what, "the gzip data are damaged: %s", reason);
    return fail(gunzip, feed, what, error);
}

static int gunzip_read(void *decoder, struct sd_feed *feed, uint8_t *buffer, size_t size,
                       size_t *got, struct splitdata_error *error)
{
    struct gunzip *gunzip = decoder;
    z_stream *zlib = &gunzip->zlib;
    zlib->next_out = buffer;
    zlib->avail_out = size > UINT32_MAX / 2 ? UINT32_MAX / 2 : (uInt)size;
    uInt wanted = zlib->avail_out;
    while (zlib->avail_out == wanted) {
        if (!gunzip->in_member) {
            bool more = !gunzip->any;
            int status = gunzip->any ? next_member(gunzip, feed, &more, error) : SPLITDATA_OK;
            if (status != SPLITDATA_OK)
                return status;
            if (!more)
                break;
            gunzip->in_member = true;
        }
        int status = sd_feed_more(feed, error);
        if (status != SPLITDATA_OK)
            return status;
        if (feed->begin == feed->end)
            return fail(gunzip, feed, "the gzip data end early: the file is cut off", error);
        zlib->next_in = feed->bytes + feed->begin;
        zlib->avail_in = (uInt)(feed->end - feed->begin);
        int result = inflate(zlib, Z_NO_FLUSH);
        size_t used = (size_t)(zlib->next_in - (feed->bytes + feed->begin));
        feed->begin += used;
        gunzip->at += used;
        if (result == Z_STREAM_END) {
            gunzip->in_member = false;
            gunzip->any = true;
            inflateReset(zlib);
        } else if (result != Z_OK && result != Z_BUF_ERROR) {
            return explain(gunzip, feed, result, error);
        }
    }
    *got = wanted - zlib->avail_out;
    return SPLITDATA_OK;
}

const struct sd_codec sd_codec_gzip = {"gzip", recognise, gunzip_open, gunzip_read, gunzip_close};
