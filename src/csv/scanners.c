/* SPDX-License-Identifier: MIT */
/* The table of scanners: one row each, fastest first. */
#include "csv/fast.h"
#include "splitdata/splitdata.h"

#include <string.h>

static bool always(void)
{
    return true;
}

#if defined(SD_FAST_X86)
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("popcnt") &&
           __builtin_cpu_supports("pclmul");
}

static bool has_avx512(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vbmi2");
}
#endif

static const struct sd_scanner scanners[] = {
#if defined(SD_FAST_X86)
    {"avx512", has_avx512, sd_fast_avx512, sd_fields_avx512, false},
    {"avx2", has_avx2, sd_fast_avx2, sd_fields_avx2, false},
    {"sse2", always, sd_fast_sse2, sd_fields_sse2, false},
#elif defined(SD_FAST_NEON)
    {"neon", always, sd_fast_neon, sd_fields_neon, false},
#endif
    {"portable", always, sd_fast_portable, sd_fields_portable, false},
    {"exact", always, NULL, NULL, false},
    {"libcsv", always, NULL, NULL, true},
};

enum { SCANNERS = sizeof scanners / sizeof scanners[0] };

const struct sd_scanner *sd_scanner_named(const char *name)
{
    for (size_t i = 0; i < SCANNERS; i++) {
        if (strcmp(scanners[i].name, name) == 0 && scanners[i].available())
            return &scanners[i];
    }
    return NULL;
}

const struct sd_scanner *sd_scanner_fastest(void)
{
    size_t i = 0;
    while (!scanners[i].available())
        i++;
    return &scanners[i];
}

const char *splitdata_scanner_name(size_t index)
{
    size_t available = 0;
    for (size_t i = 0; i < SCANNERS; i++) {
        if (scanners[i].available() && available++ == index)
            return scanners[i].name;
    }
    return NULL;
}
