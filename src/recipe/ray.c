/* SPDX-License-Identifier: MIT */
/*
 * Ray Data's train_test_split(test_size, shuffle=True, seed=seed) and, of more parts,
 * random_shuffle(seed=seed) with split_proportionately or split_at_indices.
 *
 * The rows come in blocks of even sizes, the first ones longer by one, none empty. Block number b
 * is permuted by RandomState(seed + b) and cut into as many slices as there are blocks, whose order
 * is shuffled by a new RandomState(seed + b). Slice number j of every block, in the order of the
 * blocks, makes block j of the result, which is permuted by RandomState(seed). So of one block the
 * same permutation is applied twice.
 *
 * The shares of the parts are those of the call: train has int((1 - test_size) * n), more parts end
 * at int(n * c), c being the running sum of the shares, pushed back so that no part is empty. The
 * next of --repeats has the next seed.
 */
#include "recipe/calls.h"
#include "recipe/table.h"
#include "recipe/weights.h"

#include "algorithm/holdout.h"
#include "splitdata/random_numpy.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCKS };

static const struct sd_recipe_parameter parameters[] = {
    {.name = "blocks",
     .usual = "1",
     .summary = "how many blocks the data set has: read_csv(..., override_num_blocks=N)",
     .kind = SD_PARAMETER_COUNT,
     .least = 1,
     .most = 10000},
    {0}};

/* --- the shuffle ----------------------------------------------------------------------------- */

/* Items that a RandomState of their own permutes. */
static void permute_seeded(uint64_t seed, void *items, uint64_t count, size_t size)
{
    struct splitdata_numpy random;
    splitdata_numpy_seed(&random, (uint32_t)seed);
    splitdata_numpy_shuffle(&random, items, count, size);
}

/* Block number `block` of the input, and its slices in the order in which the blocks of the result
 * get them. */
struct block {
    uint64_t begin, end;
    uint64_t slice; /* the length of one; the last ones may be shorter or empty */
    uint32_t *order;
};

static void make_block(struct block *made, uint64_t block, uint64_t seed, uint64_t count,
                       uint64_t blocks)
{
    const uint64_t even = count / blocks, over = count % blocks;
    made->begin = even * block + (block < over ? block : over);
    made->end = made->begin + even + (block < over ? 1 : 0);
    made->slice = (made->end - made->begin + blocks - 1) / blocks;
    for (uint64_t i = 0; i < blocks; i++)
        made->order[i] = (uint32_t)i;
    permute_seeded(seed + block, made->order, blocks, sizeof *made->order);
}

/* The range of slice number `of` in the items. */
static struct sd_cut slice_of(const struct block *block, uint32_t of)
{
    const uint64_t length = block->end - block->begin;
    const uint64_t begin = of * block->slice, end = begin + block->slice;
    return (struct sd_cut){block->begin + (begin < length ? begin : length),
                           block->begin + (end < length ? end : length)};
}

/* Permutes each block of `items`, and gathers the slices in `result`. ends[j] becomes the end of
 * the result's block j. */
static void exchange(unsigned char *items, uint64_t count, size_t size, uint64_t seed,
                     uint64_t blocks, struct block *block, uint64_t *ends, unsigned char *result)
{
    memset(ends, 0, (size_t)blocks * sizeof *ends);
    for (uint64_t b = 0; b < blocks; b++) {
        make_block(block, b, seed, count, blocks);
        permute_seeded(seed + b, items + (size_t)block->begin * size, block->end - block->begin,
                       size);
        for (uint64_t j = 0; j + 1 < blocks; j++) {
            const struct sd_cut slice = slice_of(block, block->order[j]);
            ends[j + 1] += slice.end - slice.begin;
        }
    }
    for (uint64_t j = 1; j < blocks; j++) /* where each block of the result begins */
        ends[j] += ends[j - 1];
    for (uint64_t b = 0; b < blocks; b++) {
        make_block(block, b, seed, count, blocks);
        for (uint64_t j = 0; j < blocks; j++) {
            const struct sd_cut slice = slice_of(block, block->order[j]);
            memcpy(result + (size_t)ends[j] * size, items + (size_t)slice.begin * size,
                   (size_t)(slice.end - slice.begin) * size);
            ends[j] += slice.end - slice.begin;
        }
    }
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    const uint64_t seed = sd_calls_next(draw), given = draw->options->value[BLOCKS].number;
    const uint64_t blocks = given < count ? given : count;
    (void)progress;
    if (count == 0)
        return SPLITDATA_OK;
    if (seed + blocks - 1 > UINT32_MAX)
        return sd_fail(
            error, SPLITDATA_USAGE,
            "--like ray: Seed must be between 0 and 2**32 - 1 (the last block has %" PRIu64 ")",
            seed + blocks - 1);
    struct block block = {.order = sd_memory_take(draw->memory, blocks, sizeof(uint32_t))};
    uint64_t *ends = sd_memory_take(draw->memory, blocks, sizeof *ends);
    unsigned char *result = sd_memory_take(draw->memory, count, size);
    int status = SPLITDATA_OK;
    if (block.order == NULL || ends == NULL || result == NULL) {
        status = sd_fail_memory(error, "the order of the rows");
    } else {
        exchange(items, count, size, seed, blocks, &block, ends, result);
        for (uint64_t j = 0, begin = 0; j < blocks; begin = ends[j++])
            permute_seeded(seed, result + (size_t)begin * size, ends[j] - begin, size);
        memcpy(items, result, (size_t)count * size);
    }
    sd_memory_free(block.order);
    sd_memory_free(ends);
    sd_memory_free(result);
    return status;
}

