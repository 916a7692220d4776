/* SPDX-License-Identifier: MIT */
#include "csv/index.h"

#include "base/cache.h"
#include "base/cancel.h"
#include "base/concurrent_array.h"
#include "base/sequence.h"
#include "base/threads.h"
#include "csv/chunks.h"
#include "csv/guess.h"
#include "csv/not_data.h"
#include "csv/start.h"

#include <pthread.h>
#include <stdatomic.h>
#include <string.h>

struct job {
    const struct sd_index_request *request;
    struct sd_index *index;
    struct sd_chunks chunks;
    size_t counted; /* extents whose first row is known */
    atomic_size_t next;
    struct sd_sequence order; /* chunks joined so far */
    uint64_t end;             /* the boundary up to which chunks are joined */
    uint8_t other_delimiter;  /* the other delimiter that is suspected up to there, see scan.h */
    uint64_t other_delimiter_at;
    struct sd_concurrent_array
        kept; /* the packed spans of all records, unless on_chunk takes them */
    struct sd_traits_view view;
    pthread_mutex_t lock; /* of the index's traits */
};

/* The records of all extents before `e` are counted. */
static void count_extents(struct job *job, size_t e)
{
    const struct sd_extents *extents = job->request->extents;
    const uint64_t headers = job->request->dialect->header ? 1 : 0;
    for (; extents != NULL && job->counted <= e && job->counted < job->chunks.extents;
         job->counted++)
        extents->first_row[job->counted] =
            job->counted <= job->chunks.first ? 0 : job->index->count - headers;
}

/* --- scanning -------------------------------------------------------------------------------- */

static int scan_from(const struct sd_index_request *request, struct sd_scan *scan, uint64_t until,
                     uint64_t limit, struct splitdata_error *error)
{
    return sd_scan_until(scan, request->data, until, limit, request->cancel_fd, error);
}

/* Extrapolates the record count from the joined part plus 3 %, so that per-record arrays are rarely
 * reallocated. */
static uint64_t expected_records(const struct job *job)
{
    double share = (double)job->end / (double)job->request->size;
    return (uint64_t)((double)job->index->count / share * 1.03);
}

/* Joins the records that `scan` found from `first` on. Scans the chunk again if it began in the
 * wrong place or did not know that another delimiter is suspected. */
static int join(struct job *job, const struct sd_chunk *chunk, uint64_t first, struct sd_scan *scan,
                int status, struct splitdata_error *error)
{
    const struct sd_index_request *request = job->request;
    if (job->end >= chunk->end) { /* one record covers the chunk */
        scan->spans->count = scan->spans->long_count = 0;
        sd_scan_again(scan, job->end);
        return SPLITDATA_OK;
    }
    if (first != job->end || job->other_delimiter != 0) {
        scan->spans->count = scan->spans->long_count = 0;
        sd_scan_again(scan, job->end);
        scan->fields = job->index->fields;
        scan->other_delimiter = job->other_delimiter;
        scan->other_delimiter_at = job->other_delimiter_at;
        status = scan_from(request, scan, chunk->end, chunk->limit, error);
    }
    if (status != SPLITDATA_OK)
        return status;
    if (request->on_chunk == NULL && !sd_spans_append_longs(&job->index->spans, scan->spans))
        return sd_fail_memory(error, "the record index");
    job->index->count += scan->spans->count;
    job->index->blank_lines += scan->blank_lines;
    job->index->comment_lines += scan->comment_lines;
    job->end = scan->at;
    job->other_delimiter = scan->other_delimiter;
    job->other_delimiter_at = scan->other_delimiter_at;
    return SPLITDATA_OK;
}

/* Copies the records of a chunk into the index; other threads may do the same for theirs. */
static int keep(struct job *job, const struct sd_chunk_records *records,
                struct splitdata_error *error)
{
    const struct sd_spans *spans = records->spans;
    if (spans->count == 0)
        return SPLITDATA_OK;
    uint64_t *to =
        sd_concurrent_array_place(&job->kept, records->first, spans->count, records->expected);
    if (to == NULL)
        return sd_fail_memory(error, "the record index");
    memcpy(to, spans->packed, spans->count * sizeof *to);
    sd_concurrent_array_filled(&job->kept);
    return SPLITDATA_OK;
}

