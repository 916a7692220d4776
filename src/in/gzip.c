/* SPDX-License-Identifier: MIT */
/*
 * gzip (RFC 1952): all members, each checked. Headers, trailers and the bytes after a member are
 * read here and not by the library, so that all libraries accept the same files; and because zlib's
 * gzread() accepts a file that is truncated just after a member, or followed by plain text.
 */
#include "in/inflate.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

struct gunzip {
    const struct sd_inflater *inflater;
    void *state;
    bool in_member;  /* a member has begun and not ended */
    bool any;        /* at least one member was complete */
    uint64_t member; /* the member's offset */
    uint32_t crc;    /* of the member's data so far; in a header, of the header */
    uint32_t size;   /* of the member's data so far, modulo 2^32 */
};

static bool recognise(const uint8_t *head, size_t length)
{
    return length >= 2 && head[0] == 0x1f && head[1] == 0x8b;
}

static void *gunzip_open(const char *library)
{
    struct gunzip *gunzip = calloc(1, sizeof *gunzip);
    if (gunzip == NULL)
        return NULL;
    gunzip->inflater = sd_inflater_for(library);
    gunzip->state = gunzip->inflater->open();
    if (gunzip->state == NULL) {
        free(gunzip);
        return NULL;
    }
    return gunzip;
}

static void gunzip_close(void *decoder)
{
    struct gunzip *gunzip = decoder;
    gunzip->inflater->close(gunzip->state);
    free(gunzip);
}

static int fail_at(const struct sd_feed *feed, uint64_t at, const char *what,
                   struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_DATA, "%s: %s (compressed byte %" PRIu64 ")",
                   sd_source_name(feed->source), what, at);
}

static int fail(const struct sd_feed *feed, const char *what, struct splitdata_error *error)
{
    return fail_at(feed, sd_feed_position(feed), what, error);
}

static int fail_early(const struct sd_feed *feed, struct splitdata_error *error)
{
    return fail(feed, "the gzip data end early: the file is cut off", error);
}

/* --- bytes ----------------------------------------------------------------------------------- */

/* The next byte, which must be there. */
static int take_byte(struct gunzip *gunzip, struct sd_feed *feed, uint8_t *byte,
                     struct splitdata_error *error)
{
    int status = sd_feed_more(feed, error);
    if (status != SPLITDATA_OK)
        return status;
    if (feed->begin == feed->end)
        return fail_early(feed, error);
    *byte = feed->bytes[feed->begin++];
    gunzip->crc = gunzip->inflater->crc32(gunzip->crc, byte, 1);
    return SPLITDATA_OK;
}

/* The next `count` bytes as a number, the lowest byte first. */
static int take_number(struct gunzip *gunzip, struct sd_feed *feed, unsigned count,
                       uint32_t *number, struct splitdata_error *error)
{
    uint8_t byte = 0;
    int status = SPLITDATA_OK;
    *number = 0;
    for (unsigned i = 0; i < count && status == SPLITDATA_OK; i++) {
        status = take_byte(gunzip, feed, &byte, error);
        *number |= (uint32_t)byte << 8 * i;
    }
    return status;
}

/* --- a member -------------------------------------------------------------------------------- */

enum { HAS_CRC = 2, HAS_EXTRA = 4, HAS_NAME = 8, HAS_COMMENT = 16, RESERVED = 0xe0 };

static int skip_extra(struct gunzip *gunzip, struct sd_feed *feed, struct splitdata_error *error)
{
    uint32_t length = 0;
    uint8_t byte;
    int status = take_number(gunzip, feed, 2, &length, error);
    for (; length != 0 && status == SPLITDATA_OK; length--)
        status = take_byte(gunzip, feed, &byte, error);
    return status;
}

static int skip_text(struct gunzip *gunzip, struct sd_feed *feed, struct splitdata_error *error)
{
    uint8_t byte = 1;
    int status = SPLITDATA_OK;
    while (byte != 0 && status == SPLITDATA_OK)
        status = take_byte(gunzip, feed, &byte, error);
    return status;
}

static int check_header_crc(struct gunzip *gunzip, struct sd_feed *feed,
                            struct splitdata_error *error)
{
    uint32_t crc = gunzip->crc & 0xffff, noted = 0;
    int status = take_number(gunzip, feed, 2, &noted, error);
    if (status == SPLITDATA_OK && noted != crc)
        return fail(feed, "the gzip data are damaged: header crc mismatch", error);
    return status;
}

