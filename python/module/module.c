/* SPDX-License-Identifier: MIT */
#include "module.h"

PyObject *module_raise(const struct splitdata_error *error, const char *file)
{
    PyObject *errors = PyImport_ImportModule("splitdata.errors");
    if (errors == NULL)
        return NULL;
    PyObject *path = file != NULL ? PyUnicode_DecodeFSDefault(file) : Py_NewRef(Py_None);
    PyObject *line = error->line != SPLITDATA_NOWHERE ? PyLong_FromUnsignedLongLong(error->line)
                                                      : Py_NewRef(Py_None);
    PyObject *made = NULL;
    if (path != NULL && line != NULL)
        made = PyObject_CallMethod(errors, "made", "isOOi", (int)error->status, error->message,
                                   path, line, error->system_error);
    if (made != NULL)
        PyErr_SetObject((PyObject *)Py_TYPE(made), made);
    Py_XDECREF(made);
    Py_XDECREF(path);
    Py_XDECREF(line);
    Py_DECREF(errors);
    return NULL;
}

static PyMethodDef methods[] = {
    {"split", files_split, METH_VARARGS, "split(words, told) -> JSON of the report"},
    {"replay", files_replay, METH_VARARGS, "replay(words, told) -> JSON of the report"},
    {"verify", files_verify, METH_VARARGS, "verify(words, told) -> JSON of the findings"},
    {"check", files_check, METH_VARARGS, "check(words, told) -> JSON, the lines and the page"},
    {"code", files_code, METH_O, "code(words) -> the lines of --print-code"},
    {"option_names", words_option_names, METH_NOARGS, "the options of a split"},
    {"random_names", random_names, METH_NOARGS, "the generators"},
    {NULL, NULL, 0, NULL},
};

static int execute(PyObject *module)
{
    if (PyModule_AddStringConstant(module, "version", splitdata_version()) < 0 ||
        module_add_block(module) < 0 || module_add_plan(module) < 0 ||
        module_add_random(module) < 0)
        return -1;
    return 0;
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, execute},
#ifdef Py_mod_gil
    {Py_mod_gil, Py_MOD_GIL_NOT_USED},
#endif
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT,
    .m_name = "splitdata._core",
    .m_doc = "The C library of splitdata.",
    .m_methods = methods,
    .m_slots = slots,
};

PyMODINIT_FUNC PyInit__core(void);
PyMODINIT_FUNC PyInit__core(void)
{
    return PyModuleDef_Init(&definition);
}
