/* SPDX-License-Identifier: MIT */
/*
 * A call of the library in a thread of its own. The thread that called waits for it without the
 * interpreter's lock, and looks twenty times a second for signals: Ctrl-C stops the call, whose
 * outputs are then as they were before.
 */
#define _GNU_SOURCE /* pipe2 */

#include "module.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { LOOK_NANOSECONDS = 50000000 };

struct shared {
    run_function *call;
    void *context;
    struct run run;
    pthread_mutex_t mutex;
    pthread_cond_t ended;
    bool done;
    int status;
    atomic_int stage;
    atomic_ullong bytes, total;
};

static void note(void *context, enum splitdata_stage stage, uint64_t done, uint64_t total)
{
    struct shared *shared = context;
    atomic_store(&shared->stage, (int)stage);
    atomic_store(&shared->total, total);
    atomic_store(&shared->bytes, done);
}

static void *work(void *context)
{
    struct shared *shared = context;
    int status = shared->call(shared->context, &shared->run);
    pthread_mutex_lock(&shared->mutex);
    shared->status = status;
    shared->done = true;
    pthread_cond_signal(&shared->ended);
    pthread_mutex_unlock(&shared->mutex);
    return NULL;
}

/* Waits a moment, or until the call has ended; returns whether it has. */
static bool wait_a_moment(struct shared *shared)
{
    struct timespec until;
    pthread_mutex_lock(&shared->mutex);
    clock_gettime(CLOCK_MONOTONIC, &until);
    until.tv_nsec += LOOK_NANOSECONDS;
    until.tv_sec += until.tv_nsec / 1000000000;
    until.tv_nsec %= 1000000000;
    int status = 0;
    while (!shared->done && status != ETIMEDOUT)
        status = pthread_cond_timedwait(&shared->ended, &shared->mutex, &until);
    bool done = shared->done;
    pthread_mutex_unlock(&shared->mutex);
    return done;
}

/* Handles signals and tells of the progress; 0, or -1 with an exception. */
static int look(struct shared *shared, PyObject *told)
{
    if (PyErr_CheckSignals() < 0)
        return -1;
    if (told == Py_None)
        return 0;
    PyObject *result = PyObject_CallFunction(told, "iKK", atomic_load(&shared->stage),
                                             (unsigned long long)atomic_load(&shared->bytes),
                                             (unsigned long long)atomic_load(&shared->total));
    Py_XDECREF(result);
    return result != NULL ? 0 : -1;
}

/* Waits for the call; it is asked to stop when an exception is raised, which is kept. */
static void attend(struct shared *shared, PyObject *told, int asking_fd)
{
    PyObject *type = NULL, *value = NULL, *trace = NULL;
    bool asked = false;
    for (bool done = false; !done;) {
        Py_BEGIN_ALLOW_THREADS;
        done = wait_a_moment(shared);
        Py_END_ALLOW_THREADS;
        if (!asked && look(shared, told) < 0) {
            PyErr_Fetch(&type, &value, &trace);
            ssize_t written = write(asking_fd, "", 1);
            (void)written; /* the pipe is empty */
            asked = true;
        }
    }
    if (asked)
        PyErr_Restore(type, value, trace);
}

/* Starts a thread that gets no signals: they are the interpreter's. */
static int start(pthread_t *thread, struct shared *shared)
{
    sigset_t all, before;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int failure = pthread_create(thread, NULL, work, shared);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    return failure;
}

int run_open(int ends[2])
{
    if (pipe2(ends, O_CLOEXEC) == 0)
        return 0;
    PyErr_SetFromErrno(PyExc_OSError);
    return -1;
}

void run_close(const int ends[2])
{
    close(ends[0]);
    close(ends[1]);
}

int run_once(run_function *call, void *context, PyObject *told, struct splitdata_error *error)
{
    int ends[2];
    if (run_open(ends) < 0)
        return -1;
    int status = run_call(call, context, told, ends, error);
    run_close(ends);
    return status;
}

int run_call(run_function *call, void *context, PyObject *told, const int ends[2],
             struct splitdata_error *error)
{
    struct shared shared = {.call = call, .context = context};
    pthread_condattr_t monotonic;
    pthread_t thread;
    shared.run.cancel_fd = ends[0];
    shared.run.progress = told != Py_None ? note : NULL;
    shared.run.progress_context = &shared;
    pthread_mutex_init(&shared.mutex, NULL);
    pthread_condattr_init(&monotonic);
    pthread_condattr_setclock(&monotonic, CLOCK_MONOTONIC);
    pthread_cond_init(&shared.ended, &monotonic);
    int failure = start(&thread, &shared);
    if (failure == 0) {
        attend(&shared, told, ends[1]);
        pthread_join(thread, NULL);
    } else {
        errno = failure;
        PyErr_SetFromErrno(PyExc_OSError);
    }
    pthread_cond_destroy(&shared.ended);
    pthread_condattr_destroy(&monotonic);
    pthread_mutex_destroy(&shared.mutex);
    *error = shared.run.error;
    return PyErr_Occurred() == NULL ? shared.status : -1;
}
