/* SPDX-License-Identifier: MIT */
/* Warnings about the names of outputs and about files that exist. */
#include "base/shell_word.h"
#include "base/text.h"
#include "report/warnings.h"

#include <string.h>

static bool warn_of_names(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    bool same_directory = outcome->request->options->output_dir == NULL;
    for (size_t i = 0; i < outcome->targets->count; i++) {
        const char *path = outcome->targets->target[i]->path, *slash = strrchr(path, '/');
        const char *name = slash != NULL ? slash + 1 : path;
        if (sd_names_several_splits(name))
            return sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                                  "the name %s has the words of several splits: tools that pick "
                                  "files by name, such as Hugging Face's load_dataset, take it for "
                                  "each (%sa --name without {stem} keeps them apart)",
                                  name, same_directory ? "-O DIR and " : "");
    }
    const char *directory = strrchr(outcome->name->pieces.directory, '/');
    const char *word = sd_split_word(outcome->name->pieces.stem);
    if (word == NULL)
        word = sd_split_word(directory != NULL ? directory : outcome->name->pieces.directory);
    if (word == NULL || !same_directory)
        return true;
    return sd_report_warn(report, SPLITDATA_SEVERITY_READERS,
                          "the input's name contains '%s': tools that pick files by name, such as "
                          "Hugging Face's load_dataset, may mix it up with the outputs (-O DIR "
                          "keeps them apart)",
                          word);
}

/* Reports a file that a run without -n would not replace, whatever the options say. */
static bool warn_of_foreign(const struct sd_target *target, struct splitdata_report *report)
{
    return sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                          "%s is there and is no split's: a run without -n needs it moved away",
                          target->path);
}

/* Reports the existing outputs that would stop a run without -n. */
static bool warn_of_existing(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct splitdata_options *options = outcome->request->options;
    const char *first = NULL;
    bool all = true;
    if (!options->dry_run)
        return true;
    for (size_t i = sd_targets_all(outcome->targets); i-- > 0;) {
        const struct sd_target *target = sd_targets_at(outcome->targets, i);
        if (target->foreign)
            return warn_of_foreign(target, report);
        if (target->here_before)
            first = target->path;
        else
            all = all && strcmp(target->path, "-") == 0;
    }
    if (first == NULL || options->force || options->if_changed)
        return true;
    return all ? sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                                "all outputs exist already: a run without -n needs -f or "
                                "--if-changed")
               : sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                                "%s exists already: unless it is this split's own, a run without "
                                "-n needs -f",
                                first);
}

/* Reports files of an earlier split with more folds or repeats. */
static bool warn_of_left_over(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_text *files = &outcome->targets->left_over;
    return files->length == 0 ||
           sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                          "not of this split, but there: %s; programs that read all files of "
                          "such names read them, too (move them away)",
                          files->bytes);
}

/* The template of the names that outputs would have if the input's name ended in ".gz", as a word
 * for a shell. False: there is no such template, or no memory. */
static bool name_as_gz(const struct sd_name *name, const struct sd_target *target,
                       char word[SD_SHELL_WORD])
{
    struct splitdata_error ignored;
    struct sd_text template = {0};
    struct sd_name inner;
    if (strpbrk(name->stem, "{}") != NULL ||
        sd_name_split(&inner, name->stem, &ignored) != SPLITDATA_OK)
        return false;
    bool made = sd_text_format(&template, "%s%s%s.{part}%s%s%s", inner.stem,
                               target->repeat != 0 ? ".repeat{repeat}" : "",
                               target->fold != 0 ? ".fold{fold}" : "",
                               target->shards != 0 ? "-{shard}" : "", inner.suffix,
                               target->output.gzip_level != 0 ? ".gz" : "") &&
                sd_shell_word(word, template.bytes, template.length);
    sd_text_free(&template);
    sd_name_free(&inner);
    return made;
}

/* ".GZ", ".gzip" and ".bgz" are suffixes like any other in the outputs' names. */
static bool warn_of_gzip(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct splitdata_options *options = outcome->request->options;
    const struct sd_targets *targets = outcome->targets;
    const char *suffix = outcome->name->pieces.suffix;
    char word[SD_SHELL_WORD];
    size_t i = 0;
    while (i < targets->count && targets->target[i]->option != NULL)
        i++;
    if (i == targets->count || targets->replayed || options->name_template != NULL ||
        sd_options_emit_numbers(options) || !sd_suffix_is_odd_gzip(suffix) ||
        !name_as_gz(&outcome->name->pieces, targets->target[i], word))
        return true;
    return sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                          "a name in %s gives outputs such as %s (--name %s names them as .gz "
                          "would)",
                          suffix, targets->target[i]->path, word);
}

/* Reports shards of an earlier split, which are removed when this one is published. */
static bool warn_of_stale(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    const struct sd_targets *targets = outcome->targets;
    const struct splitdata_options *options = outcome->request->options;
    const bool dry = options->dry_run, removed = options->force || options->if_changed;
    const size_t count = targets->stale_count;
    if (count == 0)
        return true;
    for (size_t i = 0; i < count; i++) {
        if (targets->stale[i].foreign)
            return warn_of_foreign(&targets->stale[i], report);
    }
    if (dry && !removed)
        return sd_report_warn(report, SPLITDATA_SEVERITY_ADVICE,
                              "%s is a shard of an earlier split, and would be read together with "
                              "these: a run without -n needs -f, which removes all such shards",
                              targets->stale[0].path);
    return count == 1
               ? sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                                "%s, a shard of an earlier split, %s", targets->stale[0].path,
                                dry ? "would be removed" : "is removed")
               : sd_report_warn(report, SPLITDATA_SEVERITY_SPLIT,
                                "%s and %zu more shards of an earlier split %s",
                                targets->stale[0].path, count - 1,
                                dry ? "would be removed" : "are removed");
}

bool sd_warn_of_outputs(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return warn_of_stale(outcome, report) && warn_of_left_over(outcome, report) &&
           warn_of_names(outcome, report) && warn_of_existing(outcome, report) &&
           warn_of_gzip(outcome, report);
}
