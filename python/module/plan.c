/* SPDX-License-Identifier: MIT */
/* Plans of arrays: splitdata/plan.h, with the options of the command. */
#include "module.h"

#include "splitdata/plan.h"
#include "splitdata/random.h"

#include <stdlib.h>
#include <string.h>

/* From so many rows on, a plan is made in a thread of its own, so that Ctrl-C stops it. */
enum { LONG = 100000 };

struct plan {
    PyObject ob_base;
    struct splitdata_plan *plan;
    struct cli_split split; /* whose options the plan borrows */
    struct words words;
    struct splitdata_column *columns;
    Py_buffer *views; /* three for each column: values, offsets, validity */
    Py_ssize_t count; /* of columns */
    PyObject *kept;   /* whose names the columns borrow */
    struct splitdata_random random;
    uint64_t rows;
    uint64_t *items; /* of the call of next(); NULL: row numbers */
    int ends[2];
    bool busy, stops; /* stops: it has a pipe */
};

/* --- the columns ----------------------------------------------------------------------------- */

static int take_view(PyObject *object, Py_buffer *view, const void **bytes)
{
    static const char nothing[8];
    if (object == Py_None)
        return 0;
    if (PyObject_GetBuffer(object, view, PyBUF_C_CONTIGUOUS) < 0)
        return -1;
    *bytes = view->buf != NULL ? view->buf : nothing;
    return 0;
}

/* A row of columns: (name, type, width, values, offsets, validity). */
static int take_column(struct plan *plan, Py_ssize_t number, PyObject *row)
{
    struct splitdata_column *column = &plan->columns[number];
    Py_buffer *views = &plan->views[3 * number];
    PyObject *values, *offsets, *validity;
    const void *bits = NULL;
    int type;
    if (!PyArg_ParseTuple(row, "siIOOO", &column->name, &type, &column->width, &values, &offsets,
                          &validity))
        return -1;
    plan->count = number + 1;
    column->type = (enum splitdata_column_type)type;
    if (take_view(values, &views[0], &column->values) < 0 ||
        take_view(offsets, &views[1], &column->offsets) < 0 ||
        take_view(validity, &views[2], &bits) < 0)
        return -1;
    column->validity = bits;
    const uint64_t bytes =
        column->offsets != NULL ? (plan->rows + 1) * column->width : plan->rows * column->width;
    const Py_ssize_t held = column->offsets != NULL ? views[1].len : views[0].len;
    if (held < 0 || (uint64_t)held < bytes) {
        PyErr_Format(PyExc_ValueError, "%s has fewer values than there are rows", column->name);
        return -1;
    }
    return 0;
}

static int take_columns(struct plan *plan, PyObject *rows)
{
    const Py_ssize_t count = PyTuple_Size(rows);
    if (count < 0)
        return -1;
    plan->kept = Py_NewRef(rows);
    plan->columns = calloc((size_t)count + 1, sizeof *plan->columns);
    plan->views = calloc(3 * (size_t)count + 1, sizeof *plan->views);
    if (plan->columns == NULL || plan->views == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    for (Py_ssize_t c = 0; c < count; c++) {
        if (take_column(plan, c, PyTuple_GetItem(rows, c)) < 0)
            return -1;
    }
    return 0;
}

/* The state of a numpy.random.RandomState: its 624 words, and the position. */
static int take_state(struct plan *plan, PyObject *state)
{
    const char *key;
    Py_ssize_t length;
    unsigned position;
    if (state == Py_None)
        return 0;
    if (!PyArg_ParseTuple(state, "y#I", &key, &length, &position))
        return -1;
    struct splitdata_mt19937 *twister = &plan->random.state.numpy.twister;
    if ((size_t)length != sizeof twister->key || position > 624) {
        PyErr_SetString(PyExc_ValueError, "not the state of an MT19937");
        return -1;
    }
    plan->random.kind = splitdata_random_find("numpy");
    memcpy(twister->key, key, sizeof twister->key);
    twister->position = position;
    plan->split.options.generator = &plan->random;
    return 0;
}

/* --- calls ----------------------------------------------------------------------------------- */

static int open_plan(void *context, struct run *run)
{
    struct plan *plan = context;
    struct splitdata_options *options = &plan->split.options;
    options->cancel_fd = run->cancel_fd;
    return splitdata_plan_open(plan->rows, plan->columns, (size_t)plan->count, options, &plan->plan,
                               &run->error);
}

static int next_set(void *context, struct run *run)
{
    struct plan *plan = context;
    return plan->items != NULL ? splitdata_plan_next_items(plan->plan, plan->items, &run->error)
                               : splitdata_plan_next(plan->plan, &run->error);
}

static int call(struct plan *plan, run_function *function, struct splitdata_error *error)
{
    struct run run = {.cancel_fd = -1};
    int status;
    if (plan->stops)
        return run_call(function, plan, Py_None, plan->ends, error);
    Py_BEGIN_ALLOW_THREADS;
    status = function(plan, &run);
    Py_END_ALLOW_THREADS;
    *error = run.error;
    return status;
}

/* --- the type -------------------------------------------------------------------------------- */

static void deallocate(PyObject *self)
{
    struct plan *plan = (struct plan *)self;
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    splitdata_plan_close(plan->plan);
    cli_split_free(&plan->split);
    words_end(&plan->words);
    for (Py_ssize_t i = 0; i < 3 * plan->count; i++) {
        if (plan->views[i].obj != NULL)
            PyBuffer_Release(&plan->views[i]);
    }
    free(plan->views);
    free(plan->columns);
    Py_XDECREF(plan->kept);
    if (plan->stops)
        run_close(plan->ends);
    release(self);
    Py_DECREF(type);
}

static int begin(struct plan *plan, PyObject *columns, PyObject *sequence, PyObject *state)
{
    struct splitdata_error error;
    if (words_begin(&plan->words, "splitdata", sequence) < 0)
        return -1;
    int status = cli_split_words(plan->words.count, plan->words.word, &plan->split);
    if (status != SPLITDATA_OK) {
        words_raise(status);
        return -1;
    }
    if (take_columns(plan, columns) < 0 || take_state(plan, state) < 0)
        return -1;
    if (plan->rows >= LONG) {
        if (run_open(plan->ends) < 0)
            return -1;
        plan->stops = true;
    }
    status = call(plan, open_plan, &error);
    if (status > 0)
        module_raise(&error, NULL);
    return status == 0 ? 0 : -1;
}

/* Plan(rows, columns, words, state). */
static PyObject *make(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    unsigned long long rows;
    PyObject *columns, *words, *state;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "KO!OO", &rows, &PyTuple_Type, &columns, &words, &state))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    struct plan *plan = (struct plan *)allocate(type, 0);
    if (plan == NULL)
        return NULL;
    plan->rows = rows;
    if (begin(plan, columns, words, state) < 0)
        Py_CLEAR(plan);
    return (PyObject *)plan;
}

