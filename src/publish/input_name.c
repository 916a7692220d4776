/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/input_name.h"

#include <string.h>

int sd_input_name_find(struct sd_input_name *name, const char *path, const char *named_as,
                       const struct sd_source *source, struct splitdata_error *error)
{
    const char *shown = named_as != NULL ? named_as : path;
    name->unnamed = strcmp(shown, "-") == 0 || strncmp(shown, "/dev/fd/", 8) == 0 ||
                    strcmp(shown, "/dev/stdin") == 0 || strncmp(shown, "/proc/self/fd/", 14) == 0 ||
                    (named_as == NULL && S_ISFIFO(source->at_open.st_mode));
    return sd_name_split(&name->pieces, name->unnamed ? "" : shown, error);
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
}
