/* SPDX-License-Identifier: MIT */
/* The fast scanners. Their files differ only in how 64 bytes are compared. */
#ifndef SD_CSV_FAST_H
#define SD_CSV_FAST_H

#include "csv/scan.h"

#if defined(__x86_64__)
#define SD_FAST_X86
#elif defined(__aarch64__) && defined(__ARM_NEON)
#define SD_FAST_NEON
#endif

sd_fast_scan sd_fast_portable;
sd_fast_fields sd_fields_portable;
#if defined(SD_FAST_X86)
sd_fast_scan sd_fast_sse2;
sd_fast_fields sd_fields_sse2;
sd_fast_scan sd_fast_avx2;
sd_fast_fields sd_fields_avx2;
sd_fast_scan sd_fast_avx512;
sd_fast_fields sd_fields_avx512;
#elif defined(SD_FAST_NEON)
sd_fast_scan sd_fast_neon;
sd_fast_fields sd_fields_neon;
#endif

#endif
