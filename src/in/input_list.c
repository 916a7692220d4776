/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* stat */

#include "in/input_list.h"

#include "base/text.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

/* The identity of a file. Some file systems give several files one inode: those are told apart by
 * size and time. */
struct identity {
    bool known; /* false: it is not there */
    dev_t device;
    ino_t inode;
    off_t size;
    struct timespec changed;
    size_t number; /* in the list */
};

/* A list that grows. */
struct builder {
    struct sd_input_list *list;
    struct identity *identities; /* of its files */
    size_t room;
    size_t folders; /* in the folder that was read last */
};

static int add(struct builder *builder, const char *path, const struct stat *found,
               struct splitdata_error *error)
{
    struct sd_input_list *list = builder->list;
    if (list->count == builder->room) {
        size_t room = builder->room != 0 ? 2 * builder->room : 8;
        char **paths = realloc(list->path, room * sizeof *paths);
        if (paths == NULL)
            return sd_fail_memory(error, "the list of files");
        list->path = paths;
        struct identity *identities = realloc(builder->identities, room * sizeof *identities);
        if (identities == NULL)
            return sd_fail_memory(error, "the list of files");
        builder->identities = identities;
        builder->room = room;
    }
    list->path[list->count] = sd_copy_string(path, strlen(path));
    if (list->path[list->count] == NULL)
        return sd_fail_memory(error, "the list of files");
    struct identity *identity = &builder->identities[list->count];
    *identity = (struct identity){.number = list->count};
    if (found != NULL)
        *identity = (struct identity){true,           found->st_dev,  found->st_ino,
                                      found->st_size, found->st_mtim, list->count};
    list->count++;
    return SPLITDATA_OK;
}

/* --- a folder -------------------------------------------------------------------------------- */

static int compare_names(const void *a, const void *b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}

/* Reads all names but "." and ".."; they are to be freed, also after a failure. */
static int read_names(DIR *stream, const char *folder, char ***names, size_t *count,
                      struct splitdata_error *error)
{
    size_t room = 0;
    *names = NULL;
    *count = 0;
    for (;;) {
        errno = 0;
        const struct dirent *entry = readdir(stream);
        if (entry == NULL && errno == EINTR)
            continue;
        if (entry == NULL)
            return errno == 0 ? SPLITDATA_OK
                              : sd_fail_system(error, errno, "%s: cannot be read", folder);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0)
            continue;
        if (*count == room) {
            size_t more = room != 0 ? 2 * room : 64;
            char **longer = realloc(*names, more * sizeof *longer);
            if (longer == NULL)
                return sd_fail_memory(error, "the list of files");
            *names = longer;
            room = more;
        }
        (*names)[*count] = sd_copy_string(entry->d_name, strlen(entry->d_name));
        if ((*names)[*count] == NULL)
            return sd_fail_memory(error, "the list of files");
        ++*count;
    }
}

/* What programs put beside the files of a data set, and leave out when they read them. */
static bool is_hidden(const char *name)
{
    static const char *const markers[] = {"_SUCCESS", "_metadata", "_common_metadata"};
    for (size_t i = 0; i < sizeof markers / sizeof markers[0]; i++) {
        if (strcmp(name, markers[i]) == 0)
            return true;
    }
    return name[0] == '.' || strncmp(name, "_started_", 9) == 0 ||
           strncmp(name, "_committed_", 11) == 0;
}

static char *join(const char *folder, const char *name)
{
    struct sd_text path = {0};
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/')
        length--;
    if (sd_text_append(&path, folder, length) &&
        (folder[length - 1] == '/' || sd_text_add(&path, "/")) && sd_text_add(&path, name))
        return path.bytes;
    sd_text_free(&path);
    return NULL;
}

/* Counts what is left out, and keeps the first path. */
static void leave_out(size_t *count, char **first, char **path)
{
    if (++*count != 1)
        return;
    *first = *path;
    *path = NULL;
}

static int add_entry(struct builder *builder, const char *folder, const char *name,
                     struct splitdata_error *error)
{
    struct sd_input_list *list = builder->list;
    struct stat found;
    int status = SPLITDATA_OK;
    char *path = join(folder, name);
    if (path == NULL)
        return sd_fail_memory(error, "the list of files");
    const bool hidden = is_hidden(name);
    if (stat(path, &found) != 0) {
        found = (struct stat){0};
        if (!hidden) /* it may have records */
            status = sd_fail_system(error, errno, "%s: cannot be read", path);
    }
    builder->folders += S_ISDIR(found.st_mode);
    if (status != SPLITDATA_OK)
        ;
    else if (!S_ISREG(found.st_mode))
        leave_out(&list->others, &list->other_path, &path);
    else if (hidden)
        leave_out(&list->hidden, &list->hidden_path, &path);
    else
        status = add(builder, path, &found, error);
    free(path);
    return status;
}

static int refuse_empty(const struct builder *builder, const char *folder,
                        const struct sd_input_list *before, struct splitdata_error *error)
{
    const struct sd_input_list *list = builder->list;
    if (builder->folders != 0)
        return sd_fail(error, SPLITDATA_DATA,
                       "%s: is a folder without files, and its sub-folders are not entered (name "
                       "them)",
                       folder);
    return sd_fail(error, SPLITDATA_DATA, "%s: is a folder without files%s", folder,
                   list->hidden != before->hidden ? " but for hidden ones (name them)" : "");
}

static int note_folder(struct sd_input_list *list, const char *path, const struct stat *found,
                       struct splitdata_error *error)
{
    struct sd_input_folder *more =
        realloc(list->folder, (list->folder_count + 1) * sizeof *list->folder);
    if (more == NULL)
        return sd_fail_memory(error, "the list of files");
    list->folder = more;
    more[list->folder_count++] = (struct sd_input_folder){path, found->st_dev, found->st_ino};
    return SPLITDATA_OK;
}

