/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_GO_WORDS_H
#define SD_RNG_GO_WORDS_H

#include <stdint.h>

extern const uint64_t sd_go_words[607];

#endif
