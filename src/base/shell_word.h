/* SPDX-License-Identifier: MIT */
/* Texts of the user in commands that a message offers: quoted, so that a shell takes them as one
 * word. */
#ifndef SD_BASE_SHELL_WORD_H
#define SD_BASE_SHELL_WORD_H

#include <stdbool.h>
#include <stddef.h>

/* The longest word that is offered, with its NUL. */
enum { SD_SHELL_WORD = 200 };

/* Writes text[0..length-1] as one word of a POSIX shell: as it is, or in single quotes. False: a
 * message cannot show it so that it could be copied, as it is too long, empty, or has bytes that
 * messages escape. */
bool sd_shell_word(char out[SD_SHELL_WORD], const char *text, size_t length);

#endif
