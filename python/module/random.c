/* SPDX-License-Identifier: MIT */
/* Generators: the functions of `splitdata random`, whose values go to memory instead of lines. */
#include "module.h"

#include "cli/random_call.h"

#include <stdlib.h>
#include <string.h>

/* --- where values go -------------------------------------------------------------------------- */

/* The values of one call: 8 bytes each, or texts. */
struct values {
    char format; /* 0: none yet; "q", "Q", "d" or, for texts, "s" */
    char *bytes;
    size_t count, room; /* of values; with texts, of bytes */
    bool fixed;         /* the caller's memory, which does not grow */
    bool failed;        /* no memory, or no room */
};

static _Thread_local struct values *taken;

/* Room for `more`, or NULL. */
static char *room_for(struct values *values, size_t more, size_t size)
{
    if (values->count + more > values->room && !values->fixed && !values->failed) {
        size_t room = 2 * values->room + more + 64;
        char *bytes = realloc(values->bytes, room * size);
        values->failed = bytes == NULL;
        if (bytes != NULL) {
            values->bytes = bytes;
            values->room = room;
        }
    }
    if (values->failed || values->count + more > values->room) {
        values->failed = true;
        return NULL;
    }
    char *at = values->bytes + values->count * size;
    values->count += more;
    return at;
}

static void take(char format, const void *value)
{
    struct values *values = taken;
    if (values->format == 0)
        values->format = format;
    char *at = values->format == format ? room_for(values, 1, 8) : NULL;
    if (at != NULL)
        memcpy(at, value, 8);
    else
        values->failed = true;
}

void random_print_double(const struct random_call *call, double value)
{
    (void)call;
    take('d', &value);
}

void random_print_int64(int64_t value)
{
    take('q', &value);
}

/* Into memory for signed numbers, too, as all but raw words are small. */
void random_print_uint64(uint64_t value)
{
    take(taken->fixed && taken->format == 'q' && value <= INT64_MAX ? 'q' : 'Q', &value);
}

/* Python's integers of any size. */
void random_print_text(const char *text)
{
    struct values *values = taken;
    int64_t number;
    if (values->fixed) {
        if (random_parse_int64(text, &number))
            take('q', &number);
        else
            values->failed = true;
        return;
    }
    size_t length = strlen(text) + 1;
    values->format = 's';
    char *at = room_for(values, length, 1);
    if (at != NULL)
        memcpy(at, text, length);
}

bool random_cannot_write(void)
{
    return taken->failed;
}

/* --- the generator ---------------------------------------------------------------------------- */

struct generator {
    PyObject ob_base;
    struct splitdata_random random;
    bool busy; /* a thread draws from it */
};

static PyObject *make(PyTypeObject *type, PyObject *arguments, PyObject *keywords)
{
    const char *name, *seed;
    int version;
    struct splitdata_error error;
    (void)keywords;
    if (!PyArg_ParseTuple(arguments, "ssi", &name, &seed, &version))
        return NULL;
    allocfunc allocate = (allocfunc)PyType_GetSlot(type, Py_tp_alloc);
    struct generator *made = (struct generator *)allocate(type, 0);
    if (made == NULL)
        return NULL;
    int status = splitdata_random_init(&made->random, name, seed, &error);
    const bool is_python =
        status == SPLITDATA_OK && made->random.kind->family == SPLITDATA_FAMILY_PYTHON;
    if (status == SPLITDATA_OK && version != 2 && !is_python) {
        Py_DECREF(made);
        return words_raise(cli_fail(SPLITDATA_USAGE, "version is 1 or 2, for python"));
    }
    if (status == SPLITDATA_OK && version != 2)
        status = splitdata_python_seed_text(&made->random.state.python, seed, version, &error);
    if (status == SPLITDATA_OK)
        return (PyObject *)made;
    Py_DECREF(made);
    return module_raise(&error, NULL);
}

