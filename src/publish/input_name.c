/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/input_name.h"

#include "base/text.h"

#include <stdlib.h>
#include <string.h>

/* Makes ".csv" of the suffix ".GZ" after ".csv"; `spelt` keeps both. */
static int drop_gzip(struct sd_input_name *name, bool as_ever, struct splitdata_error *error)
{
    struct sd_name inner = {0};
    struct sd_text spelt = {0};
    int status = SPLITDATA_OK;
    const bool odd = sd_suffix_is_odd_gzip(name->pieces.suffix);
    if (odd)
        status = sd_name_split(&inner, name->pieces.stem, error);
    if (status != SPLITDATA_OK)
        return status;
    if (!sd_text_format(&spelt, "%s%s", odd ? inner.suffix : "", name->pieces.suffix))
        status = sd_fail_memory(error, "the outputs' names");
    name->spelt = spelt.bytes;
    if (status == SPLITDATA_OK && odd && !as_ever) {
        free(name->pieces.stem);
        free(name->pieces.suffix);
        name->pieces.stem = inner.stem;
        name->pieces.suffix = inner.suffix;
        inner.stem = inner.suffix = NULL;
    }
    sd_name_free(&inner);
    return status;
}

int sd_input_name_find(struct sd_input_name *name, const char *path, const char *named_as,
                       bool as_ever, const struct sd_source *source, struct splitdata_error *error)
{
    const char *shown = named_as != NULL ? named_as : path;
    name->unnamed = strcmp(shown, "-") == 0 || strncmp(shown, "/dev/fd/", 8) == 0 ||
                    strcmp(shown, "/dev/stdin") == 0 || strncmp(shown, "/proc/self/fd/", 14) == 0 ||
                    (named_as == NULL && S_ISFIFO(source->at_open.st_mode));
    int status = sd_name_split(&name->pieces, name->unnamed ? "" : shown, error);
    return status == SPLITDATA_OK ? drop_gzip(name, as_ever, error) : status;
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
