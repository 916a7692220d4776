/* SPDX-License-Identifier: MIT */
#include "recipe/sklearn_code.h"

#include "recipe/python.h"

#include <inttypes.h>
#include <string.h>

static const char NAME[] = "sklearn";

/* y and groups of a splitter, which takes one column of each. */
static int one_column(struct sd_code *code, const char *list, const char **column,
                      struct splitdata_error *error)
{
    if (strchr(list, ',') != NULL)
        return sd_code_refuse(NAME, "classes or groups of several columns here", error);
    return sd_python_columns(code, list, column, error);
}

/* Appends a list of pairs, `name`, one for each split of `splitter`. */
static void say_pairs(struct sd_code *code, const char *name, const char *splitter,
                      const char *arguments)
{
    sd_code_line(code, "%s = [(df.iloc[train], df.iloc[test])", name);
    sd_code_line(code, "         for train, test in %s.split(%s)]", splitter, arguments);
}

/* --- one split, or successive ones ----------------------------------------------------------- */

static int say_train_test(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error)
{
    const char *sizes = sd_python_sizes(asked, code, "train_size", "test_size"), *strata = NULL;
    int status = SPLITDATA_OK;
    if (asked->options->stratify != NULL)
        status = sd_python_columns(code, asked->options->stratify, &strata, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from sklearn.model_selection import train_test_split");
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        sd_code_line(code, "train, test = train_test_split(df%s, shuffle=False)", sizes);
    else
        sd_code_line(code, "train, test = train_test_split(df%s, random_state=%s%s%s)", sizes,
                     sd_python_random_state(code, asked->seed), strata != NULL ? ", stratify=" : "",
                     strata != NULL ? strata : "");
    return SPLITDATA_OK;
}

/* ShuffleSplit and those like it. */
static int say_shuffle_split(const struct sd_code_asked *asked, struct sd_code *code,
                             struct splitdata_error *error)
{
    const struct splitdata_options *options = asked->options;
    const char *class = asked->kind == SD_SPLIT_STRATA   ? "StratifiedShuffleSplit"
                        : asked->kind == SD_SPLIT_GROUPS ? "GroupShuffleSplit"
                                                         : "ShuffleSplit";
    const char *sizes = sd_python_sizes(asked, code, "train_size", "test_size"), *key = NULL;
    struct sd_text splitter = {0}, arguments = {0};
    int status = SPLITDATA_OK;
    if (options->stratify != NULL)
        status = sd_python_columns(code, options->stratify, &key, error);
    if (options->group != NULL)
        status = one_column(code, options->group, &key, error);
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_format(&splitter, "%s(%" PRIu64 "%s, random_state=%s)", class,
                               options->repeats != 0 ? options->repeats : 1, sizes,
                               sd_python_random_state(code, asked->seed));
    const char *call = sd_code_keep(code, &splitter, made);
    made = sd_text_format(&arguments, "df%s%s",
                          key == NULL              ? ""
                          : options->group != NULL ? ", groups="
                                                   : ", ",
                          key != NULL ? key : "");
    const char *given = sd_code_keep(code, &arguments, made);
    sd_code_line(code, "from sklearn.model_selection import %s", class);
    if (options->repeats != 0) {
        say_pairs(code, "repeats", call, given);
        return SPLITDATA_OK;
    }
    sd_code_line(code, "train, test = next(%s.split(%s))", call, given);
    sd_code_line(code, "train, test = df.iloc[train], df.iloc[test]");
    return SPLITDATA_OK;
}

/* More than two parts: the same permutation, whose front the last part has. */
static int say_parts(const struct sd_code_asked *asked, struct sd_code *code,
                     struct splitdata_error *error)
{
    if (asked->kind == SD_SPLIT_STRATA || asked->kind == SD_SPLIT_GROUPS ||
        asked->options->repeats != 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--print-code: no call of scikit-learn makes %zu parts of classes, of "
                       "groups or repeatedly (name two)",
                       asked->parts);
    sd_code_line(code, "n = len(df)");
    if (asked->kind == SD_SPLIT_ROWS_IN_ORDER)
        sd_code_line(code, "order = np.arange(n)");
    else
        sd_code_line(code, "order = np.random.RandomState(%s).permutation(n)",
                     sd_python_seed(code, asked->seed));
    sd_python_cut(asked, code, asked->kind != SD_SPLIT_ROWS_IN_ORDER);
    sd_code_line(code, "%s = [df.iloc[part] for part in parts]", sd_python_parts(asked, code));
    return SPLITDATA_OK;
}

/* --- folds ----------------------------------------------------------------------------------- */

static int say_time_folds(const struct sd_code_asked *asked, struct sd_code *code,
                          struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    const bool named = o->time_format != NULL && strchr(o->time_format, '%') != NULL;
    const char *number[3] = {o->test_size, o->gap, o->train_size};
    static const char *const names[] = {"test_size", "gap", "max_train_size"};
    struct sd_text text = {0};
    const char *column = "";
    int status = sd_python_columns(code, o->time, &column, error);
    bool made = sd_text_format(&text, "TimeSeriesSplit(%" PRIu64, o->folds);
    for (size_t i = 0; i < 3 && made; i++) {
        if (number[i] == NULL)
            continue;
        if (strspn(number[i], "0123456789") != strlen(number[i]) && status == SPLITDATA_OK)
            status = sd_code_refuse(NAME, "sizes and gaps that are not numbers of records", error);
        made = sd_text_format(&text, ", %s=%s", names[i], number[i]);
    }
    if (o->window_sliding && o->train_size == NULL && status == SPLITDATA_OK)
        status = sd_code_refuse(NAME, "sliding window without --train-size", error);
    const char *splitter = sd_code_keep(code, &text, made && sd_text_add(&text, ")"));
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from sklearn.model_selection import TimeSeriesSplit");
    sd_code_line(code, "time = pd.to_datetime(%s%s%s)", column, named ? ", format=" : "",
                 named ? sd_code_quoted(code, SD_QUOTED_C, o->time_format) : "");
    sd_code_line(code, "df = df.iloc[time.argsort(kind=\"stable\")]");
    sd_code_line(code, "folds = [(df.iloc[train].sort_index(), df.iloc[test].sort_index())");
    sd_code_line(code, "         for train, test in %s.split(df)]", splitter);
    return SPLITDATA_OK;
}

static int say_given_folds(const struct sd_code_asked *asked, struct sd_code *code,
                           struct splitdata_error *error)
{
    const bool groups = asked->kind == SD_SPLIT_EACH_GROUP;
    const char *column = "", *class = groups ? "LeaveOneGroupOut" : "PredefinedSplit";
    struct sd_text text = {0};
    int status = one_column(code, groups ? asked->options->group : asked->options->predefined,
                            &column, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "from sklearn.model_selection import %s", class);
    bool made = sd_text_format(&text, groups ? "df, groups=%s" : "PredefinedSplit(%s)", column);
    const char *said = sd_code_keep(code, &text, made);
    say_pairs(code, "folds", groups ? "LeaveOneGroupOut()" : said, groups ? said : "");
    return SPLITDATA_OK;
}

static const char *class_of_folds(enum sd_split_kind kind)
{
    switch (kind) {
    case SD_SPLIT_FOLDS_STRATA:
        return "StratifiedKFold";
    case SD_SPLIT_FOLDS_GROUPS:
        return "GroupKFold";
    case SD_SPLIT_FOLDS_STRATA_GROUPS:
        return "StratifiedGroupKFold";
    default:
        return "KFold";
    }
}

static int say_folds(const struct sd_code_asked *asked, struct sd_code *code,
                     struct splitdata_error *error)
{
    const struct splitdata_options *o = asked->options;
    const char *class = class_of_folds(asked->kind), *strata = NULL, *groups = NULL;
    struct sd_text text = {0}, arguments = {0};
    int status = SPLITDATA_OK;
    if (o->stratify != NULL)
        status = one_column(code, o->stratify, &strata, error);
    if (status == SPLITDATA_OK && o->group != NULL)
        status = one_column(code, o->group, &groups, error);
    if (status != SPLITDATA_OK)
        return status;
    bool made = sd_text_format(&text, "%s(%" PRIu64, class, o->folds);
    if (!o->no_shuffle)
        made = made && sd_text_format(&text, ", shuffle=True, random_state=%s",
                                      o->repeats != 0 ? "state"
                                                      : sd_python_random_state(code, asked->seed));
    const char *splitter = sd_code_keep(code, &text, made && sd_text_add(&text, ")"));
    made = sd_text_format(&arguments, "df%s%s%s%s", strata != NULL ? ", " : "",
                          strata != NULL ? strata : "", groups != NULL ? ", groups=" : "",
                          groups != NULL ? groups : "");
    const char *given = sd_code_keep(code, &arguments, made);
    sd_code_line(code, "from sklearn.model_selection import %s", class);
    if (o->repeats == 0) {
        say_pairs(code, "folds", splitter, given);
        return SPLITDATA_OK;
    }
    sd_code_line(code, "state = np.random.RandomState(%s)", sd_python_seed(code, asked->seed));
    sd_code_line(code, "folds = [(df.iloc[train], df.iloc[test]) for _ in range(%" PRIu64 ")",
                 o->repeats);
    sd_code_line(code, "         for train, test in %s.split(%s)]", splitter, given);
    return SPLITDATA_OK;
}

/* --- all of them ----------------------------------------------------------------------------- */

static int say(const struct sd_code_asked *asked, struct sd_code *code,
               struct splitdata_error *error)
{
    switch (asked->kind) {
    case SD_SPLIT_TIME_FOLDS:
        return say_time_folds(asked, code, error);
    case SD_SPLIT_EACH_GROUP:
    case SD_SPLIT_PREDEFINED_FOLDS:
        return say_given_folds(asked, code, error);
    case SD_SPLIT_FOLDS:
    case SD_SPLIT_FOLDS_STRATA:
    case SD_SPLIT_FOLDS_GROUPS:
    case SD_SPLIT_FOLDS_STRATA_GROUPS:
        return say_folds(asked, code, error);
    default:
        if (!asked->train_test)
            return say_parts(asked, code, error);
        return asked->options->repeats != 0 || asked->kind == SD_SPLIT_GROUPS
                   ? say_shuffle_split(asked, code, error)
                   : say_train_test(asked, code, error);
    }
}

int sd_sklearn_code(const struct sd_code_asked *asked, struct sd_code *code,
                    struct splitdata_error *error)
{
    if (asked->options->rare != SPLITDATA_RARE_ERROR)
        return sd_code_refuse(NAME, "--rare, a rule of splitdata's own", error);
    if (asked->options->duplicates == SPLITDATA_DUPLICATES_TOGETHER)
        return sd_code_refuse(NAME, "--duplicates together, a rule of splitdata's own", error);
    if (!asked->train_test || (asked->seed != NULL && strchr(asked->seed, ',') != NULL) ||
        (asked->options->folds != 0 && asked->options->repeats != 0))
        sd_code_line(code, "import numpy as np");
    int status = sd_python_read(asked, code, error);
    if (status == SPLITDATA_OK)
        status = say(asked, code, error);
    if (status == SPLITDATA_OK && asked->options->order == SPLITDATA_ORDER_INPUT &&
        asked->options->folds == 0 && asked->options->repeats == 0) {
        const char *parts = sd_python_parts(asked, code);
        sd_code_line(code, "%s = [part.sort_index() for part in [%s]]", parts, parts);
    }
    return status;
}
