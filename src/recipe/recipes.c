/* SPDX-License-Identifier: MIT */
/* Recipes by name, what each has, and what is told of it. */
#include "base/text.h"
#include "recipe/table.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <string.h>

/* --- finding --------------------------------------------------------------------------------- */

/* The text of --like in its pieces; borrowed. */
struct asked {
    const char *name, *version;         /* version NULL: none */
    size_t name_length, version_length; /* up to the @, and to the first comma */
    const char *parameters;             /* after the first comma; NULL: none */
};

static struct asked take_apart(const char *text)
{
    struct asked asked = {.name = text, .name_length = strcspn(text, "@,")};
    const char *end = text + asked.name_length;
    if (*end == '@') {
        asked.version = end + 1;
        asked.version_length = strcspn(asked.version, ",");
        end = asked.version + asked.version_length;
    }
    asked.parameters = *end == ',' ? end + 1 : NULL;
    return asked;
}

static bool is_framework(const struct sd_recipe *recipe, const struct asked *asked)
{
    return strcspn(recipe->name, "@") == asked->name_length &&
           memcmp(recipe->name, asked->name, asked->name_length) == 0;
}

/* Whether the version is that of the rule's name or one of its releases or, with `partly`, the
 * beginning of one up to a point. */
static bool has_version(const struct sd_recipe *recipe, const struct asked *asked, bool partly)
{
    const char *rule = recipe->name + asked->name_length;
    if (rule[0] == '@' && strlen(rule + 1) == asked->version_length &&
        memcmp(rule + 1, asked->version, asked->version_length) == 0)
        return true;
    for (const char *at = recipe->versions; *at != '\0'; at += strspn(at, " ")) {
        const size_t length = strcspn(at, " ");
        if (asked->version_length != 0 && asked->version_length <= length &&
            memcmp(at, asked->version, asked->version_length) == 0 &&
            (asked->version_length == length || (partly && at[asked->version_length] == '.')))
            return true;
        at += length;
    }
    return false;
}

/* In a manifest, a name alone is the rule of that very name. */
static const struct sd_recipe *find(const struct asked *asked, bool recorded)
{
    const struct sd_recipe *first = NULL;
    for (size_t pass = 0; pass < 2; pass++) {
        for (size_t i = 0; i < sd_recipes_count; i++) {
            const struct sd_recipe *recipe = sd_recipes[i];
            if (!is_framework(recipe, asked))
                continue;
            first = first != NULL ? first : recipe;
            if (asked->version != NULL ? has_version(recipe, asked, pass == 1)
                                       : !recorded || recipe->name[asked->name_length] == '\0')
                return recipe;
        }
    }
    return asked->version == NULL ? first : NULL;
}

/* Lists what may follow the @ of a framework. */
static int refuse_version(const struct asked *asked, struct splitdata_error *error)
{
    struct sd_text text = {0};
    bool made = true;
    for (size_t i = 0; i < sd_recipes_count; i++) {
        if (is_framework(sd_recipes[i], asked))
            made = made && sd_text_format(&text, "%s%s", text.length != 0 ? " " : "",
                                          sd_recipes[i]->versions);
    }
    const int name = (int)asked->name_length,
              version = (int)(asked->version_length < 40 ? asked->version_length : 40);
    int status =
        made ? sd_fail(
                   error, SPLITDATA_USAGE,
                   "--like %.*s@%.*s: that release is none of those found to make this split: %s",
                   name, asked->name, version, asked->version, text.bytes)
             : sd_fail_memory(error, "the recipe");
    sd_text_free(&text);
    return status;
}

static int refuse_name(const char *text, const struct asked *asked, struct splitdata_error *error)
{
    char name[64];
    int status = sd_recipe_refuse(text, error);
    if (status != SPLITDATA_OK)
        return status;
    snprintf(name, sizeof name, "%.*s", (int)asked->name_length, asked->name);
    const struct sd_recipe *nearest = sd_recipes_nearest(name);
    return nearest != NULL
               ? sd_fail(error, SPLITDATA_USAGE, "--like %s: no such split; did you mean %s?", name,
                         nearest->name)
               : sd_fail(error, SPLITDATA_USAGE, "--like %s: no such split (--like help lists all)",
                         name);
}

