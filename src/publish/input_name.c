/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* realpath */

#include "publish/input_name.h"

#include "base/text.h"

#include <errno.h>
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

bool sd_path_is_unnamed(const char *path)
{
    return strcmp(path, "-") == 0 || strncmp(path, "/dev/fd/", 8) == 0 ||
           strcmp(path, "/dev/stdin") == 0 || strncmp(path, "/proc/self/fd/", 14) == 0;
}

int sd_input_name_find(struct sd_input_name *name, const char *path, const char *named_as,
                       const struct sd_source *source, struct splitdata_error *error)
{
    const char *shown = named_as != NULL ? named_as : path;
    name->unnamed =
        sd_path_is_unnamed(shown) || (named_as == NULL && S_ISFIFO(source->at_open.st_mode));
    int status = sd_name_split(&name->pieces, name->unnamed ? "" : shown, error);
    return status == SPLITDATA_OK ? spell(name, error) : status;
}

/* --- several files --------------------------------------------------------------------------- */

/* The last component of a directory's path, to be freed: "." and ".." are resolved. */
static int name_of_folder(const char *directory, char **name, struct splitdata_error *error)
{
    const char *slash = strrchr(directory, '/');
    const char *base = slash != NULL ? slash + 1 : directory;
    char *real = NULL;
    if (base[0] == '\0' || strcmp(base, ".") == 0 || strcmp(base, "..") == 0) {
        real = realpath(directory, NULL);
        if (real == NULL)
            return sd_fail_system(error, errno, "%s: the folder cannot be found", directory);
        slash = strrchr(real, '/');
        base = slash[1] != '\0' ? slash + 1 : "root";
    }
    *name = sd_copy_string(base, strlen(base));
    free(real);
    return *name != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the outputs' names");
}

int sd_input_name_after_folder(struct sd_input_name *name, const char *path, const char *stem,
                               struct splitdata_error *error)
{
    struct sd_name pieces = {0};
    char *folder = NULL;
    int status = SPLITDATA_OK;
    if (name->unnamed)
        return SPLITDATA_OK;
    if (stem != NULL)
        folder = sd_copy_string(stem, strlen(stem));
    else if ((status = sd_name_split(&pieces, path, error)) == SPLITDATA_OK)
        status = name_of_folder(pieces.directory, &folder, error);
    sd_name_free(&pieces);
    if (status != SPLITDATA_OK)
        return status;
    char *here = sd_copy_string(".", 1);
    if (folder == NULL || here == NULL) {
        free(folder);
        free(here);
        return sd_fail_memory(error, "the outputs' names");
    }
    free(name->pieces.stem);
    free(name->pieces.directory);
    name->pieces.stem = folder;
    name->pieces.directory = here;
    return SPLITDATA_OK;
}

/* The dialect that the name of a file would give. */
static int dialect_of(const char *path, const struct sd_request *request,
                      struct sd_dialect *dialect, struct splitdata_error *error)
{
    struct sd_input_name name = {0};
    int status = sd_name_split(&name.pieces, path, error);
    if (status == SPLITDATA_OK)
        status = spell(&name, error);
    if (status == SPLITDATA_OK)
        status = sd_request_dialect(request, name.spelt, dialect, error);
    sd_input_name_free(&name);
    return status;
}

int sd_input_names_agree(const struct sd_input_list *list, const struct sd_request *request,
                         const struct sd_dialect *dialect, struct splitdata_error *error)
{
    struct sd_dialect other;
    for (size_t i = 1; i < list->count; i++) {
        const char *first = list->path[0], *path = list->path[i];
        if (sd_path_is_unnamed(path) || sd_path_is_unnamed(first))
            continue;
        int status = dialect_of(path, request, &other, error);
        if (status != SPLITDATA_OK)
            return status;
        if (other.lines != dialect->lines)
            return sd_fail(error, SPLITDATA_USAGE,
                           "%s is %s by its name, and %s %s: --format csv or --format lines says "
                           "what all of them are",
                           first, dialect->lines ? "lines" : "CSV", path,
                           other.lines ? "lines" : "CSV");
        if (!other.lines && other.delimiter != dialect->delimiter)
            return sd_fail(error, SPLITDATA_USAGE,
                           "%s has %s by its name, and %s %s: -d says what all of them have", first,
                           dialect->delimiter == '\t' ? "tabs" : "commas", path,
                           other.delimiter == '\t' ? "tabs" : "commas");
    }
    return SPLITDATA_OK;
}

/* --- without a name -------------------------------------------------------------------------- */

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
