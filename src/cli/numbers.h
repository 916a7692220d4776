/* SPDX-License-Identifier: MIT */
/* Numbers as people read them. */
#ifndef SD_CLI_NUMBERS_H
#define SD_CLI_NUMBERS_H

#include <stdint.h>

/* 20640 as "20,640". */
const char *cli_grouped(uint64_t number, char out[32]);

#endif
