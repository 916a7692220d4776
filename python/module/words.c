/* SPDX-License-Identifier: MIT */
/* The options of the command, read by its own table; what that would print becomes an exception. */
#include "module.h"

#include "cli/cli.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What this thread's reader has reported last. */
static _Thread_local struct splitdata_error reported;

int cli_report(const struct splitdata_error *error)
{
    reported = *error;
    return (int)error->status;
}

int cli_fail(enum splitdata_status status, const char *format, ...)
{
    char message[1024];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(message, sizeof message, format, arguments);
    va_end(arguments);
    reported = (struct splitdata_error){
        .status = status, .offset = SPLITDATA_NOWHERE, .line = SPLITDATA_NOWHERE};
    splitdata_escape(reported.message, sizeof reported.message, message, strlen(message));
    return (int)status;
}

PyObject *words_raise(int status)
{
    if (status == CLI_DONE) /* --help or the like, which only a terminal is told */
        cli_fail(SPLITDATA_USAGE, "help is printed by the command alone: splitdata --help");
    return module_raise(&reported, NULL);
}

int words_begin(struct words *words, const char *command, PyObject *sequence)
{
    *words = (struct words){0};
    const Py_ssize_t count = PySequence_Size(sequence);
    if (count < 0)
        return -1;
    words->word = calloc((size_t)count + 2, sizeof *words->word);
    if (words->word == NULL || (words->word[0] = strdup(command)) == NULL) {
        PyErr_NoMemory();
        return -1;
    }
    words->count = 1;
    for (Py_ssize_t i = 0; i < count; i++) {
        PyObject *word = PySequence_GetItem(sequence, i);
        char *bytes = word != NULL ? PyBytes_AsString(word) : NULL;
        char *copy = bytes != NULL ? strdup(bytes) : NULL;
        Py_XDECREF(word);
        if (copy == NULL) {
            if (bytes != NULL)
                PyErr_NoMemory();
            return -1;
        }
        words->word[words->count++] = copy;
    }
    return 0;
}

void words_end(struct words *words)
{
    for (int i = 0; i < words->count; i++)
        free(words->word[i]);
    free(words->word);
}

PyObject *words_option_names(PyObject *module, PyObject *unused)
{
    (void)module;
    (void)unused;
    PyObject *names = PyList_New(0);
    for (size_t i = 0; names != NULL && i < cli_split_option_count; i++) {
        PyObject *name = PyUnicode_FromString(cli_split_options[i].name);
        if (name == NULL || PyList_Append(names, name) < 0)
            Py_CLEAR(names);
        Py_XDECREF(name);
    }
    return names;
}
