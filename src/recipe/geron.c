/* SPDX-License-Identifier: MIT */
/*
 * The split by identifier of A. Géron's "Hands-On Machine Learning":
 *
 *     def is_id_in_test_set(identifier, test_ratio):
 *         return crc32(np.int64(identifier)) < test_ratio * 2**32
 *
 * CRC-32 of the 8 bytes of the integer, the least significant one first; the right side is a
 * product of doubles. There are no buckets, so every share is whole.
 */
#include "recipe/python.h"
#include "recipe/table.h"

#include <math.h>
#include <string.h>

enum { BYTES = 8 };

/* Four bits at a time. */
static uint32_t crc32_of(uint64_t value)
{
    static const uint32_t of_four[16] = {0x00000000, 0x1db71064, 0x3b6e20c8, 0x26d930ac,
                                         0x76dc4190, 0x6b6b51f4, 0x4db26158, 0x5005713c,
                                         0xedb88320, 0xf00f9344, 0xd6d6a3e8, 0xcb61b38c,
                                         0x9b64c2b0, 0x86d3d2d4, 0xa00ae278, 0xbdbdf21c};
    uint32_t crc = UINT32_MAX;
    for (unsigned i = 0; i < 2 * BYTES; i++)
        crc = crc >> 4 ^ of_four[(crc ^ value >> 4 * i) & 15];
    return ~crc;
}

static bool is_blank(char byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

/* An integer as pandas reads one: a sign and blanks around it are no matter. */
static bool read_integer(const struct sd_recipe_key *key, uint64_t *value)
{
    const char *at = key->bytes, *end = at + key->length;
    while (at < end && is_blank(*at))
        at++;
    while (end > at && is_blank(end[-1]))
        end--;
    const bool minus = at < end && *at == '-';
    at += at < end && (*at == '-' || *at == '+');
    const uint64_t most = (uint64_t)INT64_MAX + minus;
    if (at == end)
        return false;
    for (*value = 0; at < end; at++) {
        const uint64_t digit = (uint64_t)(*at - '0');
        if (*at < '0' || *at > '9' || *value > (most - digit) / 10)
            return false;
        *value = *value * 10 + digit;
    }
    *value = minus ? -*value : *value;
    return true;
}

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    uint64_t value = 0;
    (void)options;
    if (!read_integer(key, &value))
        return sd_fail(error, SPLITDATA_DATA,
                       "--like geron: the key '%.*s' is no integer of 64 bits (--like md5 takes "
                       "texts)",
                       (int)(key->length < 40 ? key->length : 40), key->bytes);
    *number = crc32_of(value);
    return SPLITDATA_OK;
}

/* The share of test as the code has it. */
static int find_ratio(const struct sd_part *part, bool train_test, double *ratio,
                      struct splitdata_error *error)
{
    if (!train_test)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like geron: has train and test alone (--like md5 has more parts)");
    const struct sd_size *train = &part[0].size, *test = &part[1].size;
    if (test->kind == SD_SIZE_SHARE && train->kind == SD_SIZE_NONE)
        *ratio = sd_ratio_double(test->share);
    else if (train->kind == SD_SIZE_SHARE && test->kind == SD_SIZE_NONE)
        *ratio = sd_ratio_double((struct sd_ratio){
            train->share.denominator - train->share.numerator, train->share.denominator});
    else
        return sd_fail(error, SPLITDATA_USAGE,
                       "--hash: one size must be given, a share: a record's part depends on its "
                       "key alone, not on the number of records");
    return SPLITDATA_OK;
}

static int key_ranges(const struct sd_sizes_asked *asked, struct sd_cut *ranges,
                      struct splitdata_error *error)
{
    const double all = 4294967296.0;
    double ratio = 0;
    int status = find_ratio(asked->part, asked->train_test, &ratio, error);
    if (status != SPLITDATA_OK)
        return status;
    const uint64_t tests = (uint64_t)ceil(ratio * all); /* the numbers below the product */
    ranges[0] = (struct sd_cut){tests, (uint64_t)all};
    ranges[1] = (struct sd_cut){0, tests};
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *column = "";
    char share[SPLITDATA_DOUBLE_TEXT];
    double ratio = 0;
    int status = find_ratio(asked->part, asked->train_test, &ratio, error);
    if (status == SPLITDATA_OK) {
        sd_code_line(code, "from zlib import crc32");
        sd_code_line(code, "import numpy as np");
        status = sd_python_read(asked, code, error);
    }
    if (status == SPLITDATA_OK)
        status = sd_python_columns(code, asked->options->hash, &column, error);
    if (status != SPLITDATA_OK)
        return status;
    splitdata_format_double(share, ratio);
    sd_code_line(code, "def is_id_in_test_set(identifier, test_ratio):");
    sd_code_line(code, "    return crc32(np.int64(identifier)) < test_ratio * 2**32");
    sd_code_line(code, "in_test_set = %s.apply(lambda id_: is_id_in_test_set(id_, %s))", column,
                 share);
    sd_code_line(code, "train, test = df.loc[~in_test_set], df.loc[in_test_set]");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_geron = {
    .name = "geron",
    .summary = "rows by CRC-32 of an integer, with --hash COL (Hands-On Machine Learning)",
    .call = "crc32(np.int64(identifier)) < test_ratio * 2**32",
    .versions = "3.12.1 3.11.7",
    .of = "Python",
    .checked = "golden vectors of zlib",
    .nearest = "md5",
    .code = print_code,
    .key_ranges = key_ranges,
    .key_number = key_number,
};
