/* SPDX-License-Identifier: MIT */
/* The size of a part as the user asks for it. */
#ifndef SD_BASE_SIZE_H
#define SD_BASE_SIZE_H

#include "base/error.h"
#include "base/exact.h"

enum sd_size_kind {
    SD_SIZE_NONE,  /* not given */
    SD_SIZE_SHARE, /* a share of all records, in (0, 1) */
    SD_SIZE_COUNT, /* a number of records */
    SD_SIZE_REST   /* the remainder */
};

struct sd_size {
    enum sd_size_kind kind;
    struct sd_ratio share;
    uint64_t count;
    const char *text; /* as written, for messages; borrowed */
    size_t text_length;
};

/* A part of a split. */
struct sd_part {
    char *name; /* owned by the list that the part is in */
    struct sd_size size;
};

/* Reads one size: "0.8", "80%", "4/5" or "712". `option` names it in messages. */
int sd_size_parse(struct sd_size *size, const char *text, size_t length, const char *option,
                  struct splitdata_error *error);

#endif
