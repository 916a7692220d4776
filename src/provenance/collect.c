/* SPDX-License-Identifier: MIT */
#include "provenance/collect.h"

#include "base/cancel.h"
#include "base/small_record.h"
#include "provenance/split_id.h"
#include "split.h"

#include <stdlib.h>
#include <string.h>

/* --- the split id ---------------------------------------------------------------------------- */

/* How many parts there are in all: of all folds of all repeats. */
static size_t count_parts(const struct sd_run *run)
{
    return sd_run_sets(run) * run->plan.parts;
}

int sd_proof_sums(struct sd_run *run, struct splitdata_error *error)
{
    if (run->proof.sums == NULL)
        run->proof.sums = calloc(count_parts(run), sizeof *run->proof.sums);
    return run->proof.sums != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the split id");
}

uint64_t sd_proof_sum(const struct sd_run *run, size_t part, uint64_t from, uint64_t to)
{
    const uint64_t *items = sd_plan_item(&run->plan, run->plan.cuts[part].begin + from);
    const unsigned length_bits = run->index.spans.length_bits;
    uint64_t sum = 0;
    if (run->plan.payload)
        return sd_split_sum_pairs(items, to - from, SD_SMALL_RECORD_START, from);
    if (run->request.options->emit == SPLITDATA_EMIT_ROWS)
        return sd_split_sum(items, to - from, length_bits, from);
    for (uint64_t k = from; k < to; k++)
        sum += sd_split_place(run->contents.records[items[k - from]] >> length_bits, k);
    return sum;
}

int sd_proof_record(struct sd_run *run, uint32_t part, uint64_t start,
                    struct splitdata_error *error)
{
    if (run->proof.sums == NULL && sd_proof_sums(run, error) != SPLITDATA_OK)
        return (int)error->status;
    run->proof.sums[part] += sd_split_place(start, run->achieved[part]);
    return SPLITDATA_OK;
}

/* --- digests of the outputs ------------------------------------------------------------------ */

static int digest_output(void *context, const uint8_t *bytes, size_t length,
                         struct splitdata_error *error)
{
    struct sd_proof_output *output = context;
    int status = sd_digest_add(&output->digest, bytes, length, error);
    return status != SPLITDATA_OK || output->next == NULL
               ? status
               : output->next->observe(output->next->context, bytes, length, error);
}

static int observe_output(void *context, const uint8_t *bytes, size_t length,
                          struct splitdata_error *error)
{
    struct sd_proof_output *output = context;
    struct sd_proof *proof = output->proof;
    return proof->one_pass ? sd_sink_copy(&proof->sink, &output->digester, bytes, length, error)
                           : digest_output(output, bytes, length, error);
}

int sd_proof_outputs(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_proof *proof = &run->proof;
    if (!proof->asked.digests)
        return SPLITDATA_OK;
    proof->outputs = calloc(run->targets.count, sizeof *proof->outputs);
    if (proof->outputs == NULL)
        return sd_fail_memory(error, "the outputs' digests");
    proof->output_count = run->targets.count;
    for (size_t i = 0; i < proof->output_count; i++) {
        struct sd_proof_output *own = &proof->outputs[i];
        struct sd_output *output = &run->targets.target[i].output;
        own->proof = proof;
        own->observer = (struct sd_observer){observe_output, own};
        own->digester = (struct sd_observer){digest_output, own};
        own->next = i < proof->asked.next_observer_count ? &proof->asked.next_observers[i] : NULL;
        output->observer = &own->observer;
        output->unwritten = proof->asked.rehearsal;
        output->path = run->targets.target[i].path;
    }
    return SPLITDATA_OK;
}

/* --- the digest of the input ----------------------------------------------------------------- */