int sd_recipe_find(const char *text, bool recorded, const struct sd_recipe **recipe,
                   struct sd_recipe_options *options, struct splitdata_error *error)
{
    const struct asked asked = take_apart(text);
    *options = (struct sd_recipe_options){0};
    *recipe = find(&asked, recorded);
    if (*recipe != NULL)
        return sd_recipe_options_read(options, (*recipe)->name, (*recipe)->parameters,
                                      asked.parameters, error);
    for (size_t i = 0; i < sd_recipes_count; i++) {
        if (is_framework(sd_recipes[i], &asked))
            return refuse_version(&asked, error);
    }
    return refuse_name(text, &asked, error);
}

int sd_recipe_seed(const struct sd_recipe *recipe, const struct sd_recipe_options *options,
                   const char *seed, struct splitdata_random *random, struct splitdata_error *error)
{
    return recipe->seed != NULL ? recipe->seed(random, seed, options, error)
                                : splitdata_random_init(random, recipe->generator, seed, error);
}

/* --- kinds of split -------------------------------------------------------------------------- */

static bool has(const struct sd_recipe *recipe, enum sd_split_kind kind)
{
    switch (kind) {
    case SD_SPLIT_ROWS:
        return recipe->cut != NULL || recipe->assign != NULL;
    case SD_SPLIT_ROWS_IN_ORDER:
        return recipe->cut != NULL || recipe->in_order;
    case SD_SPLIT_ROWS_SHUFFLED:
        return recipe->cut != NULL;
    case SD_SPLIT_STRATA:
        return recipe->stratified != NULL || recipe->assign_strata != NULL;
    case SD_SPLIT_GROUPS:
        return recipe->grouped != NULL || recipe->assign_groups != NULL;
    case SD_SPLIT_FOLDS:
        return recipe->fold_rows != NULL;
    case SD_SPLIT_FOLDS_STRATA:
        return recipe->fold_strata != NULL;
    case SD_SPLIT_FOLDS_GROUPS:
        return recipe->fold_groups != NULL;
    case SD_SPLIT_FOLDS_STRATA_GROUPS:
        return recipe->fold_strata_groups != NULL;
    case SD_SPLIT_EACH_GROUP:
        return recipe->fold_each_group != NULL;
    case SD_SPLIT_PREDEFINED_FOLDS:
        return recipe->fold_predefined != NULL;
    case SD_SPLIT_TIME_FOLDS:
        return recipe->time_fold != NULL;
    case SD_SPLIT_KEYS:
        if (recipe->key_ranges != NULL)
            return true;
        break;
    case SD_SPLIT_OWN:
        break;
    }
    return recipe == sd_recipes[0];
}

/* The recipe to name for a split that this one has not. */
static const char *nearest_with(const struct sd_recipe *recipe, enum sd_split_kind kind)
{
    for (size_t i = 0; recipe->nearest != NULL && i < sd_recipes_count; i++) {
        if (strcmp(sd_recipes[i]->name, recipe->nearest) == 0 && has(sd_recipes[i], kind))
            return recipe->nearest;
    }
    return sd_recipes[0]->name;
}

