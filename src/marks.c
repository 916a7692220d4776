/* SPDX-License-Identifier: MIT */
#include "marks.h"

#include "base/cancel.h"
#include "report/split_id.h"
#include "run.h"

int sd_marks_begin(struct sd_run *run, struct splitdata_error *error)
{
    uint64_t most = run->input.size / SD_INDEX_CHUNK + 2;
    run->marks.used = true;
    run->marks.chunk = sd_memory_take(&run->memory, most, sizeof *run->marks.chunk);
    return run->marks.chunk != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the plan");
}

int sd_marks_hear(void *context, const struct sd_chunk_records *records,
                  struct splitdata_error *error)
{
    struct sd_run *run = context;
    const struct sd_spans *spans = records->spans;
    uint64_t first = records->first - (run->dialect.header ? 1 : 0);
    struct sd_chunk_mark *mark = &run->marks.chunk[records->chunk];
    *mark = (struct sd_chunk_mark){.begin = records->begin, .first = first};
    if (sd_direct_later(run, records->end))
        return SPLITDATA_OK;
    mark->sum = sd_split_sum(spans->packed, spans->count, spans->length_bits, first);
    return sd_direct_hear(run, records, error);
}

void sd_marks_close(struct sd_run *run)
{
    run->marks.chunk[run->index.chunks] =
        (struct sd_chunk_mark){.begin = run->input.size, .first = run->contents.rows};
}

int sd_marks_find(const struct sd_run *run, size_t chunk, struct sd_spans *spans,
                  struct splitdata_error *error)
{
    const struct sd_chunk_mark *mark = &run->marks.chunk[chunk];
    const struct sd_index_request request = sd_run_index_request(run);
    spans->count = spans->long_count = 0;
    int status = sd_check_cancel(request.cancel_fd, error);
    return status == SPLITDATA_OK
               ? sd_index_find(&run->index, &request, mark[0].begin, mark[1].begin, spans, error)
               : status;
}

void sd_marks_end(struct sd_marks *marks)
{
    sd_memory_free(marks->chunk);
    *marks = (struct sd_marks){0};
}
