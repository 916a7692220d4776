/* SPDX-License-Identifier: MIT */
#define _XOPEN_SOURCE 700 /* realpath */

#include "provenance/paths.h"

#include "base/text.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

/* Appends the components of `path` to `out`, which contains no `.`, and `..` only at its
 * beginning. */
static bool add_components(struct sd_text *out, const char *path)
{
    while (*path != '\0') {
        size_t length = strcspn(path, "/");
        bool up = length == 2 && memcmp(path, "..", 2) == 0;
        bool here = length == 0 || (length == 1 && path[0] == '.');
        const char *last = out->length != 0 ? strrchr(out->bytes, '/') : NULL;
        last = last != NULL ? last + 1 : out->bytes;
        if (up && out->length != 0 && strcmp(last, "..") != 0) {
            size_t kept = (size_t)(last - out->bytes);
            /* Removes the preceding slash, too, unless it is the root. */
            out->length = kept > 1 ? kept - 1 : out->bytes[0] == '/' ? 1 : 0;
            out->bytes[out->length] = '\0';
        } else if (!here) {
            bool first = out->length == 0 || strcmp(out->bytes, "/") == 0;
            if ((!first && !sd_text_add(out, "/")) || !sd_text_append(out, path, length))
                return false;
        }
        path += length + (path[length] == '/');
    }
    return true;
}

/* Makes `path` absolute and normalised. */
static int make_absolute(struct sd_text *out, const char *path, struct splitdata_error *error)
{
    bool made = sd_text_add(out, "/");
    if (path[0] != '/') {
        char *here = getcwd(NULL, 0);
        if (here == NULL)
            return sd_fail_system(error, errno, "the current directory is not known");
        made = made && add_components(out, here);
        free(here);
    }
    made = made && add_components(out, path);
    return made ? SPLITDATA_OK : sd_fail_memory(error, "a path");
}

/* The relative path between two normalised absolute paths; false: no memory. */
static bool path_between(struct sd_text *out, const char *from, const char *to)
{
    size_t common = 0;
    for (size_t i = 1; from[i - 1] != '\0' && to[i - 1] == from[i - 1]; i++) {
        bool from_ends = from[i] == '/' || from[i] == '\0';
        if (from_ends && to[i] == '/' && from[i - 1] != '/')
            common = i;
    }
    if (common == 0 && strcmp(from, "/") != 0)
        return sd_text_add(out, strrchr(to, '/') + 1);
    bool added = true;
    for (const char *at = from + common; *at != '\0' && at[1] != '\0'; at++) {
        if (*at == '/')
            added = added && sd_text_add(out, "../");
    }
    return added && sd_text_add(out, to + common + 1);
}

int sd_path_relative(const char *directory, const char *file, char **relative,
                     struct splitdata_error *error)
{
    struct sd_text from = {0}, to = {0}, path = {0};
    int status = make_absolute(&from, directory, error);
    if (status == SPLITDATA_OK)
        status = make_absolute(&to, file, error);
    if (status == SPLITDATA_OK && !path_between(&path, from.bytes, to.bytes))
        status = sd_fail_memory(error, "a path");
    sd_text_free(&from);
    sd_text_free(&to);
    if (status != SPLITDATA_OK)
        sd_text_free(&path);
    *relative = path.bytes;
    return status;
}

bool sd_path_is_tidy(const char *path)
{
    bool down = false;
    if (path[0] == '\0')
        return false;
    for (const char *at = path;; at++) {
        size_t length = strcspn(at, "/");
        bool up = length == 2 && memcmp(at, "..", 2) == 0;
        if (length == 0 || (length == 1 && at[0] == '.') || (up && down))
            return false;
        down = down || !up;
        at += length;
        if (*at == '\0')
            return down;
    }
}

bool sd_path_climbs(const char *path)
{
    return strncmp(path, "../", 3) == 0;
}

int sd_path_real(const char *path, char **real, struct splitdata_error *error)
{
    char *copy = sd_copy_string(path, strlen(path)), *found = NULL;
    struct sd_text joined = {0};
    size_t end = copy != NULL ? strlen(copy) : 0;
    errno = ENOMEM;
    while (copy != NULL && (found = realpath(end != 0 ? copy : ".", NULL)) == NULL &&
           errno != ENOMEM && end != 0) {
        while (end > 0 && copy[end - 1] == '/')
            end--;
        while (end > 0 && copy[end - 1] != '/')
            end--;
        copy[end] = '\0';
    }
    int reason = errno;
    free(copy);
    bool made = found != NULL && sd_text_add(&joined, "/") && add_components(&joined, found) &&
                add_components(&joined, path + end);
    *real = made ? joined.bytes : NULL;
    if (!made)
        sd_text_free(&joined);
    bool missing = found == NULL;
    free(found);
    if (made)
        return SPLITDATA_OK;
    return missing ? sd_fail_system(error, reason, "the current directory is not known")
                   : sd_fail_memory(error, "a path");
}

char *sd_path_join(const char *directory, const char *path)
{
    struct sd_text joined = {0};
    bool made = (directory[0] != '/' || sd_text_add(&joined, "/")) &&
                add_components(&joined, directory) && add_components(&joined, path);
    if (made && strcmp(joined.bytes, "-") == 0) { /* a file of that name, not a standard stream */
        joined.length = 0;
        made = sd_text_add(&joined, "./-");
    }
    if (!made)
        sd_text_free(&joined);
    return joined.bytes;
}