static int add_folder(struct builder *builder, const char *folder, const struct stat *found,
                      struct splitdata_error *error)
{
    const struct sd_input_list before = *builder->list;
    char **names;
    size_t count;
    if (note_folder(builder->list, folder, found, error) != SPLITDATA_OK)
        return (int)error->status;
    DIR *stream = opendir(folder);
    while (stream == NULL && errno == EINTR)
        stream = opendir(folder);
    if (stream == NULL)
        return sd_fail_system(error, errno, "%s: cannot be read", folder);
    builder->list->many = true;
    builder->folders = 0;
    int status = read_names(stream, folder, &names, &count, error);
    closedir(stream); /* opened for reading: nothing can be lost by closing it */
    if (status == SPLITDATA_OK && count != 0)
        qsort(names, count, sizeof *names, compare_names);
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++)
        status = add_entry(builder, folder, names[i], error);
    for (size_t i = 0; i < count; i++)
        free(names[i]);
    free(names);
    return status == SPLITDATA_OK && builder->list->count == before.count
               ? refuse_empty(builder, folder, &before, error)
               : status;
}

/* --- all of it ------------------------------------------------------------------------------- */

static int add_named(struct builder *builder, const char *path, struct splitdata_error *error)
{
    struct stat found;
    if (path == NULL)
        return sd_fail(error, SPLITDATA_USAGE, "a path among the inputs is NULL");
    if (strcmp(path, "-") == 0)
        return add(builder, path, fstat(STDIN_FILENO, &found) == 0 ? &found : NULL, error);
    if (stat(path, &found) != 0)
        return errno == ENOENT || errno == ENOTDIR
                   ? add(builder, path, NULL, error)
                   : sd_fail_system(error, errno, "%s: cannot be opened", path);
    return S_ISDIR(found.st_mode) ? add_folder(builder, path, &found, error)
                                  : add(builder, path, &found, error);
}

/* By file, then by place in the list. */
static int compare_identities(const void *a, const void *b)
{
    const struct identity *left = a, *right = b;
    if (left->known != right->known)
        return left->known ? -1 : 1;
    if (left->known && left->device != right->device)
        return left->device < right->device ? -1 : 1;
    if (left->known && left->inode != right->inode)
        return left->inode < right->inode ? -1 : 1;
    if (left->size != right->size)
        return left->size < right->size ? -1 : 1;
    if (left->changed.tv_sec != right->changed.tv_sec)
        return left->changed.tv_sec < right->changed.tv_sec ? -1 : 1;
    if (left->changed.tv_nsec != right->changed.tv_nsec)
        return left->changed.tv_nsec < right->changed.tv_nsec ? -1 : 1;
    return left->number < right->number ? -1 : left->number > right->number;
}

static const char *shown(const char *path)
{
    return path[0] == '\0' ? "''" : strcmp(path, "-") == 0 ? "standard input" : path;
}

static bool is_same(const struct identity *a, const struct identity *b)
{
    return a->device == b->device && a->inode == b->inode && a->size == b->size &&
           a->changed.tv_sec == b->changed.tv_sec && a->changed.tv_nsec == b->changed.tv_nsec;
}

/* Refuses the first file that was in the list before. */
static int refuse_twice(struct builder *builder, struct splitdata_error *error)
{
    const struct sd_input_list *list = builder->list;
    struct identity *sorted = builder->identities;
    size_t first = list->count, again = list->count;
    if (list->count < 2)
        return SPLITDATA_OK;
    qsort(sorted, list->count, sizeof *sorted, compare_identities);
    for (size_t i = 1; i < list->count && sorted[i].known; i++) {
        if (is_same(&sorted[i], &sorted[i - 1]) && sorted[i].number < again) {
            first = sorted[i - 1].number;
            again = sorted[i].number;
        }
    }
    if (again == list->count)
        return SPLITDATA_OK;
    const char *one = shown(list->path[first]), *other = shown(list->path[again]);
    return strcmp(one, other) == 0
               ? sd_fail(error, SPLITDATA_USAGE,
                         "%s: is named twice, and its records would count twice (name it once)",
                         one)
               : sd_fail(error, SPLITDATA_USAGE,
                         "%s and %s are one file, and its records would count twice (name it once)",
                         one, other);
}

static int make(struct builder *builder, const char *input, const struct splitdata_options *options,
                struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (input != NULL && options->input_count != 0)
        return sd_fail(error, SPLITDATA_USAGE,
                       "the input and options.inputs exclude each other (the input must be NULL)");
    if (input == NULL && options->input_count == 0)
        return sd_fail(error, SPLITDATA_USAGE, "there is no input: neither one nor options.inputs");
    if (input != NULL)
        status = add_named(builder, input, error);
    for (size_t i = 0; i < options->input_count && status == SPLITDATA_OK; i++)
        status = add_named(builder, options->inputs[i], error);
    builder->list->many = builder->list->many || builder->list->count > 1;
    return status == SPLITDATA_OK ? refuse_twice(builder, error) : status;
}

int sd_input_list_make(struct sd_input_list *list, const char *input,
                       const struct splitdata_options *options, struct splitdata_error *error)
{
    struct builder builder = {.list = list};
    *list = (struct sd_input_list){0};
    int status = make(&builder, input, options, error);
    free(builder.identities);
    if (status != SPLITDATA_OK)
        sd_input_list_free(list);
    return status;
}

void sd_input_list_free(struct sd_input_list *list)
{
    for (size_t i = 0; i < list->count; i++)
        free(list->path[i]);
    free(list->path);
    free(list->hidden_path);
    free(list->other_path);
    free(list->folder);
    *list = (struct sd_input_list){0};
}
