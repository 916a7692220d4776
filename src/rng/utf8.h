/* SPDX-License-Identifier: MIT */
#ifndef SD_RNG_UTF8_H
#define SD_RNG_UTF8_H

#include <stddef.h>
#include <stdint.h>

/* Reads one character of well-formed UTF-8 and moves *at past it; returns 0 if there is none. */
int sd_next_character(const char **at, const char *end, uint32_t *character);

int sd_is_utf8(const char *text, size_t length);

#endif