static void deallocate(PyObject *self)
{
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    release(self);
    Py_DECREF(type);
}

/* The generator, for one thread; NULL with an exception if another one draws from it. */
static struct generator *begin(PyObject *self)
{
    struct generator *generator = (struct generator *)self;
    if (generator->busy) {
        PyErr_SetString(PyExc_RuntimeError, "another thread draws from this generator");
        return NULL;
    }
    generator->busy = true;
    return generator;
}

static PyObject *texts(const struct values *values)
{
    PyObject *list = PyList_New(0);
    for (size_t at = 0; list != NULL && at < values->count; at += strlen(values->bytes + at) + 1) {
        PyObject *number = PyLong_FromString(values->bytes + at, NULL, 10);
        if (number == NULL || PyList_Append(list, number) < 0)
            Py_CLEAR(list);
        Py_XDECREF(number);
    }
    return list;
}

/* The values of a call, of which the block becomes the owner. */
static PyObject *result_of(PyObject *type, struct values *values)
{
    if (values->fixed)
        return PyLong_FromSize_t(values->count);
    if (values->format == 's') {
        PyObject *list = texts(values);
        free(values->bytes);
        return list;
    }
    return module_block(type, values->format != 0 ? values->format : 'q', values->bytes,
                        values->count, NULL);
}

static int draw(struct random_call *call, const char *name, int count)
{
    int status = random_find_function(call->random->kind, name, &call->function);
    if (status != SPLITDATA_OK)
        return status;
    const struct random_function *function = call->function;
    if (count < function->least || (function->most >= 0 && count > function->most))
        return cli_fail(SPLITDATA_USAGE, "%s takes: %s %s", name, name,
                        *function->usage != '\0' ? function->usage : "nothing but size and out");
    if ((call->options & ~function->options) != 0)
        return cli_fail(SPLITDATA_USAGE, "%s takes: %s %s", name, name, function->usage);
    return function->run != NULL ? function->run(call) : random_run_doubles(call);
}

/* Lets values go to the caller's array; 0, or -1 with an exception. */
static int fill(PyObject *out, Py_buffer *view, struct values *values)
{
    if (PyObject_GetBuffer(out, view, PyBUF_WRITABLE | PyBUF_FORMAT | PyBUF_C_CONTIGUOUS) < 0)
        return -1;
    char format = view->format != NULL ? view->format[0] : 'B';
    *values = (struct values){.format = format == 'l'   ? 'q'
                                        : format == 'L' ? 'Q'
                                                        : format,
                              .bytes = view->buf,
                              .room = (size_t)view->len / 8,
                              .fixed = true};
    return 0;
}

/* call(type, name, arguments, options, weights, times, out): the values, or their number. */
static PyObject *call(PyObject *self, PyObject *arguments)
{
    PyObject *type, *sequence, *out;
    const char *name, *weights;
    unsigned options;
    unsigned long long times;
    struct words words;
    Py_buffer view = {0};
    PyObject *result = NULL;
    if (!PyArg_ParseTuple(arguments, "OsOIzKO", &type, &name, &sequence, &options, &weights, &times,
                          &out))
        return NULL;
    struct generator *generator = begin(self);
    if (generator == NULL)
        return NULL;
    struct values values = {0};
    if (out != Py_None && fill(out, &view, &values) < 0) {
        generator->busy = false;
        return NULL;
    }
    if (words_begin(&words, name, sequence) == 0) {
        struct random_call made = {
            .random = &generator->random,
            .arguments = words.word + 1,
            .count = words.count - 1,
            .times = times,
            .options = options,
            .weights = weights,
        };
        int status;
        Py_BEGIN_ALLOW_THREADS;
        taken = &values;
        status = draw(&made, name, words.count - 1);
        taken = NULL;
        Py_END_ALLOW_THREADS;
        if (status != SPLITDATA_OK)
            words_raise(status);
        else if (values.failed && values.fixed)
            PyErr_Format(PyExc_ValueError,
                         "%s: out must have room for 8-byte values of the type that it gives",
                         name);
        else if (values.failed)
            PyErr_NoMemory();
        else
            result = result_of(type, &values);
        if ((status != SPLITDATA_OK || values.failed) && !values.fixed)
            free(values.bytes);
    }
    words_end(&words);
    if (view.obj != NULL)
        PyBuffer_Release(&view);
    generator->busy = false;
    return result;
}

