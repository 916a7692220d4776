/* SPDX-License-Identifier: MIT */
/* Values in one block of memory, for anything that takes a buffer, an array or Arrow's C data. */
#include "module.h"

#include "splitdata/plan.h"

#include <stdlib.h>
#include <string.h>

struct block {
    PyObject ob_base;
    PyObject *owner; /* of the items; NULL: this one, which frees them */
    void *items;
    Py_ssize_t count, stride; /* the stride is 8: the shape and strides of a view are here */
    char format[2];           /* as in struct: "q", "Q" or "d" */
};

PyObject *module_block(PyObject *type, char format, void *items, size_t count, PyObject *owner)
{
    allocfunc allocate = (allocfunc)PyType_GetSlot((PyTypeObject *)type, Py_tp_alloc);
    struct block *made = (struct block *)allocate((PyTypeObject *)type, 0);
    if (made == NULL) {
        if (owner == NULL)
            free(items);
        return NULL;
    }
    made->owner = Py_XNewRef(owner);
    made->items = items;
    made->count = (Py_ssize_t)count;
    made->stride = 8;
    made->format[0] = format;
    return (PyObject *)made;
}

static void deallocate(PyObject *self)
{
    struct block *block = (struct block *)self;
    PyTypeObject *type = Py_TYPE(self);
    freefunc release = (freefunc)PyType_GetSlot(type, Py_tp_free);
    if (block->owner == NULL)
        free(block->items);
    Py_XDECREF(block->owner);
    release(self);
    Py_DECREF(type);
}

static int get_buffer(PyObject *self, Py_buffer *view, int flags)
{
    struct block *block = (struct block *)self;
    static char nothing[8];
    if ((flags & PyBUF_WRITABLE) == PyBUF_WRITABLE && block->owner != NULL) {
        PyErr_SetString(PyExc_BufferError, "the values belong to a plan: they can only be read");
        return -1;
    }
    *view = (Py_buffer){
        .buf = block->count != 0 ? block->items : nothing,
        .obj = Py_NewRef(self),
        .len = 8 * block->count,
        .itemsize = 8,
        .readonly = block->owner != NULL,
        .ndim = 1,
        .format = (flags & PyBUF_FORMAT) == PyBUF_FORMAT ? block->format : NULL,
        .shape = (flags & PyBUF_ND) == PyBUF_ND ? &block->count : NULL,
        .strides = (flags & PyBUF_STRIDES) == PyBUF_STRIDES ? &block->stride : NULL,
    };
    return 0;
}

static Py_ssize_t length(PyObject *self)
{
    return ((struct block *)self)->count;
}

static PyObject *item(PyObject *self, Py_ssize_t at)
{
    const struct block *block = (struct block *)self;
    if (at < 0 || at >= block->count) {
        PyErr_SetString(PyExc_IndexError, "index out of range");
        return NULL;
    }
    if (block->format[0] == 'd')
        return PyFloat_FromDouble(((const double *)block->items)[at]);
    return block->format[0] == 'q'
               ? PyLong_FromLongLong(((const int64_t *)block->items)[at])
               : PyLong_FromUnsignedLongLong(((const uint64_t *)block->items)[at]);
}

static PyObject *to_list(PyObject *self, PyObject *unused)
{
    (void)unused;
    return PySequence_List(self);
}

/* --- Arrow's C data interface ---------------------------------------------------------------- */

struct arrow_schema {
    const char *format, *name, *metadata;
    int64_t flags, n_children;
    struct arrow_schema **children, *dictionary;
    void (*release)(struct arrow_schema *);
    void *private_data;
};

struct arrow_array {
    int64_t length, null_count, offset, n_buffers, n_children;
    const void **buffers;
    struct arrow_array **children, *dictionary;
    void (*release)(struct arrow_array *);
    void *private_data;
};

static void release_schema(struct arrow_schema *schema)
{
    schema->release = NULL;
}

/* May be called by any thread, with the interpreter's lock or without it. */
static void release_array(struct arrow_array *array)
{
    PyGILState_STATE lock = PyGILState_Ensure();
    Py_DECREF((PyObject *)array->private_data);
    PyGILState_Release(lock);
    free((void *)array->buffers);
    array->release = NULL;
}

static void end_schema(PyObject *capsule)
{
    struct arrow_schema *schema = PyCapsule_GetPointer(capsule, "arrow_schema");
    if (schema->release != NULL)
        schema->release(schema);
    free(schema);
}

static void end_array(PyObject *capsule)
{
    struct arrow_array *array = PyCapsule_GetPointer(capsule, "arrow_array");
    if (array->release != NULL)
        array->release(array);
    free(array);
}

