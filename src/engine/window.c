/* SPDX-License-Identifier: MIT */
#include "engine/window.h"

#include "csv/diagnose.h"
#include "csv/start.h"

#include <string.h>

/* MANY: bytes that are read at a time from an input that is read ahead. Threads that share the work
 * on them meet seldom then. */
enum { GROWTH = 1 << 20, MANY = 1 << 21 };

void sd_window_begin(struct sd_window *window, struct sd_memory *memory, struct sd_input *input,
                     bool ahead)
{
    window->memory = memory;
    window->enough = ahead ? MANY : 0;
    window->extents = input->joined != NULL ? &input->joined->extents : NULL;
    sd_ahead_begin(&window->ahead, &input->stream, ahead);
}

/* Counts the lines before each file that begins with the last bytes, or has none before them. */
static void begin_files(struct sd_window *window, size_t file)
{
    while (window->file < file) {
        window->file++;
        struct sd_extent *extent = &window->extents->extent[window->file];
        extent->lines_before =
            window->lines + sd_line_at(window->bytes, extent->begin - window->base) - 1;
    }
}

int sd_window_read(struct sd_window *window, struct splitdata_error *error)
{
    size_t got;
    if (window->failed) {
        *error = window->failure;
        return (int)error->status;
    }
    if (window->capacity - window->used < SD_AHEAD_PIECE) {
        size_t more = window->capacity * 2 + GROWTH;
        uint8_t *bytes = sd_memory_resize(window->memory, window->bytes, more, 1);
        if (bytes == NULL)
            return sd_fail_memory(error, "a long record");
        window->bytes = bytes;
        window->capacity = more;
    }
    int status = sd_ahead_take(&window->ahead, window->bytes + window->used, &got, error);
    if (status == SPLITDATA_OK) {
        window->used += got;
        window->at_end = got == 0;
        if (window->extents != NULL)
            begin_files(window, window->ahead.file);
    }
    return status;
}

int sd_window_slide(struct sd_window *window, uint64_t from, struct splitdata_error *error)
{
    size_t done = (size_t)(from - window->base);
    window->lines += sd_line_at(window->bytes, done) - 1;
    memmove(window->bytes, window->bytes + done, window->used - done);
    window->used -= done;
    window->base += done;
    int status = sd_window_read(window, error);
    while (status == SPLITDATA_OK && !window->failed && !window->at_end &&
           window->used < window->enough)
        window->failed = sd_window_read(window, &window->failure) != SPLITDATA_OK;
    return status;
}

size_t sd_window_file_end(const struct sd_window *window)
{
    return window->scanned == window->file
               ? window->used
               : (size_t)(window->extents->extent[window->scanned + 1].begin - window->base);
}

int sd_window_enter(struct sd_window *window, struct sd_scan *scan, uint64_t records,
                    struct splitdata_error *error)
{
    const uint64_t headers = scan->dialect->header ? sd_dialect_first_records(scan->dialect) : 0;
    int status = SPLITDATA_OK;
    while (status == SPLITDATA_OK && window->scanned < window->file &&
           scan->at - window->base == sd_window_file_end(window)) {
        const bool pending = !sd_scan_at_rest(scan); /* its last CR may be a part of CR LF */
        if (pending && scan->cr_run == 0)
            status = sd_scan_finish(scan, error);
        window->scanned++;
        window->extents->first_row[window->scanned] =
            records + pending > headers ? records + pending - headers : 0;
    }
    return status;
}

size_t sd_window_file(const struct sd_window *window, uint64_t offset)
{
    size_t low = 0, high = window->file + 1;
    while (high - low > 1) {
        size_t middle = low + (high - low) / 2;
        if (window->extents->extent[middle].begin <= offset)
            low = middle;
        else
            high = middle;
    }
    return low;
}

int sd_window_locate(const struct sd_window *window, const struct sd_dialect *dialect, int status,
                     struct splitdata_error *error)
{
    if (status != SPLITDATA_DATA || error->offset == SPLITDATA_NOWHERE ||
        error->offset < window->base)
        return status;
    error->line = window->lines + sd_line_at(window->bytes, error->offset - window->base);
    if (window->extents != NULL && sd_window_file(window, error->offset) != 0) {
        const struct sd_extent *extent =
            &window->extents->extent[sd_window_file(window, error->offset)];
        error->line = error->line - extent->lines_before + extent->lines;
        sd_diagnose(dialect, NULL, 0, 0, error);
        return status;
    }
    sd_diagnose(dialect, window->bytes, window->used, window->base, error);
    return status;
}

void sd_window_stop(struct sd_window *window)
{
    sd_ahead_end(&window->ahead);
}

void sd_window_end(struct sd_window *window)
{
    sd_memory_free(window->bytes);
}
