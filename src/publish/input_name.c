/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/input_name.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Spells the suffix with the one before it, where it is ".GZ" or the like: ".csv.GZ". */
static int spell(struct sd_input_name *name, struct splitdata_error *error)
{
    struct sd_name inner = {0};
    struct sd_text spelt = {0};
    int status = SPLITDATA_OK;
    if (sd_suffix_is_odd_gzip(name->pieces.suffix))
        status = sd_name_split(&inner, name->pieces.stem, error);
    if (status == SPLITDATA_OK &&
        !sd_text_format(&spelt, "%s%s", inner.suffix != NULL ? inner.suffix : "",
                        name->pieces.suffix))
        status = sd_fail_memory(error, "the outputs' names");
    name->spelt = spelt.bytes;
    sd_name_free(&inner);
    return status;
}

int sd_input_name_find(struct sd_input_name *name, const char *path, const char *named_as,
                       const struct sd_source *source, struct splitdata_error *error)
{
    const char *shown = named_as != NULL ? named_as : path;
    name->unnamed = strcmp(shown, "-") == 0 || strncmp(shown, "/dev/fd/", 8) == 0 ||
                    strcmp(shown, "/dev/stdin") == 0 || strncmp(shown, "/proc/self/fd/", 14) == 0 ||
                    (named_as == NULL && S_ISFIFO(source->at_open.st_mode));
    int status = sd_name_split(&name->pieces, name->unnamed ? "" : shown, error);
    return status == SPLITDATA_OK ? spell(name, error) : status;
}

int sd_input_name_complete(struct sd_input_name *name, const struct sd_dialect *dialect,
                           struct splitdata_error *error)
{
    if (!name->unnamed)
        return SPLITDATA_OK;
    sd_name_free(&name->pieces);
    return sd_name_split(&name->pieces,
                         dialect->lines               ? "stdin.txt"
                         : dialect->delimiter == '\t' ? "stdin.tsv"
                                                      : "stdin.csv",
                         error);
}

void sd_input_name_free(struct sd_input_name *name)
{
    sd_name_free(&name->pieces);
    free(name->spelt);
    name->spelt = NULL;
}