static int take_chunk(struct job *job, size_t number, struct sd_scan *scan,
                      struct sd_traits *traits, struct splitdata_error *error)
{
    const struct sd_index_request *request = job->request;
    struct sd_spans *spans = scan->spans;
    struct splitdata_error own;
    const struct sd_chunk chunk = sd_chunks_at(&job->chunks, number);
    sd_cache_populate(request->data + chunk.begin, (size_t)(chunk.end - chunk.begin));
    uint64_t first = chunk.first ? chunk.begin
                                 : sd_guess_boundary(request->dialect, request->data, chunk.limit,
                                                     chunk.begin, chunk.end);
    spans->count = spans->long_count = 0;
    sd_scan_again(scan, first);
    scan->fields = job->index->fields;
    int status =
        first < chunk.end ? scan_from(request, scan, chunk.end, chunk.limit, &own) : SPLITDATA_OK;
    if (!sd_sequence_wait(&job->order, number))
        return SPLITDATA_OK;
    *error = own;
    if (chunk.first) {
        count_extents(job, chunk.extent);
        job->end = chunk.begin;
    }
    struct sd_chunk_records records = {
        .chunk = number, .begin = job->end, .first = job->index->count, .spans = spans};
    status = join(job, &chunk, first, scan, status, error);
    records.end = job->end;
    records.expected = expected_records(job);
    if (status == SPLITDATA_OK)
        status = sd_check_cancel(request->cancel_fd, error);
    if (status == SPLITDATA_OK) {
        sd_sequence_advance(&job->order, number + 1);
        sd_progress_add(request->progress, chunk.end - chunk.begin);
        sd_traits_add(traits, &job->view, spans, 0, &scan->odd, scan->blank_lines != 0);
        status = request->on_chunk != NULL ? request->on_chunk(request->context, &records, error)
                                           : keep(job, &records, error);
        sd_release_bytes(request->release, chunk.begin, chunk.end);
    }
    return status;
}

static int take_chunks(void *context, unsigned worker, struct splitdata_error *error)
{
    struct job *job = context;
    const struct sd_index_request *request = job->request;
    struct sd_scan scan;
    struct sd_spans spans;
    struct sd_traits traits;
    struct splitdata_error own;
    int status = SPLITDATA_OK;
    (void)worker;
    sd_traits_begin(&traits);
    sd_spans_begin(&spans, request->size);
    spans.memory = request->memory;
    sd_scan_begin(&scan, request->dialect, request->scanner, &spans, job->chunks.begin);
    while (status == SPLITDATA_OK && !sd_sequence_stopped(&job->order)) {
        size_t number = atomic_fetch_add(&job->next, 1);
        if (number >= job->chunks.count)
            break;
        status = take_chunk(job, number, &scan, &traits, &own);
    }
    if (status != SPLITDATA_OK) {
        *error = own;
        sd_sequence_stop(&job->order);
    }
    sd_spans_free(&spans);
    pthread_mutex_lock(&job->lock);
    sd_traits_join(&job->index->traits, &traits);
    pthread_mutex_unlock(&job->lock);
    return status;
}

/* libcsv's parser has a state of its own, so one thread scans from front to back. */
static int scan_with_libcsv(const struct sd_index_request *request, struct sd_index *index,
                            struct splitdata_error *error)
{
    struct sd_scan scan;
    sd_scan_begin(&scan, request->dialect, request->scanner, &index->spans, index->begin);
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK && scan.at < request->size) {
        uint64_t left = request->size - scan.at;
        size_t piece = left < SD_INDEX_CHUNK ? (size_t)left : SD_INDEX_CHUNK;
        status = sd_check_cancel(request->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_scan_feed(&scan, request->data + scan.at, piece, error);
    }
    if (status == SPLITDATA_OK)
        status = sd_scan_finish(&scan, error);
    index->fields = scan.fields;
    index->count = index->spans.count;
    index->blank_lines = scan.blank_lines;
    if (index->count != 0)
        index->names_length = sd_spans_unpack(&index->spans, index->spans.packed[0]).length;
    sd_traits_of_all(&index->traits, request->dialect, request->data, request->size, &index->spans,
                     index->names_length, &scan);
    sd_scan_abandon(&scan);
    return status;
}

