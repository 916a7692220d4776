/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_ZIGGURAT_H
#define SD_RNG_ZIGGURAT_H

#include <stdint.h>

extern const double sd_ziggurat_r; /* where the tail begins */
extern const uint64_t sd_ziggurat_ke[256];
extern const double sd_ziggurat_we[256];
extern const double sd_ziggurat_fe[256];

#endif
