/* SPDX-License-Identifier: MIT */
#include "cli/inputs.h"

#include "cli/cli.h"

#include <stdlib.h>

static int fail_memory(void)
{
    return cli_fail(SPLITDATA_SYSTEM, "no memory for the list of files");
}

int cli_inputs_add(struct cli_inputs *inputs, const char *word)
{
    const char **more = realloc(inputs->words, (inputs->word_count + 1) * sizeof(*more));
    if (more == NULL)
        return fail_memory();
    inputs->words = more;
    more[inputs->word_count++] = word;
    return SPLITDATA_OK;
}

void cli_inputs_find(struct cli_inputs *inputs)
{
    if (inputs->word_count == 1)
        inputs->one = inputs->words[0];
    if (inputs->word_count > 1) {
        inputs->paths = inputs->words;
        inputs->count = inputs->word_count;
    }
}

const char *cli_inputs_first(const struct cli_inputs *inputs)
{
    return inputs->count != 0 ? inputs->paths[0] : inputs->one;
}

void cli_inputs_free(struct cli_inputs *inputs)
{
    free(inputs->words);
    *inputs = (struct cli_inputs){0};
}
