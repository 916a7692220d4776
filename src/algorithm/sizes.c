/* SPDX-License-Identifier: MIT */
#include "algorithm/sizes.h"

#include <inttypes.h>
#include <math.h>

static uint64_t floor_of(const struct sd_sizes_asked *asked, struct sd_ratio share)
{
    return asked->exact ? sd_ratio_floor(share, asked->n)
                        : (uint64_t)floor(sd_ratio_double(share) * (double)asked->n);
}

uint64_t sd_share_floor(const struct sd_sizes_asked *asked, size_t p)
{
    return floor_of(asked, asked->part[p].size.share);
}

/* Shares alone: part i ends at floor(c_i * n), the last one at n. */
static void cumulative_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes)
{
    struct sd_ratio sum = {0, 1};
    uint64_t begin = 0;
    for (size_t i = 0; i < asked->parts; i++) {
        sd_ratio_add(sum, asked->part[i].size.share, &sum); /* it fits: --parts has been checked */
        uint64_t end = i + 1 < asked->parts ? floor_of(asked, sum) : asked->n;
        sizes[i] = end - begin;
        begin = end;
    }
}

static int mixed_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                       struct splitdata_error *error)
{
    uint64_t sum = 0, n = asked->n;
    size_t rest = asked->parts;
    for (size_t i = 0; i < asked->parts; i++) {
        const struct sd_size *size = &asked->part[i].size;
        sizes[i] = size->kind == SD_SIZE_COUNT ? size->count : 0;
        if (size->kind == SD_SIZE_SHARE)
            sizes[i] = sd_share_floor(asked, i);
        if (size->kind == SD_SIZE_REST)
            rest = i;
        if (sizes[i] > n - sum)
            return sd_fail(error, SPLITDATA_DATA,
                           "the parts up to %s need more than the %" PRIu64 " %ss there are",
                           asked->part[i].name, n, asked->unit);
        sum += sizes[i];
    }
    if (rest < asked->parts)
        sizes[rest] = n - sum;
    else if (sum != n)
        return sd_fail(error, SPLITDATA_DATA,
                       "the parts take %" PRIu64 " of %" PRIu64
                       " %ss (give one part the size *, the rest)",
                       sum, n, asked->unit);
    return SPLITDATA_OK;
}

int sd_sizes_of_parts(const struct sd_sizes_asked *asked, uint64_t *sizes,
                      struct splitdata_error *error)
{
    bool only_shares = true;
    for (size_t i = 0; i < asked->parts; i++)
        only_shares = only_shares && asked->part[i].size.kind == SD_SIZE_SHARE;
    int status = SPLITDATA_OK;
    if (only_shares)
        cumulative_sizes(asked, sizes);
    else
        status = mixed_sizes(asked, sizes, error);
    for (size_t i = 0; status == SPLITDATA_OK && i < asked->parts; i++) {
        const struct sd_part *part = &asked->part[i];
        if (sizes[i] == 0)
            status =
                sd_fail(error, SPLITDATA_DATA, "%.*s of %" PRIu64 " %s%s leaves the part %s empty",
                        (int)part->size.text_length, part->size.text, asked->n, asked->unit,
                        asked->n == 1 ? "" : "s", part->name);
    }
    return status;
}

int sd_sizes_check_filled(const struct sd_sizes_asked *asked, const uint64_t *sizes,
                          struct splitdata_error *error)
{
    for (size_t p = 0; p < asked->parts && !asked->exact; p++) {
        if (sizes[p] == 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "%" PRIu64 " %s%s: %s would be empty (choose other sizes)", asked->n,
                           asked->unit, asked->n == 1 ? "" : "s", asked->part[p].name);
    }
    return SPLITDATA_OK;
}

int sd_sizes_check_counts(const struct sd_sizes_asked *asked, struct splitdata_error *error)
{
    uint64_t n = asked->n;
    for (size_t p = 2; p-- > 0 && !asked->exact;) {
        const struct sd_part *part = &asked->part[p];
        if (part->size.kind == SD_SIZE_COUNT && part->size.count >= n)
            return sd_fail(error, SPLITDATA_DATA,
                           "%s cannot have %" PRIu64 " of %" PRIu64
                           " %s%s: the other part needs one, too",
                           part->name, part->size.count, n, asked->unit, n == 1 ? "" : "s");
    }
    return SPLITDATA_OK;
}

int sd_sizes_check(const struct sd_sizes_asked *asked, const uint64_t sizes[2],
                   struct splitdata_error *error)
{
    uint64_t n = asked->n;
    if (asked->exact)
        return SPLITDATA_OK;
    if (sizes[0] > n || sizes[1] > n - sizes[0])
        return sd_fail(error, SPLITDATA_DATA,
                       "train (%" PRIu64 ") and test (%" PRIu64 ") need more than the %" PRIu64
                       " %ss there are",
                       sizes[0], sizes[1], n, asked->unit);
    return sd_sizes_check_filled(asked, sizes, error);
}
