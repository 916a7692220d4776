/* SPDX-License-Identifier: MIT */
#include "engine/sample_shared.h"

#include "base/hash64.h"
#include "base/small_record.h"

#include <stdlib.h>
#include <string.h>

/* MOST: records that are looked up, and MOST_BYTES their bytes. CONSIDERED: items of the first
 * part, in blocks of BLOCK; up to FEW are all looked at, of more ENOUGH. BATCH: records that are
 * fetched at once. HASHED: bytes at either end of a record that tell it from others of its length
 * before all are compared. COMPARED: bytes whose comparison costs as much as looking at a record.
 * LARGEST: the size of an input, beyond which records may have to be fetched from a disk, one by
 * one. */
enum { MOST = 10000, CONSIDERED = 1 << 19, BLOCK = 1 << 10, FEW = 1 << 15, ENOUGH = 1 << 14 };
enum { CLASSES = 1024, SLOTS = 1 << 14, BATCH = 32 };
enum { MOST_BYTES = 4 << 20, HASHED = 64, COMPARED = 1 << 10 };
static const uint64_t LARGEST = UINT64_C(4) << 30;

struct found {
    uint64_t hash;
    struct sd_span span;
    uint32_t count; /* records of the sample; 0: the slot is free */
    bool shared;
};

struct sample {
    const struct sd_job *job;
    const struct sd_plan *plan;
    uint32_t classes; /* the classes below it are looked at */
    uint64_t left;    /* records of the first part that may still be looked at */
    struct found *slot;
    uint64_t looked_up, bytes, shared;
};

/* --- records --------------------------------------------------------------------------------- */

static struct sd_span span_at(const struct sample *sample, uint64_t i)
{
    const struct sd_records *records = &sample->job->records;
    const uint64_t *item = sd_plan_item(sample->plan, i);
    if (sample->plan->payload)
        return sd_small_record_span(item);
    return sample->job->request->options->emit == SPLITDATA_EMIT_ROWS
               ? sd_spans_unpack(&records->index.spans, *item)
               : sd_records_span(records, *item);
}

static uint32_t class_of(struct sd_span span)
{
    return (uint32_t)((span.length * UINT64_C(0x9E3779B97F4A7C15)) >> 54);
}

/* The record without its line end. */
static struct sd_span content_of(const struct sample *sample, struct sd_span span)
{
    const struct sd_dialect *dialect = sample->job->dialect;
    const uint8_t *bytes = sample->job->records.data + span.start;
    if (dialect->lines)
        span.length -= span.length != 0 && bytes[span.length - 1] == '\n';
    else
        span.length -= sd_record_end_length(bytes, span.length, dialect->escape);
    return span;
}

static uint64_t hash_of(const struct sample *sample, struct sd_span span)
{
    const uint8_t *bytes = sample->job->records.data + span.start;
    if (span.length <= 2 * HASHED)
        return sd_hash64(bytes, (size_t)span.length, 0);
    return sd_hash64(bytes, HASHED, sd_hash64(bytes + span.length - HASHED, HASHED, span.length));
}

/* The slot of an equal record, or a free one. */
static struct found *find(const struct sample *sample, struct sd_span span, uint64_t hash)
{
    const uint8_t *data = sample->job->records.data;
    for (uint64_t at = hash & (SLOTS - 1);; at = (at + 1) & (SLOTS - 1)) {
        struct found *slot = &sample->slot[at];
        if (slot->count == 0 ||
            (slot->hash == hash && slot->span.length == span.length &&
             memcmp(data + slot->span.start, data + span.start, (size_t)span.length) == 0))
            return slot;
    }
}

/* --- the parts ------------------------------------------------------------------------------- */

/* Takes a record; false: no more are needed. */
typedef bool take_record(struct sample *sample, struct sd_span span);

static bool add_to_sample(struct sample *sample, struct sd_span span)
{
    span = content_of(sample, span);
    uint64_t hash = hash_of(sample, span);
    struct found *slot = find(sample, span, hash);
    *slot = (struct found){hash, span, slot->count + 1, false};
    sample->bytes += span.length;
    return ++sample->looked_up < MOST && sample->bytes < MOST_BYTES;
}

static bool look_up(struct sample *sample, struct sd_span span)
{
    span = content_of(sample, span);
    uint64_t hash = hash_of(sample, span);
    struct found *slot = find(sample, span, hash);
    if (!slot->shared)
        sample->shared += slot->count;
    slot->shared = slot->count != 0;
    uint64_t cost = slot->shared ? 1 + span.length / COMPARED : 1;
    sample->left -= cost < sample->left ? cost : sample->left;
    return sample->left != 0;
}

