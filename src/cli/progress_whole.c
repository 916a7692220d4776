/* SPDX-License-Identifier: MIT */
#include "cli/progress_whole.h"

enum { STAGES = SPLITDATA_STAGES };

/* What a byte of the input costs in a stage, in units that only compare the stages. */
static double cost_of(const struct cli_whole *whole, int stage)
{
    const double times = whole->expected.times;
    switch (stage) {
    case SPLITDATA_STAGE_READ:
        return 8; /* decompressed, or read to be compared */
    case SPLITDATA_STAGE_INDEX:
        return 1;
    case SPLITDATA_STAGE_PLAN:
        return 1 * times;
    case SPLITDATA_STAGE_WRITE:
        return whole->expected.writes ? (whole->expected.compresses ? 60 : 6) * times : 0;
    case SPLITDATA_STAGE_SYNC:
        return whole->expected.syncs ? 3 * times : 0;
    default:
        return 0;
    }
}

void cli_whole_begin(struct cli_whole *whole, const struct cli_expected *expected, double now)
{
    *whole = (struct cli_whole){.expected = *expected, .began = now, .stage_began = now};
}

/* Another stage than the last one begins. */
static void begin_stage(struct cli_whole *whole, enum splitdata_stage stage, uint64_t done,
                        double now)
{
    const enum splitdata_stage writing = SPLITDATA_STAGE_WRITE;
    const double written = (double)whole->stages[writing].done;
    whole->stages[whole->stage].spent += now - whole->stage_began;
    /* Files are written before streams, whose bytes are counted anew. */
    if (stage == writing && done == 0 && written > 0)
        whole->stages[stage].spent = 0;
    else if (whole->stage == writing && written < 0.9 * (double)whole->stages[writing].total)
        whole->rounds = true;
    whole->stage = stage;
    whole->stage_began = now;
}

void cli_whole_note(struct cli_whole *whole, enum splitdata_stage stage, uint64_t done,
                    uint64_t total, double now)
{
    bool same = stage == whole->stage && total == whole->stages[stage].total;
    if (stage != whole->stage)
        begin_stage(whole, stage, done, now);
    /* Calls of several threads arrive out of order. Verify reads, then opens its input again, and
     * reads it again if it is compressed. */
    if (done < whole->stages[stage].done && (same || (stage == SPLITDATA_STAGE_READ && done == 0)))
        return;
    if (stage == SPLITDATA_STAGE_READ && done < whole->stages[stage].done && !same) {
        whole->stages[stage].spent = 0;
        whole->stage_began = now;
    }
    whole->stages[stage].seen = true;
    whole->stages[stage].done = done;
    whole->stages[stage].total = total;
}

double cli_whole_spent(const struct cli_whole *whole, enum splitdata_stage stage, double now)
{
    return whole->stages[stage].spent + (stage == whole->stage ? now - whole->stage_began : 0);
}

/* The share of a stage; below 0: not known. */
static double share_of(const struct cli_whole *whole, int stage)
{
    double done = (double)whole->stages[stage].done, total = (double)whole->stages[stage].total;
    if (total > 0)
        return done < total ? done / total : 1;
    return stage < (int)whole->stage ? 1 : -1;
}

/* Seconds for a unit of cost, from what was measured; 0: nothing was. What was read without a known
 * end says nothing: its writer may be slow. Records of what is copied first are found meanwhile. */
static double seconds_a_unit(const struct cli_whole *whole, const double spent[STAGES])
{
    double seconds = 0, units = 0;
    bool copied = whole->stages[SPLITDATA_STAGE_READ].done != 0;
    for (int s = 0; s <= (int)whole->stage; s++) {
        double share = share_of(whole, s);
        if (!whole->stages[s].seen || share < 0.02 ||
            (s == SPLITDATA_STAGE_READ && (whole->stages[s].total == 0 || !copied)) ||
            (s == SPLITDATA_STAGE_INDEX && copied))
            continue;
        seconds += spent[s];
        units += cost_of(whole, s) * share;
    }
    return units > 0 ? seconds / units : 0;
}

/* Seconds until the end of the current stage; below 0: not known. */
static double left_of_stage(const struct cli_whole *whole, const double spent[STAGES], double unit)
{
    enum { WRITE = SPLITDATA_STAGE_WRITE };
    int stage = (int)whole->stage;
    double share = share_of(whole, stage), written = share_of(whole, WRITE);
    if (whole->rounds && whole->stages[WRITE].total != 0 && written < 1) {
        double round = spent[SPLITDATA_STAGE_PLAN] + spent[WRITE] + spent[SPLITDATA_STAGE_SYNC];
        return written >= 0.02 ? round * (1 - written) / written : -1;
    }
    if (share >= 0.02)
        return spent[stage] * (1 - share) / share;
    double expected = cost_of(whole, stage) * unit;
    return expected > spent[stage] ? expected - spent[stage] : -1;
}

struct cli_estimate cli_whole_estimate(struct cli_whole *whole, double now)
{
    struct cli_estimate estimate = {whole->share, -1};
    double spent[STAGES];
    for (int s = 0; s < STAGES; s++)
        spent[s] = whole->stages[s].spent + (s == (int)whole->stage ? now - whole->stage_began : 0);
    /* How much comes through a pipe is not known. */
    if (whole->stage <= SPLITDATA_STAGE_WRITE && whole->stages[whole->stage].total == 0 &&
        whole->share <= 0)
        estimate.share = -1;
    double unit = seconds_a_unit(whole, spent), left = left_of_stage(whole, spent, unit);
    if (left < 0 || unit <= 0)
        return estimate;
    for (int s = (int)whole->stage + 1; s < STAGES; s++)
        left += whole->rounds ? 0 : cost_of(whole, s) * unit;
    double passed = now - whole->began, share = passed / (passed + left);
    if (share > 0.99)
        share = 0.99; /* names are still to be given */
    if (share > whole->share)
        whole->share = share;
    estimate.share = whole->share;
    estimate.left = left;
    return estimate;
}
