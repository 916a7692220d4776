/* SPDX-License-Identifier: MIT */
#include "csv/incremental_index.h"

#include "csv/not_data.h"
#include "csv/start.h"

/* Whether it pays to go on. The exact machine (long records, odd quotes, lone CRs) is so slow that
 * several threads should share its work. */
static bool goes_well(const struct sd_incremental *incremental)
{
    enum { FEW = 256 * 1024, PART = 8 };
    const struct sd_scan *scan = &incremental->scan;
    return scan->at <= incremental->most && scan->slow <= FEW + scan->at / PART &&
           (incremental->spans.packed == NULL || !sd_memory_is_file(incremental->spans.packed));
}

static int see(void *context, const uint8_t *bytes, size_t length, struct splitdata_error *error)
{
    struct sd_incremental *incremental = context;
    struct sd_scan *scan = &incremental->scan;
    struct splitdata_error ignored;
    size_t skip = 0;
    (void)error;
    if (!incremental->begun)
        return SPLITDATA_OK;
    if (scan->at == 0) {
        skip = (size_t)(incremental->bom = sd_byte_order_mark(bytes, length));
        scan->at = scan->record_start = skip;
    }
    if (sd_scan_feed(scan, bytes + skip, length - skip, &ignored) != SPLITDATA_OK ||
        !goes_well(incremental))
        sd_incremental_end(incremental);
    return SPLITDATA_OK;
}

void sd_incremental_begin(struct sd_incremental *incremental,
                          const struct sd_index_request *request, uint64_t most)
{
    *incremental = (struct sd_incremental){.observer = {see, incremental}, .most = most};
    /* The beginning of these needs more than one record, or other bytes than records. */
    incremental->begun =
        request->dialect->skip_lines == 0 && sd_dialect_first_records(request->dialect) == 1;
    sd_spans_begin(&incremental->spans, 0);
    incremental->spans.memory = request->memory;
    sd_scan_begin(&incremental->scan, request->dialect, request->scanner, &incremental->spans, 0);
}

/* Whether all bytes were seen and the input raised no error or warning. */
static bool is_right(struct sd_incremental *incremental, const struct sd_index_request *request)
{
    const struct sd_spans *spans = &incremental->spans;
    struct splitdata_error ignored;
    return incremental->begun && incremental->scan.at == request->size &&
           sd_length_bits(request->size) == spans->length_bits &&
           sd_scan_finish(&incremental->scan, &ignored) == SPLITDATA_OK && spans->count != 0 &&
           sd_check_start(request->dialect, &request->reading, request->data, request->size,
                          &ignored) == SPLITDATA_OK &&
           sd_check_end(request->dialect, &request->reading, request->data, request->size,
                        &ignored) == SPLITDATA_OK &&
           sd_check_header(request->dialect, incremental->scan.fields, request->data,
                           sd_spans_unpack(spans, spans->packed[0]), &ignored) == SPLITDATA_OK;
}

bool sd_incremental_take(struct sd_incremental *incremental, const struct sd_index_request *request,
                         struct sd_index *index)
{
    bool right = is_right(incremental, request);
    if (right) {
        *index = (struct sd_index){
            .spans = incremental->spans,
            .count = incremental->spans.count,
            .bom = incremental->bom,
            .begin = incremental->bom,
            .names_length =
                sd_spans_unpack(&incremental->spans, incremental->spans.packed[0]).length,
            .fields = incremental->scan.fields,
            .blank_lines = incremental->scan.blank_lines,
            .comment_lines = incremental->scan.comment_lines,
        };
        sd_traits_of_all(&index->traits, request->dialect, request->data, request->size,
                         &index->spans, index->names_length, &incremental->scan);
        incremental->spans = (struct sd_spans){0};
        sd_spans_trim(&index->spans);
        sd_progress_add(request->progress, request->size);
        sd_release_bytes(request->release, 0, request->size);
    }
    sd_incremental_end(incremental);
    return right;
}

void sd_incremental_end(struct sd_incremental *incremental)
{
    sd_spans_free(&incremental->spans);
    incremental->begun = false;
}
