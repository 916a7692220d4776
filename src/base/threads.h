/* SPDX-License-Identifier: MIT */
/* Work done by several threads at once. */
#ifndef SD_BASE_THREADS_H
#define SD_BASE_THREADS_H

#include "base/error.h"

#include <stdint.h>

/* The work of one thread; `worker` counts from 0. All workers share `context` and take their tasks
 * from it, so that any number of threads gets the work done. */
typedef int sd_work(void *context, unsigned worker, struct splitdata_error *error);

/* Runs `work` in up to `threads` threads, the calling one included, and waits for all of them. If
 * the system refuses threads, fewer do the work. Returns the status of the lowest worker that
 * failed and its error. The work itself must make the others stop early. */
int sd_parallel(unsigned threads, sd_work *work, void *context, struct splitdata_error *error);

/* The work on the numbers begin to end-1. */
typedef int sd_range_work(void *context, uint64_t begin, uint64_t end,
                          struct splitdata_error *error);

/* Runs `work` on the numbers 0 to count-1 in ranges of `step` (the last may be shorter), which up
 * to `threads` threads take in ascending order. After a failure no further range is begun; the
 * status and error are those of sd_parallel. */
int sd_parallel_for(unsigned threads, uint64_t count, uint64_t step, sd_range_work *work,
                    void *context, struct splitdata_error *error);

/* Threads that work while the thread that started them does something else. Life: zeroed,
 * sd_team_start, sd_team_join. */
struct sd_team {
    struct sd_worker *workers;
    unsigned started;
};

/* Starts up to `workers` threads, numbered from 1; none, or fewer, where the system refuses them.
 */
void sd_team_start(struct sd_team *team, unsigned workers, sd_work *work, void *context);

/* Waits for all of them. Returns the status of the lowest worker that failed and its error; a team
 * that was joined, or never started, is fine. */
int sd_team_join(struct sd_team *team, struct splitdata_error *error);

/* The number of processors that this process may run on, at least 1. */
unsigned sd_processors(void);

#endif
