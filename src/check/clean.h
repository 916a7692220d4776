/* SPDX-License-Identifier: MIT */
/*
 * The part without what train knows: --write-clean. A record is left out if train has its bytes,
 * if its group has records in train, if it is not after the end of train, as far as these are asked
 * for, or if train has the values that are compared and there are more such records than chance
 * makes. All other bytes of the file are kept as they are.
 *
 * Life: zeroed, sd_clean_begin when the parts are open, sd_clean_mark when train has been read and
 * before the tables are closed, sd_clean_write, sd_clean_end.
 */
#ifndef SD_CHECK_CLEAN_H
#define SD_CHECK_CLEAN_H

#include "publish/beside.h"

struct sd_run;

struct sd_clean {
    struct sd_beside file;
    struct sd_text beginning; /* of the part, up to its first record; not owned */
    uint8_t *leaked;          /* by record: why it is left out; 0: it is not */
};

int sd_clean_begin(struct sd_clean *clean, const struct sd_run *run, struct splitdata_error *error);

int sd_clean_mark(struct sd_clean *clean, struct sd_run *run, struct splitdata_error *error);

/* Writes the file and publishes it, unless no record would be left: then there is none. */
int sd_clean_write(struct sd_clean *clean, struct sd_run *run, struct splitdata_error *error);

void sd_clean_end(struct sd_clean *clean);

#endif