/* Checks the first record, and joins those of the header. */
static int begin_header(const struct sd_index_request *request, struct sd_index *index,
                        struct splitdata_error *error)
{
    struct sd_span first = sd_spans_unpack(&index->spans, index->spans.packed[0]);
    index->names_length = first.length;
    int status = sd_check_header(request->dialect, index->fields, request->data, first, error);
    return status == SPLITDATA_OK ? sd_join_header(request->dialect, &index->spans, error) : status;
}

/* Scans the records of the header, or the first one, and blank lines before them: they may be in
 * files before the one that has them. */
static int scan_first_records(struct job *job, struct sd_scan *scan, struct splitdata_error *error)
{
    const struct sd_index_request *request = job->request;
    const uint64_t wanted = sd_dialect_first_records(request->dialect);
    int status = SPLITDATA_OK;
    for (size_t e = 0; e < job->chunks.extents && job->index->spans.count < wanted; e++) {
        const struct sd_extent *extent = &job->chunks.extent[e];
        const uint64_t limit = extent->end;
        size_t used;
        if (extent->begin == limit)
            continue;
        if (extent->begin != 0)
            scan->at = scan->record_start = extent->begin;
        job->chunks.first = e;
        while (status == SPLITDATA_OK && job->index->spans.count < wanted && scan->at < limit)
            status = sd_scan_feed_record(scan, request->data + scan->at, (size_t)(limit - scan->at),
                                         &used, error);
        if (status == SPLITDATA_OK && scan->at == limit)
            status = sd_scan_finish(scan, error);
        if (status != SPLITDATA_OK)
            break;
    }
    return status;
}

/* Scans the first record: it says how many fields the others must have. */
static int scan_first(const struct sd_index_request *request, struct job *job,
                      struct splitdata_error *error)
{
    struct sd_index *index = job->index;
    struct sd_scan scan;
    sd_scan_begin(&scan, request->dialect, request->scanner, &index->spans, index->begin);
    int status = scan_first_records(job, &scan, error);
    index->fields = scan.fields;
    if (status == SPLITDATA_OK && index->spans.count != 0)
        status = begin_header(request, index, error);
    index->count = index->spans.count;
    index->blank_lines = index->traits.blank_before = scan.blank_lines;
    index->comment_lines = scan.comment_lines;
    job->chunks.begin = job->end = scan.record_start;
    job->other_delimiter = scan.other_delimiter;
    job->other_delimiter_at = scan.other_delimiter_at;
    job->view = sd_traits_view_of(request->dialect, request->data, request->size, &index->spans,
                                  index->names_length);
    sd_traits_spread(&job->view, request->extents);
    sd_traits_add(&index->traits, &job->view, &index->spans, 0, &scan.odd, true);
    return status;
}

/* Moves the kept spans to the index, after the first record's. */
static void hand_over(struct job *job)
{
    struct sd_spans *spans = &job->index->spans;
    uint64_t *packed = sd_concurrent_array_take(&job->kept);
    if (packed == NULL)
        return;
    packed[0] = spans->packed[0];
    sd_memory_free(spans->packed);
    spans->packed = packed;
    spans->count = spans->capacity = (size_t)job->index->count;
}

