/* SPDX-License-Identifier: MIT */
/*
 * Kotlin: rows.shuffled(kotlin.random.Random(seed)), whose generator is G. Marsaglia's xorwow, not
 * Java's. Positions from the back are swapped with nextInt(i + 1): the upper bits of a word for a
 * power of two, or else as in java.util.Random, by the upper 31 bits.
 */
#include "recipe/head.h"
#include "recipe/java_code.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/java_rule.h"
#include "rng/seed_text.h"

#include <inttypes.h>
#include <string.h>

/* Kept in the state of another generator. */
struct xorwow {
    uint32_t x, y, z, w, v, addend;
};

static uint32_t next32(struct xorwow *state)
{
    uint32_t t = state->x ^ (state->x >> 2);
    state->x = state->y;
    state->y = state->z;
    state->z = state->w;
    state->w = state->v;
    t = t ^ (t << 1) ^ state->v ^ (state->v << 4);
    state->v = t;
    state->addend += 362437;
    return t + state->addend;
}

static uint32_t next31(void *state)
{
    return next32(state) >> 1;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    int64_t number;
    (void)options;
    if (!sd_integer_within(text, strlen(text), INT64_MIN, INT64_MAX, &number))
        return sd_fail(error, SPLITDATA_USAGE,
                       "kotlin.random.Random takes an integer from -2**63 to 2**63 - 1: '%s'",
                       text);
    const uint32_t low = (uint32_t)number, high = (uint32_t)((uint64_t)number >> 32);
    struct xorwow state = {.x = low, .y = high, .v = ~low, .addend = (low << 10) ^ (high >> 4)};
    for (int i = 0; i < 64; i++)
        next32(&state);
    int status = splitdata_random_init(random, "qsv-faster", "0", error);
    memcpy(&random->state, &state, sizeof state);
    return status;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = sd_java_below(next31, generator, (uint32_t)(position - k + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct xorwow state;
    (void)progress;
    int status = sd_java_check_count(count, "kotlin", error);
    if (status != SPLITDATA_OK)
        return status;
    memcpy(&state, &draw->random->state, sizeof state);
    sd_shuffle_down(draw_targets, &state, items, count, item_size);
    memcpy(&draw->random->state, &state, sizeof state);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool drawn = asked->kind != SD_SPLIT_ROWS_IN_ORDER;
    const bool input = asked->options->order == SPLITDATA_ORDER_INPUT;
    const uint64_t repeats = asked->options->repeats;
    sd_code_line(code, "import java.io.File");
    if (drawn)
        sd_code_line(code, "import kotlin.random.Random");
    int status =
        sd_java_read(asked, code, "var rows = File(%s).readLines()", "rows = rows.drop(1)", error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "val n = rows.size");
    if (drawn)
        sd_code_line(code, "val random = Random(%s)", sd_java_seed(code, asked->seed));
    sd_code_line(code, "val ends = listOf(0, %s)", sd_java_ends(asked, code, "(%s * n).toInt()"));
    if (repeats != 0)
        sd_code_line(code, "val repeats = List(%" PRIu64 ") {", repeats);
    sd_code_indent(code, repeats != 0 ? 4 : 0);
    sd_code_line(code, drawn ? "val order = (0 until n).shuffled(random)"
                             : "val order = (0 until n).toList()");
    sd_code_line(
        code, "%sends.zipWithNext { begin, end -> order.subList(begin, end)%s.map { rows[it] } }",
        repeats != 0 ? "" : "val parts = ", input ? ".sorted()" : "");
    sd_code_indent(code, 0);
    if (repeats != 0)
        sd_code_line(code, "}");
    else
        sd_code_line(code, asked->parts > 5 ? "// %s" : "val (%s) = parts",
                     sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_kotlin = {
    .name = "kotlin",
    .summary = "rows in the order of Kotlin's shuffled(Random(seed)), train first",
    .call = "order = rows.shuffled(kotlin.random.Random(SEED)), cut at (0.8 * n).toInt()",
    .versions = "2.1.0",
    .of = "Kotlin",
    .checked = "golden vectors; 300 random cases beside Kotlin",
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
