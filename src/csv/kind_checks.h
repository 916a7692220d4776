/* SPDX-License-Identifier: MIT */
/* What must hold for an input of a kind beside its mark, or instead of one: checks for the table in
 * kinds.c. data[0..size-1] are the first bytes, `delimiter` is the dialect's. */
#ifndef SD_CSV_KIND_CHECKS_H
#define SD_CSV_KIND_CHECKS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef bool sd_kind_check(const uint8_t *data, size_t size, uint8_t delimiter);

extern sd_kind_check sd_is_binary, sd_is_bzip2, sd_is_tar, sd_is_avro, sd_is_bitmap, sd_is_program,
    sd_is_matlab, sd_is_movie, sd_is_pdf, sd_is_pickled, sd_is_zip_of_arrays, sd_is_zip_of_office,
    sd_is_nul_run, sd_is_lfs, sd_is_dvc, sd_is_annex, sd_is_old_pickle, sd_is_utf16le,
    sd_is_utf16be, sd_is_utf32le, sd_is_utf32be, sd_is_html, sd_is_xml;

#endif
