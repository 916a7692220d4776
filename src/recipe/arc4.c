/* SPDX-License-Identifier: MIT */
#include "recipe/arc4.h"

#include "rng/seed_text.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { WIDTH = 256, I = WIDTH, J }; /* places in the state: a permutation, and two indices */

int sd_js_seed_read(struct sd_js_seed *seed, const char *text, struct splitdata_error *error)
{
    const int64_t most = INT64_C(9007199254740991);
    int64_t value = 0;
    *seed = (struct sd_js_seed){.text = text};
    if (text[text[0] == '-' || text[0] == '+'] != '\0' &&
        strspn(text + (text[0] == '-' || text[0] == '+'), "0123456789") ==
            strlen(text + (text[0] == '-' || text[0] == '+'))) {
        if (!sd_integer_within(text, strlen(text), -most, most, &value))
            return sd_fail(error, SPLITDATA_USAGE,
                           "the seed is an integer below 2**53, or a text: '%s' (str:%s is a text)",
                           text, text);
        snprintf(seed->digits, sizeof seed->digits, "%" PRId64, value);
        seed->text = seed->digits;
        seed->number = true;
        return SPLITDATA_OK;
    }
    if (strncmp(text, "str:", 4) == 0)
        seed->text = text + 4;
    bool plain = strlen(seed->text) <= WIDTH;
    for (const char *at = seed->text; *at != '\0'; at++)
        plain = plain && (signed char)*at > 0;
    return plain ? SPLITDATA_OK
                 : sd_fail(error, SPLITDATA_USAGE,
                           "a text that is a seed has at most 256 characters of ASCII: '%.40s'",
                           seed->text);
}

const char *sd_js_seed_literal(const struct sd_js_seed *seed, struct sd_code *code)
{
    struct sd_text text = {0};
    return seed->number ? sd_code_keep(code, &text, sd_text_add(&text, seed->text))
                        : sd_code_quoted(code, SD_QUOTED_C, seed->text);
}

int sd_js_check_count(const char *recipe, uint64_t count, struct splitdata_error *error)
{
    return count <= UINT32_MAX ? SPLITDATA_OK
                               : sd_fail(error, SPLITDATA_DATA,
                                         "--like %s: an array of JavaScript has at most 2**32 - 1 "
                                         "records, not %" PRIu64,
                                         recipe, count);
}

/* The indices, apart from the permutation while bytes are drawn. */
struct indices {
    uint8_t i, j;
};

static inline uint32_t next_byte(uint32_t *s, struct indices *at)
{
    const uint32_t t = s[++at->i];
    at->j = (uint8_t)(at->j + t);
    const uint32_t u = s[at->j];
    s[at->i] = u;
    s[at->j] = t;
    return s[(uint8_t)(t + u)];
}

/* The key is the text; that of a number ends with a zero. The first 256 bytes are not used. */
void sd_arc4_seed(struct splitdata_random *random, const struct sd_js_seed *seed)
{
    uint32_t *s = random->state.words.word, j = 0;
    const size_t given = strlen(seed->text) + seed->number, length = given != 0 ? given : 1;
    for (uint32_t i = 0; i < WIDTH; i++)
        s[i] = i;
    for (uint32_t i = 0; i < WIDTH; i++) {
        const uint32_t t = s[i];
        j = (j + (unsigned char)seed->text[i % length] + t) % WIDTH;
        s[i] = s[j];
        s[j] = t;
    }
    struct indices at = {0};
    for (int i = 0; i < WIDTH; i++)
        next_byte(s, &at);
    s[I] = at.i;
    s[J] = at.j;
}

/* 48 bits, and as many bytes more as give 52 significant ones; then to 53. */
double sd_arc4_next(struct splitdata_words *state)
{
    uint32_t *s = state->word, x = 0;
    struct indices at = {(uint8_t)s[I], (uint8_t)s[J]};
    uint64_t first = 0;
    for (int i = 0; i < 6; i++)
        first = first << 8 | next_byte(s, &at);
    double n = (double)first, d = 0x1p48;
    while (n < 0x1p52) {
        n = (n + x) * WIDTH;
        d *= WIDTH;
        x = next_byte(s, &at);
    }
    s[I] = at.i;
    s[J] = at.j;
    while (n >= 0x1p53) {
        n /= 2;
        d /= 2;
        x >>= 1;
    }
    return (n + x) / d;
}
