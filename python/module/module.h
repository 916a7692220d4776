/* SPDX-License-Identifier: MIT */
/*
 * splitdata._core: the C library for Python. The Python files beside it, python/splitdata/, are
 * what people use.
 *
 *   module.c   the module, its state and its errors
 *   words.c    the words of a command become options: those of src/cli/, which report to here
 *   run.c      a call of the library without the interpreter's lock, which can be stopped
 *   files.c    split, replay and verify
 *   check.c    check
 *   block.c    values in memory: of plans and of generators
 *   plan.c     plans of arrays, and their row numbers
 *   random.c   generators
 */
#ifndef SPLITDATA_PYTHON_MODULE_H
#define SPLITDATA_PYTHON_MODULE_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "cli/cli.h"
#include "cli/split.h"
#include "splitdata/splitdata.h"

/* ---- module.c ---- */

/* Raises the exception of a status; `file` may be NULL. Returns NULL. */
PyObject *module_raise(const struct splitdata_error *error, const char *file);

/* Add the types of their files to the module; 0, or -1 with an exception. */
int module_add_block(PyObject *module);
int module_add_plan(PyObject *module);
int module_add_random(PyObject *module);

/* ---- block.c ---- */

/* A block of 8-byte values of a subtype of Block. `items` are the owner's, or NULL as owner: become
 * the block's, which frees them (in any case). */
PyObject *module_block(PyObject *type, char format, void *items, size_t count, PyObject *owner);

/* ---- random.c ---- */

/* Rows of (name, what it is, its seeds). */
PyObject *random_names(PyObject *module, PyObject *unused);

/* ---- words.c ---- */

/* The words of a command, argv[0] being its name. */
struct words {
    int count;
    char **word;
};

/* Makes them of a sequence of bytes; 0, or -1 with an exception. They are freed in any case. */
int words_begin(struct words *words, const char *command, PyObject *sequence);
void words_end(struct words *words);

/* Raises what the reader of words, which returned `status`, has reported. Returns NULL. */
PyObject *words_raise(int status);

/* The names of the options of a split. */
PyObject *words_option_names(PyObject *module, PyObject *unused);

/* ---- run.c ---- */

/* A call of the library with the last members of its options, and the error that it may fill. */
struct run {
    int cancel_fd; /* readable when the call should stop */
    splitdata_progress *progress;
    void *progress_context;
    struct splitdata_error error;
};
typedef int run_function(void *context, struct run *run);

/* The pipe by which a call is asked to stop; 0, or -1 with an exception. */
int run_open(int ends[2]);
void run_close(const int ends[2]);

/* Makes the call in a thread of its own while this one waits, without the interpreter's lock, for
 * signals, and calls told(stage, done, total) unless that is None. The status, or -1 with an
 * exception, then with the call at its end, too. */
int run_call(run_function *call, void *context, PyObject *told, const int ends[2],
             struct splitdata_error *error);

/* The same with a pipe of its own. */
int run_once(run_function *call, void *context, PyObject *told, struct splitdata_error *error);

/* ---- files.c ---- */

PyObject *files_split(PyObject *module, PyObject *arguments);
PyObject *files_replay(PyObject *module, PyObject *arguments);
PyObject *files_verify(PyObject *module, PyObject *arguments);
PyObject *files_code(PyObject *module, PyObject *sequence);

/* ---- check.c ---- */

PyObject *files_check(PyObject *module, PyObject *arguments);

#endif