static int read_header(struct gunzip *gunzip, struct sd_feed *feed, struct splitdata_error *error)
{
    uint32_t number;
    gunzip->member = sd_feed_position(feed);
    gunzip->crc = 0;
    int status = take_number(gunzip, feed, 2, &number, error);
    if (status == SPLITDATA_OK && number != 0x8b1f)
        return fail_at(feed, gunzip->member, "trailing data after the last gzip member", error);
    if (status == SPLITDATA_OK)
        status = take_number(gunzip, feed, 2, &number, error);
    if (status != SPLITDATA_OK)
        return status;
    if ((number & 0xff) != 8)
        return fail(feed, "the gzip data are damaged: unknown compression method", error);
    uint32_t flags = number >> 8;
    if ((flags & RESERVED) != 0)
        return fail(feed, "the gzip data are damaged: unknown header flags set", error);
    status = take_number(gunzip, feed, 4, &number, error); /* modification time */
    if (status == SPLITDATA_OK)
        status =
            take_number(gunzip, feed, 2, &number, error); /* compression hint, operating system */
    if (status == SPLITDATA_OK && (flags & HAS_EXTRA) != 0)
        status = skip_extra(gunzip, feed, error);
    if (status == SPLITDATA_OK && (flags & HAS_NAME) != 0)
        status = skip_text(gunzip, feed, error);
    if (status == SPLITDATA_OK && (flags & HAS_COMMENT) != 0)
        status = skip_text(gunzip, feed, error);
    if (status == SPLITDATA_OK && (flags & HAS_CRC) != 0)
        status = check_header_crc(gunzip, feed, error);
    return status;
}

static int check_trailer(struct gunzip *gunzip, struct sd_feed *feed, struct splitdata_error *error)
{
    uint32_t crc = gunzip->crc, noted = 0;
    int status = take_number(gunzip, feed, 4, &noted, error);
    if (status == SPLITDATA_OK && noted != crc)
        return fail(feed, "the gzip data are damaged: incorrect data check", error);
    if (status == SPLITDATA_OK)
        status = take_number(gunzip, feed, 4, &noted, error);
    if (status == SPLITDATA_OK && noted != gunzip->size)
        return fail(feed, "the gzip data are damaged: incorrect length check", error);
    gunzip->in_member = false;
    gunzip->any = true;
    return status;
}

/* After a member: the end, zero padding up to the end, or the next member (*more). */
static int next_member(struct gunzip *gunzip, struct sd_feed *feed, bool *more,
                       struct splitdata_error *error)
{
    bool padding = false;
    *more = false;
    for (;;) {
        int status = sd_feed_more(feed, error);
        if (status == SPLITDATA_OK && feed->begin == feed->end && padding && feed->source->cut)
            break; /* it is padding only at the end of the file */
        if (status != SPLITDATA_OK || feed->begin == feed->end)
            return status;
        if (feed->bytes[feed->begin] != 0 || !gunzip->any)
            break;
        padding = true;
        feed->begin++;
    }
    if (padding || feed->bytes[feed->begin] != 0x1f)
        return fail(feed, "trailing data after the last gzip member", error);
    int status = read_header(gunzip, feed, error);
    gunzip->inflater->begin(gunzip->state);
    gunzip->crc = gunzip->size = 0;
    *more = gunzip->in_member = true;
    return status;
}

/* Inflates the next bytes of the member; *got may be 0. */
static int read_data(struct gunzip *gunzip, struct sd_feed *feed, uint8_t *buffer, size_t size,
                     size_t *got, struct splitdata_error *error)
{
    int status = sd_feed_more(feed, error);
    if (status != SPLITDATA_OK)
        return status;
    enum sd_inflated result = gunzip->inflater->inflate(gunzip->state, feed, buffer, size, got);
    if (result == SD_INFLATED_NO_MEMORY)
        return sd_fail_memory(error, "decompressing the input");
    if (result == SD_INFLATED_DAMAGED)
        return fail_at(feed, gunzip->member,
                       "the gzip data are damaged: invalid data in the member that begins here",
                       error);
    gunzip->crc = gunzip->inflater->crc32(gunzip->crc, buffer, *got);
    gunzip->size += (uint32_t)*got;
    if (result == SD_INFLATED_END)
        return check_trailer(gunzip, feed, error);
    return *got == 0 && feed->at_end ? fail_early(feed, error) : SPLITDATA_OK;
}

static int gunzip_read(void *decoder, struct sd_feed *feed, uint8_t *buffer, size_t size,
                       size_t *got, struct splitdata_error *error)
{
    struct gunzip *gunzip = decoder;
    bool more = true;
    int status = SPLITDATA_OK;
    *got = 0;
    while (status == SPLITDATA_OK && *got == 0 && more) {
        if (!gunzip->in_member)
            status = next_member(gunzip, feed, &more, error);
        if (status == SPLITDATA_OK && more)
            status = read_data(gunzip, feed, buffer, size, got, error);
    }
    return status;
}

const struct sd_codec sd_codec_gzip = {"gzip", recognise, gunzip_open, gunzip_read, gunzip_close};
