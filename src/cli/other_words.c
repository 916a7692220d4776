/* SPDX-License-Identifier: MIT */
#include "cli/other_words.h"

#include <stdio.h>
#include <string.h>

/* Each answer is followed by tests/cli/other_words.py: what is in it and begins with `--` must
 * work. */
static const struct cli_other_words rows[] = {
    {" random-state random-seed rng-seed set-seed ", "seed", NULL},
    {" shuffle ", "no-shuffle", "that is the default (--no-shuffle turns it off)"},
    {" keep-order preserve-order in-order sort sorted ", "order",
     "--order input keeps the order of the input"},

    {" split split-ratio frac fraction train-ratio train-frac train-fraction ", "ratio", NULL},
    {" train ", "train-size", "--train-size X (three parts: --parts train=0.7,val=0.15,test=0.15)"},
    {" test test-ratio test-frac test-fraction test-split holdout hold-out ", "test-size", NULL},
    {" val validation valid dev val-size validation-size valid-size dev-size val-ratio val-split "
     "validation-split ",
     "parts", "--parts train=0.7,val=0.15,test=0.15"},
    {" num-parts n-parts number chunks pieces ", "parts",
     "--parts a=25%,b=25%,c=25%,d=25% names the parts"},
    {" lines chunk-size lines-per-file ", "parts",
     "sizes are given with names: --parts 'first=50,rest=*' --no-shuffle"},
    {" head limit nrows n-rows max-rows take first top ", "only",
     "the first 50 records: --no-shuffle --parts 'head=50,rest=*' --only head; 50 at random: "
     "--parts 'sample=50,rest=*' --only sample"},
    {" part ", "only", "--only PART writes one part alone"},
    {" bootstrap replacement with-replacement ", "repeats",
     "no record is drawn twice; --repeats N makes N successive splits"},
    {" n-repeats repeat iterations n-iter times ", "repeats", NULL},

    {" cv n-splits n-folds num-folds k k-fold ", "folds", NULL},
    {" leave-one-out loo logo leave-one-group-out-cv ", "leave-one-group-out",
     "--leave-one-group-out --group COL leaves out a group at a time; --folds N, N records, one "
     "record"},
    {" target label labels class classes strata stratify-by stratify-on stratified y by "
     "label-column target-column class-column ",
     "stratify", "--stratify COL keeps the shares of its classes"},
    {" per-class balance balanced undersample oversample downsample ", "stratify",
     "no record is left out or doubled for a balance; --stratify COL keeps the shares"},
    {" groups group-by group-column group-col subject patient entity ", "group", NULL},
    {" key id id-column ", "hash",
     "--group COL keeps equal keys together; --hash COL lets the key alone decide"},
    {" query qid query-column ", "query-files",
     "--query-files with --group COL writes the sizes of the groups"},
    {" date datetime timestamp time-column date-column time-col temporal chronological ", "time",
     NULL},
    {" date-format datetime-format ", "time-format", NULL},
    {" embargo purge ", "gap", NULL},
    {" dedup dedupe deduplicate unique uniq distinct drop-duplicates no-duplicates ", "duplicates",
     "--duplicates drop keeps the first of equal records, --duplicates together keeps them in one "
     "part"},
    {" dropna drop-na skipna fillna drop-missing missing-values ", "missing",
     "--missing drop leaves out records without a key, --missing class makes them a class"},
    {" na null-values na-string na-strings nan ", "na-values", NULL},
    {" dtype dtypes types schema ", "column-type", NULL},

    {" sep separator delim field-separator field-delimiter ifs fs ", "delimiter", NULL},
    {" quotechar quote-char quoting ", "quote", NULL},
    {" escapechar escape-char escapes ", "escape", NULL},
    {" skip skiprows skip-rows skip-row skip-first ", "skip-lines", NULL},
    {" comments comment-char comment-prefix ", "comment", NULL},
    {" header-rows header-lines n-header ", "skip-lines",
     "the first N records are the header with --header=N"},
    {" no-headers noheader headerless without-header ", "no-header", NULL},
    {" skip-header no-header-out drop-header ", "no-output-header", NULL},
    {" line-ending line-endings lineterminator line-terminator eol newline ", "line-ends", NULL},
    {" encoding charset ", "delimiter",
     "none is needed: bytes are kept, and ASCII decides in UTF-8, Latin-1 and others"},
    {" cols columns usecols use-columns select drop-columns ", "stratify",
     "outputs have all columns, which only strategies name (--stratify COL, --group COL)"},
    {" column new-column add-column ", "emit", "--emit column[=NAME] adds one with the part"},
    {" index indices indexes row-numbers rownum ", "emit", "--emit indices"},

    {" out outdir out-dir output-directory directory dir dest destination ", "output-dir", NULL},
    {" prefix suffix basename template output-name pattern filename ", "name",
     "--name '{stem}.{part}{ext}' is the template of the names"},
    {" stdout to-stdout ", "output", "--output PART=-"},
    {" input infile in file ", "ratio", "the FILE is a word of its own: splitdata data.csv"},
    {" inputs infiles files glob folder concat join merge-files ", "inputs-from",
     "FILEs, or a folder, are words of their own: splitdata a.csv b.csv"},
    {" files-from file-list filelist list-file input-list from-file files0-from ", "inputs-from",
     "--inputs-from LIST has a path a line"},
    {" compress compression zip gz ", "gzip", NULL},
    {" overwrite clobber replace yes ", "force", NULL},
    {" skip-existing update ", "if-changed", NULL},
    {" n-jobs jobs workers cores cpus parallel num-threads nthreads ", "threads", NULL},
    {" temp-dir tmp tempdir temporary-directory ", "tmpdir", NULL},
    {" dryrun simulate preview no-write ", "dry-run", NULL},
    {" verbose debug info ", "json", "--json tells all"},
    {" silent no-progress ", "quiet", NULL},
    {" list list-recipes recipes frameworks framework ", "like",
     "--like help lists the frameworks"},
};

const struct cli_other_words *cli_other_words_of(const char *word,
                                                 bool (*has)(const void *context, const char *name),
                                                 const void *context)
{
    char sought[64];
    int length = snprintf(sought, sizeof sought, " %s ", word);
    if (length < 3 || (size_t)length >= sizeof sought || strchr(word, ' ') != NULL)
        return NULL;
    for (char *at = sought; *at != '\0'; at++)
        *at = *at == '_' ? '-' : *at;
    for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
        if (strstr(rows[i].words, sought) != NULL && has(context, rows[i].option))
            return &rows[i];
    }
    return NULL;
}
