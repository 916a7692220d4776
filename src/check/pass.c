/* SPDX-License-Identifier: MIT */
/* Reads the records: of the parts into tables, then those of train past them. */
#include "base/cancel.h"
#include "base/threads.h"
#include "check/run.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

/* What the threads that stream train share. */
struct stream {
    struct sd_run *run;
    pthread_mutex_t lock;
    struct worker *idle; /* a list */
};

/* What one of them has at a time. */
struct worker {
    struct worker *next;
    struct sd_reader reader;
    struct sd_seen whole, values;
    struct sd_picks picks;
    struct sd_latest latest;
};

/* --- the parts ------------------------------------------------------------------------------- */

static int add_row(struct sd_run *run, size_t s, uint64_t row, struct splitdata_error *error)
{
    const struct sd_side *side = &run->sides[s];
    struct sd_reader *reader = &run->readers[s];
    const struct sd_span span = sd_side_span(side, row);
    struct sd_wanted wanted = {.sides = run->sides};
    int status = sd_reader_take(reader, span, error);
    if (status != SPLITDATA_OK)
        return status;
    wanted.bytes = sd_side_record(side, span, &wanted.length);
    if (run->time != SD_NO_COLUMN)
        status = sd_time_add(run, s, &reader->time, span.start, error);
    if (status != SPLITDATA_OK)
        return status;
    if (reader->has_group &&
        !sd_twins_add(&run->groups, (uint32_t)s, row, &reader->group, NULL, NULL))
        return sd_fail_memory(error, "the groups");
    return sd_twins_add(&run->whole, (uint32_t)s, row, &reader->whole, run->same, &wanted) &&
                   sd_twins_add(&run->values, (uint32_t)s, row, &reader->values, NULL, NULL)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the records of the parts");
}

