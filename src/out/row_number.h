/* SPDX-License-Identifier: MIT */
/* The texts of row numbers: --emit indices. */
#ifndef SD_OUT_ROW_NUMBER_H
#define SD_OUT_ROW_NUMBER_H

#include "out/content.h"

/* Writes the digits of a number so that they end before `end`; returns where they begin. At most 20
 * bytes. */
static inline uint8_t *sd_put_number(uint8_t *end, uint64_t number)
{
    do {
        *--end = (uint8_t)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return end;
}

static inline uint64_t sd_digits_of(uint64_t number)
{
    uint64_t digits = 1;
    while ((number /= 10) != 0)
        digits++;
    return digits;
}

/* The file, from 0, that has row number `row` of the whole input. */
static inline size_t sd_file_of_row(const struct sd_file_rows *rows, uint64_t row)
{
    size_t from = 0, to = rows->files;
    while (to - from > 1) {
        size_t middle = from + (to - from) / 2;
        if (rows->first[middle] <= row)
            from = middle;
        else
            to = middle;
    }
    return from;
}

/* The number, from 0, of that row within its file. */
static inline uint64_t sd_row_in_file(const struct sd_file_rows *rows, size_t file, uint64_t row)
{
    return rows->files > 1 ? row - rows->first[file] : row;
}

/* Writes "ROW" and a line feed so that they end before `end`; returns where they begin. */
static inline uint8_t *sd_put_row(uint8_t *end, uint64_t row)
{
    *--end = '\n';
    return sd_put_number(end, row);
}

/* Writes "FILE ROW" and a line feed so that they end before `end`; returns where they begin. */
static inline uint8_t *sd_put_file_and_row(uint8_t *end, const struct sd_file_rows *rows,
                                           uint64_t row)
{
    size_t file = sd_file_of_row(rows, row);
    *--end = '\n';
    end = sd_put_number(end, sd_row_in_file(rows, file, row));
    *--end = ' ';
    return sd_put_number(end, file);
}

#endif
