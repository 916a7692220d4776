/* SPDX-License-Identifier: MIT */
/* The lines of a framework's language that make the same split: --print-code. */
#include "recipe/code.h"
#include "config/request.h"

#include <stdlib.h>
#include <string.h>

/* The suffix of the input's name, without that of a compression. */
static void find_suffix(const char *input, char suffix[16])
{
    const char *slash = strrchr(input, '/'), *base = slash != NULL ? slash + 1 : input;
    size_t length = strlen(base);
    if (length > 3 && strcmp(base + length - 3, ".gz") == 0)
        length -= 3;
    size_t begin = length;
    while (begin > 0 && base[begin - 1] != '.')
        begin--;
    suffix[0] = '\0';
    if (begin == 0 || length - begin + 2 > 16)
        return;
    memcpy(suffix, base + begin - 1, length - begin + 1);
    suffix[length - begin + 1] = '\0';
}

/* Whether the split takes a seed: folds and parts in the order of the file do not. */
static bool draws(const struct sd_request *request)
{
    switch (request->kind) {
    case SD_SPLIT_ROWS_IN_ORDER:
    case SD_SPLIT_EACH_GROUP:
    case SD_SPLIT_PREDEFINED_FOLDS:
    case SD_SPLIT_TIME_FOLDS:
    case SD_SPLIT_KEYS:
        return false;
    default:
        return !request->options->no_shuffle;
    }
}

static int check(const struct sd_request *request, struct splitdata_error *error)
{
    const struct sd_recipe *recipe = request->recipe;
    struct splitdata_random random;
    if (request->kind == SD_SPLIT_OWN ||
        (request->kind == SD_SPLIT_KEYS && recipe->key_ranges == NULL))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code: this split is a rule of splitdata's own, which no call of a "
                       "framework makes (docs/reproducibility.md has it)");
    if (!draws(request))
        return SPLITDATA_OK;
    char *own = NULL;
    if (request->options->seed == NULL && recipe->own_seed != NULL) {
        int status = recipe->own_seed(&request->recipe_options, &own, error);
        const bool found = own != NULL;
        free(own);
        if (status != SPLITDATA_OK || found)
            return status;
    }
    if (request->options->seed == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code: give a --seed, by which the code makes the same split");
    int status =
        sd_recipe_seed(recipe, &request->recipe_options, request->options->seed, &random, error);
    if (status == SPLITDATA_USAGE)
        sd_error_prefix(error, "--seed: ");
    return status;
}

static int print(const struct sd_request *request, const char *input, struct sd_code *code,
                 struct splitdata_error *error)
{
    struct sd_dialect dialect;
    char suffix[16], delimiter[2] = "";
    find_suffix(input, suffix);
    int status = sd_request_dialect(request, suffix, &dialect, error);
    if (status != SPLITDATA_OK)
        return status;
    delimiter[0] = (char)dialect.delimiter;
    const struct sd_code_asked asked = {
        .kind = request->kind,
        .options = request->options,
        .parameters = &request->recipe_options,
        .part = request->parts.part,
        .parts = request->parts.count,
        .train_test = request->train_test,
        .seed = draws(request) ? request->options->seed : NULL,
        .file = strcmp(input, "-") == 0 ? "/dev/stdin" : input,
        .lines = dialect.lines,
        .delimiter = delimiter,
        .header = dialect.header,
    };
    return request->recipe->code(&asked, code, error);
}

int splitdata_code(const char *input, const struct splitdata_options *options, char **text,
                   struct splitdata_error *error)
{
    struct sd_request request;
    struct sd_code code = {0};
    *text = NULL;
    int status = sd_request_begin(&request, options, false, error);
    if (status != SPLITDATA_OK)
        return status;
    status = check(&request, error);
    if (status == SPLITDATA_OK)
        status = print(&request, input, &code, error);
    if (status == SPLITDATA_OK && (code.failed || code.text.bytes == NULL))
        status = sd_fail_memory(error, "the code");
    if (status == SPLITDATA_OK) {
        *text = code.text.bytes;
        code.text = (struct sd_text){0};
    }
    sd_code_free(&code);
    sd_request_end(&request);
    return status;
}
