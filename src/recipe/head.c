/* SPDX-License-Identifier: MIT */
#include "recipe/head.h"

#include "recipe/python.h"

#include <inttypes.h>
#include <string.h>

/* The part that is left after the other one, when it has no size of its own. */
static uint64_t rest_of(const struct sd_sizes_asked *asked, uint64_t other)
{
    return other < asked->n ? asked->n - other : 0;
}

static uint64_t size_of(const struct sd_sizes_asked *asked, size_t p)
{
    const struct sd_size *size = &asked->part[p].size;
    return size->kind == SD_SIZE_SHARE ? sd_share_floor(asked, p) : size->count;
}

int sd_head_sizes(const struct sd_sizes_asked *asked, uint64_t *sizes,
                  struct splitdata_error *error)
{
    if (!asked->train_test)
        return sd_sizes_of_parts(asked, sizes, error);
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    if (train->kind == SD_SIZE_NONE && test->kind == SD_SIZE_SHARE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--test-size %.*s: the code cuts at int(ratio * n), and test is the rest "
                       "(--ratio says the share of train)",
                       (int)test->text_length, test->text);
    int status = sd_sizes_check_counts(asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sizes[0] = size_of(asked, 0);
    sizes[1] = test->kind == SD_SIZE_NONE ? rest_of(asked, sizes[0]) : size_of(asked, 1);
    if (train->kind == SD_SIZE_NONE)
        sizes[0] = rest_of(asked, sizes[1]);
    return sd_sizes_check(asked, sizes, error);
}

int sd_head_print(const struct sd_code_asked *asked, struct sd_code *code,
                  const struct sd_head_code *lines, const char *seed, struct splitdata_error *error)
{
    const bool drawn = asked->kind != SD_SPLIT_ROWS_IN_ORDER;
    const bool input = asked->options->order == SPLITDATA_ORDER_INPUT;
    const bool several = asked->options->repeats != 0;
    if (strcmp(lines->import, "numpy as np") != 0 && drawn)
        sd_code_line(code, "import %s", lines->import);
    sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "n = len(df)");
    if (drawn)
        sd_code_filled(code, lines->seed, seed);
    if (several)
        sd_code_line(code, "repeats = []\nfor _ in range(%" PRIu64 "):", asked->options->repeats);
    sd_code_indent(code, several ? 4 : 0);
    sd_code_line(code, "%s", drawn ? lines->order : "order = np.arange(n)");
    sd_python_cut(asked, code, false);
    sd_code_line(code, "parts = [df.iloc[%s] for part in parts]", input ? "np.sort(part)" : "part");
    sd_code_line(code, several ? "repeats.append(parts)" : "%s = parts",
                 sd_python_parts(asked, code));
    return SPLITDATA_OK;
}
