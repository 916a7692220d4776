/* SPDX-License-Identifier: MIT */
/* The recipes of the table in recipes.c, by name. */
#ifndef SD_RECIPE_TABLE_H
#define SD_RECIPE_TABLE_H

#include "recipe/recipe.h"

/* All of them, the default first. */
extern const struct sd_recipe *const sd_recipes[];
extern const size_t sd_recipes_count;

/* The one whose name is most like this; NULL: none is. */
const struct sd_recipe *sd_recipes_nearest(const char *name);

extern const struct sd_recipe sd_recipe_astartes;
extern const struct sd_recipe sd_recipe_autogluon;
extern const struct sd_recipe sd_recipe_bigquery;
extern const struct sd_recipe sd_recipe_busybox_awk;
extern const struct sd_recipe sd_recipe_caret;
extern const struct sd_recipe sd_recipe_catboost;
extern const struct sd_recipe sd_recipe_catools;
extern const struct sd_recipe sd_recipe_chance;
extern const struct sd_recipe sd_recipe_clickhouse;
extern const struct sd_recipe sd_recipe_commons_math;
extern const struct sd_recipe sd_recipe_commons_rng;
extern const struct sd_recipe sd_recipe_cornac;
extern const struct sd_recipe sd_recipe_d3;
extern const struct sd_recipe sd_recipe_deepchem;
extern const struct sd_recipe sd_recipe_dgl;
extern const struct sd_recipe sd_recipe_dplyr;
extern const struct sd_recipe sd_recipe_duckdb;
extern const struct sd_recipe sd_recipe_duckdb_order;
extern const struct sd_recipe sd_recipe_duckdb_random;
extern const struct sd_recipe sd_recipe_faker;
extern const struct sd_recipe sd_recipe_fastai;
extern const struct sd_recipe sd_recipe_flwr;
extern const struct sd_recipe sd_recipe_gawk;
extern const struct sd_recipe sd_recipe_geron;
extern const struct sd_recipe sd_recipe_glmnet;
extern const struct sd_recipe sd_recipe_go;
extern const struct sd_recipe sd_recipe_go_v2;
extern const struct sd_recipe sd_recipe_h2o;
extern const struct sd_recipe sd_recipe_huggingface;
extern const struct sd_recipe sd_recipe_implicit;
extern const struct sd_recipe sd_recipe_iterstrat;
extern const struct sd_recipe sd_recipe_java;
extern const struct sd_recipe sd_recipe_jax;
extern const struct sd_recipe sd_recipe_jax_0_4;
extern const struct sd_recipe sd_recipe_keras;
extern const struct sd_recipe sd_recipe_keras_images;
extern const struct sd_recipe sd_recipe_kotlin;
extern const struct sd_recipe sd_recipe_lenskit;
extern const struct sd_recipe sd_recipe_libcxx;
extern const struct sd_recipe sd_recipe_libstdcxx;
extern const struct sd_recipe sd_recipe_lightfm;
extern const struct sd_recipe sd_recipe_lightgbm;
extern const struct sd_recipe sd_recipe_linfa;
extern const struct sd_recipe sd_recipe_lua;
extern const struct sd_recipe sd_recipe_mallet;
extern const struct sd_recipe sd_recipe_mawk;
extern const struct sd_recipe sd_recipe_md5;
extern const struct sd_recipe sd_recipe_miller;
extern const struct sd_recipe sd_recipe_miller_urand;
extern const struct sd_recipe sd_recipe_mljar;
extern const struct sd_recipe sd_recipe_modelr;
extern const struct sd_recipe sd_recipe_mysql;
extern const struct sd_recipe sd_recipe_mysql_order;
extern const struct sd_recipe sd_recipe_numpy;
extern const struct sd_recipe sd_recipe_numpy_mask;
extern const struct sd_recipe sd_recipe_numpy_pcg64;
extern const struct sd_recipe sd_recipe_octave;
extern const struct sd_recipe sd_recipe_octave_cvpartition;
extern const struct sd_recipe sd_recipe_orange;
extern const struct sd_recipe sd_recipe_pandas;
extern const struct sd_recipe sd_recipe_perl;
extern const struct sd_recipe sd_recipe_perl_rand;
extern const struct sd_recipe sd_recipe_php;
extern const struct sd_recipe sd_recipe_polars;
extern const struct sd_recipe sd_recipe_polars_sample;
extern const struct sd_recipe sd_recipe_postgres;
extern const struct sd_recipe sd_recipe_postgres_order;
extern const struct sd_recipe sd_recipe_pycaret;
extern const struct sd_recipe sd_recipe_pyspark_rdd;
extern const struct sd_recipe sd_recipe_python;
extern const struct sd_recipe sd_recipe_python_sample;
extern const struct sd_recipe sd_recipe_r;
extern const struct sd_recipe sd_recipe_r_3_5;
extern const struct sd_recipe sd_recipe_r_prob;
extern const struct sd_recipe sd_recipe_r_runif;
extern const struct sd_recipe sd_recipe_random_js;
extern const struct sd_recipe sd_recipe_ray;
extern const struct sd_recipe sd_recipe_recommenders;
extern const struct sd_recipe sd_recipe_rsample;
extern const struct sd_recipe sd_recipe_ruby;
extern const struct sd_recipe sd_recipe_rust_0_8;
extern const struct sd_recipe sd_recipe_rust_0_9;
extern const struct sd_recipe sd_recipe_seedrandom;
extern const struct sd_recipe sd_recipe_sha256;
extern const struct sd_recipe sd_recipe_shuf;
extern const struct sd_recipe sd_recipe_shuffle_seed;
extern const struct sd_recipe sd_recipe_sklearn;
extern const struct sd_recipe sd_recipe_sklearn_1_6;
extern const struct sd_recipe sd_recipe_sklearn_0_24;
extern const struct sd_recipe sd_recipe_sklearn_twice;
extern const struct sd_recipe sd_recipe_smartcore;
extern const struct sd_recipe sd_recipe_smile;
extern const struct sd_recipe sd_recipe_spark;
extern const struct sd_recipe sd_recipe_spark_hash;
extern const struct sd_recipe sd_recipe_spark_rdd;
extern const struct sd_recipe sd_recipe_spark_xxhash64;
extern const struct sd_recipe sd_recipe_splitdata;
extern const struct sd_recipe sd_recipe_surprise;
extern const struct sd_recipe sd_recipe_tensorflow;
extern const struct sd_recipe sd_recipe_tfds;
extern const struct sd_recipe sd_recipe_tfjs;
extern const struct sd_recipe sd_recipe_torch;
extern const struct sd_recipe sd_recipe_torch_loader;
extern const struct sd_recipe sd_recipe_vaex;
extern const struct sd_recipe sd_recipe_weka;
extern const struct sd_recipe sd_recipe_weka_resample;
extern const struct sd_recipe sd_recipe_xgboost;
extern const struct sd_recipe sd_recipe_xxh64;

#endif
