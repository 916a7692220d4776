/* SPDX-License-Identifier: MIT */
/*
 * Two libraries of Rust, with the shuffle of rand 0.8 and a share of 32 bits:
 *
 *     data.shuffle(&mut StdRng::seed_from_u64(seed)).split_with_ratio(0.8)    linfa
 *     train_test_split(&x, &y, 0.2, true, Some(seed))                         smartcore
 *
 * linfa's train part is the head, of ceil(n * ratio) rows; smartcore's test part is the head, of
 * n * test_size rows, truncated. Both products are rounded to 32 bits before that. smartcore's
 * generator is SmallRng, Xoshiro256++ with the seeding of StdRng.
 */
#include "recipe/permute.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/bits.h"
#include "rng/rust_shuffle.h"
#include "splitdata/random.h"

#include <math.h>
#include <string.h>

/* The share of part `which`, 0 train or 1 test: its own, or what the other one leaves of 1. */
static int share_of(const char *recipe, const char *takes, const struct sd_part *part, size_t parts,
                    size_t which, double *share, struct splitdata_error *error)
{
    const struct sd_size *own = &part[which].size, *other = &part[1 - which].size;
    const bool mine = own->kind == SD_SIZE_SHARE, theirs = other->kind == SD_SIZE_SHARE;
    struct sd_ratio sum = {0, 1};
    if (parts != 2 || (!mine && !theirs) || (!mine && own->kind == SD_SIZE_COUNT) ||
        (!theirs && other->kind == SD_SIZE_COUNT) ||
        (mine && theirs &&
         (!sd_ratio_add(own->share, other->share, &sum) || sd_ratio_against_one(sum) != 0)))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: it takes one share, %s, and the other part is the rest "
                       "(--ratio, or --test-size with a share)",
                       recipe, takes);
    const struct sd_ratio rest = {other->share.denominator - other->share.numerator,
                                  other->share.denominator};
    *share = sd_ratio_double(mine ? own->share : rest);
    return SPLITDATA_OK;
}

/* n * share in 32 bits. */
static float product(const struct sd_sizes_asked *asked, double share)
{
    const float n = (float)asked->n, factor = (float)share;
    return n * factor;
}

/* --- linfa ----------------------------------------------------------------------------------- */

#define LINFA_TAKES "the ratio of split_with_ratio"

static int sizes_of_linfa(const struct sd_sizes_asked *asked, uint64_t *sizes,
                          struct splitdata_error *error)
{
    double share = 0;
    int status = share_of("linfa", LINFA_TAKES, asked->part, asked->parts, 0, &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = (uint64_t)ceilf(product(asked, share));
    sizes[1] = sizes[0] < asked->n ? asked->n - sizes[0] : 0;
    return sd_sizes_check(asked, sizes, error);
}

#define READ                                                                                       \
    "fn main() {\n"                                                                                \
    "    let text = std::fs::read_to_string(%s).unwrap();\n"                                       \
    "    let mut rows: Vec<&str> = text.lines().collect();"
#define DROP "    rows.remove(0);"

/* The split as the script's sizes say it: one share, of train in the call of linfa, of test in that
 * of smartcore. */
static int print_share(const char *recipe, const char *takes, size_t which,
                       const struct sd_code_asked *asked, struct sd_code *code,
                       const struct sd_script *script, struct splitdata_error *error)
{
    double share = 0;
    int status = share_of(recipe, takes, asked->part, asked->parts, which, &share, error);
    char text[SPLITDATA_DOUBLE_TEXT];
    struct sd_code_asked plain = *asked;
    const struct sd_part parts[2] = {{.name = asked->part[0].name, .size = {.kind = SD_SIZE_COUNT}},
                                     {.name = asked->part[1].name, .size = {.kind = SD_SIZE_NONE}}};
    struct sd_script filled = *script;
    if (status != SPLITDATA_OK)
        return status;
    splitdata_format_double(text, share);
    plain.part = parts;
    plain.train_test = true;
    filled.cut = NULL;
    status = sd_script_print(recipe, &plain, code, &filled, error);
    if (status == SPLITDATA_OK)
        sd_code_filled(code, script->cut, text);
    return status;
}

static int print_linfa(const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "use linfa::Dataset;\n"
                "use ndarray::{Array1, Array2};\n"
                "use rand::{rngs::StdRng, SeedableRng};\n" READ,
        .drop = DROP,
        .shuffle =
            "    let n = rows.len();\n"
            "    let data = Dataset::new(Array2::<f64>::zeros((n, 1)), Array1::from_iter(0..n))\n"
            "        .shuffle(&mut StdRng::seed_from_u64(%s));",
        .cut = "    let (train, test) = data.split_with_ratio(%s);\n"
               "    let train: Vec<&str> = train.targets.iter().map(|&i| rows[i]).collect();\n"
               "    let test: Vec<&str> = test.targets.iter().map(|&i| rows[i]).collect();\n"
               "    println!(\"{} {}\", train.len(), test.len());\n"
               "}",
    };
    return print_share("linfa", LINFA_TAKES, 0, asked, code, &script, error);
}

