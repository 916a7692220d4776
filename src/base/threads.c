/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* sched_getaffinity */

#include "base/threads.h"

#include <pthread.h>
#include <sched.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

struct worker {
    pthread_t thread;
    sd_work *work;
    void *context;
    unsigned number;
    int status;
    struct splitdata_error error;
};

static void *run_worker(void *argument)
{
    struct worker *worker = argument;
    worker->status = worker->work(worker->context, worker->number, &worker->error);
    return NULL;
}

int sd_parallel(unsigned workers, sd_work *work, void *context, struct splitdata_error *error)
{
    struct worker *others = workers > 1 ? calloc(workers - 1, sizeof *others) : NULL;
    unsigned started = 0;
    while (others != NULL && started < workers - 1) {
        struct worker *worker = &others[started];
        *worker = (struct worker){.work = work, .context = context, .number = started + 1};
        if (pthread_create(&worker->thread, NULL, run_worker, worker) != 0)
            break;
        started++;
    }
    int status = work(context, 0, error);
    for (unsigned i = 0; i < started; i++) {
        pthread_join(others[i].thread, NULL);
        if (status == SPLITDATA_OK && others[i].status != SPLITDATA_OK) {
            status = others[i].status;
            *error = others[i].error;
        }
    }
    free(others);
    return status;
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
