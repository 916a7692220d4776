/* SPDX-License-Identifier: MIT */
#include "provenance/collect.h"

#include "base/cancel.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

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

/* Digests an output, which another observer may see, too. */
static int add_output(struct sd_provenance *provenance, struct sd_output *output,
                      const struct sd_observer *next, struct splitdata_error *error)
{
    enum { ROOM = 16 };
    const size_t count = provenance->output_count;
    if (count == 0 || (count >= ROOM && (count & (count - 1)) == 0)) {
        size_t room = count == 0 ? ROOM : 2 * count;
        struct sd_provenance_output **more = realloc(provenance->outputs, room * sizeof(*more));
        if (more == NULL)
            return sd_fail_memory(error, "the outputs' digests");
        provenance->outputs = more;
    }
    struct sd_provenance_output *own = calloc(1, sizeof *own);
    if (own == NULL)
        return sd_fail_memory(error, "the outputs' digests");
    own->provenance = provenance;
    own->digest.kind = provenance->kind;
    own->observer = (struct sd_observer){observe_output, own};
    own->digester = (struct sd_observer){digest_output, own};
    own->next = next;
    output->observer = &own->observer;
    provenance->outputs[provenance->output_count++] = own;
    return SPLITDATA_OK;
}

/* Digests the files of one part. */
static int add_part(struct sd_provenance *provenance, const struct sd_targets *targets, size_t part,
                    struct splitdata_error *error)
{
    const struct sd_further_observers *further = provenance->further;
    size_t count;
    struct sd_target *const *files = sd_targets_files(targets, part, &count);
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < count && status == SPLITDATA_OK && provenance->digests; s++)
        status =
            add_output(provenance, &files[s]->output,
                       further != NULL ? further->find(further->context, part, s) : NULL, error);
    return status;
}

int sd_provenance_outputs(struct sd_provenance *provenance, struct sd_targets *targets,
                          const struct sd_further_observers *further, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    provenance->targets = targets;
    provenance->further = further;
    for (size_t p = 0; p < sd_targets_parts(targets) && status == SPLITDATA_OK; p++)
        status = add_part(provenance, targets, p, error);
    for (size_t i = 0; i < targets->queries && status == SPLITDATA_OK && provenance->digests; i++)
        status = add_output(provenance, &targets->target[targets->count + i]->output, NULL, error);
    return status;
}

int sd_provenance_cut(void *context, size_t part, size_t shards, struct sd_output **outputs,
                      struct splitdata_error *error)
{
    struct sd_provenance *provenance = context;
    struct sd_targets *targets = provenance->targets;
    size_t count;
    sd_targets_files(targets, part, &count);
    const bool named = count != 0;
    int status = named ? SPLITDATA_OK : sd_targets_cut(targets, part, shards, error);
    if (status == SPLITDATA_OK && !named)
        status = add_part(provenance, targets, part, error);
    struct sd_target *const *files = sd_targets_files(targets, part, &count);
    for (size_t s = 0; s < shards && s < count; s++)
        outputs[s] = &files[s]->output;
    return status;
}

/* --- the digest of the input ----------------------------------------------------------------- */

