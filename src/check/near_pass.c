/* SPDX-License-Identifier: MIT */
/* Near records in train (L03): a second pass, with train against the parts and against some of its
 * own records, which tell how many near ones chance makes. */
#include "base/cancel.h"
#include "base/exact.h"
#include "check/near.h"
#include "check/overlap.h"
#include "check/run.h"
#include "check/stats.h"

#include <inttypes.h>
#include <math.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* The most records of train that are compared with train. */
enum { OWN = 20000 };

struct worker {
    struct worker *next;
    struct sd_near_finder finder;
};

struct near_run {
    struct sd_run *run;
    struct sd_nearness nearness;
    struct sd_near_table *table; /* by side: that of train has some of its records */
    pthread_mutex_t lock;
    struct worker *idle; /* a list */
};

/* By all values that count. */
static uint64_t key_of(const struct sd_near_record *record)
{
    uint64_t key = 0;
    for (size_t c = 0; c < record->nearness->columns; c++)
        key = (key ^ record->cell[c].hash) * UINT64_C(0x9e3779b97f4a7c15) + c;
    return key ^ key >> 32;
}

/* --- the records that are looked for --------------------------------------------------------- */

static struct sd_span span_of(const struct sd_run *run, size_t s, uint64_t number, uint64_t count)
{
    const struct sd_picks *picks = &run->picks[0];
    if (s != 0)
        return sd_side_span(&run->sides[s], number);
    return picks->span[number * picks->count / count];
}

static int fill(struct near_run *near, size_t s, struct splitdata_error *error)
{
    struct sd_run *run = near->run;
    const struct sd_side *side = &run->sides[s];
    const uint64_t picks = run->picks[0].count;
    const uint64_t count = s != 0 ? sd_side_rows(side) : picks < OWN ? picks : OWN;
    struct sd_near_record record;
    struct sd_cells cells;
    int status = sd_cells_open(&cells, &side->opened.dialect, side->request->scanner, error);
    if (!sd_near_record_open(&record, &near->nearness) ||
        !sd_near_begin(&near->table[s], side, count, &near->nearness, &run->memory))
        status = sd_fail_memory(error, "the near records");
    for (uint64_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        const struct sd_span span = span_of(run, s, i, count);
        status = sd_near_record_read(&record, &cells, side, span, error);
        if (status == SPLITDATA_OK)
            sd_near_add(&near->table[s], span, key_of(&record), &record);
        if (status == SPLITDATA_OK && i % OWN == 0)
            status = sd_check_cancel(run->how.cancel_fd, error);
    }
    sd_near_record_close(&record);
    sd_cells_close(&cells);
    return status;
}

/* --- train ----------------------------------------------------------------------------------- */

static struct worker *take_worker(struct near_run *near, struct splitdata_error *error)
{
    pthread_mutex_lock(&near->lock);
    struct worker *worker = near->idle;
    if (worker != NULL)
        near->idle = worker->next;
    pthread_mutex_unlock(&near->lock);
    if (worker != NULL)
        return worker;
    worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        sd_fail_memory(error, "the near records");
        return NULL;
    }
    if (sd_near_finder_open(&worker->finder, &near->nearness, near->table, near->run->count,
                            &near->run->memory, error) == SPLITDATA_OK)
        return worker;
    sd_near_finder_close(&worker->finder);
    free(worker);
    return NULL;
}

static void give_back(struct near_run *near, struct worker *worker)
{
    pthread_mutex_lock(&near->lock);
    worker->next = near->idle;
    near->idle = worker;
    pthread_mutex_unlock(&near->lock);
}

static int find_record(struct near_run *near, struct worker *worker, struct sd_span span,
                       struct splitdata_error *error)
{
    struct sd_near_finder *finder = &worker->finder;
    uint64_t keys[SD_NEAR_BANDS];
    finder->records++;
    int status =
        sd_near_record_read(&finder->mine, &finder->cells[0], &near->run->sides[0], span, error);
    if (status != SPLITDATA_OK)
        return status;
    const uint64_t key = key_of(&finder->mine);
    sd_near_sketch(&finder->mine, finder->sketch);
    for (size_t band = 0; band < near->nearness.bands; band++)
        keys[band] = sd_near_key(&finder->mine, band);
    for (size_t s = 0; s < near->run->count && status == SPLITDATA_OK; s++)
        status = sd_near_find(&near->table[s], s, finder, keys, span.start, key, error);
    return status;
}

/* An sd_on_chunk. */
static int take_chunk(void *context, const struct sd_chunk_records *records,
                      struct splitdata_error *error)
{
    struct near_run *near = context;
    struct worker *worker = take_worker(near, error);
    int status =
        worker != NULL ? sd_check_cancel(near->run->how.cancel_fd, error) : (int)error->status;
    for (size_t i = 0; i < records->spans->count && status == SPLITDATA_OK; i++)
        status = find_record(near, worker,
                             sd_spans_unpack(records->spans, records->spans->packed[i]), error);
    if (worker != NULL)
        give_back(near, worker);
    return status;
}

