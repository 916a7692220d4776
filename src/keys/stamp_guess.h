/* SPDX-License-Identifier: MIT */
/*
 * Which --time-format reads a column: for messages that name the one to type.
 *
 * The forms that could be meant are made from one stamp and then tried on all, so a form that is
 * named reads every stamp. More than one is left if no stamp decides between them (01.02.2012).
 */
#ifndef SD_KEYS_STAMP_GUESS_H
#define SD_KEYS_STAMP_GUESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

enum { SD_GUESSES = 8, SD_GUESS_BYTES = 48 };

struct sd_stamp_guess {
    char form[SD_GUESSES][SD_GUESS_BYTES]; /* as for --time-format */
    size_t count;
    size_t digits; /* stamps are numbers of so many bytes; 0: they are not, or lengths differ */
    bool iso;      /* ISO 8601 reads all stamps: no --time-format is needed */
};

/* Makes the forms that read this stamp. Plain numbers are dates without separators. */
void sd_stamp_guess_begin(struct sd_stamp_guess *guess, const char *text, size_t length);

/* Adds the unit that plain numbers from `first` to `last` probably count in: such as have at their
 * end a time from 1973 to 2100, and none before 1900. */
void sd_stamp_guess_units(struct sd_stamp_guess *guess, int64_t first, int64_t last);

/* Drops the forms that do not read this stamp. */
void sd_stamp_guess_try(struct sd_stamp_guess *guess, const char *text, size_t length);

/* Writes "--time-format %d.%m.%Y", quoted for the shell where needed, and the other forms. False:
 * none is left. */
bool sd_stamp_guess_tell(const struct sd_stamp_guess *guess, char *out, size_t size);

/* Translates a format in letters (YYYY-MM-DD HH:mm) or a unit in words (seconds) into a
 * --time-format. False: it is neither. */
bool sd_stamp_format_of_letters(const char *letters, char *format, size_t size);

#endif
