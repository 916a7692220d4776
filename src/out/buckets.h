/* SPDX-License-Identifier: MIT */
/*
 * Writing records in any order when the input is larger than memory.
 *
 * Fetching records from all over an input that does not fit means a disk access for each. So the
 * outputs, each a stream of bytes that is known beforehand (content.h), are cut into buckets that
 * do fit: runs of whole blocks. Then
 *
 *   1. the input is read once from front to back, and every record is appended to the bucket that
 *      it belongs to, whichever that is (distribution.h);
 *   2. one bucket after another is read back, and its records are put in order (cache.h), from
 *      where write.c takes the blocks as it takes them from the input otherwise.
 *
 * A bucket of a plain file is its own range of that file: the records stand there in the order of
 * the input, and are overwritten in the right one, so that no more disk is taken. What is
 * compressed, or no file, has its buckets in a temporary file.
 *
 * A record, or a part of one where a bucket begins or ends inside it, is a piece of a bucket. A
 * piece is packed into 64 bits as in base/spans.h, but its start counts in the input with the line
 * end and the prologue behind it, so that all bytes of an output come from one place; and a length
 * that cannot be packed is cut into several pieces. A bucket has no more bytes than a length can
 * say, so the number of a piece in it fits where its length does.
 */
#ifndef SD_OUT_BUCKETS_H
#define SD_OUT_BUCKETS_H

#include "base/memory.h"
#include "out/output_job.h"

struct sd_bucket {
    size_t job;
    size_t first, blocks; /* of that output */
    uint64_t bytes;
    uint64_t room;   /* no more pieces than this */
    uint64_t pieces; /* known from sd_buckets_sort on */
    uint64_t sorted; /* where its pieces begin in buckets->sorted */
    uint64_t offset; /* where its bytes begin in the file that keeps them */
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
    size_t blocks_each;   /* blocks of a bucket, the last of an output perhaps less */
    uint64_t most_pieces; /* of any bucket */
    uint64_t *sorted;     /* the pieces of all buckets, in order of starts within each */
    int spill_fd;         /* -1: nothing is spilled */
};

/* Whether fetching the records from where they are would be slow: the input is larger than memory
 * and some output has not its order. `memory` NULL: there is no bound. */
bool sd_buckets_wanted(const struct sd_output_job *jobs, size_t count,
                       const struct sd_memory *memory);

/* Cuts the outputs into buckets for the memory that is left, and opens
 * the temporary file if there is need. On failure nothing is left. */
int sd_buckets_begin(struct sd_buckets *buckets, const struct sd_output_job *jobs, size_t count,
                     struct sd_memory *memory, struct splitdata_error *error);

/* Lists the pieces of a bucket, in the order of the output; returns how many there are. */
uint64_t sd_bucket_list(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                        uint64_t *pieces);

/* Writes bytes of a bucket `at` so many from its beginning, or reads all of them back. */
int sd_bucket_put(const struct sd_buckets *buckets, const struct sd_bucket *bucket,
                  const uint8_t *bytes, size_t length, uint64_t at, struct splitdata_error *error);
int sd_bucket_get(const struct sd_buckets *buckets, const struct sd_bucket *bucket, uint8_t *bytes,
                  struct splitdata_error *error);

/* Asks the system to read a bucket soon. */
void sd_bucket_expect(const struct sd_buckets *buckets, const struct sd_bucket *bucket);

void sd_buckets_end(struct sd_buckets *buckets);

#endif
