/* SPDX-License-Identifier: MIT */
/*
 * Warnings about outputs that are read a folder at a time: Hugging Face's load_dataset takes each
 * file for the split whose word is in its name. Files with no word are left out if another file has
 * one; if none has, all files are one train split.
 */
#include "report/warnings.h"

#include "base/text.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>

static const char *base_of(const struct sd_target *target)
{
    const char *slash = strrchr(target->path, '/');
    return slash != NULL ? slash + 1 : target->path;
}

/* The splits named by what was filled into the template, directories included. */
static unsigned splits_of(const struct sd_target *target)
{
    return sd_splits_named(target->option != NULL ? base_of(target) : target->path + target->named);
}

/* Whether both are files in one directory, which is spelt the same way. */
static bool are_together(const struct sd_target *one, const struct sd_target *other)
{
    size_t length = (size_t)(base_of(one) - one->path);
    return length == (size_t)(base_of(other) - other->path) &&
           memcmp(one->path, other->path, length) == 0;
}

/* Whether load_dataset reads a file of this name, compressed or not. */
static bool is_loaded(const char *name)
{
    static const char *const suffixes[] = {".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson"};
    size_t length = strlen(name);
    if (sd_template_is_gzip(name))
        length -= 3;
    for (size_t i = 0; i < sizeof suffixes / sizeof suffixes[0]; i++) {
        size_t end = strlen(suffixes[i]);
        if (length > end && memcmp(name + length - end, suffixes[i], end) == 0)
            return true;
    }
    return false;
}

static bool is_read(const struct sd_target *target)
{
    return !sd_output_is_stream(&target->output) && strcmp(target->path, "-") != 0 &&
           is_loaded(base_of(target));
}

/* --- folds and repeats ----------------------------------------------------------------------- */

/* Which outputs of one part are in one directory. */
struct joined {
    bool folds, repeats;
};

static struct joined find_joined(const struct sd_outcome *outcome)
{
    const struct sd_targets *targets = outcome->targets;
    const uint32_t folds = outcome->decision->folds;
    const size_t parts = outcome->request->parts.count;
    const size_t of_repeat = parts * (folds != 0 ? folds : 1);
    struct joined joined = {false, false};
    for (size_t i = 0; i < sd_targets_parts(targets); i++) {
        const struct sd_target *target = sd_targets_of_part(targets, i);
        if (i % of_repeat >= parts)
            joined.folds =
                joined.folds || are_together(target, sd_targets_of_part(targets, i - parts));
        if (i >= of_repeat)
            joined.repeats =
                joined.repeats || are_together(target, sd_targets_of_part(targets, i - of_repeat));
    }
    return joined;
}

/* The splits that the names of one set of parts have; 0 if one is not read. */
static unsigned splits_of_set(const struct sd_targets *targets, size_t parts)
{
    unsigned splits = 0;
    for (size_t p = 0; p < parts; p++) {
        const struct sd_target *target = sd_targets_of_part(targets, p);
        if (!is_read(target) || target->option != NULL)
            return 0;
        splits |= splits_of(target);
    }
    return splits;
}

/* Whether a template can be shown between single quotes. */
static bool is_plain(const char *template)
{
    for (; *template != '\0'; template ++) {
        if (*template <' ' || *template > '~' || *template == '\'' || *template == '\\')
            return false;
    }
    return true;
}

/* The template with a directory for each repeat and fold, as far as it has none. What the user gave
 * stays, unless its stem has words of splits. False: no memory. */
static bool separate(const struct sd_outcome *outcome, struct sd_text *text)
{
    const char *given = outcome->request->options->name_template;
    const bool words = sd_split_word(outcome->name->pieces.stem) != NULL;
    if (given == NULL || !is_plain(given))
        given = "";
    size_t literal = strcspn(given, "{"); /* the directories that are spelt out */
    while (literal > 0 && given[literal - 1] != '/')
        literal--;
    const char *rest = given + literal;
    const bool shards = sd_shards_wanted(&outcome->request->shards);
    if (strstr(rest, "{part}") == NULL || (words && strstr(rest, "{stem}") != NULL))
        rest = words && shards ? "{part}-{shard}{ext}"
               : words         ? "{part}{ext}"
               : shards        ? "{stem}.{part}-{shard}{ext}"
                               : "{stem}.{part}{ext}";
    const char *slash = strrchr(rest, '/');
    const char *repeat = strstr(rest, "{repeat}"), *fold = strstr(rest, "{fold}");
    const bool by_repeat = slash != NULL && repeat != NULL && repeat < slash;
    const bool by_fold = slash != NULL && fold != NULL && fold < slash;
    return sd_text_append(text, given, literal) &&
           sd_text_format(text, "%s%s%s",
                          outcome->request->options->repeats != 0 && !by_repeat ? "repeat{repeat}/"
                                                                                : "",
                          outcome->decision->folds != 0 && !by_fold ? "fold{fold}/" : "", rest);
}

