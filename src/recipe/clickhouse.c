/* SPDX-License-Identifier: MIT */
/*
 * ClickHouse's hash of a key, which depends on the type of the column:
 *
 *     WHERE cityHash64(key) % buckets < train
 *
 * Of a String it is CityHash 1.0.2 (G. Pike and J. Alakuijala), not the later CityHash. Of an
 * integer it is the finalizer of MurmurHash3, of the value in the column's own width without a
 * sign: -1 as Int32 is 4294967295.
 */
#include "recipe/buckets.h"
#include "recipe/city_words.h"
#include "recipe/sql.h"
#include "recipe/table.h"

#include "base/exact.h"

#include <inttypes.h>
#include <string.h>

/* --- CityHash64 1.0.2 ------------------------------------------------------------------------ */

static const uint64_t k3 = 0xc949d7c7509e6557U;

static uint64_t mix(uint64_t u, uint64_t v)
{
    return sd_city_mix(u, v, UINT64_C(0x9ddfea08eb382d69));
}

static uint64_t up_to_16(const uint8_t *s, size_t n)
{
    if (n > 8) {
        const uint64_t a = sd_little64(s), b = sd_little64(s + n - 8);
        return mix(a, sd_rotr64(b + n, (unsigned)n)) ^ b;
    }
    if (n >= 4)
        return mix(n + ((uint64_t)sd_little32(s) << 3), sd_little32(s + n - 4));
    if (n == 0)
        return sd_city_k2;
    const uint32_t y = s[0] + ((uint32_t)s[n / 2] << 8);
    const uint32_t z = (uint32_t)n + ((uint32_t)s[n - 1] << 2);
    return sd_city_shift_mix(y * sd_city_k2 ^ z * k3) * sd_city_k2;
}

static uint64_t up_to_32(const uint8_t *s, size_t n)
{
    const uint64_t a = sd_little64(s) * sd_city_k1, b = sd_little64(s + 8);
    const uint64_t c = sd_little64(s + n - 8) * sd_city_k2;
    const uint64_t d = sd_little64(s + n - 16) * sd_city_k0;
    return mix(sd_rotr64(a - b, 43) + sd_rotr64(c, 30) + d, a + sd_rotr64(b ^ k3, 20) - c + n);
}

/* 32 bytes, whose first and last words are given: the words at 8 and 16 are at `s`. */
static struct sd_city_pair half(uint64_t a, const uint8_t *s, uint64_t z)
{
    const uint64_t b = sd_rotr64(a + z, 52);
    uint64_t c = sd_rotr64(a, 37);
    a += sd_little64(s);
    c += sd_rotr64(a, 7);
    a += sd_little64(s + 8);
    return (struct sd_city_pair){a + z, b + sd_rotr64(a, 31) + c};
}

static uint64_t up_to_64(const uint8_t *s, size_t n)
{
    const uint64_t a = sd_little64(s) + (n + sd_little64(s + n - 16)) * sd_city_k0;
    const struct sd_city_pair v = half(a, s + 8, sd_little64(s + 24));
    const struct sd_city_pair w =
        half(sd_little64(s + 16) + sd_little64(s + n - 32), s + n - 24, sd_little64(s + n - 8));
    const uint64_t r =
        sd_city_shift_mix((v.first + w.second) * sd_city_k2 + (w.first + v.second) * sd_city_k0);
    return sd_city_shift_mix(r * sd_city_k0 + v.second) * sd_city_k2;
}

static uint64_t longer(const uint8_t *s, size_t n)
{
    uint64_t x = sd_little64(s), y = sd_little64(s + n - 16) ^ sd_city_k1;
    uint64_t z = sd_little64(s + n - 56) ^ sd_city_k0;
    struct sd_city_pair v = sd_city_weak(s + n - 64, n, y);
    struct sd_city_pair w = sd_city_weak(s + n - 32, n * sd_city_k1, sd_city_k0);
    z += sd_city_shift_mix(v.second) * sd_city_k1;
    x = sd_rotr64(z + x, 39) * sd_city_k1;
    y = sd_rotr64(y, 33) * sd_city_k1;
    for (size_t left = (n - 1) / 64; left > 0; left--, s += 64) {
        x = sd_rotr64(x + y + v.first + sd_little64(s + 16), 37) * sd_city_k1;
        y = sd_rotr64(y + v.second + sd_little64(s + 48), 42) * sd_city_k1;
        x ^= w.second;
        y ^= v.first;
        z = sd_rotr64(z ^ w.first, 33);
        v = sd_city_weak(s, v.second * sd_city_k1, x + w.first);
        w = sd_city_weak(s + 32, z + w.second, y);
        const uint64_t swapped = z;
        z = x;
        x = swapped;
    }
    return mix(mix(v.first, w.first) + sd_city_shift_mix(y) * sd_city_k1 + z,
               mix(v.second, w.second) + x);
}

static uint64_t of_text(const struct sd_recipe_key *key)
{
    const uint8_t *s = (const uint8_t *)key->bytes;
    const size_t n = key->length;
    if (n <= 16)
        return up_to_16(s, n);
    if (n <= 32)
        return up_to_32(s, n);
    return n <= 64 ? up_to_64(s, n) : longer(s, n);
}

