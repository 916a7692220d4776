/* SPDX-License-Identifier: MIT */
/* splitdata/progress.h - the stages of a split, and how a caller hears of them. Part of
 * splitdata/splitdata.h. */
#ifndef SPLITDATA_PROGRESS_H
#define SPLITDATA_PROGRESS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* The stages of a split, in order. */
enum splitdata_stage {
    SPLITDATA_STAGE_READ,    /* opening the input; decompressing or copying it if necessary */
    SPLITDATA_STAGE_INDEX,   /* finding the records */
    SPLITDATA_STAGE_PLAN,    /* shuffling and cutting */
    SPLITDATA_STAGE_WRITE,   /* writing the outputs */
    SPLITDATA_STAGE_SYNC,    /* waiting until they are on disk */
    SPLITDATA_STAGE_PUBLISH, /* giving them their names */
    SPLITDATA_STAGES
};

/* Progress callback: `done` of `total` bytes of a stage; `total` is 0 if unknown. Called when a
 * stage begins and about every megabyte, by several threads concurrently: it must be quick, and
 * calls may arrive out of order. */
typedef void splitdata_progress(void *context, enum splitdata_stage stage, uint64_t done,
                                uint64_t total);

#ifdef __cplusplus
}
#endif

#endif