int sd_recipe_supports(const struct sd_recipe *recipe, enum sd_split_kind kind,
                       struct splitdata_error *error)
{
    static const char *const options[] = {
        [SD_SPLIT_ROWS] = "split by rows",
        [SD_SPLIT_ROWS_IN_ORDER] = "--no-shuffle",
        [SD_SPLIT_ROWS_SHUFFLED] = "--order shuffled",
        [SD_SPLIT_STRATA] = "--stratify",
        [SD_SPLIT_GROUPS] = "--group",
        [SD_SPLIT_FOLDS] = "--folds",
        [SD_SPLIT_FOLDS_STRATA] = "--folds with --stratify",
        [SD_SPLIT_FOLDS_GROUPS] = "--folds with --group",
        [SD_SPLIT_FOLDS_STRATA_GROUPS] = "--folds with --stratify and --group",
        [SD_SPLIT_EACH_GROUP] = "--leave-one-group-out",
        [SD_SPLIT_PREDEFINED_FOLDS] = "--predefined without --map",
        [SD_SPLIT_TIME_FOLDS] = "--time with --folds",
    };
    if (has(recipe, kind))
        return SPLITDATA_OK;
    if (recipe->in_order && (kind == SD_SPLIT_ROWS || kind == SD_SPLIT_ROWS_SHUFFLED))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: draws nothing, and takes the records in the order of the file "
                       "(add --no-shuffle, without --seed and --order)",
                       recipe->name);
    if (kind == SD_SPLIT_OWN)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: this split is a rule of splitdata's own (leave --like out)",
                       recipe->name);
    if (kind == SD_SPLIT_KEYS)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--hash and --like %s exclude each other (that hash is a rule of "
                       "splitdata's own: leave --like out)",
                       recipe->name);
    if (recipe->key_ranges != NULL && recipe->permute == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: needs --hash COL, a key, and has no %s",
                       recipe->name, options[kind]);
    if ((kind <= SD_SPLIT_ROWS_SHUFFLED || kind == SD_SPLIT_FOLDS) && recipe->labels)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: needs --stratify A,B with columns of labels", recipe->name);
    if (kind <= SD_SPLIT_ROWS_SHUFFLED && recipe->fold_rows != NULL && recipe->assign == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: has folds alone (--folds 5; --like %s has one split)",
                       recipe->name, nearest_with(recipe, kind));
    if ((kind == SD_SPLIT_STRATA && recipe->fold_strata != NULL) ||
        (kind == SD_SPLIT_GROUPS && recipe->fold_groups != NULL))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: has %s with --folds alone (--folds 5; --like %s has one split)",
                       recipe->name, options[kind], nearest_with(recipe, kind));
    return sd_fail(error, SPLITDATA_USAGE, "--like %s: has no %s (--like %s has)", recipe->name,
                   options[kind], nearest_with(recipe, kind));
}

int sd_recipe_fold(const struct sd_recipe *recipe, struct sd_folds *folds,
                   const struct sd_codes *strata, const struct sd_codes *groups,
                   const struct sd_draw *draw, struct splitdata_error *error)
{
    if (strata != NULL && groups != NULL)
        return recipe->fold_strata_groups(folds, strata, groups, draw, error);
    if (strata != NULL)
        return recipe->fold_strata(folds, strata, draw, error);
    return groups != NULL ? recipe->fold_groups(folds, groups, draw, error)
                          : recipe->fold_rows(folds, draw, error);
}

/* --- what is told of them -------------------------------------------------------------------- */

bool splitdata_recipe(size_t index, struct splitdata_recipe_info *info)
{
    if (index >= sd_recipes_count)
        return false;
    const struct sd_recipe *recipe = sd_recipes[index];
    *info = (struct splitdata_recipe_info){
        .name = recipe->name,
        .summary = recipe->summary,
        .call = recipe->call,
        .versions = recipe->versions,
        .of = recipe->of,
        .checked = recipe->checked,
        .conditions = recipe->conditions,
    };
    return true;
}

bool splitdata_recipe_parameter(size_t index, size_t parameter,
                                struct splitdata_recipe_parameter_info *info)
{
    if (index >= sd_recipes_count || sd_recipes[index]->parameters == NULL)
        return false;
    const struct sd_recipe_parameter *rows = sd_recipes[index]->parameters;
    for (size_t i = 0; i <= parameter; i++) {
        if (rows[i].name == NULL)
            return false;
    }
    const struct sd_recipe_parameter *row = &rows[parameter];
    *info = (struct splitdata_recipe_parameter_info){
        row->name, row->usual, row->summary, row->kind == SD_PARAMETER_CHOICE ? row->words : NULL};
    return true;
}

int splitdata_recipe_find(const char *like, size_t *index, struct splitdata_error *error)
{
    const struct sd_recipe *recipe;
    struct sd_recipe_options options;
    int status = sd_recipe_find(like, false, &recipe, &options, error);
    sd_recipe_options_free(&options);
    for (size_t i = 0; status == SPLITDATA_OK && i < sd_recipes_count; i++) {
        if (sd_recipes[i] == recipe)
            *index = i;
    }
    return status;
}
