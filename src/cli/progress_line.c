/* SPDX-License-Identifier: MIT */
#include "cli/progress.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

static const char *const stages[SPLITDATA_STAGES] = {
    [SPLITDATA_STAGE_READ] = "reading",   [SPLITDATA_STAGE_INDEX] = "finding records",
    [SPLITDATA_STAGE_PLAN] = "shuffling", [SPLITDATA_STAGE_WRITE] = "writing",
    [SPLITDATA_STAGE_SYNC] = "syncing",   [SPLITDATA_STAGE_PUBLISH] = "publishing",
};

/* "3 s", "2 min 05 s", "1 h 07 min"; a part of a second is one. */
static void spell_time(double seconds, char *out, size_t size)
{
    unsigned long whole = seconds < 1e9 ? (unsigned long)(seconds + 0.999) : 1000000000;
    if (whole < 60)
        snprintf(out, size, "%lu s", whole);
    else if (whole < 3600)
        snprintf(out, size, "%lu min %02lu s", whole / 60, whole % 60);
    else
        snprintf(out, size, "%lu h %02lu min", whole / 3600, whole / 60 % 60);
}

static void spell_rate(double bytes_per_second, char *out, size_t size)
{
    if (bytes_per_second >= 999.5e6)
        snprintf(out, size, "%.1f GB/s", bytes_per_second / 1e9);
    else
        snprintf(out, size, bytes_per_second < 10e6 ? "%.1f MB/s" : "%.0f MB/s",
                 bytes_per_second / 1e6);
}

/* Appends `text` to `out` if the line stays shorter than `width`. */
static void add(char *out, size_t size, unsigned width, const char *text)
{
    size_t used = strlen(out), more = strlen(text);
    if (used + more < size && (width == 0 || used + more < width))
        memcpy(out + used, text, more + 1);
}

enum {
    STAGE = 15, /* columns for the longest stage */
    LONGEST = 30,
    SHORTEST = 8,
    NUMBERS = 34 /* columns for the numbers after the bar */
};

static void add_bar(char *out, size_t size, unsigned width, double share)
{
    char bar[LONGEST + 4] = " [";
    size_t room = width - STAGE - NUMBERS;
    size_t length = room < LONGEST ? room : LONGEST;
    size_t full = (size_t)(share * (double)length);
    for (size_t i = 0; i < length; i++)
        bar[2 + i] = i < full ? '#' : '-';
    bar[2 + length] = ']';
    bar[3 + length] = '\0';
    add(out, size, width, bar);
}

void cli_progress_line(const struct cli_progress_state *state, unsigned width, char *out,
                       size_t size)
{
    enum { TELLING = 1000000 }; /* bytes: the speed of fewer says little */
    char text[64], number[48];
    const double share = state->whole.share, left = state->whole.left;
    bool barred = share >= 0 && width >= STAGE + NUMBERS + SHORTEST;
    out[0] = '\0';
    snprintf(text, sizeof text, "%-*s", barred ? STAGE : 0, stages[state->stage]);
    add(out, size, width, text);
    if (barred)
        add_bar(out, size, width, share);
    if (share >= 0) {
        snprintf(text, sizeof text, " %3.0f %%", 100 * share);
        add(out, size, width, text);
    }
    if (state->done >= TELLING && state->seconds > 0.1) {
        spell_rate((double)state->done / state->seconds, number, sizeof number);
        snprintf(text, sizeof text, "  %s", number);
        add(out, size, width, text);
    }
    if (share >= 0 && left < 0)
        return;
    spell_time(share >= 0 ? left : state->passed, number, sizeof number);
    snprintf(text, sizeof text, share >= 0 ? "  %s left" : "  %s", number);
    add(out, size, width, text);
}