const struct sd_recipe sd_recipe_linfa = {
    .name = "linfa",
    .summary = "linfa's shuffle and split_with_ratio, train first (Rust)",
    .call = "data.shuffle(&mut StdRng::seed_from_u64(SEED)).split_with_ratio(0.8)",
    .versions = "0.8.1",
    .of = "linfa",
    .checked = "golden vectors; 60 random cases beside linfa",
    .nearest = "rust@0.8",
    .code = print_linfa,
    .generator = "rust@0.8",
    .sizes = sizes_of_linfa,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};

/* --- smartcore ------------------------------------------------------------------------------- */

#define SMARTCORE_TAKES "test_size of train_test_split"

static int sizes_of_smartcore(const struct sd_sizes_asked *asked, uint64_t *sizes,
                              struct splitdata_error *error)
{
    double share = 0;
    int status =
        share_of("smartcore", SMARTCORE_TAKES, asked->part, asked->parts, 1, &share, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[1] = (uint64_t)product(asked, share);
    sizes[0] = sizes[1] < asked->n ? asked->n - sizes[1] : 0;
    return sd_sizes_check(asked, sizes, error);
}

/* Upper halves of the words of Xoshiro256++ (D. Blackman and S. Vigna). */
static void fill32(void *generator, uint32_t *out, size_t count)
{
    struct splitdata_xoshiro *random = generator;
    for (size_t i = 0; i < count; i++) {
        const uint64_t sum = random->state[0] + random->state[3];
        out[i] = (uint32_t)((sd_rotl64(sum, 23) + random->state[0]) >> 32);
        splitdata_xoshiro_next64(random); /* the same steps, another output */
    }
}

/* The eight words of StdRng's seeding are four of 64 bits. */
static int seed_smartcore(struct splitdata_random *random, const char *text,
                          const struct sd_recipe_options *options, struct splitdata_error *error)
{
    struct splitdata_rust words;
    (void)options;
    int status = splitdata_rust_seed_text(&words, text, error);
    if (status != SPLITDATA_OK)
        return status;
    *random = (struct splitdata_random){0};
    for (int i = 0; i < 4; i++)
        random->state.xoshiro.state[i] = (uint64_t)words.key[2 * i + 1] << 32 | words.key[2 * i];
    return SPLITDATA_OK;
}

static int permute_smartcore(const struct sd_draw *draw, void *items, uint64_t count,
                             size_t item_size, const struct sd_shuffle_progress *progress,
                             struct splitdata_error *error)
{
    (void)progress;
    if (count >= UINT32_MAX)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like smartcore: its shuffle is of at most 2**32 - 2 records here");
    sd_rust08_shuffle(fill32, &draw->random->state.xoshiro, items, count, item_size);
    return SPLITDATA_OK;
}

static int print_smartcore(const struct sd_code_asked *asked, struct sd_code *code,
                           struct splitdata_error *error)
{
    static const struct sd_script script = {
        .read = "use smartcore::linalg::basic::matrix::DenseMatrix;\n"
                "use smartcore::model_selection::train_test_split;\n" READ,
        .drop = DROP,
        .shuffle = "    let seed = %s;\n"
                   "    let n = rows.len();\n"
                   "    let x = DenseMatrix::from_2d_vec(&vec![vec![0.0]; n]).unwrap();",
        .cut =
            "    let numbers: Vec<u32> = (0..n as u32).collect();\n"
            "    let (_, _, train, test) = train_test_split(&x, &numbers, %s, true, Some(seed));\n"
            "    let train: Vec<&str> = train.iter().map(|&i| rows[i as usize]).collect();\n"
            "    let test: Vec<&str> = test.iter().map(|&i| rows[i as usize]).collect();\n"
            "    println!(\"{} {}\", train.len(), test.len());\n"
            "}",
    };
    return print_share("smartcore", SMARTCORE_TAKES, 1, asked, code, &script, error);
}

const struct sd_recipe sd_recipe_smartcore = {
    .name = "smartcore",
    .summary = "smartcore's train_test_split with shuffle, test first (Rust)",
    .call = "train_test_split(&x, &y, 0.2, true, Some(SEED))",
    .versions = "0.4.10",
    .of = "smartcore",
    .checked = "golden vectors; 60 random cases beside smartcore",
    .nearest = "rust@0.8",
    .code = print_smartcore,
    .generator = "smartcore",
    .seed = seed_smartcore,
    .once = true,
    .sizes = sizes_of_smartcore,
    .permute = permute_smartcore,
    .cut = sd_cut_last_part_first,
};