static int seed_ray(struct splitdata_random *random, const char *text,
                    const struct sd_recipe_options *options, struct splitdata_error *error)
{
    (void)options;
    return sd_calls_seed_text(random, text, 0, UINT32_MAX, error);
}

/* --- the sizes ------------------------------------------------------------------------------- */

#define WHY "its calls take shares for all parts or counts for all"

static bool has_counts(const struct sd_part *part, size_t parts)
{
    bool counts = false, shares = false;
    for (size_t p = 0; p < parts; p++) {
        counts = counts || part[p].size.kind == SD_SIZE_COUNT;
        shares = shares || part[p].size.kind == SD_SIZE_SHARE;
    }
    return counts && !shares;
}

static int sizes_of_counts(const struct sd_sizes_asked *asked, uint64_t *sizes,
                           struct splitdata_error *error)
{
    uint64_t left = asked->n;
    size_t rest = asked->parts;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        sizes[p] = size->kind == SD_SIZE_COUNT ? size->count : 0;
        rest = size->kind == SD_SIZE_COUNT ? rest : p;
        if (sizes[p] > left && !asked->exact)
            return sd_fail(error, SPLITDATA_DATA,
                           "--like ray: the parts need more than the %" PRIu64 " %ss there are",
                           asked->n, asked->unit);
        left -= sizes[p] < left ? sizes[p] : left;
    }
    if (rest < asked->parts)
        sizes[rest] = left;
    else if (left != 0 && !asked->exact)
        return sd_fail(error, SPLITDATA_DATA,
                       "--like ray: its call gives every row to a part, and %" PRIu64
                       " would be left (give the last part *, the rest)",
                       left);
    return SPLITDATA_OK;
}

/* Part p ends at ends[p]; the last one has no end of its own. */
static int sizes_of_shares(const struct sd_sizes_asked *asked, const double *shares, int64_t *ends,
                           uint64_t *sizes, struct splitdata_error *error)
{
    const size_t last = asked->parts - 1;
    double sum = 0;
    for (size_t p = 0; p < last; p++) {
        sum += last == 1 ? 1.0 - shares[1] : shares[p];
        ends[p] = (int64_t)(sum * (double)asked->n);
    }
    int64_t less = 0;
    for (size_t p = last; p-- > 1;) {
        ends[p - 1] -= less;
        if (ends[p - 1] == ends[p]) {
            less++;
            ends[p - 1]--;
        }
    }
    for (size_t p = 0; p <= last; p++) {
        const int64_t begin = p != 0 ? ends[p - 1] : 0;
        const int64_t end = p < last ? ends[p] : (int64_t)asked->n;
        if (end <= begin && !asked->exact)
            return sd_fail(error, SPLITDATA_DATA,
                           "Couldn't create non-empty splits with the given proportions. (%" PRIu64
                           " %s%s)",
                           asked->n, asked->unit, asked->n == 1 ? "" : "s");
        sizes[p] = end > begin ? (uint64_t)(end - begin) : 0;
    }
    return SPLITDATA_OK;
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    if (has_counts(asked->part, asked->parts)) {
        int status = sizes_of_counts(asked, sizes, error);
        return status == SPLITDATA_OK ? sd_sizes_check_filled(asked, sizes, error) : status;
    }
    double *shares = calloc(asked->parts, sizeof *shares);
    int64_t *ends = calloc(asked->parts, sizeof *ends);
    int status;
    if (shares == NULL || ends == NULL)
        status = sd_fail_memory(error, "the sizes");
    else if ((status = sd_weights_of(asked, "ray", WHY, shares, error)) == SPLITDATA_OK)
        status = sizes_of_shares(asked, shares, ends, sizes, error);
    free(shares);
    free(ends);
    return status;
}

