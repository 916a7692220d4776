/* SPDX-License-Identifier: MIT */
/* The small parsers: shares, numbers, stamps, durations, seeds, name templates, and the escaping of
 * untrusted bytes. The first byte chooses one. */
#include "fuzz.h"

#include "base/exact.h"
#include "keys/number.h"
#include "keys/stamp.h"
#include "publish/name_template.h"
#include "rng/table.h"

#include <math.h>

static void read_share(const char *text, size_t length)
{
    struct sd_ratio share;
    if (!sd_parse_share(text, length, &share))
        return;
    fuzz_require(share.denominator != 0 && isfinite(sd_ratio_double(share)));
    if (sd_ratio_against_one(share) <= 0)
        fuzz_require(sd_ratio_floor(share, UINT64_MAX / 2) <= UINT64_MAX / 2);
}

static void read_numbers(const char *text, size_t length)
{
    int64_t whole;
    uint64_t natural;
    double real;
    bool boolean, negative;
    size_t digits;
    bool is_whole = sd_read_int64(text, length, &whole) == SD_INTEGER_OK;
    bool is_natural = sd_read_uint64(text, length, &natural) == SD_INTEGER_OK;
    if (is_whole && is_natural)
        fuzz_require((uint64_t)whole == natural);
    if (is_whole)
        fuzz_require(sd_read_double(text, length, SD_PANDAS_3, &real) && real == (double)whole);
    sd_read_double(text, length, SD_PANDAS_2, &real);
    sd_read_boolean(text, length, &boolean);
    sd_read_digits(text, length, &digits, &negative);
    sd_is_missing(text, length);
}

static void read_stamps(const char *text, size_t length)
{
    struct sd_stamp stamp;
    struct splitdata_error error;
    if (sd_stamp_read_iso(&stamp, text, length) || sd_stamp_read_number(&stamp, text, length) ||
        sd_duration_read(&stamp, text, length))
        fuzz_require(stamp.nanos < 1000000000 && sd_stamp_compare(&stamp, &stamp) == 0);
    /* A format, NUL, and a text in it. */
    size_t form = strlen(text);
    if (form < length && sd_stamp_check_format(text, &error) == SPLITDATA_OK &&
        sd_stamp_read_format(&stamp, text + form + 1, length - form - 1, text))
        fuzz_require(stamp.nanos < 1000000000);
}

static void read_seed(const char *text, size_t length)
{
    const struct splitdata_random_kind *kind;
    (void)length;
    for (size_t i = 0; (kind = splitdata_random_kind_at(i)) != NULL; i++) {
        struct splitdata_random random;
        struct splitdata_error error = {0};
        int status = splitdata_random_init(&random, kind->name, text, &error);
        fuzz_require(status == SPLITDATA_OK ||
                     (error.message[0] != '\0' && strchr(error.message, '\n') == NULL));
    }
}

static void read_names(const char *text, size_t length)
{
    const struct sd_name_values values = {.stem = "a", .part = "b", .suffix = ".c", .fold = 7};
    struct splitdata_error error = {0};
    struct sd_name name = {0};
    char *path = NULL;
    (void)length;
    fuzz_require(sd_name_split(&name, text, &error) == SPLITDATA_OK);
    sd_name_free(&name);
    if (sd_template_fill(text, &values, &path, &error) == SPLITDATA_OK)
        fuzz_require(path != NULL && path[0] != '\0');
    else
        fuzz_require(error.status == SPLITDATA_USAGE && path == NULL);
    free(path);
    sd_split_word(text);
    sd_template_is_gzip(text);
}

static void show(const char *text, size_t length)
{
    char out[64];
    for (size_t room = 1; room <= sizeof out; room += 7) {
        size_t used = splitdata_escape(out, room, text, length);
        fuzz_require(used < room && strlen(out) == used);
        for (size_t i = 0; i < used; i++)
            fuzz_require((unsigned char)out[i] >= ' ' && out[i] != 127);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static void (*const parsers[])(const char *, size_t) = {read_share, read_numbers, read_stamps,
                                                            read_seed,  read_names,   show};
    struct fuzz_bytes input = {bytes, size};
    unsigned parser = fuzz_choose(&input, sizeof parsers / sizeof parsers[0]);
    char *text = malloc(input.left + 1);
    fuzz_require(text != NULL);
    memcpy(text, input.at, input.left);
    text[input.left] = '\0';
    parsers[parser](text, input.left);
    free(text);
    return 0;
}
