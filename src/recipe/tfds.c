/* SPDX-License-Identifier: MIT */
/*
 * TensorFlow Datasets' slices of a split, which draw nothing:
 *
 *     tfds.load(name, split=["train[:80%]", "train[80%:]"])
 *
 * A part ends at round(percent * n / 100.0), halves to the even number, percent being the sum of
 * the shares so far, and the next one begins there. Counts are places, "train[:100]"; both ends of
 * a slice have the same unit.
 */
#include "recipe/calls.h"
#include "recipe/table.h"

#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* 100 * share as the nearest double; false: it has too many digits. */
static bool percent_of(struct sd_ratio share, double *percent)
{
    static const uint64_t factors[] = {2, 2, 5, 5};
    for (size_t i = 0; i < sizeof factors / sizeof *factors; i++) {
        if (share.denominator % factors[i] == 0)
            share.denominator /= factors[i];
        else if (share.numerator <= UINT64_MAX / factors[i])
            share.numerator *= factors[i];
        else
            return false;
    }
    *percent = sd_ratio_double(share);
    return true;
}

/* Where a slice ends: in percent or, with `counts`, as a number of rows. The part without a size
 * takes what the others leave. */
struct end {
    double percent;
    uint64_t row;
};

static int ends_of(const struct sd_sizes_asked *asked, struct end *ends, bool *counts,
                   struct splitdata_error *error)
{
    struct sd_ratio share = {0, 1}, all = {0, 1};
    uint64_t taken = 0;
    bool shares = false, fits = true;
    *counts = false;
    for (size_t p = 0; p < asked->parts; p++) {
        const struct sd_size *size = &asked->part[p].size;
        *counts = *counts || size->kind == SD_SIZE_COUNT;
        shares = shares || size->kind == SD_SIZE_SHARE;
        taken += size->kind == SD_SIZE_COUNT ? size->count : 0;
        if (size->kind == SD_SIZE_SHARE)
            fits = fits && sd_ratio_add(all, size->share, &all);
    }
    if (shares && *counts)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like tfds: takes shares for all parts, or counts for all, not both");
    uint64_t row = 0;
    for (size_t p = 0; p < asked->parts && fits; p++) {
        const struct sd_size *size = &asked->part[p].size;
        const bool sized = size->kind == SD_SIZE_SHARE || size->kind == SD_SIZE_COUNT;
        const struct sd_ratio rest = {all.denominator - all.numerator, all.denominator};
        row += sized ? size->count : taken < asked->n ? asked->n - taken : 0;
        ends[p].row = row;
        if (!*counts)
            fits = sd_ratio_add(share, sized ? size->share : rest, &share) &&
                   percent_of(share, &ends[p].percent);
    }
    return fits ? SPLITDATA_OK
                : sd_fail(error, SPLITDATA_USAGE,
                          "--like tfds: the shares have too many digits (shorten them)");
}

static int sizes_of(const struct sd_sizes_asked *asked, uint64_t *sizes,
                    struct splitdata_error *error)
{
    struct end *ends = calloc(asked->parts, sizeof *ends);
    uint64_t begin = 0;
    bool counts = false;
    int status =
        ends != NULL ? ends_of(asked, ends, &counts, error) : sd_fail_memory(error, "the sizes");
    for (size_t p = 0; status == SPLITDATA_OK && p < asked->parts; p++) {
        const uint64_t end =
            counts ? ends[p].row : (uint64_t)nearbyint(ends[p].percent * (double)asked->n / 100.0);
        if (end > asked->n && !asked->exact)
            status = sd_fail(error, SPLITDATA_DATA,
                             "Requested slice [%" PRIu64 ":%" PRIu64 "] incompatible with %" PRIu64
                             " examples.",
                             begin, end, asked->n);
        sizes[p] = end > begin ? end - begin : 0;
        begin = end;
    }
    free(ends);
    return status == SPLITDATA_OK ? sd_sizes_check_filled(asked, sizes, error) : status;
}

/* Sets `place` to the end of part p as a slice has it: "80%", "7" or, after the part that takes the
 * rest, "-3", counted from the back; "" is the end of all rows. */
static void name_place(char place[SPLITDATA_DOUBLE_TEXT + 1], const struct sd_code_asked *asked,
                       const struct end *ends, bool counts, size_t p)
{
    uint64_t after = 0;
    bool rest = false;
    for (size_t q = 0; q < asked->parts; q++) {
        const struct sd_size *size = &asked->part[q].size;
        rest = rest || (q <= p && size->kind != SD_SIZE_SHARE && size->kind != SD_SIZE_COUNT);
        after += q > p ? size->count : 0;
    }
    place[0] = '\0';
    if (counts && !rest)
        snprintf(place, SPLITDATA_DOUBLE_TEXT, "%" PRIu64, ends[p].row);
    else if (counts && after != 0)
        snprintf(place, SPLITDATA_DOUBLE_TEXT, "-%" PRIu64, after);
    else if (!counts && ends[p].percent < 100.0)
        strcpy(place + splitdata_format_double(place, ends[p].percent), "%");
}

/* "train[:80%]", "train[80%:]". */
static const char *slices(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    struct end *ends = calloc(asked->parts, sizeof *ends);
    struct sd_text text = {0};
    char begin[SPLITDATA_DOUBLE_TEXT + 1] = "", end[SPLITDATA_DOUBLE_TEXT + 1];
    bool counts = false, made = true;
    int status =
        ends != NULL ? ends_of(&sizes, ends, &counts, error) : sd_fail_memory(error, "the code");
    for (size_t p = 0; status == SPLITDATA_OK && p < asked->parts && made; p++) {
        name_place(end, asked, ends, counts, p);
        made = sd_text_format(&text, "%s\"train[%s:%s]\"", p != 0 ? ", " : "", begin, end);
        memcpy(begin, end, sizeof begin);
    }
    free(ends);
    const char *list = sd_code_keep(code, &text, made);
    return status == SPLITDATA_OK ? list : NULL;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_calls_code lines = {
        .imports = "import tensorflow_datasets as tfds",
        .lines = "data = {\"train\": tfds.core.SplitInfo(name=\"train\", shard_lengths=[n], "
                 "num_bytes=0)}\n"
                 "parts = []\n"
                 "for text in [{slices}]:\n"
                 "    [part] = tfds.core.ReadInstruction.from_spec(text).to_absolute(data)\n"
                 "    parts.append(range(n)[part.from_:part.to])",
        .whole = true,
    };
    struct sd_code_asked drawing = *asked; /* which says the lines of the recipe */
    drawing.kind = SD_SPLIT_ROWS;
    const char *text = slices(asked, code, error);
    if (text == NULL)
        return (int)error->status;
    const struct sd_code_word words[] = {{"slices", text}, {NULL, NULL}};
    return sd_calls_print(&drawing, code, &lines, words, error);
}

const struct sd_recipe sd_recipe_tfds = {
    .name = "tfds",
    .summary = "the percent slices of TensorFlow Datasets, with --no-shuffle",
    .call = "tfds.load(name, split=[\"train[:80%]\", \"train[80%:]\"])",
    .versions = "4.9.10",
    .of = "TensorFlow Datasets",
    .checked = "golden vectors; beside TensorFlow Datasets itself",
    .conditions = "the records in the order of the data set's examples, which tfds shuffles once, "
                  "when it makes their files",
    .code = print_code,
    .in_order = true,
    .sizes = sizes_of,
};