/* --- the code -------------------------------------------------------------------------------- */

/* Where the parts but the last one end, or the share or number of rows of test: "[3, n - 2]". */
static const char *counts_text(const struct sd_code_asked *asked, struct sd_code *code)
{
    struct sd_text text = {0};
    uint64_t before = 0, after = 0;
    bool rest = false, made = true;
    for (size_t p = 0; p < asked->parts; p++)
        after += asked->part[p].size.count;
    for (size_t p = 0; p + 1 < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        before += size->count;
        rest = rest || size->kind != SD_SIZE_COUNT;
        made = made && sd_text_format(&text, rest ? "%sn - %" PRIu64 : "%s%" PRIu64,
                                      p != 0 ? ", " : "", rest ? after - before : before);
    }
    return sd_code_keep(code, &text, made);
}

/* The call that makes the parts of `data`. */
static const char *call_text(const struct sd_code_asked *asked, struct sd_code *code,
                             struct splitdata_error *error)
{
    const bool drawn = asked->kind != SD_SPLIT_ROWS_IN_ORDER;
    const bool counts = has_counts(asked->part, asked->parts);
    const struct sd_size *test = &asked->part[1].size;
    const char *sizes =
        counts ? counts_text(asked, code) : sd_weights_text(asked, code, "ray", WHY, error);
    struct sd_text text = {0};
    bool made;
    if (sizes == NULL)
        return NULL;
    if (asked->parts != 2)
        made =
            sd_text_format(&text, "data%s.%s([%.*s])", drawn ? ".random_shuffle(seed={seed})" : "",
                           counts ? "split_at_indices" : "split_proportionately",
                           counts ? (int)strlen(sizes) : (int)(strrchr(sizes, ',') - sizes), sizes);
    else if (counts && test->kind != SD_SIZE_COUNT)
        made = sd_text_format(&text, "data.train_test_split(test_size=n - %s, %s)", sizes,
                              drawn ? "shuffle=True, seed={seed}" : "shuffle=False");
    else
        made = sd_text_format(&text, "data.train_test_split(test_size=%s, %s)",
                              counts ? sd_code_size(code, test) : strchr(sizes, ' ') + 1,
                              drawn ? "shuffle=True, seed={seed}" : "shuffle=False");
    return sd_code_keep(code, &text, made);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    struct sd_code_asked drawing = *asked; /* which prints the lines of the recipe */
    struct sd_text text = {0};
    drawing.kind = SD_SPLIT_ROWS;
    const char *call = call_text(asked, code, error);
    if (call == NULL)
        return (int)error->status;
    bool made = sd_text_format(&text,
                               "data = ray.data.from_items(list(range(n)), "
                               "override_num_blocks={blocks})\n"
                               "parts = %s\n"
                               "parts = [[row[\"item\"] for row in part.take_all()] for part in "
                               "parts]",
                               call);
    const struct sd_calls_code lines = {
        .imports = "import ray", .lines = sd_code_keep(code, &text, made), .whole = true};
    const struct sd_code_word words[] = {{"blocks", asked->parameters->value[BLOCKS].text},
                                         {NULL, NULL}};
    return sd_calls_print(&drawing, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_ray = {
    .name = "ray",
    .summary = "Ray Data's train_test_split with shuffle=True, train first",
    .call = "ray.data.read_csv(FILE, override_num_blocks=1).train_test_split(test_size=0.2, "
            "shuffle=True, seed=SEED)",
    .versions = "2.60.0",
    .of = "Ray",
    .checked = "golden vectors; beside Ray itself",
    .conditions = "the data set has one block (or blocks=N); read_csv without override_num_blocks "
                  "makes as many as the cores say",
    .parameters = parameters,
    .code = print_code,
    .generator = "qsv-faster",
    .seed = seed_ray,
    .sizes = sizes_of,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
