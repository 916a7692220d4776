/* SPDX-License-Identifier: MIT */
/* What sha256_many.inc is compiled to, for the table in sha256_many.c. */
#ifndef SD_BASE_SHA256_VECTORS_H
#define SD_BASE_SHA256_VECTORS_H

#include "base/sha256_many.h"

#if defined(__x86_64__)
#define SD_SHA256_X86
sd_sha256_some sd_sha256_of_8, sd_sha256_of_16;
#endif

#endif
