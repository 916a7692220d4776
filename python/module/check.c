/* SPDX-License-Identifier: MIT */
/* check: the words of the command in; its JSON, its lines and its page out. */
#include "module.h"

#include "cli/check.h"

#include <stdlib.h>

struct check_call {
    struct cli_check check;
    struct splitdata_checked checked;
};

static int call_check(void *context, struct run *run)
{
    struct check_call *call = context;
    const struct cli_inputs *inputs = &call->check.split.inputs;
    struct splitdata_check_options options = cli_check_options(&call->check);
    options.how.cancel_fd = run->cancel_fd;
    options.how.progress = run->progress;
    options.how.progress_context = run->progress_context;
    return splitdata_check(inputs->words, inputs->word_count, &options, &call->checked,
                           &run->error);
}

static PyObject *tell(const struct splitdata_checked *checked)
{
    PyObject *told = NULL;
    char *json = splitdata_checked_json(checked);
    char *text = splitdata_checked_text(checked, true);
    char *page = splitdata_checked_html(checked);
    if (json != NULL && text != NULL && page != NULL)
        told = Py_BuildValue("(sss)", json, text, page);
    else
        PyErr_NoMemory();
    free(json);
    free(text);
    free(page);
    return told;
}

PyObject *files_check(PyObject *module, PyObject *arguments)
{
    PyObject *sequence, *progress, *told = NULL;
    struct check_call call = {.check = {.fail_on = SPLITDATA_CHECK_ERROR}};
    struct words words;
    struct splitdata_error error;
    (void)module;
    if (!PyArg_ParseTuple(arguments, "OO", &sequence, &progress))
        return NULL;
    if (words_begin(&words, "check", sequence) == 0) {
        int status = cli_check_words(words.count, words.word, &call.check);
        if (status != SPLITDATA_OK) {
            words_raise(status);
        } else if ((status = run_once(call_check, &call, progress, &error)) > 0) {
            module_raise(&error, call.check.split.inputs.words[0]);
        } else {
            if (status == 0)
                told = tell(&call.checked);
            splitdata_checked_free(&call.checked);
        }
    }
    cli_inputs_free(&call.check.split.inputs);
    words_end(&words);
    return told;
}