static PyObject *schema_capsule(const struct block *block)
{
    struct arrow_schema *schema = calloc(1, sizeof *schema);
    if (schema == NULL)
        return PyErr_NoMemory();
    schema->format = block->format[0] == 'q' ? "l" : block->format[0] == 'Q' ? "L" : "g";
    schema->name = "";
    schema->release = release_schema;
    PyObject *capsule = PyCapsule_New(schema, "arrow_schema", end_schema);
    if (capsule == NULL)
        free(schema);
    return capsule;
}

static PyObject *array_capsule(PyObject *self)
{
    const struct block *block = (struct block *)self;
    struct arrow_array *array = calloc(1, sizeof *array);
    const void **buffers = calloc(2, sizeof *buffers);
    if (array == NULL || buffers == NULL) {
        free(array);
        free((void *)buffers);
        return PyErr_NoMemory();
    }
    buffers[1] = block->items;
    *array = (struct arrow_array){
        .length = block->count,
        .n_buffers = 2,
        .buffers = buffers,
        .release = release_array,
        .private_data = Py_NewRef(self),
    };
    PyObject *capsule = PyCapsule_New(array, "arrow_array", end_array);
    if (capsule == NULL) {
        release_array(array);
        free(array);
    }
    return capsule;
}

static PyObject *arrow_schema(PyObject *self, PyObject *unused)
{
    (void)unused;
    return schema_capsule((struct block *)self);
}

static PyObject *arrow_array(PyObject *self, PyObject *wanted)
{
    (void)wanted; /* the type is not a matter of choice; the reader casts */
    PyObject *schema = schema_capsule((struct block *)self);
    PyObject *array = schema != NULL ? array_capsule(self) : NULL;
    PyObject *pair = array != NULL ? PyTuple_Pack(2, schema, array) : NULL;
    Py_XDECREF(schema);
    Py_XDECREF(array);
    return pair;
}

/* --- taking ---------------------------------------------------------------------------------- */

/* take(values, of, out): the items of `values` by these row numbers, into `out`; both are buffers,
 * of `of` and len(self) items of one size. */
static PyObject *take(PyObject *self, PyObject *arguments)
{
    const struct block *block = (struct block *)self;
    struct splitdata_error error;
    Py_buffer values, out;
    unsigned long long of;
    PyObject *from, *to;
    int status;
    if (!PyArg_ParseTuple(arguments, "OKO", &from, &of, &to) ||
        PyObject_GetBuffer(from, &values, PyBUF_C_CONTIGUOUS) < 0)
        return NULL;
    if (PyObject_GetBuffer(to, &out, PyBUF_C_CONTIGUOUS | PyBUF_WRITABLE) < 0) {
        PyBuffer_Release(&values);
        return NULL;
    }
    const size_t width = of != 0 ? (size_t)values.len / of : 0;
    const bool fits = block->format[0] != 'd' &&
                      (size_t)out.len / (width != 0 ? width : 1) >= (size_t)block->count;
    Py_BEGIN_ALLOW_THREADS;
    status = splitdata_take(block->items, (uint64_t)block->count, values.buf, of, fits ? width : 0,
                            out.buf, &error);
    Py_END_ALLOW_THREADS;
    PyBuffer_Release(&values);
    PyBuffer_Release(&out);
    return status == SPLITDATA_OK ? Py_NewRef(Py_None) : module_raise(&error, NULL);
}

/* --- the type -------------------------------------------------------------------------------- */

static PyMethodDef methods[] = {
    {"tolist", to_list, METH_NOARGS, "the values as a list"},
    {"take", take, METH_VARARGS, "take(values, of, out): the items of values with these numbers"},
    {"__arrow_c_schema__", arrow_schema, METH_NOARGS, "the type, for Arrow"},
    {"__arrow_c_array__", arrow_array, METH_VARARGS, "the values, for Arrow, without a copy"},
    {NULL, NULL, 0, NULL},
};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, deallocate}, {Py_bf_getbuffer, get_buffer}, {Py_sq_length, length},
    {Py_sq_item, item},          {Py_tp_methods, methods},      {0, NULL},
};

static PyType_Spec spec = {
    .name = "splitdata._core.Block",
    .basicsize = sizeof(struct block),
    .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE | Py_TPFLAGS_DISALLOW_INSTANTIATION,
    .slots = slots,
};

int module_add_block(PyObject *module)
{
    PyObject *type = PyType_FromModuleAndSpec(module, &spec, NULL);
    int status = type != NULL ? PyModule_AddType(module, (PyTypeObject *)type) : -1;
    Py_XDECREF(type);
    return status;
}
