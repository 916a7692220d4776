/* SPDX-License-Identifier: MIT */
#include "publish/name_template.h"

#include "base/text.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

static bool ends_with(const char *text, size_t length, const char *end)
{
    size_t end_length = strlen(end);
    return length >= end_length && memcmp(text + length - end_length, end, end_length) == 0;
}

int sd_name_split(struct sd_name *name, const char *path, struct splitdata_error *error)
{
    const char *slash = strrchr(path, '/');
    const char *base = slash == NULL ? path : slash + 1;
    size_t directory = slash == NULL ? 0 : slash == path ? 1 : (size_t)(slash - path);
    size_t length = strlen(base);
    if (length > 3 && ends_with(base, length, ".gz"))
        length -= 3;
    size_t stem = length;
    while (stem > 1 && base[stem - 1] != '.')
        stem--;
    stem = stem > 1 ? stem - 1 : length;
    name->directory = directory == 0 ? sd_copy_string(".", 1) : sd_copy_string(path, directory);
    name->stem = sd_copy_string(base, stem);
    name->suffix = sd_copy_string(base + stem, length - stem);
    if (name->directory != NULL && name->stem != NULL && name->suffix != NULL)
        return SPLITDATA_OK;
    sd_name_free(name);
    return sd_fail_memory(error, "the outputs' names");
}

bool sd_suffix_is_odd_gzip(const char *suffix)
{
    static const char *const suffixes[] = {".gz", ".gzip", ".bgz"};
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        if (strcasecmp(suffix, suffixes[i]) == 0)
            return strcmp(suffix, ".gz") != 0;
    }
    return false;
}

void sd_name_free(struct sd_name *name)
{
    free(name->directory);
    free(name->stem);
    free(name->suffix);
    *name = (struct sd_name){0};
}

bool sd_template_is_gzip(const char *template)
{
    return ends_with(template, strlen(template), ".gz");
}

/* Appends the value of the placeholder of `length` bytes. */
static int fill_one(struct sd_text *out, const char *placeholder, size_t length,
                    const struct sd_name_values *values, struct splitdata_error *error)
{
    char repeat[24], fold[24];
    snprintf(repeat, sizeof repeat, "%" PRIu64, values->repeat);
    snprintf(fold, sizeof fold, "%" PRIu64, values->fold);
    const struct {
        const char *name, *value;
        const char *missing; /* what the split lacks if there is no value */
    } known[] = {
        {"stem", values->stem, NULL},
        {"part", values->part, NULL},
        {"ext", values->suffix, NULL},
        {"seed", values->seed, "a seed, and nothing is drawn here"},
        {"repeat", values->repeat != 0 ? repeat : NULL, "--repeats"},
        {"fold", values->fold != 0 ? fold : NULL, "folds"},
        {"shard", values->shard, "--shards"},
    };
    for (size_t i = 0; i < sizeof known / sizeof known[0]; i++) {
        if (strlen(known[i].name) != length || memcmp(known[i].name, placeholder, length) != 0)
            continue;
        if (known[i].value == NULL)
            return sd_fail(error, SPLITDATA_USAGE, "--name: {%s} needs %s", known[i].name,
                           known[i].missing);
        if (known[i].value == values->shard && values->shard_at != NULL)
            *values->shard_at = out->length;
        return sd_text_add(out, known[i].value) ? SPLITDATA_OK
                                                : sd_fail_memory(error, "the outputs' names");
    }
    return sd_fail(error, SPLITDATA_USAGE,
                   "--name: there is no {%.*s} (known: {stem} {part} {ext} {fold} {repeat} "
                   "{seed} {shard})",
                   length > 50 ? 50 : (int)length, placeholder);
}

int sd_template_fill(const char *template, const struct sd_name_values *values, char **path,
                     struct splitdata_error *error)
{
    struct sd_text out = {0};
    int status = SPLITDATA_OK;
    for (const char *at = template; *at != '\0' && status == SPLITDATA_OK;) {
        size_t plain = strcspn(at, "{");
        if (!sd_text_append(&out, at, plain))
            status = sd_fail_memory(error, "the outputs' names");
        at += plain;
        if (*at == '\0' || status != SPLITDATA_OK)
            break;
        size_t length = strcspn(at + 1, "}");
        if (at[1 + length] == '\0')
            status = sd_fail(error, SPLITDATA_USAGE, "--name: '{' without '}'");
        else
            status = fill_one(&out, at + 1, length, values, error);
        if (status == SPLITDATA_OK)
            at += length + 2;
    }
    const char *base = out.bytes == NULL ? "" : strrchr(out.bytes, '/');
    base = base == NULL ? out.bytes : base[0] == '/' ? base + 1 : base;
    if (status == SPLITDATA_OK &&
        (base[0] == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0))
        status = sd_fail(error, SPLITDATA_USAGE, "--name: the template gives no file name");
    if (status != SPLITDATA_OK) {
        sd_text_free(&out);
        return status;
    }
    *path = out.bytes;
    return SPLITDATA_OK;
}

char *sd_join_path(const char *directory, const char *path)
{
    if (path[0] == '/' || strcmp(directory, ".") == 0)
        return sd_copy_string(path, strlen(path));
    struct sd_text joined = {0};
    size_t length = strlen(directory);
    bool slash = length != 0 && directory[length - 1] == '/';
    if (sd_text_format(&joined, "%s%s%s", directory, slash ? "" : "/", path))
        return joined.bytes;
    sd_text_free(&joined);
    return NULL;
}

static bool is_letter(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

/* The words by which Hugging Face's load_dataset recognises splits in file and directory names. */
static const struct split_word {
    const char *word;
    enum sd_named_split split;
} words[] = {
    {"train", SD_NAMED_TRAIN},
    {"training", SD_NAMED_TRAIN},
    {"validation", SD_NAMED_VALIDATION},
    {"valid", SD_NAMED_VALIDATION},
    {"val", SD_NAMED_VALIDATION},
    {"dev", SD_NAMED_VALIDATION},
    {"test", SD_NAMED_TEST},
    {"testing", SD_NAMED_TEST},
    {"eval", SD_NAMED_TEST},
    {"evaluation", SD_NAMED_TEST},
};

/* Finds the next such word in *path and moves *path past it; NULL: there is none. */
static const struct split_word *next_word(const char **path)
{
    while (**path != '\0') {
        const char *at = *path;
        size_t length = 0;
        while (is_letter(at[length]))
            length++;
        *path += length + (length == 0);
        for (size_t i = 0; i < sizeof words / sizeof words[0]; i++) {
            if (strlen(words[i].word) == length && memcmp(words[i].word, at, length) == 0)
                return &words[i];
        }
    }
    return NULL;
}

const char *sd_split_word(const char *path)
{
    const struct split_word *found = next_word(&path);
    return found != NULL ? found->word : NULL;
}

unsigned sd_splits_named(const char *name)
{
    unsigned splits = 0;
    for (const struct split_word *found; (found = next_word(&name)) != NULL;)
        splits |= (unsigned)found->split;
    return splits;
}

bool sd_names_several_splits(const char *name)
{
    unsigned splits = sd_splits_named(name);
    return (splits & (splits - 1)) != 0;
}
