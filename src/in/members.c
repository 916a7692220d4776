/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* pread */

#include "in/members.h"

#include "base/little.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* FAR: a first member that is longer is taken for the only one, unless the last one is shorter than
 * the file. Looking so far takes 1 % of the time of decompressing 100 MB. */
enum { FAR = 8 << 20, WINDOW = 256 * 1024 };
enum { HEADER = 10, LENGTH = 4, TRAILER = 8 };

/* Reads all of bytes[0..length-1] from the file. */
static bool read_at(const struct sd_source *source, uint8_t *bytes, size_t length, uint64_t at)
{
    for (size_t done = 0; done < length;) {
        ssize_t count = pread(source->fd, bytes + done, length - done, (off_t)(at + done));
        if (count <= 0)
            return false;
        done += (size_t)count;
    }
    return true;
}

bool sd_members_begin(struct sd_members *members, const struct sd_source *source, uint64_t least)
{
    uint8_t length[LENGTH];
    *members = (struct sd_members){
        .source = source, .size = (uint64_t)source->at_open.st_size, .least = least};
    if (!source->regular || members->size < 2 * least || members->size < HEADER + TRAILER ||
        !read_at(source, length, LENGTH, members->size - LENGTH))
        return false;
    members->first = sd_little32(length) < members->size ? members->size : FAR;
    members->window = malloc(LENGTH + WINDOW + HEADER);
    return members->window != NULL;
}

void sd_members_end(struct sd_members *members)
{
    free(members->window);
    members->window = NULL;
}

/* Whether programs write such a header: known flags, a usual hint and operating system. */
static bool is_header(const uint8_t *bytes)
{
    return bytes[0] == 0x1f && bytes[1] == 0x8b && bytes[2] == 8 && bytes[3] < 32 &&
           (bytes[8] == 0 || bytes[8] == 2 || bytes[8] == 4) && (bytes[9] <= 13 || bytes[9] == 255);
}

/* Looks for members that begin at one of the `count` offsets from `at` on, and ends the range at
 * the first that makes it long enough. */
static bool look(const struct sd_members *members, struct sd_member_range *range, uint64_t at,
                 size_t count)
{
    const uint8_t *begin = members->window + LENGTH, *end = begin + count;
    for (const uint8_t *from = begin;
         from < end && (from = memchr(from, 0x1f, (size_t)(end - from))) != NULL; from++) {
        if (!is_header(from))
            continue;
        range->size += sd_little32(from - LENGTH);
        range->end = at + (uint64_t)(from - begin);
        if (range->end - range->begin >= members->least)
            return true;
    }
    return false;
}

/* Ends the range with the file. */
static bool take_rest(const struct sd_members *members, struct sd_member_range *range)
{
    uint8_t length[LENGTH];
    range->end = members->size;
    if (!read_at(members->source, length, LENGTH, members->size - LENGTH))
        return false;
    range->size += sd_little32(length);
    return range->begin != 0; /* all of it is no range: there is nothing to share */
}

bool sd_members_next(struct sd_members *members, struct sd_member_range *range)
{
    const uint64_t last = members->size - HEADER - TRAILER;
    uint64_t at = members->begin + HEADER + TRAILER;
    bool found = false;
    *range = (struct sd_member_range){.begin = members->begin, .offset = members->offset};
    if (members->begin == members->size)
        return false;
    while (at < last && !found) {
        size_t count = last - at < WINDOW ? (size_t)(last - at) : WINDOW;
        if ((range->begin == 0 && at >= members->first) ||
            !read_at(members->source, members->window, LENGTH + count + HEADER, at - LENGTH))
            return false;
        found = look(members, range, at, count);
        at += count;
    }
    if (!found && !take_rest(members, range))
        return false;
    members->begin = range->end;
    members->offset += range->size;
    return true;
}
