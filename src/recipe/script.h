/* SPDX-License-Identifier: MIT */
/* The scripts and small programs of several languages (--print-code) that read a file's lines,
 * shuffle them and take the first ones for train, or the last. */
#ifndef SD_RECIPE_SCRIPT_H
#define SD_RECIPE_SCRIPT_H

#include "recipe/code.h"

struct sd_script {
    const char *read;        /* lines; one %s, the file's name as a literal */
    enum sd_quoting quoting; /* of it */
    const char *drop;        /* takes the header away */
    const char *shuffle;     /* lines; one %s, the seed */
    const char *share;       /* how many rows a share is: one %s, the share */
    const char *cut;         /* lines; one %s, the number of rows; NULL: the recipe adds them */
    const char *seed;        /* as the language writes it; NULL: integers */
};

/* What scripts of JavaScript have in common, of files with one record a line. */
#define SD_SCRIPT_JS(import)                                                                       \
    "import {readFileSync} from \"node:fs\";\n" import "\n"                                        \
    "const text = readFileSync(%s, \"utf8\");\n"                                                   \
    "const rows = text.replace(/\\n$/, \"\").split(\"\\n\");"
#define SD_SCRIPT_JS_SHARE "Math.floor(%s * rows.length)"
#define SD_SCRIPT_JS_CUT                                                                           \
    "const k = %s;\n"                                                                              \
    "const train = rows.slice(0, k), test = rows.slice(k);"

/* SPLITDATA_USAGE for what no such script says: other sizes than that of train, --order input,
 * --no-shuffle, --repeats, lines besides records and a header. */
int sd_script_print(const char *recipe, const struct sd_code_asked *asked, struct sd_code *code,
                    const struct sd_script *script, struct splitdata_error *error);

#endif
