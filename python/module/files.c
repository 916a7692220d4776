/* SPDX-License-Identifier: MIT */
/* split, replay and verify: the words of the command in, the JSON of its --json out. */
#include "module.h"

#include "cli/verify.h"

#include <stdlib.h>
#include <string.h>

/* The library's JSON is UTF-8 in any case. */
static PyObject *json_text(char *json)
{
    if (json == NULL)
        return PyErr_NoMemory();
    PyObject *text = PyUnicode_FromString(json);
    free(json);
    return text;
}

/* --- split and replay ------------------------------------------------------------------------ */

struct split_call {
    struct cli_split split;
    struct splitdata_report report;
};

static int call_split(void *context, struct run *run)
{
    struct split_call *call = context;
    struct splitdata_options *options = &call->split.options;
    options->cancel_fd = run->cancel_fd;
    options->progress = run->progress;
    options->progress_context = run->progress_context;
    options->inputs = call->split.inputs.paths;
    options->input_count = call->split.inputs.count;
    return call->split.manifest != NULL
               ? splitdata_replay(call->split.manifest, call->split.inputs.one, options,
                                  &call->report, &run->error)
               : splitdata_split(call->split.inputs.one, options, &call->report, &run->error);
}

static PyObject *split_or_replay(PyObject *arguments, const char *command,
                                 int (*read)(int, char **, struct cli_split *))
{
    PyObject *sequence, *told, *json = NULL;
    struct split_call call = {0};
    struct words words;
    struct splitdata_error error;
    if (!PyArg_ParseTuple(arguments, "OO", &sequence, &told))
        return NULL;
    if (words_begin(&words, command, sequence) == 0) {
        int status = read(words.count, words.word, &call.split);
        if (status != SPLITDATA_OK) {
            words_raise(status);
        } else if ((status = run_once(call_split, &call, told, &error)) > 0) {
            const char *input = cli_inputs_first(&call.split.inputs);
            module_raise(&error, input != NULL ? input : call.split.manifest);
        } else {
            if (status == 0)
                json = json_text(splitdata_report_json(&call.report));
            splitdata_report_free(&call.report);
        }
    }
    cli_split_free(&call.split);
    words_end(&words);
    return json;
}

PyObject *files_split(PyObject *module, PyObject *arguments)
{
    (void)module;
    return split_or_replay(arguments, "splitdata", cli_split_words);
}

PyObject *files_replay(PyObject *module, PyObject *arguments)
{
    (void)module;
    return split_or_replay(arguments, "replay", cli_replay_words);
}

PyObject *files_code(PyObject *module, PyObject *sequence)
{
    PyObject *text = NULL;
    struct cli_split split = {0};
    struct words words;
    struct splitdata_error error;
    char *code;
    (void)module;
    if (words_begin(&words, "splitdata", sequence) == 0) {
        int status = cli_split_words(words.count, words.word, &split);
        if (status != SPLITDATA_OK)
            words_raise(status);
        else if (splitdata_code(split.inputs.one, &split.options, &code, &error) != SPLITDATA_OK)
            module_raise(&error, split.inputs.one);
        else
            text = json_text(code);
    }
    cli_split_free(&split);
    words_end(&words);
    return text;
}

/* --- verify ---------------------------------------------------------------------------------- */

struct verify_call {
    struct cli_verify verify;
    struct splitdata_verification result;
};

static int call_verify(void *context, struct run *run)
{
    struct verify_call *call = context;
    struct splitdata_verify_options *options = &call->verify.options;
    options->cancel_fd = run->cancel_fd;
    options->progress = run->progress;
    options->progress_context = run->progress_context;
    return splitdata_verify(call->verify.manifest, options, &call->result, &run->error);
}

PyObject *files_verify(PyObject *module, PyObject *arguments)
{
    PyObject *sequence, *told, *json = NULL;
    struct verify_call call = {0};
    struct words words;
    struct splitdata_error error;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "OO", &sequence, &told))
        return NULL;
    if (words_begin(&words, "verify", sequence) == 0) {
        int status = cli_verify_words(words.count, words.word, &call.verify);
        if (status != SPLITDATA_OK) {
            words_raise(status);
        } else if ((status = run_once(call_verify, &call, told, &error)) > 0) {
            module_raise(&error, call.verify.manifest);
        } else {
            if (status == 0)
                json = json_text(splitdata_verification_json(&call.result));
            splitdata_verification_free(&call.result);
        }
    }
    cli_inputs_free(&call.verify.inputs);
    words_end(&words);
    return json;
}
