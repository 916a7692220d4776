/* SPDX-License-Identifier: MIT */
#include "engine/window.h"

#include "csv/diagnose.h"
#include "csv/start.h"

#include <string.h>

enum { GROWTH = 1 << 20 };

void sd_window_begin(struct sd_window *window, struct sd_memory *memory, struct sd_stream *stream,
                     bool ahead)
{
    window->memory = memory;
    sd_ahead_begin(&window->ahead, stream, ahead);
}

int sd_window_read(struct sd_window *window, struct splitdata_error *error)
{
    size_t got;
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
    return sd_window_read(window, error);
}

int sd_window_locate(const struct sd_window *window, const struct sd_dialect *dialect, int status,
                     struct splitdata_error *error)
{
    if (status != SPLITDATA_DATA || error->offset == SPLITDATA_NOWHERE ||
        error->offset < window->base)
        return status;
    error->line = window->lines + sd_line_at(window->bytes, error->offset - window->base);
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