/* The rows of a part: those of the plan itself if it has no other set, else a copy. */
static PyObject *rows_of(struct plan *plan, PyObject *type, size_t part)
{
    const uint64_t size = splitdata_plan_size(plan->plan, part);
    const uint64_t *rows = splitdata_plan_rows(plan->plan, part);
    if (splitdata_plan_sets(plan->plan) == 1)
        return module_block(type, 'q', (void *)(uintptr_t)rows, size, (PyObject *)plan);
    void *copy = malloc(size != 0 ? size * sizeof *rows : 1);
    if (copy == NULL)
        return PyErr_NoMemory();
    if (size != 0)
        memcpy(copy, rows, size * sizeof *rows);
    return module_block(type, 'q', copy, size, NULL);
}

/* Goes on to the next set, with items or row numbers; its status, or -1 with an exception. */
static int go_on(struct plan *plan, uint64_t *items)
{
    struct splitdata_error error;
    if (plan->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread uses this plan");
        return -1;
    }
    plan->busy = true;
    plan->items = items;
    int status = call(plan, next_set, &error);
    plan->busy = false;
    if (status > 0 && status != SPLITDATA_NO)
        module_raise(&error, NULL);
    return status == SPLITDATA_OK || status == SPLITDATA_NO ? status : -1;
}

static PyObject *next(PyObject *self, PyObject *arguments)
{
    struct plan *plan = (struct plan *)self;
    PyObject *type, *state;
    if (!PyArg_ParseTuple(arguments, "OO", &type, &state) || take_state(plan, state) < 0)
        return NULL;
    const int status = go_on(plan, NULL);
    if (status != SPLITDATA_OK)
        return status == SPLITDATA_NO ? Py_NewRef(Py_None) : NULL;
    const size_t parts = splitdata_plan_parts(plan->plan);
    PyObject *set = PyTuple_New((Py_ssize_t)parts);
    for (size_t p = 0; set != NULL && p < parts; p++) {
        PyObject *rows = rows_of(plan, type, p);
        if (rows == NULL || PyTuple_SetItem(set, (Py_ssize_t)p, rows) < 0)
            Py_CLEAR(set);
    }
    return set;
}

/* Where the parts are in the items, as a tuple of slices. */
static PyObject *slices_of(const struct plan *plan)
{
    const size_t parts = splitdata_plan_parts(plan->plan);
    const uintptr_t place = (uintptr_t)splitdata_plan_rows(plan->plan, 0);
    if (place < (uintptr_t)plan->items || place >= (uintptr_t)(plan->items + plan->rows)) {
        PyErr_SetString(PyExc_ValueError, "this plan does not rearrange items");
        return NULL;
    }
    PyObject *set = PyTuple_New((Py_ssize_t)parts);
    for (size_t p = 0; set != NULL && p < parts; p++) {
        const uint64_t *rows = splitdata_plan_rows(plan->plan, p);
        const Py_ssize_t from = rows - plan->items;
        const Py_ssize_t to = from + (Py_ssize_t)splitdata_plan_size(plan->plan, p);
        PyObject *begin = PyLong_FromSsize_t(from), *end = PyLong_FromSsize_t(to);
        PyObject *slice = begin != NULL && end != NULL ? PySlice_New(begin, end, NULL) : NULL;
        Py_XDECREF(begin);
        Py_XDECREF(end);
        if (slice == NULL || PyTuple_SetItem(set, (Py_ssize_t)p, slice) < 0)
            Py_CLEAR(set);
    }
    return set;
}

