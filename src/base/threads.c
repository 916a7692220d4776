/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* sched_getaffinity */

#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

struct sd_worker {
    pthread_t thread;
    sd_work *work;
    void *context;
    unsigned number;
    int status;
    struct splitdata_error error;
};

static void *run_worker(void *argument)
{
    struct sd_worker *worker = argument;
    worker->status = worker->work(worker->context, worker->number, &worker->error);
    return NULL;
}

void sd_team_start(struct sd_team *team, unsigned workers, sd_work *work, void *context)
{
    *team = (struct sd_team){0};
    team->workers = workers != 0 ? calloc(workers, sizeof *team->workers) : NULL;
    while (team->workers != NULL && team->started < workers) {
        struct sd_worker *worker = &team->workers[team->started];
        *worker = (struct sd_worker){.work = work, .context = context, .number = team->started + 1};
        if (pthread_create(&worker->thread, NULL, run_worker, worker) != 0)
            break;
        team->started++;
    }
}

int sd_team_join(struct sd_team *team, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (unsigned i = 0; i < team->started; i++) {
        const struct sd_worker *worker = &team->workers[i];
        pthread_join(worker->thread, NULL);
        if (status == SPLITDATA_OK && worker->status != SPLITDATA_OK) {
            status = worker->status;
            *error = worker->error;
        }
    }
    free(team->workers);
    *team = (struct sd_team){0};
    return status;
}

int sd_parallel(unsigned threads, sd_work *work, void *context, struct splitdata_error *error)
{
    struct sd_team team;
    struct splitdata_error other;
    sd_team_start(&team, threads > 1 ? threads - 1 : 0, work, context);
    int status = work(context, 0, error);
    int others = sd_team_join(&team, &other);
    if (status != SPLITDATA_OK || others == SPLITDATA_OK)
        return status;
    *error = other;
    return others;
}

struct loop {
    sd_range_work *work;
    void *context;
    uint64_t count, step;
    atomic_ullong next;
    atomic_bool failed;
};

static int take_ranges(void *context, unsigned worker, struct splitdata_error *error)
{
    struct loop *loop = context;
    uint64_t begin;
    int status = SPLITDATA_OK;
    (void)worker;
    while (status == SPLITDATA_OK && !atomic_load(&loop->failed) &&
           (begin = atomic_fetch_add(&loop->next, loop->step)) < loop->count) {
        uint64_t left = loop->count - begin;
        uint64_t end = begin + (left < loop->step ? left : loop->step);
        status = loop->work(loop->context, begin, end, error);
    }
    if (status != SPLITDATA_OK)
        atomic_store(&loop->failed, true);
    return status;
}

int sd_parallel_for(unsigned threads, uint64_t count, uint64_t step, sd_range_work *work,
                    void *context, struct splitdata_error *error)
{
    struct loop loop = {.work = work, .context = context, .count = count, .step = step};
    uint64_t ranges = count / step + (count % step != 0);
    return sd_parallel(ranges < threads ? (unsigned)ranges : threads, take_ranges, &loop, error);
}

unsigned sd_processors(void)
{
#if defined(__linux__)
    cpu_set_t set;
    if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
        return (unsigned)CPU_COUNT(&set);
#endif
    long online = sysconf(_SC_NPROCESSORS_ONLN);
    return online > 0 ? (unsigned)online : 1;
}
