/* SPDX-License-Identifier: MIT */
/* SHA-256 of 16 short messages at once, for x86-64 processors with vectors of 512 bits. */
#include "base/sha256_vectors.h"

typedef int sd_sha256_avx512_is_for_x86; /* elsewhere this file is empty but for this */

#if defined(SD_SHA256_X86)
#define LANES  16
#define TARGET __attribute__((target("avx512f,avx512bw")))
#define DIGEST sd_sha256_of_16
#include "base/sha256_many.inc"
#endif