static int add_rows(struct sd_run *run, size_t s, struct splitdata_error *error)
{
    enum { BETWEEN_LOOKS = 1 << 14 };
    const struct sd_side *side = &run->sides[s];
    int status = SPLITDATA_OK;
    for (uint64_t row = 0; row < sd_side_rows(side) && status == SPLITDATA_OK; row++) {
        if (row % BETWEEN_LOOKS == 0)
            status = sd_check_cancel(run->how.cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = add_row(run, s, row, error);
    }
    if (status == SPLITDATA_OK && run->time != SD_NO_COLUMN)
        status = sd_time_finish(run, s, error);
    return sd_side_locate(side, status, error);
}

/* --- train ----------------------------------------------------------------------------------- */

static struct worker *take_worker(struct stream *stream, struct splitdata_error *error)
{
    pthread_mutex_lock(&stream->lock);
    struct worker *worker = stream->idle;
    if (worker != NULL)
        stream->idle = worker->next;
    pthread_mutex_unlock(&stream->lock);
    if (worker != NULL)
        return worker;
    struct sd_run *run = stream->run;
    worker = calloc(1, sizeof *worker);
    if (worker == NULL) {
        sd_fail_memory(error, "the records of train");
        return NULL;
    }
    worker->whole.memory = worker->values.memory = worker->picks.memory = &run->memory;
    worker->latest.offset = UINT64_MAX;
    if (sd_reader_open(&worker->reader, &run->sides[0], &run->key_columns, &run->memory, error) ==
        SPLITDATA_OK)
        return worker;
    sd_reader_close(&worker->reader);
    free(worker);
    return NULL;
}

static void give_back(struct stream *stream, struct worker *worker)
{
    pthread_mutex_lock(&stream->lock);
    worker->next = stream->idle;
    stream->idle = worker;
    pthread_mutex_unlock(&stream->lock);
}

static int find_record(struct sd_run *run, struct worker *worker, struct sd_span span,
                       struct splitdata_error *error)
{
    struct sd_reader *reader = &worker->reader;
    struct sd_wanted wanted = {.sides = run->sides};
    int status = sd_reader_take(reader, span, error);
    if (status != SPLITDATA_OK)
        return status;
    wanted.bytes = sd_side_record(&run->sides[0], span, &wanted.length);
    bool room = sd_picks_add(&worker->picks, span);
    if (reader->has_group)
        sd_twins_find(&run->groups, span.start, &reader->group, NULL, NULL);
    if (run->time != SD_NO_COLUMN)
        sd_time_read(run, &worker->latest, &reader->time, span.start);
    if (!sd_twins_find(&run->whole, span.start, &reader->whole, run->same, &wanted))
        room = room && sd_seen_add(&worker->whole, reader->whole.key, reader->whole.full, 1);
    if (!sd_twins_find(&run->values, span.start, &reader->values, NULL, NULL))
        room = room && sd_seen_add(&worker->values, reader->values.key, reader->values.full, 1);
    return room ? SPLITDATA_OK : sd_fail_memory(error, "the records of train");
}

/* An sd_on_chunk. */
static int take_chunk(void *context, const struct sd_chunk_records *records,
                      struct splitdata_error *error)
{
    struct stream *stream = context;
    struct worker *worker = take_worker(stream, error);
    if (worker == NULL)
        return (int)error->status;
    int status = sd_check_cancel(stream->run->how.cancel_fd, error);
    for (size_t i = 0; i < records->spans->count && status == SPLITDATA_OK; i++) {
        const struct sd_span span = sd_spans_unpack(records->spans, records->spans->packed[i]);
        status = find_record(stream->run, worker, span, error);
        if (status == SPLITDATA_DATA && error->offset == SPLITDATA_NOWHERE)
            error->offset = span.start;
    }
    give_back(stream, worker);
    return status;
}

/* Adds up what the threads have, and frees them. */
static bool join_workers(struct stream *stream)
{
    struct sd_run *run = stream->run;
    bool room = true;
    for (struct worker *worker = stream->idle, *next; worker != NULL; worker = next) {
        next = worker->next;
        room = room && sd_reader_join(&run->readers[0], &worker->reader) &&
               sd_seen_join(&run->seen_whole, &worker->whole) &&
               sd_seen_join(&run->seen_values, &worker->values) &&
               sd_picks_join(&run->picks[0], &worker->picks);
        sd_time_join(&run->latest, &worker->latest);
        sd_picks_free(&worker->picks);
        sd_reader_close(&worker->reader);
        sd_seen_free(&worker->whole);
        sd_seen_free(&worker->values);
        free(worker);
    }
    return room;
}

static int stream_train(struct sd_run *run, struct splitdata_error *error)
{
    struct stream stream = {.run = run};
    if (pthread_mutex_init(&stream.lock, NULL) != 0)
        return sd_fail_memory(error, "a lock");
    int status = sd_side_stream(&run->sides[0], take_chunk, &stream, error);
    if (!join_workers(&stream) && status == SPLITDATA_OK)
        status = sd_fail_memory(error, "the records of train");
    pthread_mutex_destroy(&stream.lock);
    return status;
}

/* --- all of it ------------------------------------------------------------------------------- */

static int pick_rows(struct sd_run *run, size_t s, struct splitdata_error *error)
{
    const struct sd_side *side = &run->sides[s];
    bool room = true;
    for (uint64_t row = 0; row < sd_side_rows(side) && room; row++)
        room = sd_picks_add(&run->picks[s], sd_side_span(side, row));
    return room ? sd_sample_read(&run->samples[s], side, &run->picks[s], run->columns, error)
                : sd_fail_memory(error, "a sample of the records");
}

/* Finds the records of the parts, and looks at a sample of them. */
static int index_parts(struct sd_run *run, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    run->picks = calloc(run->count, sizeof *run->picks);
    run->samples = calloc(run->count, sizeof *run->samples);
    run->stamps = calloc(run->count, sizeof *run->stamps);
    if (run->picks == NULL || run->samples == NULL || run->stamps == NULL)
        return sd_fail_memory(error, "the parts");
    run->picks[0].memory = &run->memory;
    for (size_t s = 1; s < run->count && status == SPLITDATA_OK; s++) {
        run->picks[s].memory = &run->memory;
        if (!run->sides[s].listed)
            status = sd_side_index(&run->sides[s], error);
        if (status == SPLITDATA_OK)
            status = pick_rows(run, s, error);
    }
    return status == SPLITDATA_OK ? sd_run_look(run, error) : status;
}

int sd_run_read(struct sd_run *run, struct splitdata_error *error)
{
    int status = index_parts(run, error);
    if (status != SPLITDATA_OK)
        return status;
    run->whole.memory = run->values.memory = run->groups.memory = &run->memory;
    run->seen_whole.memory = run->seen_values.memory = &run->memory;
    run->readers = calloc(run->count, sizeof *run->readers);
    if (run->readers == NULL)
        return sd_fail_memory(error, "the columns");
    for (size_t s = 0; s < run->count && status == SPLITDATA_OK; s++)
        status = sd_reader_open(&run->readers[s], &run->sides[s], &run->key_columns, &run->memory,
                                error);
    for (size_t s = 1; s < run->count && status == SPLITDATA_OK; s++)
        status = add_rows(run, s, error);
    if (status == SPLITDATA_OK)
        status = stream_train(run, error);
    if (status == SPLITDATA_OK)
        status =
            sd_sample_read(&run->samples[0], &run->sides[0], &run->picks[0], run->columns, error);
    if (status == SPLITDATA_OK)
        status = sd_clean_mark(&run->clean, run, error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t s = 0; s < run->count; s++) {
        for (size_t c = 0; c < run->columns; c++) {
            if (!sd_census_close(&run->readers[s].classes[c]))
                return sd_fail_memory(error, "the classes");
        }
    }
    return sd_twins_close(&run->whole) && sd_twins_close(&run->values) &&
                   sd_twins_close(&run->groups) && sd_seen_close(&run->seen_whole) &&
                   sd_seen_close(&run->seen_values)
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the records of the parts");
}
