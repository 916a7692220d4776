/* SPDX-License-Identifier: MIT */
#include "keys/stamp_scan.h"

static bool is_blank(char c)
{
    return c == ' ' || (c >= '\t' && c <= '\r');
}

bool sd_scan_digit_next(const struct sd_scan *s)
{
    return s->at < s->end && *s->at >= '0' && *s->at <= '9';
}

struct sd_scan sd_scan_trimmed(const char *text, size_t length)
{
    struct sd_scan s = {text, text + length};
    while (s.at < s.end && is_blank(*s.at))
        s.at++;
    while (s.at < s.end && is_blank(s.end[-1]))
        s.end--;
    return s;
}

bool sd_scan_byte(struct sd_scan *s, char byte)
{
    if (s->at == s->end || *s->at != byte)
        return false;
    s->at++;
    return true;
}

bool sd_scan_number(struct sd_scan *s, int most, int64_t *value)
{
    int count = 0;
    *value = 0;
    for (; count < most && sd_scan_digit_next(s); count++)
        *value = *value * 10 + (*s->at++ - '0');
    return count > 0;
}

bool sd_scan_fixed(struct sd_scan *s, int count, int64_t *value)
{
    const char *begin = s->at;
    return sd_scan_number(s, count, value) && s->at - begin == count;
}

bool sd_scan_two(struct sd_scan *s, unsigned *value)
{
    int64_t number;
    if (!sd_scan_fixed(s, 2, &number))
        return false;
    *value = (unsigned)number;
    return true;
}

bool sd_scan_decimals(struct sd_scan *s, uint32_t *nanos)
{
    int count = 0;
    *nanos = 0;
    for (; sd_scan_digit_next(s); s->at++, count++) {
        if (count < 9)
            *nanos = *nanos * 10 + (uint32_t)(*s->at - '0');
        else if (*s->at != '0')
            return false;
    }
    for (int i = count; i < 9; i++)
        *nanos *= 10;
    return count > 0;
}

bool sd_scan_zone(struct sd_scan *s, int32_t *offset)
{
    unsigned hours, minutes = 0;
    *offset = 0;
    if (sd_scan_byte(s, 'Z') || sd_scan_byte(s, 'z'))
        return true;
    bool west = sd_scan_byte(s, '-');
    if (!west && !sd_scan_byte(s, '+'))
        return false;
    if (!sd_scan_two(s, &hours))
        return false;
    bool colon = sd_scan_byte(s, ':');
    if ((colon || sd_scan_digit_next(s)) && !sd_scan_two(s, &minutes))
        return false;
    if (hours > 23 || minutes > 59)
        return false;
    *offset = (int32_t)(hours * 3600 + minutes * 60);
    *offset = west ? -*offset : *offset;
    return true;
}