static int stream_train(struct near_run *near, struct splitdata_error *error)
{
    int status = sd_side_stream(&near->run->sides[0], take_chunk, near, error);
    for (struct worker *worker = near->idle, *next; worker != NULL; worker = next) {
        next = worker->next;
        sd_near_finder_close(&worker->finder);
        free(worker);
    }
    return status;
}

/* --- what is told ---------------------------------------------------------------------------- */

struct counted {
    double near, crowd; /* records with near ones, and how many these have, on average */
};

static struct counted count_near(const struct sd_near_table *table, struct sd_overlap *overlap)
{
    struct counted counted = {0};
    double all = 0;
    for (uint64_t i = 0; i < table->count; i++) {
        const struct sd_near_subject *subject = &table->subject[i];
        const unsigned count = atomic_load(&subject->count);
        if (atomic_load(&subject->equal) || count == 0)
            continue;
        counted.near++;
        all += count < SD_NEAR_COUNTED ? count : SD_NEAR_COUNTED;
        if (overlap != NULL)
            sd_overlap_show(overlap, subject->span.start, atomic_load(&subject->first));
    }
    counted.crowd = counted.near > 0 ? all / counted.near : 0;
    return counted;
}

static void judge(struct near_run *near, size_t s)
{
    const double least = 0.001;
    struct sd_run *run = near->run;
    struct sd_overlap overlap = {.side = s};
    const struct counted own = count_near(&near->table[0], NULL);
    const struct counted found = count_near(&near->table[s], &overlap);
    const double rows = (double)near->table[s].count, train = (double)near->table[0].count;
    const double expected = train > 0 ? rows * own.near / train : 0;
    /* Near ones come in groups, which are dealt out as one: they count as so many fewer. */
    const double group = 1 + fmax(own.crowd, found.crowd - 1);
    const uint64_t all = (uint64_t)((rows + train) / group);
    const uint64_t drawn = (uint64_t)(rows / group);
    const uint64_t hit = (uint64_t)(found.near / group);
    const uint64_t marked = hit + (uint64_t)ceil(own.near / group);
    if (found.near <= 0)
        return;
    const double p = sd_many_drawn(all, marked < all ? marked : all, drawn, hit);
    const bool beyond = found.near - expected > least * rows && p < SD_CHECK_CHANCE_TWINS;
    struct splitdata_check_result *result = sd_results_add(
        &run->results, "L03", beyond ? SPLITDATA_CHECK_WARNING : SPLITDATA_CHECK_NOTE, s, 0);
    result->asked = true;
    sd_result_measure(result, "records", found.near, expected, p);
    sd_result_say(&run->results, result,
                  "%.0f of %.0f record%s of %s %s near one%s of %s: %.4g %% or more of the values "
                  "are equal, but not all; a random split has about %.3g of them%s",
                  found.near, rows, rows == 1 ? "" : "s", sd_run_name(run, s),
                  found.near == 1 ? "is" : "are", found.near == 1 ? "" : "s", sd_run_name(run, 0),
                  100 * near->nearness.share, expected, beyond ? "" : "; so many can be chance");
    result->advice = "splitdata --group COL keeps records of one origin in one part, --duplicates "
                     "together --ignore COL,... those that differ in these columns alone";
    sd_overlap_tell(&overlap, result);
}

static int look(struct near_run *near, struct splitdata_error *error)
{
    struct sd_run *run = near->run;
    int status = SPLITDATA_OK;
    if (pthread_mutex_init(&near->lock, NULL) != 0)
        return sd_fail_memory(error, "a lock");
    near->table = calloc(run->count, sizeof *near->table);
    if (near->table == NULL)
        status = sd_fail_memory(error, "the near records");
    for (size_t s = 0; s < run->count && status == SPLITDATA_OK; s++)
        status = fill(near, s, error);
    if (status == SPLITDATA_OK)
        status = stream_train(near, error);
    for (size_t s = 1; s < run->count && status == SPLITDATA_OK; s++)
        judge(near, s);
    for (size_t s = 0; s < run->count && near->table != NULL; s++)
        sd_near_free(&near->table[s]);
    free(near->table);
    pthread_mutex_destroy(&near->lock);
    return status;
}

int sd_check_near(struct sd_run *run, struct splitdata_error *error)
{
    struct near_run near = {.run = run};
    if (run->near_share <= 0) {
        sd_result_say(&run->results,
                      sd_results_skip(&run->results, "L03", SPLITDATA_CHECK_NOT_ASKED),
                      "--near SHARE looks for records with so many equal values");
        return SPLITDATA_OK;
    }
    int status = sd_nearness_plan(&near.nearness, run->near_share, run->in_key, run->samples,
                                  run->count, error);
    if (status == SPLITDATA_OK)
        status = look(&near, error);
    sd_nearness_free(&near.nearness);
    return status;
}

int sd_near_read_share(struct sd_run *run, struct splitdata_error *error)
{
    const double least = 0.5;
    const char *text = run->asked->near;
    struct sd_ratio share;
    if (text == NULL)
        return SPLITDATA_OK;
    if (sd_parse_share(text, strlen(text), &share))
        run->near_share = sd_ratio_double(share);
    return run->near_share >= least && run->near_share <= 1
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_USAGE,
                         "--near %s: not a share from 0.5 to 1, such as 0.75", text);
}