/* shuffle(buffer): its items, in place. */
static PyObject *shuffle(PyObject *self, PyObject *items)
{
    Py_buffer view;
    struct splitdata_error error;
    int status;
    struct generator *generator = begin(self);
    if (generator == NULL)
        return NULL;
    if (PyObject_GetBuffer(items, &view, PyBUF_WRITABLE | PyBUF_C_CONTIGUOUS | PyBUF_FORMAT) < 0) {
        generator->busy = false;
        return NULL;
    }
    const uint64_t count = view.ndim > 0 && view.shape != NULL ? (uint64_t)view.shape[0] : 0;
    Py_BEGIN_ALLOW_THREADS;
    status = count == 0 ? SPLITDATA_OK
                        : splitdata_random_shuffle(&generator->random, view.buf, count,
                                                   (size_t)view.len / count, &error);
    Py_END_ALLOW_THREADS;
    PyBuffer_Release(&view);
    generator->busy = false;
    return status == SPLITDATA_OK ? Py_NewRef(Py_None) : module_raise(&error, NULL);
}

static PyObject *get_state(PyObject *self, PyObject *unused)
{
    const struct generator *generator = (struct generator *)self;
    (void)unused;
    return PyBytes_FromStringAndSize((const char *)&generator->random.state,
                                     sizeof generator->random.state);
}

static PyObject *set_state(PyObject *self, PyObject *bytes)
{
    struct generator *generator = begin(self);
    char *state;
    Py_ssize_t length;
    if (generator == NULL)
        return NULL;
    generator->busy = false;
    if (PyBytes_AsStringAndSize(bytes, &state, &length) < 0)
        return NULL;
    if ((size_t)length != sizeof generator->random.state) {
        PyErr_SetString(PyExc_ValueError, "not the state of a generator of this release");
        return NULL;
    }
    memcpy(&generator->random.state, state, sizeof generator->random.state);
    return Py_NewRef(Py_None);
}

static PyMethodDef methods[] = {
    {"call", call, METH_VARARGS, "call(type, name, arguments, options, weights, times, out)"},
    {"shuffle", shuffle, METH_O, "shuffle(buffer)"},
    {"get_state", get_state, METH_NOARGS, "the position in the stream"},
    {"set_state", set_state, METH_O, "set_state(bytes)"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_new, make}, {Py_tp_dealloc, deallocate}, {Py_tp_methods, methods}, {0, NULL}};

static PyType_Spec spec = {
    .name = "splitdata._core.Generator",
    .basicsize = sizeof(struct generator),
    .flags = Py_TPFLAGS_DEFAULT,
    .slots = slots,
};

PyObject *random_names(PyObject *module, PyObject *unused)
{
    PyObject *names = PyList_New(0);
    const struct splitdata_random_kind *kind;
    (void)module;
    (void)unused;
    for (size_t i = 0; names != NULL && (kind = splitdata_random_kind_at(i)) != NULL; i++) {
        PyObject *row = Py_BuildValue("(sss)", kind->name, kind->about, kind->seed_rule);
        if (row == NULL || PyList_Append(names, row) < 0)
            Py_CLEAR(names);
        Py_XDECREF(row);
    }
    return names;
}

int module_add_random(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    int status = type != NULL ? PyModule_AddType(module, (PyTypeObject *)type) : -1;
    Py_XDECREF(type);
    return status;
}