static bool warn_of_joined(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct joined joined = find_joined(outcome);
    struct sd_text template = {0};
    if (!joined.folds && !joined.repeats)
        return true;
    const unsigned splits = splits_of_set(outcome->targets, outcome->request->parts.count);
    if ((splits & SD_NAMED_TRAIN) == 0 || splits == SD_NAMED_TRAIN)
        return true;
    bool added =
        separate(outcome, &template) &&
        sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                       "Hugging Face's load_dataset joins the %s%s%s that are in one "
                       "folder, so that test records can end up in train (--name '%s' makes "
                       "folders to be loaded one by one)",
                       joined.folds ? "folds" : "", joined.folds && joined.repeats ? " and " : "",
                       joined.repeats ? "repeats" : "", template.bytes);
    sd_text_free(&template);
    return added;
}

/* --- parts ----------------------------------------------------------------------------------- */

/* What names each file to load_dataset, which takes word characters in the names of splits; a star
 * stands for the numbers of shards. */
static void name_files(const struct sd_outcome *outcome, const struct sd_target *target, char *out,
                       size_t size)
{
    const char *part = outcome->request->parts.part[target->part].name, *base = base_of(target);
    const bool plain = is_plain(base) && strlen(part) + strlen(base) < 128;
    snprintf(out, size, "its data_files");
    if (!plain)
        return;
    if (target->shards == 0)
        snprintf(out, size, "its data_files={'%s': '%s', ...}", part, base);
    else
        snprintf(out, size, "its data_files={'%s': '%.*s*%s', ...}", part,
                 (int)(target->path + target->shard_at - base), base,
                 strchr(target->path + target->shard_at, '-'));
    for (char *c = strchr(out, '\'') + 1; *c != '\''; c++) {
        if (*c == '-' || *c == '.')
            *c = '_';
    }
}

/* A note on parts that are beside one with a word and have none. */
static bool warn_of_unknown(const struct sd_outcome *outcome, const struct sd_target *known,
                            struct splitdata_report *report)
{
    const struct sd_targets *targets = outcome->targets;
    const struct sd_target *first = NULL;
    char more[48] = "", files[192];
    size_t count = 0;
    for (size_t p = 0; p < outcome->request->parts.count; p++) {
        const struct sd_target *target = sd_targets_of_part(targets, p);
        if (!is_read(target) || !are_together(target, known) || splits_of(target) != 0)
            continue;
        first = first == NULL ? target : first;
        count++;
    }
    if (count == 0)
        return true;
    if (count > 1)
        snprintf(more, sizeof more, " and %zu more part%s", count - 1, count == 2 ? "" : "s");
    name_files(outcome, first, files, sizeof files);
    return sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                          "Hugging Face's load_dataset leaves out part %s%s where it is given the "
                          "folder: the name %s has no word of a split that it knows (%s names each "
                          "file)",
                          outcome->request->parts.part[first->part].name, more, base_of(first),
                          files);
}

/* Whether the shards are called as load_dataset itself calls them, in a folder "data": where it is
 * given the folder above, it takes any name before the numbers for a split's. */
static bool are_named_as_its_own(const struct sd_outcome *outcome)
{
    const char *directory = "data/";
    for (size_t p = 0; p < outcome->request->parts.count; p++) {
        const struct sd_target *target = sd_targets_of_part(outcome->targets, p);
        const char *part = outcome->request->parts.part[p].name, *base = base_of(target);
        const size_t length = strlen(part), above = (size_t)(base - target->path);
        if (target->shards == 0 || strncmp(base, part, length) != 0 || base[length] != '-' ||
            target->path + target->shard_at != base + length + 1 || strchr(part, '-') != NULL ||
            above < strlen(directory) ||
            memcmp(base - strlen(directory), directory, strlen(directory)) != 0 ||
            (above > strlen(directory) && base[-1 - (ptrdiff_t)strlen(directory)] != '/'))
            return false;
    }
    return true;
}

static bool warn_of_parts(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_targets *targets = outcome->targets;
    const struct sd_target *first = NULL, *second = NULL;
    const size_t parts = outcome->request->parts.count;
    char files[192];
    if (are_named_as_its_own(outcome))
        return true;
    for (size_t p = 0; p < parts; p++) {
        const struct sd_target *target = sd_targets_of_part(targets, p);
        if (!is_read(target))
            continue;
        if (splits_of(target) != 0)
            return warn_of_unknown(outcome, target, report);
        if (first == NULL)
            first = target;
        else if (second == NULL && are_together(first, target))
            second = target;
    }
    if (second == NULL)
        return true;
    name_files(outcome, first, files, sizeof files);
    return sd_report_warn(
        report, SPLITDATA_SEVERITY_READERS,
        "no output's name has a word that Hugging Face's load_dataset "
        "knows, such as train or test: it reads all files of the folder as one train (%s names "
        "each file)",
        files);
}

bool sd_warn_of_folders(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct splitdata_options *options = outcome->request->options;
    if (options->emit != SPLITDATA_EMIT_ROWS || options->only != NULL)
        return true;
    return warn_of_joined(outcome, report) && warn_of_parts(outcome, report);
}
