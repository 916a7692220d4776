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

int sd_provenance_sums(struct sd_run *run, struct splitdata_error *error)
{
    if (run->provenance.sums == NULL)
        run->provenance.sums = calloc(count_parts(run), sizeof *run->provenance.sums);
    return run->provenance.sums != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the split id");
}

uint64_t sd_provenance_sum(const struct sd_run *run, size_t part, uint64_t from,
                                   uint64_t to)
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

int sd_provenance_record(struct sd_run *run, uint32_t part, uint64_t start,
                                 struct splitdata_error *error)
{
    if (run->provenance.sums == NULL && sd_provenance_sums(run, error) != SPLITDATA_OK)
        return (int)error->status;
    run->provenance.sums[part] += sd_split_place(start, run->achieved[part]);
    return SPLITDATA_OK;
}

/* --- digests of the outputs ------------------------------------------------------------------ */

static int digest_output(void *context, const uint8_t *bytes, size_t length,
                         struct splitdata_error *error)
{
    struct sd_provenance_output *output = context;
    int status = sd_digest_add(&output->digest, bytes, length, error);
    return status != SPLITDATA_OK || output->next == NULL
               ? status
               : output->next->observe(output->next->context, bytes, length, error);
}

static int observe_output(void *context, const uint8_t *bytes, size_t length,
                          struct splitdata_error *error)
{
    struct sd_provenance_output *output = context;
    struct sd_provenance *provenance = output->provenance;
    return provenance->one_pass
               ? sd_sink_copy(&provenance->sink, &output->digester, bytes, length, error)
               : digest_output(output, bytes, length, error);
}

int sd_provenance_outputs(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_provenance *provenance = &run->provenance;
    if (!provenance->asked.digests)
        return SPLITDATA_OK;
    provenance->outputs = calloc(run->targets.count, sizeof *provenance->outputs);
    if (provenance->outputs == NULL)
        return sd_fail_memory(error, "the outputs' digests");
    provenance->output_count = run->targets.count;
    for (size_t i = 0; i < provenance->output_count; i++) {
        struct sd_provenance_output *own = &provenance->outputs[i];
        struct sd_output *output = &run->targets.target[i].output;
        own->provenance = provenance;
        own->observer = (struct sd_observer){observe_output, own};
        own->digester = (struct sd_observer){digest_output, own};
        own->next =
            i < provenance->asked.next_observer_count ? &provenance->asked.next_observers[i] : NULL;
        output->observer = &own->observer;
        output->unwritten = provenance->asked.rehearsal;
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
            status = sd_fingerprint_add(&run->provenance.input, bytes, taken, error);
    }
    return status;
}

/* The next piece of an input that is read once. */
static int observe_input(void *context, const uint8_t *bytes, size_t length,
                         struct splitdata_error *error)
{
    enum { WORTH_A_THREAD = 1 << 20 };
    struct sd_run *run = context;
    struct sd_provenance *provenance = &run->provenance;
    provenance->digested = true;
    if (!provenance->sink.begun && run->request.threads > 1 &&
        provenance->input.size >= WORTH_A_THREAD)
        sd_sink_begin(&provenance->sink);
    return sd_sink_copy(&provenance->sink, &provenance->digester, bytes, length, error);
}

void sd_provenance_begin(struct sd_run *run)
{
    struct sd_provenance *provenance = &run->provenance;
    provenance->observer = (struct sd_observer){observe_input, run};
    provenance->digester = (struct sd_observer){digest_input, run};
    if (provenance->asked.digests)
        run->input.stream.observer = &provenance->observer;
}

void sd_provenance_one_pass(struct sd_run *run, bool apart)
{
    run->provenance.one_pass = true;
    if (apart && run->provenance.asked.digests)
        sd_sink_begin(&run->provenance.sink);
}

int sd_provenance_input(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_provenance *provenance = &run->provenance;
    if (!provenance->asked.digests || provenance->digested)
        return SPLITDATA_OK;
    if (run->request.threads > 1)
        sd_sink_begin(&provenance->sink);
    return sd_sink_lend(&provenance->sink, &provenance->digester, run->input.data,
                        (size_t)run->input.size, error);
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
                                           run->provenance.sums[i]};
        id = sd_split_id_add(id, &told);
    }
    sd_split_id_text(id, text);
    report->split_id = sd_copy_string(text, strlen(text));
    return report->split_id != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the report");
}

int sd_provenance_report(struct sd_run *run, struct splitdata_report *report,
                                 struct splitdata_error *error)
{
    struct sd_provenance *provenance = &run->provenance;
    bool column = run->request.options->emit == SPLITDATA_EMIT_COLUMN;
    int status = report_id(run, report, error);
    if (status != SPLITDATA_OK || !provenance->asked.digests)
        return status;
    status = sd_sink_end(&provenance->sink, error);
    if (status == SPLITDATA_OK)
        status = report_digest(&provenance->input.digest, &report->input_sha256, error);
    for (size_t i = 0; i < report->part_count && status == SPLITDATA_OK; i++)
        status = report_digest(&provenance->outputs[column ? 0 : i].digest,
                               &report->parts[i].sha256, error);
    return status;
}

void sd_provenance_end(struct sd_provenance *provenance)
{
    sd_sink_stop(&provenance->sink);
    for (size_t i = 0; i < provenance->output_count; i++)
        sd_digest_free(&provenance->outputs[i].digest);
    sd_fingerprint_free(&provenance->input);
    free(provenance->outputs);
    free(provenance->sums);
    provenance->outputs = NULL;
    provenance->sums = NULL;
    provenance->output_count = 0;
}
