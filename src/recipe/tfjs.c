/* SPDX-License-Identifier: MIT */
/*
 * TensorFlow.js: tf.data.array(rows).shuffle(buffer, seed), read once.
 *
 * The generator is J. Baagøe's Alea. Two of its numbers, as integers, sum up to the text that seeds
 * another one for each pass. A buffer is kept full, with marks of the end after the last row: a
 * draw takes an item out, and the last one goes into the gap. A mark only costs the draw, and its
 * place stays empty until the next row is taken. Later passes, and so repeats, have other orders.
 */
#include "recipe/arc4.h"
#include "recipe/head.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { BUFFER };

static const struct sd_recipe_parameter parameters[] = {
    {.name = "buffer",
     .summary = "records in the buffer; all of them unless given",
     .kind = SD_PARAMETER_COUNT,
     .least = 1,
     .most = UINT32_MAX},
    {.name = NULL},
};

/* --- Alea ------------------------------------------------------------------------------------ */

struct alea {
    double s[3], carry;
};

/* JavaScript's x >>> 0. */
static double whole(double x)
{
    return (double)(uint32_t)(uint64_t)x;
}

static double mash(double *n, const char *text)
{
    for (; *text != '\0'; text++) {
        *n += (unsigned char)*text;
        double h = 0.02519603282416938 * *n;
        *n = whole(h);
        h -= *n;
        h *= *n;
        *n = whole(h);
        h -= *n;
        *n += h * 4294967296.0;
    }
    return whole(*n) * 0x1p-32;
}

static struct alea alea_seed(const char *text)
{
    struct alea alea = {.carry = 1};
    double n = 4022871197.0;
    for (int i = 0; i < 3; i++)
        alea.s[i] = mash(&n, " ");
    for (int i = 0; i < 3; i++) {
        alea.s[i] -= mash(&n, text);
        alea.s[i] += alea.s[i] < 0 ? 1 : 0;
    }
    return alea;
}

static double alea_next(struct alea *alea)
{
    const double t = 2091639 * alea->s[0] + alea->carry * 0x1p-32;
    alea->s[0] = alea->s[1];
    alea->s[1] = alea->s[2];
    alea->carry = (double)(int32_t)t;
    return alea->s[2] = t - alea->carry;
}

static int64_t alea_integer(struct alea *alea)
{
    return (int32_t)(uint32_t)(alea_next(alea) * 4294967296.0);
}

/* --- the order ------------------------------------------------------------------------------- */

static int check_seed(const char *text, struct splitdata_error *error)
{
    bool plain = text[0] != '\0';
    for (const char *at = text; *at != '\0'; at++)
        plain = plain && (signed char)*at > 0;
    return plain ? SPLITDATA_OK
                 : sd_fail(error, SPLITDATA_USAGE,
                           "the seed of tfjs is a text of ASCII, at least one character: '%.40s'",
                           text);
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    int status = check_seed(text, error);
    *random = (struct splitdata_random){0};
    if (status == SPLITDATA_OK) {
        const struct alea alea = alea_seed(text);
        memcpy(random->state.words.word, &alea, sizeof alea);
    }
    return status;
}

/* The generator of the next pass. */
static struct alea next_pass(struct splitdata_random *random)
{
    struct alea alea;
    char text[24];
    memcpy(&alea, random->state.words.word, sizeof alea);
    const int64_t first = alea_integer(&alea), sum = first + alea_integer(&alea);
    memcpy(random->state.words.word, &alea, sizeof alea);
    snprintf(text, sizeof text, "%" PRId64, sum);
    return alea_seed(text);
}

/* order[i] becomes the row that comes i-th, by a buffer of `size` places; a mark is `count`. */
static void draw(struct alea *alea, uint64_t *buffer, uint64_t size, uint64_t *order,
                 uint64_t count)
{
    uint64_t read = 0, filled = 0;
    for (uint64_t i = 0; i < count; i++) {
        uint64_t taken = count;
        while (filled < size)
            buffer[filled++] = read < count ? read++ : count;
        while (taken == count) {
            const uint64_t place = (uint64_t)(alea_next(alea) * (double)filled);
            taken = buffer[place];
            buffer[place] = buffer[--filled];
        }
        order[i] = taken;
    }
}

static int permute(const struct sd_draw *drawn, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    const struct sd_recipe_value *given = &drawn->options->value[BUFFER];
    const uint64_t size = given->text != NULL ? given->number : count;
    (void)progress;
    int status = sd_js_check_count("tfjs", count, error);
    if (status != SPLITDATA_OK)
        return status;
    uint64_t *buffer = sd_memory_take(drawn->memory, size, sizeof *buffer);
    uint64_t *order = sd_memory_take(drawn->memory, count, sizeof *order);
    unsigned char *before = sd_memory_take(drawn->memory, count, item_size);
    if (buffer == NULL || order == NULL || before == NULL) {
        status = sd_fail_memory(error, "the order of the records");
    } else {
        struct alea alea = next_pass(drawn->random);
        draw(&alea, buffer, size, order, count);
        memcpy(before, items, (size_t)count * item_size);
        for (uint64_t i = 0; i < count; i++)
            memcpy((unsigned char *)items + i * item_size, before + order[i] * item_size,
                   item_size);
    }
    sd_memory_free(buffer);
    sd_memory_free(order);
    sd_memory_free(before);
    return status;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const char *buffer = asked->parameters->value[BUFFER].text;
    struct sd_text shuffle = {0};
    const bool made = sd_text_format(&shuffle, "const order = await data.array(rows).shuffle(%s, ",
                                     buffer != NULL ? buffer : "rows.length") &&
                      sd_text_add(&shuffle, "%s).toArray();");
    const struct sd_script script = {
        .read = SD_SCRIPT_JS("import * as data from \"@tensorflow/tfjs-data\";"),
        .drop = "rows.shift();",
        .shuffle = sd_code_keep(code, &shuffle, made),
        .share = "Math.floor(%s * order.length)",
        .cut = "const k = %s;\n"
               "const train = order.slice(0, k), test = order.slice(k);",
        .seed = asked->seed != NULL ? sd_code_quoted(code, SD_QUOTED_C, asked->seed) : "",
    };
    return sd_script_print("tfjs", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_tfjs = {
    .name = "tfjs",
    .summary = "rows in the order of TensorFlow.js' shuffle(n, seed), train first (JavaScript)",
    .call = "await tf.data.array(rows).shuffle(rows.length, \"SEED\").toArray(), cut at "
            "Math.floor(0.8 * rows.length)",
    .versions = "4.22.0",
    .of = "tfjs-data",
    .checked = "golden vectors; 60 random cases beside TensorFlow.js",
    .conditions = "the data set is read once: each pass has another order, so that take and skip "
                  "of it overlap",
    .nearest = "seedrandom",
    .parameters = parameters,
    .code = print_code,
    .generator = "tfjs",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
