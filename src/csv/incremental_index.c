/* SPDX-License-Identifier: MIT */
#include "csv/incremental_index.h"

#include "csv/start.h"

/* Whether it pays to go on. What the exact machine takes (long records, odd quotes, lone CRs) takes
 * so long that several threads had better share it. */
static bool goes_well(const struct sd_early *early)
{
    enum { FEW = 256 * 1024, PART = 8 };
    const struct sd_scan *scan = &early->scan;
    return scan->at <= early->most && scan->slow <= FEW + scan->at / PART &&
           (early->spans.packed == NULL || !sd_memory_is_file(early->spans.packed));
}

static int see(void *context, const uint8_t *bytes, size_t length, struct splitdata_error *error)
{
    struct sd_early *early = context;
    struct sd_scan *scan = &early->scan;
    struct splitdata_error ignored;
    size_t skip = 0;
    (void)error;
    if (!early->begun)
        return SPLITDATA_OK;
    if (scan->at == 0) {
        skip = (size_t)(early->mark = sd_byte_order_mark(bytes, length));
        scan->at = scan->record_start = skip;
    }
    if (sd_scan_feed(scan, bytes + skip, length - skip, &ignored) != SPLITDATA_OK ||
        !goes_well(early))
        sd_early_end(early);
    return SPLITDATA_OK;
}

void sd_early_begin(struct sd_early *early, const struct sd_index_request *request, uint64_t most)
{
    *early = (struct sd_early){.observer = {see, early}, .most = most, .begun = true};
    sd_spans_begin(&early->spans, 0);
    early->spans.memory = request->memory;
    sd_scan_begin(&early->scan, request->dialect, request->scanner, &early->spans, 0);
}

/* Whether all was seen, and nothing is to be said of it. */
static bool is_right(struct sd_early *early, const struct sd_index_request *request)
{
    const struct sd_spans *spans = &early->spans;
    struct splitdata_error ignored;
    return early->begun && early->scan.at == request->size &&
           sd_length_bits(request->size) == spans->length_bits &&
           sd_scan_finish(&early->scan, &ignored) == SPLITDATA_OK && spans->count != 0 &&
           sd_check_start(request->data, request->size, &ignored) == SPLITDATA_OK &&
           sd_check_header(request->dialect, early->scan.fields, request->data,
                           sd_spans_unpack(spans, spans->packed[0]), &ignored) == SPLITDATA_OK;
}

bool sd_early_take(struct sd_early *early, const struct sd_index_request *request,
                   struct sd_index *index)
{
    bool right = is_right(early, request);
    if (right) {
        *index = (struct sd_index){
            .spans = early->spans,
            .count = early->spans.count,
            .mark = early->mark,
            .fields = early->scan.fields,
            .blank_lines = early->scan.blank_lines,
        };
        early->spans = (struct sd_spans){0};
        sd_spans_trim(&index->spans);
        sd_progress_add(request->progress, request->size);
        sd_release_behind(request->release, 0, request->size);
    }
    sd_early_end(early);
    return right;
}

void sd_early_end(struct sd_early *early)
{
    sd_spans_free(&early->spans);
    early->begun = false;
}
