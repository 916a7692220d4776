/* SPDX-License-Identifier: MIT */
/* The share of train, as --ratio takes it. */
#ifndef SD_CONFIG_RATIO_H
#define SD_CONFIG_RATIO_H

#include "base/size.h"

/* Reads "0.8", "80%" or "4/5". The message about anything else speaks of shares only; of shares of
 * several parts ("70/15/15") it says what to type. */
int sd_ratio_option(struct sd_size *size, const char *text, struct splitdata_error *error);

#endif
