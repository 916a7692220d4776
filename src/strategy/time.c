/* SPDX-License-Identifier: MIT */
/* Rows are cut in time: earlier ones are in earlier parts. */
#include "strategy/time_line.h"

#include <inttypes.h>
#include <stdlib.h>

struct state {
    struct sd_time_line line;
    struct sd_key_set groups;
    struct sd_chronology chronology;
};

static int prepare(struct sd_decision *decision, struct splitdata_error *error)
{
    static const enum sd_straddle straddles[] = {
        [SPLITDATA_STRADDLE_ERROR] = SD_STRADDLE_ERROR,
        [SPLITDATA_STRADDLE_DROP] = SD_STRADDLE_DROP,
        [SPLITDATA_STRADDLE_TRAIN] = SD_STRADDLE_TRAIN,
        [SPLITDATA_STRADDLE_TEST] = SD_STRADDLE_TEST,
    };
    const struct splitdata_options *options = decision->request->options;
    struct state *state = sd_strategy_state(decision, sizeof *state, error);
    int status =
        state != NULL ? sd_time_line_read(decision, &state->line, error) : (int)error->status;
    if (status == SPLITDATA_OK && sd_options_group(options))
        status = sd_strategy_groups(decision, &state->groups, error);
    if (status == SPLITDATA_OK && options->cutoff == NULL)
        status = sd_strategy_sizes(decision, decision->rows, "record", error);
    if (status != SPLITDATA_OK)
        return status;
    state->chronology = (struct sd_chronology){
        .keys = state->line.stamps,
        .order = state->line.order,
        .rows = decision->rows,
        .sizes = options->cutoff == NULL ? decision->sizes : NULL,
        .cutoffs = state->line.cutoffs,
        .gap = state->line.gap,
        .groups = sd_options_group(options) ? &state->groups.codes : NULL,
        .straddle = straddles[options->straddle],
        .memory = decision->memory,
    };
    return SPLITDATA_OK;
}

/* Manifests keep the words of the first versions. */
static bool describe_recorded(struct sd_text *text, const struct sd_chronology *chronology)
{
    bool added = true;
    if (chronology->gap_rows != 0)
        added = sd_text_format(text, "; the gap takes %" PRIu64 " records", chronology->gap_rows);
    if (added && chronology->straddling != 0)
        added = sd_text_format(text, "; %" PRIu32 " groups (%" PRIu64 " records) straddled a cut",
                               chronology->straddling, chronology->straddled_rows);
    return added;
}

static bool describe_told(struct sd_text *text, const struct sd_chronology *chronology)
{
    const uint64_t gap = chronology->gap_rows, straddled = chronology->straddled_rows;
    bool added = true;
    if (gap != 0)
        added =
            sd_text_format(text, "; the gap takes %" PRIu64 " record%s", gap, gap == 1 ? "" : "s");
    if (added && chronology->straddling != 0)
        added = sd_text_format(text, "; %" PRIu32 " group%s (%" PRIu64 " record%s) straddled a cut",
                               chronology->straddling, chronology->straddling == 1 ? "" : "s",
                               straddled, straddled == 1 ? "" : "s");
    return added;
}

static int describe(struct sd_decision *decision, const struct sd_chronology *chronology,
                    struct splitdata_error *error)
{
    const struct state *state = decision->state;
    struct sd_text *description = &decision->description, *told = &decision->told;
    const char *seconds = state->line.unix_seconds ? "; its numbers count as Unix seconds" : "";
    decision->idle_gap = chronology->idle_gap;
    return sd_text_format(told, "%s%s", description->bytes, seconds) &&
                   describe_told(told, chronology) && describe_recorded(description, chronology)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the summary");
}

static int arrange(struct sd_decision *decision, const struct sd_shuffle_progress *followed,
                   struct splitdata_error *error)
{
    struct state *state = decision->state;
    struct sd_chronology *chronology = &state->chronology;
    char label[128];
    (void)followed;
    int status = sd_chronological(&decision->plan, chronology, error);
    if (status == SPLITDATA_DATA && chronology->straddling != 0 &&
        chronology->straddle == SD_STRADDLE_ERROR) {
        sd_key_set_label(&state->groups, chronology->straddler, label, sizeof label);
        return sd_fail(error, SPLITDATA_DATA,
                       "--time: %" PRIu32 " of %" PRIu32 " groups, '%s' for one, %s records on "
                       "both sides of a cut (--straddle drop, train or test decides where they go)",
                       chronology->straddling, state->groups.codes.count, label,
                       chronology->straddling == 1 ? "has" : "have");
    }
    return status == SPLITDATA_OK ? describe(decision, chronology, error) : status;
}

static void end(void *context)
{
    struct state *state = context;
    sd_time_line_free(&state->line);
    sd_key_set_free(&state->groups);
    free(state);
}

const struct sd_strategy sd_strategy_time = {
    .name = "time",
    .own = true,
    .prepare = prepare,
    .arrange = arrange,
    .free = end,
};
