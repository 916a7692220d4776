/* SPDX-License-Identifier: MIT */
#include "recipe/shuf_source.h"

#include "base/digest.h"
#include "base/text.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char MARK[] = "sha256:";

static FILE *open_source(const char *path, struct splitdata_error *error)
{
    FILE *file = fopen(path, "rbe");
    if (file == NULL)
        sd_fail_system(error, errno, "--like shuf,source=%s", path);
    return file;
}

static void close_source(FILE *file)
{
    (void)fclose(file); /* it was only read */
}

static int digest_of(const char *path, char text[SD_DIGEST_TEXT], struct splitdata_error *error)
{
    static const size_t BLOCK = 1 << 16;
    FILE *file = open_source(path, error);
    if (file == NULL)
        return SPLITDATA_SYSTEM;
    if (fseek(file, 0, SEEK_END) != 0 || ftell(file) <= 0 || fseek(file, 0, SEEK_SET) != 0) {
        close_source(file);
        return sd_fail(error, SPLITDATA_DATA,
                       "--like shuf,source=%s: is empty, or no file of bytes that stay", path);
    }
    struct sd_digest digest = {0};
    char *block = malloc(BLOCK);
    int status = block != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the random source");
    size_t length = 0;
    while (status == SPLITDATA_OK && (length = fread(block, 1, BLOCK, file)) != 0)
        status = sd_digest_add(&digest, block, length, error);
    if (status == SPLITDATA_OK && ferror(file))
        status = sd_fail_system(error, errno, "--like shuf,source=%s", path);
    if (status == SPLITDATA_OK)
        status = sd_digest_text(&digest, text, error);
    sd_digest_free(&digest);
    free(block);
    close_source(file);
    return status;
}

int sd_shuf_source_text(const char *path, char **text, struct splitdata_error *error)
{
    char digest[SD_DIGEST_TEXT];
    struct sd_text made = {0};
    int status = digest_of(path, digest, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!sd_text_format(&made, "%s%s", MARK, digest))
        return sd_fail_memory(error, "the seed");
    *text = made.bytes;
    return SPLITDATA_OK;
}

int sd_shuf_source_seed(struct splitdata_random *random, const char *path, const char *seed,
                        struct splitdata_error *error)
{
    char *text = NULL;
    if (strncmp(seed, MARK, strlen(MARK)) != 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "with source= the bytes of the file decide (leave --seed out)");
    int status = sd_shuf_source_text(path, &text, error);
    if (status == SPLITDATA_OK && text != NULL && strcmp(text, seed) != 0)
        status = sd_fail(error, SPLITDATA_DATA,
                         "--like shuf,source=%s: the file is not that of the split: it has %s, not "
                         "%.80s",
                         path, text, seed);
    free(text);
    *random = (struct splitdata_random){0};
    return status;
}

/* The words of the state: two numbers of 64 bits, and the place in the file. */
enum { NUM, MAX = 2, PLACE = 4 };

static uint64_t get(const uint32_t *word)
{
    return (uint64_t)word[1] << 32 | word[0];
}

static void put(uint32_t *word, uint64_t value)
{
    word[0] = (uint32_t)value;
    word[1] = (uint32_t)(value >> 32);
}

struct source {
    FILE *file;
    uint64_t num, max, place;
};

/* As splitdata_shuf_choose. False: the file is over. */
static bool choose(struct source *source, uint64_t n, uint64_t *chosen)
{
    uint64_t num = source->num, max = source->max;
    for (;;) {
        while (max < n - 1) {
            const int byte = getc(source->file);
            if (byte == EOF)
                return false;
            num = num * 256 + (uint64_t)byte;
            max = max * 256 + 255;
            source->place++;
        }
        if (max == n - 1) {
            *chosen = num;
            source->num = source->max = 0;
            return true;
        }
        const uint64_t excess = max - (n - 1), unusable = excess % n, rest = num % n;
        if (num <= max - unusable) {
            *chosen = rest;
            source->num = num / n;
            source->max = excess / n;
            return true;
        }
        num = rest;
        max = unusable - 1;
    }
}

static void swap(char *one, char *other, size_t size)
{
    char kept[16];
    memcpy(kept, one, size);
    memmove(one, other, size);
    memcpy(other, kept, size);
}

int sd_shuf_source_permute(const struct sd_draw *draw, void *items, uint64_t count,
                           size_t item_size, struct splitdata_error *error)
{
    const char *path = sd_shuf_source(draw->options);
    uint32_t *word = draw->random->state.words.word;
    char *bytes = items;
    struct source source = {open_source(path, error), get(word + NUM), get(word + MAX),
                            get(word + PLACE)};
    if (source.file == NULL)
        return SPLITDATA_SYSTEM;
    int status = fseek(source.file, (long)source.place, SEEK_SET) == 0
                     ? SPLITDATA_OK
                     : sd_fail_system(error, errno, "--like shuf,source=%s", path);
    for (uint64_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        uint64_t chosen = 0;
        if (choose(&source, count - i, &chosen))
            swap(bytes + i * item_size, bytes + (i + chosen) * item_size, item_size);
        else
            status = sd_fail(error, SPLITDATA_DATA,
                             "--like shuf,source=%s: end of file (the source has too few bytes for "
                             "this many records)",
                             path);
    }
    put(word + NUM, source.num);
    put(word + MAX, source.max);
    put(word + PLACE, source.place);
    close_source(source.file);
    return status;
}
