/* SPDX-License-Identifier: MIT */
/* Warnings about the names of outputs and about files that exist. */
#include "report/warnings.h"

#include <string.h>

static bool warn_of_names(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    bool same_directory = outcome->request->options->output_dir == NULL;
    for (size_t i = 0; i < outcome->targets->count; i++) {
        const char *path = outcome->targets->target[i].path, *slash = strrchr(path, '/');
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
        const struct sd_target *target = &outcome->targets->target[i];
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
                          "not of this split, but there: %s; whoever takes all its files by their "
                          "names takes them, too (move them away)",
                          files->bytes);
}

bool sd_warn_of_outputs(const struct sd_outcome *outcome, struct splitdata_report *report)
{
    return warn_of_left_over(outcome, report) && warn_of_names(outcome, report) &&
           warn_of_existing(outcome, report);
}
