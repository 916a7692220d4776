/* SPDX-License-Identifier: MIT */
/*
 * A key's number for the hashed split.
 *
 * The number is the first 13 hexadecimal digits (52 bits) of SHA-256 (FIPS 180-4) over the bytes of
 *
 *     seed ':' field                       one column
 *     seed ':' field 0x1F field ...        several, in the order given
 *
 * where the seed is its decimal text (0 unless given) and a field is the value after unquoting. In
 * SQL, for seed 0 and a text column id:
 *
 * PostgreSQL:
 *   ('x' || substr(encode(sha256(convert_to('0:' || id, 'UTF8')), 'hex'), 1, 13))::bit(52)::bigint
 * DuckDB:
 *   ('0x' || substr(sha256('0:' || id), 1, 13))::BIGINT
 * BigQuery:
 *   CAST(CONCAT('0x', SUBSTR(TO_HEX(SHA256(CONCAT('0:', id))), 1, 13)) AS INT64)
 * MySQL:
 *   CONV(SUBSTR(SHA2(CONCAT('0:', id), 256), 1, 13), 16, 10)
 *
 * Vectors: seed 0, "1": 4205859385213114; seed 0, "alice@example.com": 3636581835390878;
 * seed 101, the same: 1476332820429945; seed 0, "a" and "b": 1385628639153529. More are in
 * tests/golden/hash_numbers.txt.
 *
 * Life: zeroed, sd_share_begin, any number of sd_share_numbers by any threads, sd_share_free.
 */
#ifndef SD_KEYS_SHARE_H
#define SD_KEYS_SHARE_H

#include "base/error.h"
#include "base/text.h"
#include "keys/keys.h"

struct sd_share {
    struct sd_text prefix; /* the seed and the colon */
};

int sd_share_begin(struct sd_share *share, const char *seed, struct splitdata_error *error);

/* The numbers, 0 ... 2^52-1, of the keys of `count` rows, at most SD_DISTINCT_BATCH;
 * fields[c * SD_DISTINCT_BATCH + i] is row i's value in column c of `columns`. SPLITDATA_SYSTEM: no
 * memory. */
int sd_share_numbers(const struct sd_share *share, const struct sd_key_field *fields,
                     size_t columns, size_t count, uint64_t *numbers,
                     struct splitdata_error *error);

void sd_share_free(struct sd_share *share);

#endif
