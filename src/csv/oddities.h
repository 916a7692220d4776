/* SPDX-License-Identifier: MIT */
/* What scanners report of the records that they find. */
#ifndef SD_CSV_ODDITIES_H
#define SD_CSV_ODDITIES_H

#include <stdbool.h>
#include <stdint.h>

#define SD_UNSEEN UINT64_MAX

/* How many there are, and where the first one is. */
struct sd_sighting {
    uint64_t count;
    uint64_t first; /* offset; SD_UNSEEN: there is none */
    uint64_t line;  /* of the first, from 1; 0: not known yet */
};

struct sd_oddities {
    struct sd_sighting lone_cr;     /* CRs outside quotes that no LF follows */
    struct sd_sighting bare_quote;  /* records with a quote inside an unquoted field */
    struct sd_sighting after_quote; /* records with a byte after a closing quote */
    /* Whether records may end in LF, and in CR LF: never false where one does; sometimes true
     * where only a blank line or a later record does. */
    bool lf, crlf;
};

#define SD_NO_SIGHTING                                                                             \
    {                                                                                              \
        0, SD_UNSEEN, 0                                                                            \
    }

#define SD_NOTHING_ODD                                                                             \
    {                                                                                              \
        .lone_cr = SD_NO_SIGHTING, .bare_quote = SD_NO_SIGHTING, .after_quote = SD_NO_SIGHTING,    \
    }

static inline void sd_sighting_add(struct sd_sighting *sighting, uint64_t count, uint64_t first)
{
    sighting->count += count;
    if (first < sighting->first) {
        sighting->first = first;
        sighting->line = 0;
    }
}

#endif