/* arrange(items, state): rearranges a buffer of 8-byte items, one for each row, by the only set of
 * a plan in which all rows take part. */
static PyObject *arrange(PyObject *self, PyObject *arguments)
{
    struct plan *plan = (struct plan *)self;
    PyObject *items, *state, *set = NULL;
    Py_buffer view;
    if (!PyArg_ParseTuple(arguments, "OO", &items, &state) || take_state(plan, state) < 0 ||
        PyObject_GetBuffer(items, &view, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE) < 0)
        return NULL;
    if ((uint64_t)view.len != plan->rows * sizeof *plan->items ||
        (uintptr_t)view.buf % sizeof *plan->items != 0 || splitdata_plan_sets(plan->plan) != 1)
        PyErr_SetString(PyExc_ValueError, "these items cannot be rearranged by this plan");
    else if (go_on(plan, view.buf) == SPLITDATA_OK)
        set = slices_of(plan);
    PyBuffer_Release(&view);
    return set;
}

static PyObject *names(PyObject *self, void *unused)
{
    const struct splitdata_plan *plan = ((struct plan *)self)->plan;
    const size_t parts = splitdata_plan_parts(plan);
    PyObject *list = PyList_New(0);
    (void)unused;
    for (size_t p = 0; list != NULL && p < parts; p++) {
        PyObject *name = PyUnicode_FromString(splitdata_plan_part_name(plan, p));
        if (name == NULL || PyList_Append(list, name) < 0)
            Py_CLEAR(list);
        Py_XDECREF(name);
    }
    return list;
}

static PyObject *sets(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromUnsignedLongLong(splitdata_plan_sets(((struct plan *)self)->plan));
}

static PyObject *folds(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromUnsignedLongLong(splitdata_plan_folds(((struct plan *)self)->plan));
}

static PyObject *smallest_class(PyObject *self, void *unused)
{
    (void)unused;
    return PyLong_FromUnsignedLongLong(splitdata_plan_smallest_class(((struct plan *)self)->plan));
}

static PyObject *text_or_none(const char *text)
{
    return text != NULL ? PyUnicode_DecodeFSDefault(text) : Py_NewRef(Py_None);
}

static PyObject *seed(PyObject *self, void *unused)
{
    (void)unused;
    return text_or_none(splitdata_plan_seed(((struct plan *)self)->plan));
}

static PyObject *strategy(PyObject *self, void *unused)
{
    (void)unused;
    return text_or_none(splitdata_plan_strategy(((struct plan *)self)->plan));
}

/* Where the given generator is now. */
static PyObject *state(PyObject *self, void *unused)
{
    const struct splitdata_mt19937 *twister = &((struct plan *)self)->random.state.numpy.twister;
    (void)unused;
    return Py_BuildValue("(y#I)", (const char *)twister->key, (Py_ssize_t)sizeof twister->key,
                         (unsigned)twister->position);
}

static PyMethodDef methods[] = {
    {"next", next, METH_VARARGS,
     "next(type, state) -> the rows of each part of the next set, or None"},
    {"arrange", arrange, METH_VARARGS,
     "arrange(items, state) -> where each part is in the rearranged items"},
    {NULL, NULL, 0, NULL},
};

static PyGetSetDef members[] = {
    {"names", names, NULL, "of the parts", NULL},
    {"sets", sets, NULL, "how many", NULL},
    {"folds", folds, NULL, "of each repeat; 0: none", NULL},
    {"smallest_class", smallest_class, NULL, "its number of rows; 0: no classes", NULL},
    {"seed", seed, NULL, "given or drawn", NULL},
    {"strategy", strategy, NULL, "in words", NULL},
    {"state", state, NULL, "of the given generator", NULL},
    {NULL, NULL, NULL, NULL, NULL},
};

static PyType_Slot slots[] = {{Py_tp_new, make},
                              {Py_tp_dealloc, deallocate},
                              {Py_tp_methods, methods},
                              {Py_tp_getset, members},
                              {0, NULL}};

static PyType_Spec spec = {
    .name = "splitdata._core.Plan",
    .basicsize = sizeof(struct plan),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};

int module_add_plan(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    int status = type != NULL ? PyModule_AddType(module, (PyTypeObject *)type) : -1;
    Py_XDECREF(type);
    return status;
}
