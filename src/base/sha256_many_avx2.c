/* SPDX-License-Identifier: MIT */
/* SHA-256 of 8 short messages at once, for x86-64 processors with vectors of 256 bits. */
#include "base/sha256_vectors.h"

typedef int sd_sha256_avx2_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_SHA256_X86)
#define LANES  8
#define TARGET __attribute__((target("avx2")))
#define DIGEST sd_sha256_of_8
#include "base/sha256_many.inc"
#endif
