/* SPDX-License-Identifier: MIT */
/*
 * gawk, whose generator is its own, the same on every system:
 *
 *     gawk 'BEGIN { srand(seed) } { print >(rand() < 0.8 ? "train" : "test") }'
 *
 * An additive generator of 63 words under a table of 512, out of which each value that is given was
 * taken at random (D. Knuth's Algorithm B); a draw takes two. The next repeat goes on in the same
 * program.
 */
#include "recipe/awk.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

/* Words of the state: the additive generator, its place, the table, the value that comes next. */
enum { DEGREE = 63, PLACE = DEGREE, TABLE, PLACES = 512, CARRY = TABLE + PLACES, DISCARDED = 630 };

/* The next value of the additive generator, 31 bits. */
static uint32_t add_up(uint32_t *word)
{
    const uint32_t back = word[PLACE], front = (back + 1) % DEGREE;
    word[front] += word[back];
    word[PLACE] = front;
    return word[front] >> 1;
}

static uint32_t next31(uint32_t *word)
{
    const uint32_t value = add_up(word), place = word[CARRY] % PLACES;
    word[CARRY] = word[TABLE + place];
    word[TABLE + place] = value;
    return word[CARRY];
}

/* 16807 * x modulo 2^31 - 1 with L. Schrage's method, of numbers with a sign. */
static uint32_t good_random(uint32_t x)
{
    const int32_t from = x != 0 ? (int32_t)x : 123459876;
    const int64_t next = (int64_t)16807 * (from % 127773) - (int64_t)2836 * (from / 127773);
    const int32_t wrapped = (int32_t)(uint32_t)next;
    return wrapped < 0 ? (uint32_t)wrapped + 0x7fffffff : (uint32_t)wrapped;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    uint32_t *word = random->state.words.word;
    (void)options;
    *random = (struct splitdata_random){0};
    int status = sd_seed32(text, &word[0], error);
    if (status != SPLITDATA_OK)
        return status;
    for (unsigned i = 1; i < DEGREE; i++)
        word[i] = good_random(word[i - 1]);
    for (unsigned i = 0; i <= PLACES; i++) /* the last one is the carry */
        word[TABLE + i] = add_up(word);
    for (unsigned i = 0; i < DISCARDED; i++)
        next31(word);
    return SPLITDATA_OK;
}

static double next(struct splitdata_random *random)
{
    uint32_t *word = random->state.words.word;
    double drawn = 0;
    do {
        const double low = next31(word), high = next31(word);
        drawn = 0.5 + (low / 2147483648.0 + high) / 2147483648.0 - 0.5;
    } while (drawn == 1.0);
    return drawn;
}

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("gawk", plan, asked, draw, next, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    return sd_awk_print("gawk", "gawk", asked, code, error);
}

const struct sd_recipe sd_recipe_gawk = {
    .name = "gawk",
    .summary = "rows by gawk's rand() < 0.8 after srand(seed), in input order",
    .call = "gawk 'BEGIN { srand(SEED) } { print >(rand() < 0.8 ? \"train\" : \"test\") }'",
    .versions = "5.2.1",
    .of = "gawk",
    .checked = "golden vectors; beside gawk itself",
    .conditions = SD_AWK_CONDITION,
    .nearest = "shuf",
    .code = print_code,
    .generator = "gawk",
    .seed = seed,
    .assign = assign,
};
