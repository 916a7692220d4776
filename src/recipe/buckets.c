/* SPDX-License-Identifier: MIT */
#include "recipe/buckets.h"

#include <inttypes.h>

static uint64_t common_divisor(uint64_t a, uint64_t b)
{
    while (b != 0) {
        uint64_t rest = a % b;
        a = b;
        b = rest;
    }
    return a;
}

/* The share of a part; of train or test alone, what the other one leaves. */
static int share_of(const struct sd_sizes_asked *asked, size_t p, struct sd_ratio *share,
                    struct splitdata_error *error)
{
    const struct sd_size *size = &asked->part[p].size;
    const struct sd_size *other = asked->train_test ? &asked->part[1 - p].size : size;
    if (size->kind == SD_SIZE_SHARE)
        *share = size->share;
    else if (size->kind == SD_SIZE_NONE && other->kind == SD_SIZE_SHARE)
        *share = (struct sd_ratio){other->share.denominator - other->share.numerator,
                                   other->share.denominator};
    else
        return sd_fail(error, SPLITDATA_USAGE,
                       "--hash: the size of %s must be a share: a record's part depends on its key "
                       "alone, not on the number of records",
                       asked->part[p].name);
    return SPLITDATA_OK;
}

/* The least multiple of `buckets` and `denominator`; 0: beyond 2^53. */
static uint64_t enough(uint64_t buckets, uint64_t denominator)
{
    const uint64_t divisor = common_divisor(buckets, denominator);
    const uint64_t factor = divisor != 0 ? denominator / divisor : 1; /* it is not 0 */
    return factor != 0 && buckets <= (UINT64_C(1) << 53) / factor ? buckets * factor : 0;
}

int sd_bucket_ranges(const struct sd_sizes_asked *asked, struct sd_cut *ranges,
                     struct splitdata_error *error)
{
    const uint64_t buckets = sd_buckets(asked->options);
    uint64_t begin = 0, wanted = buckets;
    for (size_t p = 0; p < asked->parts; p++) {
        struct sd_ratio share = {0, 1};
        int status = share_of(asked, p, &share, error);
        if (status != SPLITDATA_OK)
            return status;
        wanted = wanted != 0 ? enough(wanted, share.denominator) : 0;
        ranges[p].begin = begin;
        begin += sd_ratio_floor(share, buckets);
        ranges[p].end = begin;
    }
    if (wanted != buckets && wanted != 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--hash: the shares are no whole numbers of %" PRIu64
                       " buckets (buckets=%" PRIu64 " after the name in --like makes them so)",
                       buckets, wanted);
    if (wanted != buckets)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--hash: the shares are no whole numbers of %" PRIu64 " buckets", buckets);
    return begin == buckets ? SPLITDATA_OK
                            : sd_fail(error, SPLITDATA_USAGE, "--hash: the shares must sum to 1");
}

/* Up to so many buckets the sum of all words, each times its weight, is below 2^64. */
#define FEW_BUCKETS (UINT64_C(1) << 29)

void sd_digest_buckets_begin(struct sd_digest_buckets *digests,
                             const struct sd_recipe_options *options, size_t words)
{
    uint64_t weight = 1;
    *digests = (struct sd_digest_buckets){.buckets = sd_buckets(options), .words = words};
    for (size_t i = words; i-- > 0 && digests->buckets <= FEW_BUCKETS;) {
        digests->weight[i] = weight % digests->buckets;
        weight = (digests->weight[i] << 32) % digests->buckets;
    }
}

uint64_t sd_digest_bucket(const struct sd_digest_buckets *digests, const uint32_t *words)
{
    const uint64_t buckets = digests->buckets;
    uint64_t number = 0;
    for (size_t i = 0; i < digests->words && buckets <= FEW_BUCKETS; i++)
        number += words[i] * digests->weight[i];
    if (buckets <= FEW_BUCKETS)
        return number % buckets;
    for (size_t i = 0; i < digests->words; i++) {
        for (int shift = 24; shift >= 0; shift -= 8) /* below 2^53: a byte has room */
            number = (number << 8 | (words[i] >> shift & 255)) % buckets;
    }
    return number;
}
