/* SPDX-License-Identifier: MIT */
#include "base/fingerprint.h"

#include <string.h>

/* Keeps every second beginning. */
static void widen(struct sd_fingerprint *fingerprint)
{
    char *digits = fingerprint->beginnings;
    for (size_t i = 1; i < fingerprint->count; i += 2)
        memmove(digits + (i / 2) * SD_BEGINNING_DIGITS, digits + i * SD_BEGINNING_DIGITS,
                SD_BEGINNING_DIGITS);
    fingerprint->count /= 2;
    fingerprint->step *= 2;
}

static int note_beginning(struct sd_fingerprint *fingerprint, struct splitdata_error *error)
{
    char text[SD_DIGEST_TEXT];
    int status = sd_digest_text(&fingerprint->digest, text, error);
    if (status != SPLITDATA_OK)
        return status;
    memcpy(fingerprint->beginnings + fingerprint->count * SD_BEGINNING_DIGITS, text,
           SD_BEGINNING_DIGITS);
    if (++fingerprint->count > SD_BEGINNINGS)
        widen(fingerprint);
    fingerprint->beginnings[fingerprint->count * SD_BEGINNING_DIGITS] = '\0';
    return SPLITDATA_OK;
}

int sd_fingerprint_add(struct sd_fingerprint *fingerprint, const void *bytes, size_t length,
                       struct splitdata_error *error)
{
    const uint8_t *at = bytes;
    if (fingerprint->step == 0)
        fingerprint->step = SD_LEAST_STEP;
    int status = SPLITDATA_OK;
    while (length != 0 && status == SPLITDATA_OK) {
        uint64_t to_boundary = fingerprint->step - fingerprint->size % fingerprint->step;
        size_t taken = to_boundary < length ? (size_t)to_boundary : length;
        status = sd_digest_add(&fingerprint->digest, at, taken, error);
        fingerprint->size += taken;
        at += taken;
        length -= taken;
        if (status == SPLITDATA_OK && taken == to_boundary)
            status = note_beginning(fingerprint, error);
    }
    return status;
}

void sd_fingerprint_free(struct sd_fingerprint *fingerprint)
{
    sd_digest_free(&fingerprint->digest);
}
