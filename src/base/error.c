/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* the strerror_r that returns an int */

#include "base/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* The length of the well-formed, printable UTF-8 character at text[0..left-1], 0 if there is none.
 * Surrogates, overlong forms and C1 controls (U+0080..U+009F) count as none. */
static size_t printable_length(const unsigned char *text, size_t left)
{
    static const struct {
        unsigned char low, high, second_low, second_high, length;
    } forms[] = {
        {0xc2, 0xc2, 0xa0, 0xbf, 2}, {0xc3, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    unsigned char first = text[0];
    if (first < 0x80)
        return first >= 0x20 && first != 0x7f;
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; f++) {
        if (first < forms[f].low || first > forms[f].high)
            continue;
        if (left < forms[f].length || text[1] < forms[f].second_low ||
            text[1] > forms[f].second_high)
            return 0;
        for (size_t i = 2; i < forms[f].length; i++) {
            if ((text[i] & 0xc0) != 0x80)
                return 0;
        }
        return forms[f].length;
    }
    return 0;
}

size_t splitdata_escape(char *out, size_t size, const char *text, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    size_t used = 0;
    for (size_t i = 0; i < length;) {
        const unsigned char *at = (const unsigned char *)text + i;
        size_t plain = printable_length(at, length - i);
        size_t need = plain ? plain : 4;
        if (used + need >= size)
            break;
        if (plain) {
            memcpy(out + used, at, plain);
        } else {
            out[used] = '\\';
            out[used + 1] = 'x';
            out[used + 2] = digits[*at >> 4];
            out[used + 3] = digits[*at & 15];
        }
        used += need;
        i += plain ? plain : 1;
    }
    out[used] = '\0';
    return used;
}

static int fill(struct splitdata_error *error, enum splitdata_status status, int system_error,
                uint64_t offset, const char *format, va_list arguments)
{
    char raw[sizeof error->message];
    int length = vsnprintf(raw, sizeof raw, format, arguments);
    size_t used = length < 0 ? 0 : (size_t)length;
    if (used >= sizeof raw)
        used = sizeof raw - 1;
    if (system_error != 0) {
        char reason[128];
        if (strerror_r(system_error, reason, sizeof reason) != 0)
            snprintf(reason, sizeof reason, "error %d", system_error);
        int more = snprintf(raw + used, sizeof raw - used, ": %s", reason);
        used = more < 0 ? used : used + (size_t)more;
        if (used >= sizeof raw)
            used = sizeof raw - 1;
    }
    error->status = status;
    error->system_error = system_error;
    error->offset = offset;
    error->line = SPLITDATA_NOWHERE;
    error->fault = SPLITDATA_FAULT_OTHER;
    splitdata_escape(error->message, sizeof error->message, raw, used);
    return (int)status;
}

int sd_fail(struct splitdata_error *error, enum splitdata_status status, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = fill(error, status, 0, SPLITDATA_NOWHERE, format, arguments);
    va_end(arguments);
    return result;
}

int sd_fail_system(struct splitdata_error *error, int system_error, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = fill(error, SPLITDATA_SYSTEM, system_error, SPLITDATA_NOWHERE, format, arguments);
    va_end(arguments);
    return result;
}

int sd_fail_at(struct splitdata_error *error, uint64_t offset, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    int result = fill(error, SPLITDATA_DATA, 0, offset, format, arguments);
    va_end(arguments);
    return result;
}

int sd_fail_memory(struct splitdata_error *error, const char *what)
{
    int reason = errno;
    if (reason == ENOSPC || reason == EDQUOT || reason == EFBIG)
        return sd_fail_system(error, reason,
                              "no memory for %s, nor room for a temporary file (--memory allows "
                              "more, --tmpdir names another place, --hash needs none)",
                              what);
    return sd_fail_system(error, ENOMEM, "no memory for %s", what);
}

void sd_error_prefix(struct splitdata_error *error, const char *prefix)
{
    char old[sizeof error->message];
    memcpy(old, error->message, sizeof old);
    char both[2 * sizeof old];
    int length = snprintf(both, sizeof both, "%s%s", prefix, old);
    size_t used = length < 0 ? 0 : (size_t)length;
    if (used >= sizeof both)
        used = sizeof both - 1;
    splitdata_escape(error->message, sizeof error->message, both, used);
}