static int digest_input(void *context, const uint8_t *bytes, size_t length,
                        struct splitdata_error *error)
{
    enum { PIECE = 1 << 20 };
    struct sd_run *run = context;
    int status = SPLITDATA_OK;
    for (size_t taken; length != 0 && status == SPLITDATA_OK; bytes += taken, length -= taken) {
        taken = length < PIECE ? length : PIECE;
        status = sd_check_cancel(run->request.options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_fingerprint_add(&run->proof.input, bytes, taken, error);
    }
    return status;
}

/* The next piece of an input that is read once. */
static int observe_input(void *context, const uint8_t *bytes, size_t length,
                         struct splitdata_error *error)
{
    enum { WORTH_A_THREAD = 1 << 20 };
    struct sd_run *run = context;
    struct sd_proof *proof = &run->proof;
    proof->digested = true;
    if (!proof->sink.begun && run->request.threads > 1 && proof->input.size >= WORTH_A_THREAD)
        sd_sink_begin(&proof->sink);
    return sd_sink_copy(&proof->sink, &proof->digester, bytes, length, error);
}

void sd_proof_begin(struct sd_run *run)
{
    struct sd_proof *proof = &run->proof;
    proof->observer = (struct sd_observer){observe_input, run};
    proof->digester = (struct sd_observer){digest_input, run};
    if (proof->asked.digests)
        run->input.stream.observer = &proof->observer;
}

void sd_proof_one_pass(struct sd_run *run, bool apart)
{
    run->proof.one_pass = true;
    if (apart && run->proof.asked.digests)
        sd_sink_begin(&run->proof.sink);
}

int sd_proof_input(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_proof *proof = &run->proof;
    if (!proof->asked.digests || proof->digested)
        return SPLITDATA_OK;
    if (run->request.threads > 1)
        sd_sink_begin(&proof->sink);
    return sd_sink_lend(&proof->sink, &proof->digester, run->input.data, (size_t)run->input.size,
                        error);
}

/* --- the result ------------------------------------------------------------------------------ */

static int report_digest(struct sd_digest *digest, char **text, struct splitdata_error *error)
{
    char digits[SD_DIGEST_TEXT];
    int status = sd_digest_text(digest, digits, error);
    if (status != SPLITDATA_OK)
        return status;
    *text = sd_copy_string(digits, strlen(digits));
    return *text != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the report");
}

static int report_id(const struct sd_run *run, struct splitdata_report *report,
                     struct splitdata_error *error)
{
    char text[SD_SPLIT_ID_TEXT];
    uint64_t id = 0;
    for (size_t i = 0; i < report->part_count; i++) {
        const struct splitdata_part *part = &report->parts[i];
        const struct sd_split_part told = {part->repeat, part->fold, part->name, part->rows,
                                           run->proof.sums[i]};
        id = sd_split_id_add(id, &told);
    }
    sd_split_id_text(id, text);
    report->split_id = sd_copy_string(text, strlen(text));
    return report->split_id != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the report");
}

int sd_proof_report(struct sd_run *run, struct splitdata_report *report,
                    struct splitdata_error *error)
{
    struct sd_proof *proof = &run->proof;
    bool column = run->request.options->emit == SPLITDATA_EMIT_COLUMN;
    int status = report_id(run, report, error);
    if (status != SPLITDATA_OK || !proof->asked.digests)
        return status;
    status = sd_sink_end(&proof->sink, error);
    if (status == SPLITDATA_OK)
        status = report_digest(&proof->input.digest, &report->input_sha256, error);
    for (size_t i = 0; i < report->part_count && status == SPLITDATA_OK; i++)
        status =
            report_digest(&proof->outputs[column ? 0 : i].digest, &report->parts[i].sha256, error);
    return status;
}

void sd_proof_end(struct sd_proof *proof)
{
    sd_sink_stop(&proof->sink);
    for (size_t i = 0; i < proof->output_count; i++)
        sd_digest_free(&proof->outputs[i].digest);
    sd_fingerprint_free(&proof->input);
    free(proof->outputs);
    free(proof->sums);
    proof->outputs = NULL;
    proof->sums = NULL;
    proof->output_count = 0;
}