static int scan_all(const struct sd_index_request *request, struct sd_index *index,
                    struct splitdata_error *error)
{
    struct job job = {
        .request = request,
        .index = index,
        .kept = {.memory = request->memory, .item_size = sizeof(uint64_t), .files = true},
    };
    sd_chunks_begin(&job.chunks, request->extents, request->size);
    int status = scan_first(request, &job, error);
    if (status == SPLITDATA_OK &&
        !sd_chunks_cut(&job.chunks, request->chunk != 0 ? request->chunk : SD_INDEX_CHUNK))
        status = sd_fail_memory(error, "the list of files");
    if (status != SPLITDATA_OK || job.chunks.count == 0) {
        count_extents(&job, job.chunks.extents);
        sd_chunks_end(&job.chunks);
        return status;
    }
    const uint64_t chunks = index->chunks = (size_t)job.chunks.count;
    unsigned workers = chunks < request->threads ? (unsigned)chunks : request->threads;
    sd_concurrent_array_begin(&job.kept, 0);
    sd_sequence_begin(&job.order);
    pthread_mutex_init(&job.lock, NULL);
    status = sd_parallel(workers, take_chunks, &job, error);
    pthread_mutex_destroy(&job.lock);
    sd_sequence_end(&job.order);
    sd_chunks_end(&job.chunks);
    if (status == SPLITDATA_OK)
        hand_over(&job);
    count_extents(&job, job.chunks.extents);
    sd_traits_blank_lines_of(&index->traits, request->data, request->size, request->extents,
                             index->blank_lines);
    sd_concurrent_array_end(&job.kept);
    sd_spans_trim(&index->spans);
    return status;
}

/* Checks what the input is, and finds where its records begin. */
static int begin_index(struct sd_index *index, const struct sd_index_request *request,
                       struct splitdata_error *error)
{
    *index = (struct sd_index){0};
    sd_traits_begin(&index->traits);
    sd_spans_begin(&index->spans, request->size);
    index->spans.memory = request->memory;
    const uint64_t first_file = sd_extents_first_end(request->extents, request->size);
    int status =
        sd_check_start(request->dialect, &request->reading, request->data, first_file, error);
    if (status == SPLITDATA_OK)
        status = sd_check_ends(request->dialect, &request->reading, request->data, request->size,
                               request->extents, error);
    index->bom = sd_byte_order_mark(request->data, first_file);
    return status == SPLITDATA_OK
               ? sd_find_begin(request->dialect, request->data, first_file, &index->begin, error)
               : status;
}

int sd_index_build(struct sd_index *index, const struct sd_index_request *request,
                   struct splitdata_error *error)
{
    int status = begin_index(index, request, error);
    if (status == SPLITDATA_OK)
        status = request->scanner != NULL && request->scanner->libcsv && !request->dialect->lines
                     ? scan_with_libcsv(request, index, error)
                     : scan_all(request, index, error);
    if (status != SPLITDATA_OK)
        sd_index_free(index);
    return status;
}

int sd_index_first(struct sd_index *index, const struct sd_index_request *request,
                   struct sd_index_place *after, struct splitdata_error *error)
{
    struct job job = {.request = request, .index = index};
    int status = begin_index(index, request, error);
    sd_chunks_begin(&job.chunks, NULL, request->size);
    if (status == SPLITDATA_OK)
        status = scan_first(request, &job, error);
    sd_chunks_end(&job.chunks);
    *after = (struct sd_index_place){job.end, job.other_delimiter, job.other_delimiter_at};
    if (status != SPLITDATA_OK)
        sd_index_free(index);
    return status;
}

int sd_index_find(const struct sd_index *index, const struct sd_index_request *request,
                  uint64_t begin, uint64_t end, struct sd_spans *spans,
                  struct splitdata_error *error)
{
    struct sd_dialect dialect = *request->dialect;
    struct sd_scan scan;
    dialect.delimiter_set = true; /* building the index has already checked for another delimiter */
    sd_scan_begin(&scan, &dialect, request->scanner, spans, begin);
    scan.fields = index->fields;
    const struct sd_extents *extents = request->extents;
    uint64_t limit = request->size;
    if (extents != NULL)
        limit = extents->extent[sd_extents_find(extents, begin)].end;
    return scan_from(request, &scan, end, limit, error);
}

void sd_index_free(struct sd_index *index)
{
    sd_spans_free(&index->spans);
    *index = (struct sd_index){0};
}