static int digest_input(void *context, const uint8_t *bytes, size_t length,
                        struct splitdata_error *error)
{
    enum { PIECE = 1 << 20 };
    struct sd_provenance *provenance = context;
    int status = SPLITDATA_OK;
    for (size_t taken; length != 0 && status == SPLITDATA_OK; bytes += taken, length -= taken) {
        taken = length < PIECE ? length : PIECE;
        status = sd_check_cancel(provenance->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_fingerprint_add(&provenance->input, bytes, taken, error);
    }
    return status;
}

/* The next piece of an input that is read once. */
static int observe_input(void *context, const uint8_t *bytes, size_t length,
                         struct splitdata_error *error)
{
    enum { WORTH_A_THREAD = 1 << 20 };
    struct sd_provenance *provenance = context;
    provenance->digested = true;
    if (!provenance->sink.begun && provenance->threads > 1 &&
        provenance->input.size >= WORTH_A_THREAD)
        sd_sink_begin(&provenance->sink);
    return sd_sink_copy(&provenance->sink, &provenance->digester, bytes, length, error);
}

static int digest_file(void *context, const uint8_t *bytes, size_t length,
                       struct splitdata_error *error)
{
    struct sd_provenance_file *file = context;
    int status = sd_check_cancel(file->provenance->cancel_fd, error);
    return status == SPLITDATA_OK ? sd_digest_add(&file->digest, bytes, length, error) : status;
}

/* The next piece of a file that is copied or streamed. */
static int observe_file(void *context, const uint8_t *bytes, size_t length,
                        struct splitdata_error *error)
{
    struct sd_provenance_file *file = context;
    if (file->provenance->threads > 1)
        sd_sink_begin(&file->provenance->sink);
    return sd_sink_copy(&file->provenance->sink, &file->digester, bytes, length, error);
}

static int begin_files(struct sd_provenance *provenance, struct sd_joined *joined,
                       struct splitdata_error *error)
{
    provenance->files = calloc(joined->count, sizeof *provenance->files);
    if (provenance->files == NULL)
        return sd_fail_memory(error, "the inputs' digests");
    provenance->file_count = joined->count;
    for (size_t i = 0; i < joined->count; i++) {
        struct sd_provenance_file *file = &provenance->files[i];
        *file = (struct sd_provenance_file){.provenance = provenance,
                                            .digest = {.kind = provenance->kind},
                                            .digester = {digest_file, file}};
        joined->file[i].observer = (struct sd_observer){observe_file, file};
    }
    return SPLITDATA_OK;
}

int sd_provenance_begin(struct sd_provenance *provenance, struct sd_input *input,
                        enum splitdata_digest kind, unsigned threads, struct splitdata_error *error)
{
    provenance->digests = true;
    provenance->kind = provenance->input.digest.kind = kind;
    provenance->threads = threads;
    provenance->cancel_fd = input->source.cancel_fd;
    provenance->observer = (struct sd_observer){observe_input, provenance};
    provenance->digester = (struct sd_observer){digest_input, provenance};
    if (input->joined != NULL)
        return begin_files(provenance, input->joined, error);
    input->stream.observer = &provenance->observer;
    return SPLITDATA_OK;
}

void sd_provenance_one_pass(struct sd_provenance *provenance, bool apart)
{
    provenance->one_pass = true;
    if (apart && provenance->digests)
        sd_sink_begin(&provenance->sink);
}

/* Digests the files that are mapped; the others were digested when they were copied. */
static int lend_files(struct sd_provenance *provenance, const struct sd_joined *joined,
                      struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (size_t i = 0; i < joined->count && status == SPLITDATA_OK; i++) {
        const struct sd_joined_file *file = &joined->file[i];
        if (file->mapped != NULL)
            status = sd_sink_lend(&provenance->sink, &provenance->files[i].digester, file->mapped,
                                  (size_t)file->bytes, error);
    }
    return status;
}

int sd_provenance_input(struct sd_provenance *provenance, const struct sd_input *input,
                        struct splitdata_error *error)
{
    if (!provenance->digests || provenance->digested)
        return SPLITDATA_OK;
    if (provenance->threads > 1)
        sd_sink_begin(&provenance->sink);
    if (provenance->files != NULL)
        return lend_files(provenance, input->joined, error);
    return sd_sink_lend(&provenance->sink, &provenance->digester, input->data, (size_t)input->size,
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

/* The observer of an output is the one that add_output made. */
static int report_output(const struct sd_target *target, char **text, struct splitdata_error *error)
{
    struct sd_provenance_output *own = target->output.observer->context;
    return report_digest(&own->digest, text, error);
}

static int report_part(const struct sd_targets *targets, size_t i, struct splitdata_part *part,
                       struct splitdata_error *error)
{
    size_t count;
    struct sd_target *const *files = sd_targets_files(targets, i, &count);
    const struct sd_target *query = sd_targets_query_of(targets, i);
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < part->shard_count && status == SPLITDATA_OK; s++)
        status = report_output(files[s], &part->shards[s].sha256, error);
    if (part->shard_count == 0 && count != 0)
        status = report_output(files[0], &part->sha256, error);
    return status == SPLITDATA_OK && query != NULL
               ? report_output(query, &part->query_sha256, error)
               : status;
}

int sd_provenance_report(struct sd_provenance *provenance, const struct sd_targets *targets,
                         struct splitdata_report *report, struct splitdata_error *error)
{
    if (!provenance->digests)
        return SPLITDATA_OK;
    report->digest = provenance->kind;
    int status = sd_sink_end(&provenance->sink, error);
    if (status == SPLITDATA_OK && provenance->files == NULL)
        status = report_digest(&provenance->input.digest, &report->input_sha256, error);
    for (size_t i = 0; i < provenance->file_count && status == SPLITDATA_OK; i++)
        status = report_digest(&provenance->files[i].digest, &report->inputs[i].sha256, error);
    for (size_t i = 0; i < report->part_count && status == SPLITDATA_OK; i++)
        status = report_part(targets, i, &report->parts[i], error);
    return status;
}

void sd_provenance_end(struct sd_provenance *provenance)
{
    sd_sink_stop(&provenance->sink);
    for (size_t i = 0; i < provenance->output_count; i++) {
        sd_digest_free(&provenance->outputs[i]->digest);
        free(provenance->outputs[i]);
    }
    for (size_t i = 0; i < provenance->file_count; i++)
        sd_digest_free(&provenance->files[i].digest);
    free(provenance->files);
    provenance->files = NULL;
    provenance->file_count = 0;
    sd_fingerprint_free(&provenance->input);
    free(provenance->outputs);
    provenance->outputs = NULL;
    provenance->output_count = 0;
}
