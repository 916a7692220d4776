/* SPDX-License-Identifier: MIT */
/* Formats in letters, as Java, Oracle, Excel, moment.js and users write them: see stamp_guess.h. */
#include "keys/stamp_guess.h"
#include "keys/stamp_scan.h"

#include <stdio.h>
#include <string.h>

struct word {
    const char *letters, *form;
};

/* Whole formats. */
static const struct word wholes[] = {
    {"s", "%s"},      {"sec", "%s"},          {"seconds", "%s"}, {"unix", "%s"},
    {"epoch", "%s"},  {"millis", "ms"},       {"msec", "ms"},    {"milliseconds", "ms"},
    {"micros", "us"}, {"microseconds", "us"}, {"nanos", "ns"},   {"nanoseconds", "ns"},
};

/* Pieces, of which the first that fits is taken; longer ones come before their beginnings. MM and
 * mm are minutes after an hour. */
static const struct word pieces[] = {
    {"YYYY", "%Y"},  {"yyyy", "%Y"}, {"YY", "%y"},   {"yy", "%y"},   {"MMMM", "%B"}, {"MMM", "%b"},
    {"Month", "%B"}, {"Mon", "%b"},  {"mmmm", "%B"}, {"mmm", "%b"},  {"MI", "%M"},   {"mi", "%M"},
    {"MM", "%m"},    {"mm", "%m"},   {"M", "%m"},    {"m", "%m"},    {"DDD", "%j"},  {"DD", "%d"},
    {"dd", "%d"},    {"D", "%d"},    {"d", "%d"},    {"HH24", "%H"}, {"hh24", "%H"}, {"HH12", "%I"},
    {"HH", "%H"},    {"hh", "%H"},   {"H", "%H"},    {"h", "%H"},    {"SSS", "%f"},  {"fff", "%f"},
    {"SS", "%S"},    {"ss", "%S"},   {"S", "%S"},    {"s", "%S"},    {"'T'", "T"},   {"T", "T"},
    {"AM", "%p"},    {"PM", "%p"},   {"a", "%p"},    {"A", "%p"},    {"tt", "%p"},   {"ZZ", "%z"},
    {"Z", "%z"},     {"z", "%z"},
};

static const struct word *piece_at(const char *at)
{
    for (size_t i = 0; i < sizeof pieces / sizeof pieces[0]; i++) {
        if (strncmp(at, pieces[i].letters, strlen(pieces[i].letters)) == 0)
            return &pieces[i];
    }
    return NULL;
}

/* Whether the hour is one of twelve: the format says am or pm somewhere. */
static bool is_half(const char *letters)
{
    return strpbrk(letters, "aA") != NULL || strstr(letters, "tt") != NULL ||
           strstr(letters, "PM") != NULL;
}

static bool translate(const char *letters, char *format, size_t size)
{
    size_t used = 0;
    bool hour = false, any = false; /* hour: minutes come next */
    for (const char *at = letters; *at != '\0' && used + 4 < size;) {
        const struct word *piece = piece_at(at);
        if (piece == NULL && strchr(" /.,:;_-", *at) == NULL)
            return false;
        const char form[] = {*at, '\0'}, *put = piece != NULL ? piece->form : form;
        if (piece != NULL && hour && strcmp(put, "%m") == 0) {
            put = "%M";
            hour = false;
        }
        if (strcmp(put, "%H") == 0) {
            hour = true;
            put = is_half(letters) ? "%I" : put;
        }
        any = any || piece != NULL;
        used += (size_t)snprintf(format + used, size - used, "%s", put);
        at += piece != NULL ? strlen(piece->letters) : 1;
        if (*at == '\0')
            return any;
    }
    return false;
}

bool sd_stamp_format_of_letters(const char *letters, char *format, size_t size)
{
    for (size_t i = 0; i < sizeof wholes / sizeof wholes[0]; i++) {
        if (strcmp(letters, wholes[i].letters) == 0) {
            snprintf(format, size, "%s", wholes[i].form);
            return true;
        }
    }
    return translate(letters, format, size);
}
