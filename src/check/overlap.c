/* SPDX-License-Identifier: MIT */
/* Records on two sides: byte for byte (L01), and by the values that count (L02). */
#include "check/overlap.h"

#include "check/chance.h"
#include "check/run.h"

#include <inttypes.h>
#include <math.h>

void sd_twins_of_part(const struct sd_twins *twins, size_t part, uint32_t *begin, uint32_t *end)
{
    *begin = 0;
    while (*begin < twins->count && twins->twin[*begin].part < part)
        ++*begin;
    *end = *begin;
    while (*end < twins->count && twins->twin[*end].part == part)
        ++*end;
}

static uint64_t offset_of(const struct sd_run *run, size_t side, uint64_t row)
{
    return sd_side_span(&run->sides[side], row).start;
}

void sd_overlap_show(struct sd_overlap *overlap, uint64_t offset, uint64_t other)
{
    size_t at = overlap->evidence_count;
    if (at == SPLITDATA_CHECK_EVIDENCE) {
        if (overlap->evidence[at - 1].line < offset)
            return;
        at--;
    } else {
        overlap->evidence_count++;
    }
    for (; at > 0 && overlap->evidence[at - 1].line > offset; at--)
        overlap->evidence[at] = overlap->evidence[at - 1];
    overlap->evidence[at] = (struct splitdata_check_evidence){offset, other};
}

void sd_overlap_tell(const struct sd_overlap *overlap, struct splitdata_check_result *result)
{
    for (size_t i = 0; i < overlap->evidence_count; i++)
        sd_result_show(result, overlap->evidence[i].line, overlap->evidence[i].other_line);
}

/* Adds the values of train that no part has, as many as the sample represents. */
static bool add_seen(struct sd_chance *chance, const struct sd_seen *seen)
{
    bool room = true;
    for (uint64_t i = 0; seen != NULL && i < seen->used && room; i++)
        room = sd_chance_add(chance, &seen->value[i].count, 1, false,
                             (uint64_t)1 << (seen->level < 63 ? seen->level : 63));
    return room;
}

/* A part and train. */
static bool meet_train(const struct sd_run *run, const struct sd_twins *twins,
                       const struct sd_seen *seen, struct sd_overlap *overlap)
{
    struct sd_chance chance;
    uint32_t begin, end;
    sd_chance_begin(&chance, sd_side_rows(&run->sides[overlap->side]),
                    sd_side_rows(&run->sides[0]));
    sd_twins_of_part(twins, overlap->side, &begin, &end);
    bool room = add_seen(&chance, seen);
    for (uint32_t i = begin; i < end && room; i++) {
        const struct sd_twin *twin = &twins->twin[i];
        const uint64_t all = (uint64_t)twin->count + atomic_load(&twin->train);
        room = sd_chance_add(&chance, &all, 1, false, 1);
        if (atomic_load(&twin->train) == 0)
            continue;
        overlap->shared += twin->count;
        overlap->values++;
        sd_overlap_show(overlap, offset_of(run, overlap->side, twin->row),
                        atomic_load(&twin->first));
    }
    overlap->expected = chance.mean;
    overlap->p = sd_chance_p(&chance, overlap->shared);
    sd_chance_end(&chance);
    return room;
}

/* Two parts beside train, both sorted by their keys. */
static bool meet_part(const struct sd_run *run, const struct sd_twins *twins,
                      struct sd_overlap *overlap)
{
    struct sd_chance chance;
    uint32_t a, a_end, b, b_end;
    sd_chance_begin(&chance, sd_side_rows(&run->sides[overlap->side]),
                    sd_side_rows(&run->sides[overlap->against]));
    sd_twins_of_part(twins, overlap->side, &a, &a_end);
    sd_twins_of_part(twins, overlap->against, &b, &b_end);
    bool room = true;
    while ((a < a_end || b < b_end) && room) {
        const struct sd_twin *mine = a < a_end ? &twins->twin[a] : NULL;
        const struct sd_twin *other = b < b_end ? &twins->twin[b] : NULL;
        const int order = mine == NULL    ? 1
                          : other == NULL ? -1
                                          : sd_value_compare(&mine->value, &other->value);
        const bool first = order <= 0, second = order >= 0;
        const uint64_t all =
            (first ? (uint64_t)mine->count : 0) + (second ? (uint64_t)other->count : 0);
        room = sd_chance_add(&chance, &all, 1, false, 1);
        if (first && second) {
            overlap->shared += mine->count;
            overlap->values++;
            sd_overlap_show(overlap, offset_of(run, overlap->side, mine->row),
                            offset_of(run, overlap->against, other->row));
        }
        a += first;
        b += second;
    }
    overlap->expected = chance.mean;
    overlap->p = sd_chance_p(&chance, overlap->shared);
    sd_chance_end(&chance);
    return room;
}

