/* SPDX-License-Identifier: MIT */
/* The table of recipes: one row each. */
#include "base/suggest.h"
#include "base/text.h"
#include "recipe/table.h"
#include "splitdata/splitdata.h"

#include <stdio.h>
#include <string.h>

/* The first one is the default. Those of one framework follow each other, the rule of its newest
 * releases first. One a line. */
/* clang-format off */
static const struct sd_recipe *const recipes[] = {
    &sd_recipe_sklearn,
    &sd_recipe_sklearn_1_6,
    &sd_recipe_sklearn_0_24,
    &sd_recipe_sklearn_twice,
    &sd_recipe_splitdata,
    &sd_recipe_numpy,
    &sd_recipe_numpy_pcg64,
    &sd_recipe_numpy_mask,
    &sd_recipe_pandas,
    &sd_recipe_huggingface,
    &sd_recipe_torch,
    &sd_recipe_torch_loader,
    &sd_recipe_fastai,
    &sd_recipe_keras,
    &sd_recipe_keras_images,
    &sd_recipe_jax,
    &sd_recipe_jax_0_4,
    &sd_recipe_tfds,
    &sd_recipe_ray,
    &sd_recipe_vaex,
    &sd_recipe_python,
    &sd_recipe_python_sample,
    &sd_recipe_iterstrat,
    &sd_recipe_xgboost,
    &sd_recipe_lightgbm,
    &sd_recipe_catboost,
    &sd_recipe_polars,
    &sd_recipe_polars_sample,
    &sd_recipe_h2o,
    &sd_recipe_dgl,
    &sd_recipe_deepchem,
    &sd_recipe_lightfm,
    &sd_recipe_cornac,
    &sd_recipe_surprise,
    &sd_recipe_lenskit,
    &sd_recipe_recommenders,
    &sd_recipe_implicit,
    &sd_recipe_astartes,
    &sd_recipe_flwr,
    &sd_recipe_autogluon,
    &sd_recipe_pycaret,
    &sd_recipe_mljar,
    &sd_recipe_orange,
    &sd_recipe_sha256,
    &sd_recipe_md5,
    &sd_recipe_xxh64,
    &sd_recipe_bigquery,
    &sd_recipe_tensorflow,
    &sd_recipe_clickhouse,
    &sd_recipe_geron,
    &sd_recipe_duckdb,
    &sd_recipe_duckdb_random,
    &sd_recipe_duckdb_order,
    &sd_recipe_postgres,
    &sd_recipe_postgres_order,
    &sd_recipe_mysql,
    &sd_recipe_mysql_order,
    &sd_recipe_shuf,
    &sd_recipe_miller,
    &sd_recipe_miller_urand,
    &sd_recipe_gawk,
    &sd_recipe_mawk,
    &sd_recipe_busybox_awk,
    &sd_recipe_perl,
    &sd_recipe_perl_rand,
    &sd_recipe_go,
    &sd_recipe_go_v2,
    &sd_recipe_ruby,
    &sd_recipe_rust_0_9,
    &sd_recipe_rust_0_8,
    &sd_recipe_libstdcxx,
    &sd_recipe_libcxx,
    &sd_recipe_spark,
    &sd_recipe_spark_rdd,
    &sd_recipe_linfa,
    &sd_recipe_smartcore,
    &sd_recipe_php,
    &sd_recipe_lua,
    &sd_recipe_octave,
    &sd_recipe_octave_cvpartition,
    &sd_recipe_spark_hash,
    &sd_recipe_d3,
    &sd_recipe_seedrandom,
    &sd_recipe_shuffle_seed,
    &sd_recipe_chance,
    &sd_recipe_faker,
    &sd_recipe_random_js,
    &sd_recipe_tfjs,
    &sd_recipe_spark_xxhash64,
    &sd_recipe_pyspark_rdd,
    &sd_recipe_r,
    &sd_recipe_r_3_5,
    &sd_recipe_r_prob,
    &sd_recipe_r_runif,
    &sd_recipe_caret,
    &sd_recipe_rsample,
    &sd_recipe_dplyr,
    &sd_recipe_catools,
    &sd_recipe_glmnet,
    &sd_recipe_modelr,
    &sd_recipe_java,
    &sd_recipe_kotlin,
    &sd_recipe_weka,
    &sd_recipe_weka_resample,
    &sd_recipe_smile,
    &sd_recipe_mallet,
    &sd_recipe_commons_math,
    &sd_recipe_commons_rng,
};
/* clang-format on */

enum { RECIPES = sizeof recipes / sizeof recipes[0] };

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
        for (size_t i = 0; i < RECIPES; i++) {
            const struct sd_recipe *recipe = recipes[i];
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
    for (size_t i = 0; i < RECIPES; i++) {
        if (is_framework(recipes[i], asked))
            made = made &&
                   sd_text_format(&text, "%s%s", text.length != 0 ? " " : "", recipes[i]->versions);
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
    const char *names[RECIPES];
    char name[64];
    int status = sd_recipe_refuse(text, error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t i = 0; i < RECIPES; i++)
        names[i] = recipes[i]->name;
    snprintf(name, sizeof name, "%.*s", (int)asked->name_length, asked->name);
    size_t nearest = sd_suggest(name, names, RECIPES);
    return nearest < RECIPES
               ? sd_fail(error, SPLITDATA_USAGE, "--like %s: no such split; did you mean %s?", name,
                         names[nearest])
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
    for (size_t i = 0; i < RECIPES; i++) {
        if (is_framework(recipes[i], &asked))
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
        if (recipe->key_number != NULL)
            return true;
        break;
    case SD_SPLIT_OWN:
        break;
    }
    return recipe == recipes[0];
}

/* The recipe to name for a split that this one has not. */
static const char *nearest_with(const struct sd_recipe *recipe, enum sd_split_kind kind)
{
    for (size_t i = 0; recipe->nearest != NULL && i < RECIPES; i++) {
        if (strcmp(recipes[i]->name, recipe->nearest) == 0 && has(recipes[i], kind))
            return recipe->nearest;
    }
    return recipes[0]->name;
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
    if (recipe->key_number != NULL && recipe->permute == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "--like %s: needs --hash COL, a key, and has no %s",
                       recipe->name, options[kind]);
    if (kind <= SD_SPLIT_ROWS_SHUFFLED && recipe->labels)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: needs --stratify A,B with columns of labels", recipe->name);
    if (kind <= SD_SPLIT_ROWS_SHUFFLED && recipe->fold_rows != NULL && recipe->assign == NULL)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--like %s: has folds alone (--folds 5; --like %s has one split)",
                       recipe->name, nearest_with(recipe, kind));
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
    if (index >= RECIPES)
        return false;
    const struct sd_recipe *recipe = recipes[index];
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
    if (index >= RECIPES || recipes[index]->parameters == NULL)
        return false;
    const struct sd_recipe_parameter *rows = recipes[index]->parameters;
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
    for (size_t i = 0; status == SPLITDATA_OK && i < RECIPES; i++) {
        if (recipes[i] == recipe)
            *index = i;
    }
    return status;
}
