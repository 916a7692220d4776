/* SPDX-License-Identifier: MIT */
#include "keys/bins.h"

#include "base/exact.h"
#include "base/sort.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>

#ifdef __clang__
#pragma STDC FP_CONTRACT OFF
#endif

enum { MOST_BINS = 1000000 };

int sd_bins_parse(struct sd_bins *bins, const char *text, size_t length,
                  struct splitdata_error *error)
{
    uint64_t count = 0;
    bool known = length > 1 && (text[0] == 'q' || text[0] == 'w') &&
                 sd_parse_integer(text + 1, length - 1, &count);
    if (!known || count < 1 || count > MOST_BINS)
        return sd_fail(
            error, SPLITDATA_USAGE,
            "'%.*s' does not name bins (q10 for ten quantiles, w5 for five of equal width)",
            length > 60 ? 60 : (int)length, text);
    *bins = (struct sd_bins){.kind = text[0] == 'q' ? SD_BINS_QUANTILES : SD_BINS_WIDTHS,
                             .count = (uint32_t)count};
    return SPLITDATA_OK;
}

static int by_value(const void *left, const void *right)
{
    const struct sd_counted *a = left, *b = right;
    if (a->value != b->value)
        return a->value < b->value ? -1 : 1;
    return a->code < b->code ? -1 : a->code > b->code;
}

/* Walks through the sorted rows; v is the value of the current row, `before` the rows before v. */
struct walk {
    const struct sd_counted *v;
    uint64_t before;
};

static double value_at(struct walk *walk, uint64_t at)
{
    while (at >= walk->before + walk->v->rows) {
        walk->before += walk->v->rows;
        walk->v++;
    }
    return walk->v->value;
}

/* numpy's _lerp, which interpolates from the nearer end. */
static double between(double a, double b, double t)
{
    double whole = b - a;
    return t >= 0.5 ? b - whole * (1.0 - t) : a + whole * t;
}

/* i / count, rounded up if it is not exact. */
static double share_of(uint32_t i, uint32_t count)
{
    double share = (double)i * (1.0 / (double)count);
    if (i == count)
        return 1.0;
    return (double)count * share != (double)i ? nextafter(share, 1.0) : share;
}

/* Finds the distinct quantile edges; returns their number, and counts those that coincide. */
static size_t quantile_edges(struct sd_bins *bins, const struct sd_counted *values, uint64_t rows,
                             double *edges)
{
    const uint32_t count = bins->count;
    struct walk walk = {values, 0};
    size_t kept = 0;
    uint32_t alike = 0;
    for (uint32_t i = 0; i <= count; i++) {
        double position = (double)(rows - 1) * share_of(i, count);
        double below = floor(position);
        uint64_t at = (uint64_t)below;
        at = at >= rows ? rows - 1 : at;
        double low = value_at(&walk, at);
        struct walk next = walk;
        double high = value_at(&next, at + 1 < rows ? at + 1 : at);
        double edge = between(low, high, position - below);
        bool another = kept == 0 || edge != edges[kept - 1];
        alike = another ? 1 : alike + 1;
        bins->coinciding += another ? 0U : alike == 2 ? 2U : 1U;
        if (another)
            edges[kept++] = edge;
    }
    return kept;
}

static size_t width_edges(uint32_t count, double low, double high, double *edges)
{
    bool single = low == high;
    if (single) {
        low -= low != 0.0 ? 0.001 * fabs(low) : 0.001;
        high += high != 0.0 ? 0.001 * fabs(high) : 0.001;
    }
    double step = (high - low) / (double)count;
    for (uint32_t i = 0; i < count; i++)
        edges[i] = (double)i * step + low;
    edges[count] = high;
    if (!single)
        edges[0] -= (high - low) * 0.001;
    return (size_t)count + 1;
}

int sd_bins_assign(struct sd_bins *bins, struct sd_counted *values, size_t count,
                   struct sd_memory *memory, struct splitdata_error *error)
{
    double *edges = calloc((size_t)bins->count + 1, sizeof *edges);
    if (edges == NULL || !sd_sort(values, count, sizeof *values, by_value, memory)) {
        free(edges);
        return sd_fail_memory(error, "the bins");
    }
    uint64_t rows = 0;
    for (size_t i = 0; i < count; i++)
        rows += values[i].rows;
    size_t edge_count =
        bins->kind == SD_BINS_QUANTILES
            ? quantile_edges(bins, values, rows, edges)
            : width_edges(bins->count, values[0].value, values[count - 1].value, edges);
    size_t edge = 1;
    for (size_t i = 0; i < count; i++) {
        while (edge + 1 < edge_count && edges[edge] < values[i].value)
            edge++;
        values[i].bin = (uint32_t)(edge - 1);
        bins->used += i == 0 || values[i].bin != values[i - 1].bin;
    }
    bins->made = edge_count > 1 ? (uint32_t)(edge_count - 1) : 1;
    free(edges);
    return SPLITDATA_OK;
}
