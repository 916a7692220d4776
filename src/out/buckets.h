/* SPDX-License-Identifier: MIT */
/*
 * Writing records in any order when the input is larger than memory.
 *
 * Fetching records from all over such an input takes a disk access for each. So the outputs, whose
 * bytes are all known beforehand (content.h), are cut into buckets that fit into memory: runs of
 * whole blocks. Then
 *
 *       1. the input is read once from front to back, and every record is appended to its bucket
 *          (distribute.h);
 *       2. one bucket after another is read back, its records are put in order (bucket_cache.h),
 * and the block writer takes its blocks from there instead of the input.
 *
 * The bucket of a plain file is its own range of that file: the records are first written there in
 * the order of the input and then overwritten in their final order, so that no more disk is needed.
 * Compressed outputs and streams have their buckets in a temporary file.
 *
 * A piece of a bucket is a record, or the part of a record that lies in the bucket. It is packed
 * into 64 bits as in base/spans.h. Its offset is that in the input extended by the missing line
 * terminator and the prologue, so that all bytes of an output come from one address space. A length
 * that cannot be packed is cut into several pieces. A bucket has at most as many bytes as a length
 * can say, so the number of a piece fits where its length does.
 */
#ifndef SD_OUT_BUCKETS_H
#define SD_OUT_BUCKETS_H

#include "base/memory.h"
#include "out/output_job.h"

struct sd_bucket {
    size_t job;
    size_t first, blocks; /* of that output */
    uint64_t bytes;
    uint64_t room;   /* maximum of pieces */
    uint64_t pieces; /* set when the pieces are sorted (distribute.c) */
    uint64_t sorted; /* index of its first piece in buckets->sorted */
    uint64_t offset; /* of its bytes in the file that holds them */
    bool spilled;    /* that file is the temporary one */
};

struct sd_buckets {
    const struct sd_output_job *jobs;
    size_t job_count;
    struct sd_memory *memory;
    unsigned length_bits; /* of a piece */
    struct sd_bucket *bucket;
    size_t count;
    size_t *first_of;     /* by job: its first bucket */
    size_t blocks_each;   /* blocks per bucket; the last one of an output may have fewer */
    uint64_t most_pieces; /* of any bucket */
    uint64_t *sorted;     /* the pieces of all buckets, in ascending offsets within each */
    int spill_fd;         /* -1: nothing is spilled */
};

/* Whether fetching the records directly would be slow: the input is larger than memory and the
 * order of some output is not the input's. `memory` NULL: there is no bound. */
bool sd_buckets_wanted(const struct sd_output_job *jobs, size_t count,
                       const struct sd_memory *memory);

/* Cuts the outputs into buckets for the memory that is left, and opens the temporary file if one is
 * needed. On failure nothing is left open. */
int sd_buckets_begin(struct sd_buckets *buckets, const struct sd_output_job *jobs, size_t count,
                     struct sd_memory *memory, struct splitdata_error *error);

/* Lists the pieces of a bucket in the order of the output; returns their number. */
uint64_t sd_bucket_list(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                        uint64_t *pieces);

/* Writes bytes `at` so many from the bucket's beginning; reads all bytes of a bucket. */
int sd_bucket_put(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                  const uint8_t *bytes, size_t length, uint64_t at, struct splitdata_error *error);
int sd_bucket_get(const struct sd_buckets *buckets, const struct sd_bucket *bucket, uint8_t *bytes,
                  struct splitdata_error *error);

/* Asks the system to read a bucket soon. */
void sd_bucket_expect(const struct sd_buckets *buckets, const struct sd_bucket *bucket);

void sd_buckets_end(struct sd_buckets *buckets);

#endif
