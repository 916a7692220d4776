/* SPDX-License-Identifier: MIT */
/* The table of generators: one row each, defined at the end of the generator's file. */
#ifndef SD_RNG_TABLE_H
#define SD_RNG_TABLE_H

#include "splitdata/random.h"

extern const struct splitdata_random_kind sd_numpy_kind;
extern const struct splitdata_random_kind sd_numpy_pcg64_kind;
extern const struct splitdata_random_kind sd_numpy_pcg64dxsm_kind;
extern const struct splitdata_random_kind sd_numpy_philox_kind;
extern const struct splitdata_random_kind sd_numpy_sfc64_kind;
extern const struct splitdata_random_kind sd_numpy_mt19937_kind;
extern const struct splitdata_random_kind sd_python_kind;
extern const struct splitdata_random_kind sd_torch_kind;
extern const struct splitdata_random_kind sd_r_kind;
extern const struct splitdata_random_kind sd_r35_kind;
extern const struct splitdata_random_kind sd_java_kind;
extern const struct splitdata_random_kind sd_go_kind;
extern const struct splitdata_random_kind sd_miller_kind;
extern const struct splitdata_random_kind sd_ruby_kind;
extern const struct splitdata_random_kind sd_libstdcxx_kind;
extern const struct splitdata_random_kind sd_libcxx_kind;
extern const struct splitdata_random_kind sd_rust08_kind;
extern const struct splitdata_random_kind sd_rust09_kind;
extern const struct splitdata_random_kind sd_duckdb_kind;
extern const struct splitdata_random_kind sd_spark3_kind;
extern const struct splitdata_random_kind sd_spark2_kind;
extern const struct splitdata_random_kind sd_shuf_kind;
extern const struct splitdata_random_kind sd_xoshiro_kind;

#endif
