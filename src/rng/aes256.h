/* SPDX-License-Identifier: MIT */
/* AES-256 (FIPS 197) for a public random stream. Not for secrets: the portable form's running time
 * depends on the key. */
#ifndef SD_RNG_AES256_H
#define SD_RNG_AES256_H

#include "splitdata/random_numpy.h"

#include <stddef.h>
#include <stdint.h>

void sd_aes256_expand(uint32_t round_keys[60], const uint8_t key[32]);

/* Counter mode: writes `blocks` encrypted counter values to out, 16 bytes each, most significant
 * byte first, and advances the counter by `blocks`. */
void sd_aes256_counter(const uint32_t round_keys[60], uint8_t counter[16], uint8_t *out,
                       size_t blocks);

/* The same from counter value `first` on: portable, and for x86 processors with AES
 * instructions. */
void sd_aes256_portable_counter(const uint32_t round_keys[60], struct splitdata_u128 first,
                                uint8_t *out, size_t blocks);
int sd_aes256_ni_supported(void);
void sd_aes256_ni_counter(const uint32_t round_keys[60], struct splitdata_u128 first, uint8_t *out,
                          size_t blocks);

#endif
