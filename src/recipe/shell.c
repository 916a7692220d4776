/* SPDX-License-Identifier: MIT */
#include "recipe/shell.h"

#include <inttypes.h>

int sd_shell_check_head(const char *recipe, const struct sd_code_asked *asked,
                        struct splitdata_error *error)
{
    if (asked->options->order == SPLITDATA_ORDER_INPUT)
        return sd_code_refuse(recipe, "--order input", error);
    if (!asked->train_test ||
        (asked->part[0].size.kind != SD_SIZE_NONE && asked->part[1].size.kind != SD_SIZE_NONE))
        return sd_code_refuse(recipe, "sizes but one of train and test", error);
    if (asked->part[1].size.kind == SD_SIZE_SHARE)
        return sd_code_refuse(recipe, "share of test alone (--ratio says the share of train)",
                              error);
    return SPLITDATA_OK;
}

void sd_shell_count(const struct sd_code_asked *asked, struct sd_code *code, const char *count)
{
    const struct sd_size *train = &asked->part[0].size, *test = &asked->part[1].size;
    if (train->kind == SD_SIZE_COUNT) {
        sd_code_line(code, "k=%" PRIu64, train->count);
    } else if (train->kind == SD_SIZE_SHARE) {
        sd_code_line(code, "n=$(%s)", count);
        sd_code_line(code, "k=$(awk \"BEGIN { print int(%s * $n) }\")", sd_code_size(code, train));
    } else {
        sd_code_line(code, "n=$(%s)", count);
        sd_code_line(code, "k=$((n - %" PRIu64 "))", test->count);
    }
}
