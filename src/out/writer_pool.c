/* SPDX-License-Identifier: MIT */
#include "out/writer_pool.h"

#include <stdlib.h>

/* Two more than threads let the others go on while one of them is at an output. */
enum { SPARE = 2 };

static int make_parcels(struct sd_dispatch *dispatch, unsigned threads,
                        struct splitdata_error *error)
{
    unsigned count = threads == 1 ? 1 : threads + SPARE;
    dispatch->parcels = calloc(count, sizeof *dispatch->parcels);
    for (unsigned i = 0; i < count && dispatch->parcels != NULL; i++) {
        struct sd_parcel *parcel = &dispatch->parcels[i];
        dispatch->parcel_count = i + 1;
        parcel->room = malloc(SD_BLOCK);
        if (parcel->room == NULL)
            break;
        parcel->next = dispatch->free;
        dispatch->free = parcel;
    }
    return dispatch->parcel_count == count && dispatch->parcels[count - 1].room != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "blocks of output");
}

int sd_dispatch_begin(struct sd_dispatch *dispatch, const struct sd_delivery *deliveries,
                      size_t count, unsigned threads, struct splitdata_error *error)
{
    pthread_mutex_init(&dispatch->lock, NULL);
    pthread_cond_init(&dispatch->freed, NULL);
    atomic_init(&dispatch->stopped, false);
    dispatch->outlets = calloc(2 * count + 1, sizeof *dispatch->outlets);
    int status = dispatch->outlets != NULL ? make_parcels(dispatch, threads, error)
                                           : sd_fail_memory(error, "blocks of output");
    for (size_t d = 0; d < count && status == SPLITDATA_OK; d++) {
        const struct sd_output *output = deliveries[d].output;
        struct sd_outlet *observer =
            output->observer != NULL ? &dispatch->outlets[count + d] : NULL;
        dispatch->outlets[d] = (struct sd_outlet){
            .put = dispatch->write, .in_order = sd_in_order(output), .then = observer};
        if (observer != NULL)
            *observer = (struct sd_outlet){.put = dispatch->show, .in_order = true};
    }
    if (status != SPLITDATA_OK)
        sd_dispatch_end(dispatch);
    return status;
}

void sd_dispatch_end(struct sd_dispatch *dispatch)
{
    for (unsigned i = 0; i < dispatch->parcel_count; i++) {
        free(dispatch->parcels[i].room);
        free(dispatch->parcels[i].encoded.bytes);
    }
    free(dispatch->parcels);
    free(dispatch->outlets);
    pthread_cond_destroy(&dispatch->freed);
    pthread_mutex_destroy(&dispatch->lock);
}

void sd_dispatch_stop(struct sd_dispatch *dispatch)
{
    pthread_mutex_lock(&dispatch->lock);
    atomic_store(&dispatch->stopped, true);
    pthread_cond_broadcast(&dispatch->freed);
    pthread_mutex_unlock(&dispatch->lock);
}

/* --- parcels: the lock is held ---------------------------------------------------------------- */

static void set_free(struct sd_dispatch *dispatch, struct sd_parcel *parcel)
{
    parcel->next = dispatch->free;
    dispatch->free = parcel;
    pthread_cond_signal(&dispatch->freed);
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

struct sd_parcel *sd_dispatch_take(struct sd_dispatch *dispatch)
{
    struct sd_parcel *parcel = NULL;
    pthread_mutex_lock(&dispatch->lock);
    while (dispatch->free == NULL && !sd_dispatch_stopped(dispatch))
        pthread_cond_wait(&dispatch->freed, &dispatch->lock);
    if (!sd_dispatch_stopped(dispatch)) {
        parcel = dispatch->free;
        dispatch->free = parcel->next;
    }
    pthread_mutex_unlock(&dispatch->lock);
    return parcel;
}

void sd_dispatch_return(struct sd_dispatch *dispatch, struct sd_parcel *parcel)
{
    pthread_mutex_lock(&dispatch->lock);
    set_free(dispatch, parcel);
    pthread_mutex_unlock(&dispatch->lock);
}

/* Does what is to be done at an outlet, unless somebody is at it. The lock is held, and let go
 * meanwhile. */
static int serve(struct sd_dispatch *dispatch, struct sd_outlet *outlet,
                 struct splitdata_error *error)
{
    struct sd_parcel *parcel;
    int status = SPLITDATA_OK;
    while (!outlet->busy && status == SPLITDATA_OK && (parcel = next_parcel(outlet)) != NULL) {
        outlet->busy = true;
        pthread_mutex_unlock(&dispatch->lock);
        status = outlet->put(dispatch->context, parcel, error);
        pthread_mutex_lock(&dispatch->lock);
        outlet->busy = false;
        if (outlet->then != NULL)
            leave(outlet->then, parcel);
        else
            set_free(dispatch, parcel);
    }
    return status;
}

int sd_dispatch_give(struct sd_dispatch *dispatch, struct sd_parcel *parcel,
                     struct splitdata_error *error)
{
    struct sd_outlet *outlet = &dispatch->outlets[parcel->delivery];
    int status = SPLITDATA_OK;
    pthread_mutex_lock(&dispatch->lock);
    leave(outlet, parcel);
    for (; outlet != NULL && status == SPLITDATA_OK; outlet = outlet->then)
        status = serve(dispatch, outlet, error);
    pthread_mutex_unlock(&dispatch->lock);
    return status;
}

bool sd_dispatch_is_idle(struct sd_dispatch *dispatch, size_t delivery)
{
    pthread_mutex_lock(&dispatch->lock);
    bool idle = !dispatch->outlets[delivery].busy;
    pthread_mutex_unlock(&dispatch->lock);
    return idle;
}
