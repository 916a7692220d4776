/* SPDX-License-Identifier: MIT */
/* AES-256 encryption of single blocks (FIPS 197), for a public stream: the tables make its time
 * depend on the key, so it is no good for secrets. */
#ifndef SD_RNG_AES256_H
#define SD_RNG_AES256_H

#include <stdint.h>

void sd_aes256_expand(uint32_t round_keys[60], const uint8_t key[32]);
void sd_aes256_encrypt(const uint32_t round_keys[60], const uint8_t in[16], uint8_t out[16]);

#endif
