/* SPDX-License-Identifier: MIT */
/* Work done by several threads at once. */
#ifndef SD_BASE_THREADS_H
#define SD_BASE_THREADS_H

#include "base/error.h"

#include <stdbool.h>

/* The work of one thread; `worker` counts from 0. All workers share `context` and take their tasks
 * from it, so that the work gets done by however many there are. */
typedef int sd_work(void *context, unsigned worker, struct splitdata_error *error);

/* Runs `work` in up to `workers` threads, the calling one included, and waits for all of them. When
 * the system refuses threads, fewer do the work. Returns the status of the lowest worker that
 * failed and its error. The work itself must make the others stop early. */
int sd_parallel(unsigned workers, sd_work *work, void *context, struct splitdata_error *error);

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
