/* SPDX-License-Identifier: MIT */
/*
 * torch.utils.data.random_split, for shares and for counts:
 *
 *     random_split(dataset, [0.8, 0.2], generator=torch.Generator().manual_seed(seed))
 *
 * The parts are consecutive slices of randperm(n, generator). Shares are floor(n * share) each, and
 * what remains goes to the parts one by one, the first one first; counts must sum to n. Shares
 * whose sum is above 1 are refused: the sum is Python's, which has compensated since 3.12, so that
 * it is that of the shares as they were written, rounded once.
 *
 * A seed is any integer from -2^63 to 2^64 - 1, of which only the low 32 bits count. The next
 * repeat is another call with the same generator.
 */
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* The share of each part; the share of the part without one is what the others leave. */
static bool shares_of(const struct sd_sizes_asked *asked, double *shares)
{
    struct sd_ratio sum = {0, 1};
    size_t rest = asked->parts;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        if (size->kind == SD_SIZE_SHARE && !sd_ratio_add(sum, size->share, &sum))
            return false;
        if (size->kind == SD_SIZE_SHARE)
            shares[p] = sd_ratio_double(size->share);
        else if (size->kind == SD_SIZE_COUNT)
            return false;
        else
            rest = p;
    }
    if (rest < asked->parts)
        shares[rest] =
            sd_ratio_double((struct sd_ratio){sum.denominator - sum.numerator, sum.denominator});
    return true;
}

/* sum() of Python 3.12 and later. */
static double sum_of(const double *shares, size_t count)
{
    double sum = 0.0, lost = 0.0;
    for (size_t p = 0; p < count; p++) {
        double next = sum + shares[p];
        lost += fabs(sum) >= fabs(shares[p]) ? sum - next + shares[p] : shares[p] - next + sum;
        sum = next;
    }
    return sum + lost;
}

static int sizes_of_shares(const struct sd_sizes_asked *asked, const double *shares,
                           uint64_t *sizes, struct splitdata_error *error)
{
    const double sum = sum_of(shares, asked->parts);
    uint64_t left = asked->n;
    if (!asked->exact && (sum > 1.0 || sum < 1.0 - 1e-9))
        return sd_fail(error, SPLITDATA_USAGE,
                       "Sum of input lengths does not equal the length of the input dataset! (the "
                       "shares sum to %.17g)",
                       sum);
    for (size_t p = 0; p < asked->parts; p++) {
        sizes[p] = (uint64_t)floor((double)asked->n * shares[p]);
        left -= sizes[p];
    }
    for (size_t p = 0; left > 0; p = (p + 1) % asked->parts, left--)
        sizes[p]++;
    return SPLITDATA_OK;
}

static int sizes_of_counts(const struct sd_sizes_asked *asked, uint64_t *sizes,
                           struct splitdata_error *error)
{
    uint64_t sum = 0;
    size_t rest = asked->parts;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        sizes[p] = size->kind == SD_SIZE_COUNT ? size->count : 0;
        if (size->kind == SD_SIZE_SHARE)
            return sd_fail(error, SPLITDATA_USAGE,
                           "--like torch: random_split takes shares for all parts, or counts for "
                           "all, not both");
        if (size->kind != SD_SIZE_COUNT)
            rest = p;
        if (sizes[p] > asked->n - sum)
            break;
        sum += sizes[p];
        if (p + 1 == asked->parts && (rest < asked->parts || sum == asked->n)) {
            if (rest < asked->parts)
                sizes[rest] = asked->n - sum;
            return SPLITDATA_OK;
        }
    }
    return sd_fail(error, SPLITDATA_DATA,
                   "Sum of input lengths does not equal the length of the input dataset! (%" PRIu64
                   " %ss)",
                   asked->n, asked->unit);
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    double *shares = calloc(asked->parts, sizeof *shares);
    if (shares == NULL)
        return sd_fail_memory(error, "the parts");
    int status = shares_of(asked, shares) ? sizes_of_shares(asked, shares, sizes, error)
                                          : sizes_of_counts(asked, sizes, error);
    free(shares);
    return status == SPLITDATA_OK ? sd_sizes_check_filled(asked, sizes, error) : status;
}

/* "0.8, 0.2", or "n - 3, 3". */
static const char *lengths(const struct sd_code_asked *asked, struct sd_code *code)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct sd_text text = {0};
    double *shares = calloc(asked->parts, sizeof *shares);
    bool made = shares != NULL, fractions = made && shares_of(&sizes, shares);
    for (size_t p = 0; p < asked->parts && made; p++) {
        const struct sd_size *size = &asked->part[p].size;
        char share[SPLITDATA_DOUBLE_TEXT];
        made = p == 0 || sd_text_add(&text, ", ");
        if (fractions)
            splitdata_format_double(share, shares[p]);
        if (made && fractions)
            made = sd_text_add(&text, share);
        else if (made && size->kind == SD_SIZE_COUNT)
            made = sd_text_format(&text, "%" PRIu64, size->count);
        else if (made)
            made = sd_text_add(&text, "len(df)");
        for (size_t q = 0; q < asked->parts && made && !fractions && size->kind != SD_SIZE_COUNT;
             q++) {
            if (q != p)
                made = sd_text_format(&text, " - %" PRIu64, asked->part[q].size.count);
        }
    }
    free(shares);
    return sd_code_keep(code, &text, made);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const bool input = asked->options->order == SPLITDATA_ORDER_INPUT;
    const bool several = asked->options->repeats != 0;
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        return sd_code_refuse("torch", "--no-shuffle: random_split always shuffles", error);
    sd_code_line(code, "import torch");
    sd_code_line(code, "from torch.utils.data import random_split");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "generator = torch.Generator().manual_seed(%s)",
                 sd_python_seed(code, asked->seed));
    if (several)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, several ? 4 : 0);
    sd_code_line(code, "parts = random_split(range(len(df)), [%s], generator=generator)",
                 lengths(asked, code));
    sd_code_line(code, "parts = [df.iloc[%s] for part in parts]",
                 input ? "sorted(part.indices)" : "list(part.indices)");
    sd_code_line(code, several ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_torch = {
    .name = "torch",
    .summary = "PyTorch's random_split, by shares or counts",
    .call = "torch.utils.data.random_split(dataset, [0.8, 0.2], "
            "generator=torch.Generator().manual_seed(SEED))",
    .versions = "2.15.0",
    .of = "PyTorch",
    .checked = "golden vectors; beside PyTorch itself",
    .code = print_code,
    .generator = "torch",
    .sizes = sizes_of,
    .permute = sd_permute_own,
    .cut = sd_cut_first_part_first,
};