/* --- integers -------------------------------------------------------------------------------- */

static uint64_t of_integer(uint64_t value)
{
    uint64_t x = value ^ UINT64_C(0x4CF2D2BAAE6DA887);
    x = (x ^ x >> 33) * UINT64_C(0xff51afd7ed558ccd);
    x = (x ^ x >> 33) * UINT64_C(0xc4ceb9fe1a85ec53);
    return x ^ x >> 33;
}

/* The types, in the order of the words of the parameter. */
static const struct {
    unsigned bits; /* 0: a text */
    bool sign;
} types[] = {{0, false}, {8, true},   {16, true},  {32, true}, {64, true},
             {8, false}, {16, false}, {32, false}, {64, false}};

static const char *const type_words[] = {"String", "Int8",   "Int16",  "Int32",  "Int64",
                                         "UInt8",  "UInt16", "UInt32", "UInt64", NULL};

/* The value, in the width of the type without a sign. */
static bool read_integer(const struct sd_recipe_key *key, unsigned bits, bool sign, uint64_t *value)
{
    const uint64_t all = UINT64_MAX >> (64 - bits);
    const bool minus = sign && key->length != 0 && key->bytes[0] == '-';
    const uint64_t most = sign ? all / 2 + minus : all;
    uint64_t number = 0;
    if (!sd_parse_integer(key->bytes + minus, key->length - minus, &number) || number > most)
        return false;
    *value = (minus ? -number : number) & all;
    return true;
}

/* --- the recipe ------------------------------------------------------------------------------ */

static int key_number(const struct sd_recipe_options *options, const struct sd_recipe_key *key,
                      uint64_t *number, struct splitdata_error *error)
{
    const uint64_t type = options->value[1].number;
    uint64_t value = 0;
    if (types[type].bits != 0 && !read_integer(key, types[type].bits, types[type].sign, &value))
        return sd_fail(error, SPLITDATA_DATA, "--like clickhouse: the key '%.*s' is no %s",
                       (int)(key->length < 40 ? key->length : 40), key->bytes, type_words[type]);
    *number = (types[type].bits != 0 ? of_integer(value) : of_text(key)) % sd_buckets(options);
    return SPLITDATA_OK;
}

/* Where the table comes from, as ClickHouse reads it. */
static int print_input(const struct sd_sql *sql, const struct sd_code_asked *asked,
                       struct sd_code *code, const char *column, struct splitdata_error *error)
{
    struct sd_text hint = {0};
    const char *delimiter = "";
    int status = sd_sql_check_plain(sql, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    if (strcmp(asked->delimiter, ",") != 0) {
        struct sd_text text = {0};
        bool made = sd_text_format(&text, ", format_csv_delimiter = %s",
                                   sd_code_quoted(code, SD_QUOTED_SQL, asked->delimiter));
        delimiter = sd_code_keep(code, &text, made);
    }
    bool made = sd_text_format(&hint, "%s %s", column, asked->parameters->value[1].text);
    const char *hinted = sd_code_quoted(code, SD_QUOTED_SQL, sd_code_keep(code, &hint, made));
    sd_code_line(code, "CREATE TABLE input ENGINE = Memory AS");
    sd_code_line(code, "    SELECT * FROM file(%s, CSVWithNames)",
                 sd_code_quoted(code, SD_QUOTED_SQL, asked->file));
    sd_code_line(code, "    SETTINGS schema_inference_hints = %s%s, max_threads = 1;", hinted,
                 delimiter);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_sql sql = {
        .recipe = "clickhouse", .quote = '`', .engine = " ENGINE = Memory"};
    const char *column = "";
    struct sd_text text = {0};
    int status = sd_sql_column(&sql, code, asked->options->hash, &column, error);
    if (status == SPLITDATA_OK)
        status = print_input(&sql, asked, code, column, error);
    if (status != SPLITDATA_OK)
        return status;
    bool made =
        sd_text_format(&text, "cityHash64(%s) %% %" PRIu64, column, sd_buckets(asked->parameters));
    return sd_sql_cut_buckets(&sql, asked, code, sd_code_keep(code, &text, made), error);
}

static const struct sd_recipe_parameter parameters[] = {
    SD_BUCKETS_PARAMETER,
    {.name = "type",
     .usual = "String",
     .summary = "the type of the column in ClickHouse, on which the hash depends",
     .kind = SD_PARAMETER_CHOICE,
     .words = type_words},
    {0},
};

const struct sd_recipe sd_recipe_clickhouse = {
    .name = "clickhouse",
    .summary = "rows by ClickHouse's cityHash64 of a key, with --hash COL",
    .call = "cityHash64(key) % 100 < 80",
    .versions = "26.9.2",
    .of = "ClickHouse",
    .checked = "golden vectors; beside ClickHouse itself (chdb)",
    .conditions = "the column is a String in ClickHouse, or what type= says",
    .parameters = parameters,
    .code = print_code,
    .key_ranges = sd_bucket_ranges,
    .key_number = key_number,
};
