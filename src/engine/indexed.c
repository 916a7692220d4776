/* SPDX-License-Identifier: MIT */
/* From the input's bytes to the record index and the columns. */
#include "split.h"

static int read_columns(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_span header = sd_spans_unpack(&run->index.spans, run->index.spans.packed[0]);
    return sd_columns_read(&run->columns, &run->dialect, run->input.data + header.start,
                           (size_t)header.length, error);
}

struct sd_index_request sd_run_index_request(const struct sd_run *run)
{
    return (struct sd_index_request){
        .data = run->input.data,
        .size = run->input.size,
        .dialect = &run->dialect,
        .scanner = run->request.scanner,
        .threads = run->request.threads,
        .cancel_fd = run->request.options->cancel_fd,
    };
}

void sd_run_begin_index(struct sd_run *run)
{
    struct sd_index_request request = sd_run_index_request(run);
    bool libcsv = request.scanner != NULL && request.scanner->libcsv;
    request.memory = &run->memory;
    if (libcsv || sd_run_is_contiguous(run))
        return;
    sd_incremental_begin(&run->incremental, &request,
                         sd_run_is_partition(run) ? run->memory.bound : UINT64_MAX);
    run->input.observer = &run->incremental.observer;
}

bool sd_run_rows_alone(const struct sd_run *run)
{
    const struct splitdata_options *options = run->request.options;
    const struct sd_scanner *scanner = run->request.scanner;
    return run->way->cuts && options->emit == SPLITDATA_EMIT_ROWS && options->sample == NULL &&
           run->provenance.asked.arranged == NULL && (scanner == NULL || !scanner->libcsv);
}

/* Whether parts in the input's order can be written directly, or are at least ranges. */
static int begin_in_order(struct sd_run *run, bool *contiguous, struct splitdata_error *error)
{
    *contiguous = sd_run_is_contiguous(run);
    bool partitioned = !*contiguous && sd_run_is_partition(run);
    int status = *contiguous || partitioned ? sd_sequential_begin(run, error) : SPLITDATA_OK;
    run->partitioned = partitioned && run->sequential.used;
    return status;
}

/* With all records, since what should take their place cannot. */
static int build_again(struct sd_run *run, struct sd_index_request request,
                       struct splitdata_error *error)
{
    sd_chunk_table_end(&run->chunk_table);
    sd_concurrent_array_end(&run->small_records);
    sd_index_free(&run->index);
    request.on_chunk = NULL;
    request.progress = NULL;
    return sd_index_build(&run->index, &request, error);
}

/* With all records; with those that were found as they came; or with what takes their place: table,
 * where the parts are in the input's order, or items that hold records. */
static int build_index(struct sd_run *run, struct splitdata_error *error)
{
    struct sd_index_request request = sd_run_index_request(run);
    bool contiguous;
    int status = begin_in_order(run, &contiguous, error);
    request.memory = &run->memory;
    request.release = &run->release;
    request.progress = &run->progress;
    request.context = run;
    bool found =
        status == SPLITDATA_OK && sd_incremental_take(&run->incremental, &request, &run->index);
    sd_incremental_end(&run->incremental);
    if (status == SPLITDATA_OK && !found && (contiguous || run->partitioned)) {
        request.on_chunk = sd_chunk_table_on_chunk;
        status = sd_chunk_table_begin(run, run->partitioned ? sd_partition_bytes(run) : 0, error);
    } else if (status == SPLITDATA_OK && !found && sd_small_records_begin(run)) {
        request.on_chunk = sd_small_records_on_chunk;
    }
    if (status == SPLITDATA_OK && !found)
        status = sd_index_build(&run->index, &request, error);
    bool given_up =
        status == SPLITDATA_OK && run->small_records.begun && !sd_small_records_close(run);
    if (status == SPLITDATA_OK && run->index.blank_lines != 0) {
        given_up = given_up || run->chunk_table.used;
        run->partitioned = false;
        status = sd_sequential_forget(run, error);
    }
    return status == SPLITDATA_OK && given_up ? build_again(run, request, error) : status;
}

int sd_run_index(struct sd_run *run, struct splitdata_error *error)
{
    sd_progress_begin(&run->progress, SPLITDATA_STAGE_INDEX, 0, run->input.size);
    if (run->input.size == 0)
        return sd_fail(error, SPLITDATA_DATA, "is empty");
    int status = build_index(run, error);
    if (status != SPLITDATA_OK)
        return status;
    if (run->index.count == 0)
        return sd_fail(error, SPLITDATA_DATA, "has no records, only blank lines");
    if (run->dialect.header) {
        status = read_columns(run, error);
        if (status == SPLITDATA_OK && run->index.count == 1)
            status = sd_fail(error, SPLITDATA_DATA,
                             "has a header and no records (--no-header takes the first line for "
                             "one)");
    }
    return status;
}
