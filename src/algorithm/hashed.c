/* SPDX-License-Identifier: MIT */
#include "algorithm/hashed.h"

/* Numbers below c * 2^52 are those below its ceiling, which is 2^52 minus the floor of the
 * complement. */
static uint64_t ceiling(struct sd_ratio c)
{
    struct sd_ratio above = {c.denominator - c.numerator, c.denominator};
    return SD_HASH_RANGE - sd_ratio_floor(above, SD_HASH_RANGE);
}

int sd_hash_limits(const struct sd_ratio *shares, size_t parts, uint64_t *limits,
                   struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    for (size_t p = 0; p + 1 < parts; p++) {
        if (!sd_ratio_add(sum, shares[p], &sum))
            return sd_fail(
                error, SPLITDATA_USAGE,
                "the shares have too many digits to be summed exactly; write them shorter "
                "or as quotients");
        if (sd_ratio_against_one(sum) >= 0)
            return sd_fail(error, SPLITDATA_USAGE,
                           "the shares leave nothing for the last part (they must sum to 1)");
        limits[p] = ceiling(sum);
    }
    return SPLITDATA_OK;
}
