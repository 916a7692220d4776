/* SPDX-License-Identifier: MIT */
#include "config/parts.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

static bool is_name_byte(char c, bool first)
{
    bool word =
        (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
    return word || (!first && (c == '.' || c == '-'));
}

int sd_parts_add(struct sd_parts *parts, const char *name, size_t length, const char *option,
                 struct splitdata_error *error)
{
    int shown = length > 100 ? 100 : (int)length;
    for (size_t i = 0; i < length; i++) {
        if (!is_name_byte(name[i], i == 0))
            length = 0;
    }
    if (length == 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: '%.*s' is not a part name (letters, digits, _, then also . and -)",
                       option, shown, name);
    for (size_t i = 0; i < parts->count; i++) {
        if (strncmp(parts->part[i].name, name, length) == 0 && parts->part[i].name[length] == '\0')
            return sd_fail(error, SPLITDATA_USAGE, "%s: two parts are called %.*s", option, shown,
                           name);
    }
    struct sd_part *more = realloc(parts->part, (parts->count + 1) * sizeof *more);
    if (more == NULL)
        return sd_fail_memory(error, "the parts");
    parts->part = more;
    more[parts->count] = (struct sd_part){.name = sd_copy_string(name, length)};
    if (more[parts->count].name == NULL)
        return sd_fail_memory(error, "the parts");
    parts->count++;
    return SPLITDATA_OK;
}

/* If all sizes are shares, they must sum to 1; otherwise they must leave something. */
static int check_sum(const struct sd_parts *parts, struct splitdata_error *error)
{
    struct sd_ratio sum = {0, 1};
    bool only_shares = true, rest = false;
    for (size_t i = 0; i < parts->count; i++) {
        const struct sd_size *size = &parts->part[i].size;
        if (size->kind == SD_SIZE_REST && rest)
            return sd_fail(error, SPLITDATA_USAGE, "--parts: only one part can be the rest (*)");
        rest = rest || size->kind == SD_SIZE_REST;
        only_shares = only_shares && size->kind == SD_SIZE_SHARE;
        if (size->kind == SD_SIZE_SHARE && !sd_ratio_add(sum, size->share, &sum))
            return sd_fail(error, SPLITDATA_USAGE,
                           "--parts: the shares have too many digits to be summed exactly; write "
                           "them shorter or as quotients");
    }
    int against = sd_ratio_against_one(sum);
    if (against > 0 || (only_shares && against < 0))
        return sd_fail(
            error, SPLITDATA_USAGE, "--parts: the shares sum to %.15g, %s", sd_ratio_double(sum),
            against > 0 ? "more than 1" : "not to 1 (one part's size can be *, the rest)");
    if (!only_shares && against == 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--parts: the shares sum to 1, which leaves nothing for the other parts");
    return SPLITDATA_OK;
}

static int read_size(struct sd_size *size, const char *text, size_t length,
                     struct splitdata_error *error)
{
    if (length != 1 || text[0] != '*')
        return sd_size_parse(size, text, length, "--parts", error);
    *size = (struct sd_size){.kind = SD_SIZE_REST, .text = text, .text_length = 1};
    return SPLITDATA_OK;
}

/* Sizes are given for all parts or, where they are not asked for, for none. */
static int check_sizes(const struct sd_parts *parts, struct splitdata_error *error)
{
    size_t sized = 0;
    for (size_t i = 0; i < parts->count; i++)
        sized += parts->part[i].size.kind != SD_SIZE_NONE;
    if (sized != 0 && sized != parts->count)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--parts: some parts have a size and others have none (with --cutoff, names "
                       "alone suffice: train,val,test)");
    return sized != 0 ? check_sum(parts, error) : SPLITDATA_OK;
}

/* One part alone is a part and the rest, of which one is written. */
static int refuse_one(const struct sd_parts *parts, struct splitdata_error *error)
{
    const struct sd_part *part = &parts->part[0];
    if (part->size.kind == SD_SIZE_NONE || part->size.kind == SD_SIZE_REST)
        return sd_fail(error, SPLITDATA_USAGE, "--parts: name at least two parts");
    return sd_fail(error, SPLITDATA_USAGE,
                   "--parts: name at least two parts (--parts '%.100s=%.*s,%s=*' --only %.100s "
                   "writes one)",
                   part->name, (int)part->size.text_length, part->size.text,
                   strcmp(part->name, "rest") == 0 ? "others" : "rest", part->name);
}

int sd_parts_parse(struct sd_parts *parts, const char *text, bool names,
                   struct splitdata_error *error)
{
    *parts = (struct sd_parts){0};
    int status = SPLITDATA_OK;
    for (const char *at = text; status == SPLITDATA_OK; at++) {
        size_t length = strcspn(at, ",");
        const char *equals = memchr(at, '=', length);
        if (equals == NULL && !names) {
            status = sd_fail(error, SPLITDATA_USAGE,
                             "--parts: '%.*s' is not NAME=SIZE (train=0.7,val=0.15,test=0.15)",
                             length > 100 ? 100 : (int)length, at);
            break;
        }
        status = sd_parts_add(parts, at, equals != NULL ? (size_t)(equals - at) : length, "--parts",
                              error);
        if (status != SPLITDATA_OK)
            break;
        if (equals != NULL)
            status = read_size(&parts->part[parts->count - 1].size, equals + 1,
                               length - (size_t)(equals + 1 - at), error);
        at += length;
        if (*at == '\0')
            break;
    }
    if (status == SPLITDATA_OK && parts->count < 2)
        status = refuse_one(parts, error);
    if (status == SPLITDATA_OK)
        status = check_sizes(parts, error);
    if (status != SPLITDATA_OK)
        sd_parts_free(parts);
    return status;
}

int sd_parts_train_test(struct sd_parts *parts, const struct sd_size *train,
                        const struct sd_size *test, struct splitdata_error *error)
{
    *parts = (struct sd_parts){0};
    int status = sd_parts_add(parts, "train", 5, "--parts", error);
    if (status == SPLITDATA_OK)
        status = sd_parts_add(parts, "test", 4, "--parts", error);
    if (status != SPLITDATA_OK) {
        sd_parts_free(parts);
        return status;
    }
    parts->part[0].size = *train;
    parts->part[1].size = *test;
    return SPLITDATA_OK;
}

void sd_parts_free(struct sd_parts *parts)
{
    for (size_t i = 0; i < parts->count; i++)
        free(parts->part[i].name);
    free(parts->part);
    *parts = (struct sd_parts){0};
}