/* Records that are being fetched from memory. */
struct batch {
    struct sd_span span[BATCH];
    size_t count;
};

static bool take_batch(struct sample *sample, struct batch *batch, take_record *take)
{
    bool more = true;
    for (size_t i = 0; i < batch->count && more; i++)
        more = take(sample, batch->span[i]);
    batch->count = 0;
    return more;
}

/* Of items begin..end-1, takes the records of the chosen classes. */
static bool take_block(struct sample *sample, uint64_t begin, uint64_t end, struct batch *batch,
                       take_record *take)
{
    const uint8_t *data = sample->job->records.data;
    bool more = true;
    for (uint64_t i = begin; i < end && more; i++) {
        const struct sd_span span = span_at(sample, i);
        if (class_of(span) >= sample->classes)
            continue;
        __builtin_prefetch(data + span.start);
        __builtin_prefetch(data + span.start + span.length - 1);
        batch->span[batch->count++] = span;
        if (batch->count == BATCH)
            more = take_batch(sample, batch, take);
    }
    return more;
}

/* Takes records of a part, from blocks of items that are evenly spaced. */
static void take_part(struct sample *sample, struct sd_cut cut, take_record *take)
{
    const uint64_t count = cut.end - cut.begin, blocks = (count + BLOCK - 1) / BLOCK;
    const uint64_t taken = blocks < CONSIDERED / BLOCK ? blocks : CONSIDERED / BLOCK;
    struct batch batch = {.count = 0};
    bool more = true;
    for (uint64_t b = 0; b < taken && more; b++) {
        uint64_t begin = cut.begin + b * blocks / taken * BLOCK;
        uint64_t end = cut.end - begin < BLOCK ? cut.end : begin + BLOCK;
        more = take_block(sample, begin, end, &batch, take);
    }
    if (more)
        take_batch(sample, &batch, take);
}

/* Chooses the classes by some items of the first part. */
static void choose_classes(struct sample *sample, struct sd_cut first)
{
    enum { TRIED = 1 << 14 };
    uint64_t counts[CLASSES] = {0}, sum = 0, tried = 0;
    const uint64_t count = first.end - first.begin;
    const uint64_t considered = count < CONSIDERED ? count : CONSIDERED;
    const uint64_t step = count / TRIED + 1;
    sample->classes = CLASSES;
    sample->left = considered <= FEW ? FEW : ENOUGH;
    if (considered <= FEW)
        return;
    for (uint64_t i = first.begin; i < first.end; i += step, tried++)
        counts[class_of(span_at(sample, i))]++;
    uint32_t class = 0;
    while (sum == 0 || (double)(sum + counts[class]) * (double)considered <=
                           (double)sample->left * (double)tried)
        sum += counts[class ++];
    sample->classes = class;
}

static int run(struct sample *sample, struct splitdata_error *error)
{
    const struct sd_plan *plan = sample->plan;
    sample->slot = calloc(SLOTS, sizeof *sample->slot);
    if (sample->slot == NULL)
        return sd_fail_memory(error, "the sample of equal records");
    choose_classes(sample, plan->cuts[0]);
    for (size_t p = 1; p < plan->parts && sample->looked_up < MOST && sample->bytes < MOST_BYTES;
         p++)
        take_part(sample, plan->cuts[p], add_to_sample);
    if (sample->looked_up != 0)
        take_part(sample, plan->cuts[0], look_up);
    free(sample->slot);
    return SPLITDATA_OK;
}

/* Equal records have equal keys, so they are in one part where groups, stamps or keys are. */
static bool may_share(const struct sd_decision *decision)
{
    const struct splitdata_options *options = decision->request->options;
    return options->duplicates == SPLITDATA_DUPLICATES_KEEP && decision->groups == NULL &&
           options->hash == NULL && options->predefined == NULL &&
           (options->time == NULL || options->folds != 0);
}

int sd_sample_shared(const struct sd_job *job, struct sd_decision *decision,
                     struct splitdata_error *error)
{
    struct sample sample = {.job = job, .plan = &decision->plan};
    if (decision->form != SD_PLAN_ITEMS || !may_share(decision) || decision->plan.parts < 2 ||
        job->records.size > LARGEST)
        return SPLITDATA_OK;
    int status = run(&sample, error);
    decision->compared_rows = sample.looked_up;
    decision->shared_rows = sample.shared;
    decision->shared_at_least =
        sample.left == 0 || decision->plan.cuts[0].end - decision->plan.cuts[0].begin > CONSIDERED;
    return status;
}
