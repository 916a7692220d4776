/* SPDX-License-Identifier: MIT */
#include "base/size.h"

/* Whether only its length can be wrong: a share of up to 17 digits always fits. */
static bool is_long_number(const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        if ((text[i] < '0' || text[i] > '9') && text[i] != '.' && text[i] != '/' &&
            !(text[i] == '%' && i + 1 == length))
            return false;
    }
    return length > 18;
}

int sd_size_parse(struct sd_size *size, const char *text, size_t length, const char *option,
                  struct splitdata_error *error)
{
    int shown = length > 100 ? 100 : (int)length;
    *size = (struct sd_size){.text = text, .text_length = length};
    if (sd_parse_integer(text, length, &size->count)) {
        size->kind = SD_SIZE_COUNT;
        return size->count != 0
                   ? SPLITDATA_OK
                   : sd_fail(error, SPLITDATA_USAGE, "%s %.*s: must be at least 1 record", option,
                             shown, text);
    }
    if (!sd_parse_share(text, length, &size->share))
        return sd_fail(
            error, SPLITDATA_USAGE,
            is_long_number(text, length)
                ? "%s %.*s: has too many digits (write it shorter, or as a quotient: 1/3)"
                : "%s %.*s: not a share (0.8, 80%%, 4/5) or a number of records",
            option, shown, text);
    size->kind = SD_SIZE_SHARE;
    if (size->share.numerator == 0 || sd_ratio_against_one(size->share) >= 0)
        return sd_fail(error, SPLITDATA_USAGE, "%s %.*s: a share lies between 0 and 1", option,
                       shown, text);
    return SPLITDATA_OK;
}