bool sd_overlap_find(const struct sd_run *run, const struct sd_twins *twins,
                     const struct sd_seen *seen, struct sd_overlap *overlap)
{
    return overlap->against == 0 ? meet_train(run, twins, seen, overlap)
                                 : meet_part(run, twins, overlap);
}

/* --- what is told ---------------------------------------------------------------------------- */

/* Whether records are compared without some columns. */
static bool leaves_out(const struct sd_run *run)
{
    bool out = false;
    for (size_t c = 0; c < run->columns; c++)
        out = out || (c != run->part && !run->in_key[c]);
    return out;
}

static void tell(struct sd_run *run, const char *id, const struct sd_overlap *overlap,
                 enum splitdata_check_severity severity, const char *how)
{
    struct splitdata_check_result *result =
        sd_results_add(&run->results, id, severity, overlap->side, overlap->against);
    const uint64_t rows = sd_side_rows(&run->sides[overlap->side]);
    sd_result_measure(result, "records", (double)overlap->shared, overlap->expected, overlap->p);
    sd_result_say(&run->results, result,
                  "%" PRIu64 " of %" PRIu64 " record%s of %s %s also in %s%s; a random split has "
                  "about %.3g of them%s",
                  overlap->shared, rows, rows == 1 ? "" : "s", sd_run_name(run, overlap->side),
                  overlap->shared == 1 ? "is" : "are", sd_run_name(run, overlap->against), how,
                  overlap->expected, severity == SPLITDATA_CHECK_NOTE ? ", too" : "");
    result->advice = "splitdata --duplicates together keeps equal records in one part, "
                     "--duplicates drop only the first of them";
    if (id[2] == '2')
        result->advice =
            !leaves_out(run)
                ? "they are written in another way: quotes, line ends, the order of columns"
                : "splitdata --duplicates together --ignore COL,... keeps records that are "
                  "equal but for these columns in one part";
    sd_overlap_tell(overlap, result);
}

static bool judge_pair(struct sd_run *run, size_t side, size_t against)
{
    struct sd_overlap bytes = {.side = side, .against = against}, values = bytes;
    if (!sd_overlap_find(run, &run->whole, &run->seen_whole, &bytes) ||
        !sd_overlap_find(run, &run->values, &run->seen_values, &values))
        return false;
    if (bytes.shared != 0)
        tell(run, "L01", &bytes,
             bytes.p < SD_CHECK_CHANCE_TWINS ? SPLITDATA_CHECK_ERROR : SPLITDATA_CHECK_NOTE, "");
    if (values.shared <= bytes.shared)
        return true;
    const double more = (double)(values.shared - bytes.shared);
    const bool beyond = more > fmax(0, values.expected - bytes.expected);
    tell(run, "L02", &values,
         beyond && values.p < SD_CHECK_CHANCE_TWINS ? SPLITDATA_CHECK_WARNING
                                                    : SPLITDATA_CHECK_NOTE,
         " by all values that are compared");
    return true;
}

int sd_check_overlap(struct sd_run *run, struct splitdata_error *error)
{
    for (size_t side = 1; side < run->count; side++) {
        for (size_t against = 0; against < side; against++) {
            if (!judge_pair(run, side, against))
                return sd_fail_memory(error, "the equal records");
        }
    }
    return SPLITDATA_OK;
}
