/* SPDX-License-Identifier: MIT */
#include "out/writer_pool.h"

#include <stdlib.h>

/* Two more than threads let the others go on while one of them is at an output. */
enum { SPARE = 2 };

static int make_parcels(struct sd_writer_pool *pool, unsigned threads,
                        struct splitdata_error *error)
{
    unsigned count = threads == 1 ? 1 : threads + SPARE;
    pool->parcels = calloc(count, sizeof *pool->parcels);
    for (unsigned i = 0; i < count && pool->parcels != NULL; i++) {
        struct sd_parcel *parcel = &pool->parcels[i];
        pool->parcel_count = i + 1;
        parcel->room = malloc(SD_BLOCK);
        if (parcel->room == NULL)
            break;
        parcel->next = pool->free;
        pool->free = parcel;
    }
    return pool->parcel_count == count && pool->parcels[count - 1].room != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "blocks of output");
}

int sd_writer_pool_begin(struct sd_writer_pool *pool, const struct sd_output_job *jobs,
                         size_t count, unsigned threads, struct splitdata_error *error)
{
    pthread_mutex_init(&pool->lock, NULL);
    pthread_cond_init(&pool->freed, NULL);
    atomic_init(&pool->stopped, false);
    pool->outlets = calloc(2 * count + 1, sizeof *pool->outlets);
    int status = pool->outlets != NULL ? make_parcels(pool, threads, error)
                                       : sd_fail_memory(error, "blocks of output");
    for (size_t d = 0; d < count && status == SPLITDATA_OK; d++) {
        const struct sd_output *output = jobs[d].output;
        struct sd_outlet *observer = output->observer != NULL ? &pool->outlets[count + d] : NULL;
        pool->outlets[d] = (struct sd_outlet){
            .put = pool->write, .in_order = sd_in_order(output), .then = observer};
        if (observer != NULL)
            *observer = (struct sd_outlet){.put = pool->show, .in_order = true};
    }
    if (status != SPLITDATA_OK)
        sd_writer_pool_end(pool);
    return status;
}

void sd_writer_pool_end(struct sd_writer_pool *pool)
{
    for (unsigned i = 0; i < pool->parcel_count; i++) {
        free(pool->parcels[i].room);
        free(pool->parcels[i].encoded.bytes);
    }
    free(pool->parcels);
    free(pool->outlets);
    pthread_cond_destroy(&pool->freed);
    pthread_mutex_destroy(&pool->lock);
}

void sd_writer_pool_stop(struct sd_writer_pool *pool)
{
    pthread_mutex_lock(&pool->lock);
    atomic_store(&pool->stopped, true);
    pthread_cond_broadcast(&pool->freed);
    pthread_mutex_unlock(&pool->lock);
}

/* --- parcels: the lock is held ---------------------------------------------------------------- */

static void set_free(struct sd_writer_pool *pool, struct sd_parcel *parcel)
{
    parcel->next = pool->free;
    pool->free = parcel;
    pthread_cond_signal(&pool->freed);
}

static void leave(struct sd_outlet *outlet, struct sd_parcel *parcel)
{
    struct sd_parcel **place = &outlet->waiting;
    while (*place != NULL && (*place)->block < parcel->block)
        place = &(*place)->next;
    parcel->next = *place;
    *place = parcel;
}

/* The next parcel that the output takes; NULL: it waits for none, or for one that is not here. */
static struct sd_parcel *next_parcel(struct sd_outlet *outlet)
{
    struct sd_parcel *parcel = outlet->waiting;
    if (parcel == NULL || (outlet->in_order && parcel->block != outlet->next))
        return NULL;
    outlet->waiting = parcel->next;
    outlet->next++;
    return parcel;
}

/* --- for the threads -------------------------------------------------------------------------- */

struct sd_parcel *sd_writer_pool_take(struct sd_writer_pool *pool)
{
    struct sd_parcel *parcel = NULL;
    pthread_mutex_lock(&pool->lock);
    while (pool->free == NULL && !sd_writer_pool_stopped(pool))
        pthread_cond_wait(&pool->freed, &pool->lock);
    if (!sd_writer_pool_stopped(pool)) {
        parcel = pool->free;
        pool->free = parcel->next;
    }
    pthread_mutex_unlock(&pool->lock);
    return parcel;
}

void sd_writer_pool_return(struct sd_writer_pool *pool, struct sd_parcel *parcel)
{
    pthread_mutex_lock(&pool->lock);
    set_free(pool, parcel);
    pthread_mutex_unlock(&pool->lock);
}

/* Does what is to be done at an outlet, unless somebody is at it. The lock is held, and let go
 * meanwhile. */
static int serve(struct sd_writer_pool *pool, struct sd_outlet *outlet,
                 struct splitdata_error *error)
{
    struct sd_parcel *parcel;
    int status = SPLITDATA_OK;
    while (!outlet->busy && status == SPLITDATA_OK && (parcel = next_parcel(outlet)) != NULL) {
        outlet->busy = true;
        pthread_mutex_unlock(&pool->lock);
        status = outlet->put(pool->context, parcel, error);
        pthread_mutex_lock(&pool->lock);
        outlet->busy = false;
        if (outlet->then != NULL)
            leave(outlet->then, parcel);
        else
            set_free(pool, parcel);
    }
    return status;
}

int sd_writer_pool_give(struct sd_writer_pool *pool, struct sd_parcel *parcel,
                        struct splitdata_error *error)
{
    struct sd_outlet *outlet = &pool->outlets[parcel->job];
    int status = SPLITDATA_OK;
    pthread_mutex_lock(&pool->lock);
    leave(outlet, parcel);
    for (; outlet != NULL && status == SPLITDATA_OK; outlet = outlet->then)
        status = serve(pool, outlet, error);
    pthread_mutex_unlock(&pool->lock);
    return status;
}

bool sd_writer_pool_is_idle(struct sd_writer_pool *pool, size_t job)
{
    pthread_mutex_lock(&pool->lock);
    bool idle = !pool->outlets[job].busy;
    pthread_mutex_unlock(&pool->lock);
    return idle;
}
