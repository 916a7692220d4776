/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "shard/file.h"

#include "base/little.h"
#include "provenance/json_values.h"
#include "publish/publish.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

enum { BUFFER = 1 << 20 };

static const char FORMAT[] = "splitdata-shard";

/* --- writing --------------------------------------------------------------------------------- */

int sd_shard_file_begin(struct sd_shard_file *file, const char *path,
                        const struct splitdata_options *options, struct splitdata_error *error)
{
    const char *slash = strrchr(path, '/');
    const size_t length = slash != NULL ? (size_t)(slash - path) + 1 : 0;
    char *directory = length != 0 ? sd_copy_string(path, length) : sd_copy_string("./", 2);
    *file = (struct sd_shard_file){.path = sd_copy_string(path, strlen(path)),
                                   .force = options->force,
                                   .no_sync = options->no_sync};
    file->directory.fd = file->directory.named_fd = -1;
    file->buffer = malloc(BUFFER);
    int status = SPLITDATA_OK;
    if (directory == NULL || file->path == NULL || file->buffer == NULL)
        status = sd_fail_memory(error, "a file of the split");
    else if (path[length] == '\0')
        status = sd_fail(error, SPLITDATA_USAGE, "%s: is not the name of a file", path);
    else
        status = sd_directory_open(&file->directory, directory, strlen(directory), true, "", error);
    free(directory);
    if (status != SPLITDATA_OK)
        return status;
    file->output = (struct sd_output){
        .path = file->path,
        .name = file->path + length,
        .directory_fd = file->directory.fd,
        .mode = 0666,
    };
    return sd_output_open(&file->output, -1, error);
}

static int flush(struct sd_shard_file *file, struct splitdata_error *error)
{
    const size_t used = file->used;
    file->used = 0;
    return sd_output_append(&file->output, file->buffer, used, -1, error);
}

int sd_shard_file_put(struct sd_shard_file *file, const void *bytes, size_t length,
                      struct splitdata_error *error)
{
    if (length > BUFFER - file->used) {
        int status = flush(file, error);
        if (status != SPLITDATA_OK)
            return status;
        if (length >= BUFFER)
            return sd_output_append(&file->output, bytes, length, -1, error);
    }
    if (length != 0)
        memcpy(file->buffer + file->used, bytes, length);
    file->used += length;
    return SPLITDATA_OK;
}

int sd_shard_file_words(struct sd_shard_file *file, const uint64_t *words, uint64_t count,
                        unsigned width, struct splitdata_error *error)
{
    enum { WORDS = 512 };
    uint8_t bytes[8 * WORDS];
    int status = SPLITDATA_OK;
    for (uint64_t done = 0; done < count && status == SPLITDATA_OK;) {
        size_t length = 0;
        for (; length < WORDS * width && done < count; done++) {
            for (unsigned b = 0; b < width; b++)
                bytes[length++] = (uint8_t)(words[done] >> 8 * b);
        }
        status = sd_shard_file_put(file, bytes, length, error);
    }
    return status;
}

int sd_shard_file_json(struct sd_shard_file *file, json_t *document, bool made,
                       struct splitdata_error *error)
{
    char *text = made ? json_dumps(document, JSON_COMPACT) : NULL;
    json_decref(document);
    if (text == NULL)
        return sd_fail_memory(error, "a file of the split");
    int status = sd_shard_file_put(file, text, strlen(text), error);
    free(text);
    return status == SPLITDATA_OK ? sd_shard_file_put(file, "\n", 1, error) : status;
}

/* Whether a file of that name has the same bytes. */
static bool is_there(const struct sd_shard_file *file)
{
    struct stat ours, theirs;
    const int mine = sd_output_reopen(&file->output);
    const int other = openat(file->directory.fd, file->output.name, O_RDONLY | O_CLOEXEC);
    bool same = mine >= 0 && other >= 0 && fstat(mine, &ours) == 0 && fstat(other, &theirs) == 0 &&
                S_ISREG(theirs.st_mode) && ours.st_size == theirs.st_size;
    if (same && ours.st_size != 0) {
        const size_t size = (size_t)ours.st_size;
        void *a = mmap(NULL, size, PROT_READ, MAP_PRIVATE, mine, 0);
        void *b = mmap(NULL, size, PROT_READ, MAP_PRIVATE, other, 0);
        same = a != MAP_FAILED && b != MAP_FAILED && memcmp(a, b, size) == 0;
        if (a != MAP_FAILED)
            munmap(a, size);
        if (b != MAP_FAILED)
            munmap(b, size);
    }
    if (mine >= 0)
        close(mine);
    if (other >= 0)
        close(other);
    return same;
}

int sd_shard_file_publish(struct sd_shard_file *file, struct splitdata_error *error)
{
    struct sd_output *output = &file->output;
    struct stat found;
    int status = flush(file, error);
    if (status == SPLITDATA_OK)
        status = sd_output_complete(output, !file->no_sync, error);
    if (status != SPLITDATA_OK)
        return status;
    status = sd_publish(&output, 1, file->force, error);
    if (status != SPLITDATA_OK && !file->force &&
        fstatat(file->directory.fd, output->name, &found, 0) == 0)
        status =
            is_there(file)
                ? SPLITDATA_OK
                : sd_fail(error, SPLITDATA_SYSTEM,
                          "%s: exists already, with other bytes (--force replaces it)", file->path);
    if (status == SPLITDATA_OK)
        sd_forget_replaced(&output, 1);
    return status == SPLITDATA_OK && !file->no_sync ? sd_directory_sync(&file->directory, error)
                                                    : status;
}

void sd_shard_file_end(struct sd_shard_file *file)
{
    if (file->output.path != NULL)
        sd_output_close(&file->output);
    if (file->path != NULL)
        sd_directory_close(&file->directory, false);
    free(file->buffer);
    free(file->path);
    *file = (struct sd_shard_file){0};
}

/* --- reading --------------------------------------------------------------------------------- */

static int map_file(struct sd_shard_map *map, struct splitdata_error *error)
{
    struct stat found;
    const int fd = open(map->path, O_RDONLY | O_CLOEXEC);
    if (fd < 0)
        return sd_fail_system(error, errno, "%s: cannot be opened", map->path);
    int status = SPLITDATA_OK;
    if (fstat(fd, &found) != 0 || !S_ISREG(found.st_mode))
        status = sd_fail(error, SPLITDATA_SYSTEM, "%s: is not a regular file", map->path);
    else if (found.st_size == 0)
        status = sd_shard_map_fail(map, error);
    if (status == SPLITDATA_OK) {
        map->size = (size_t)found.st_size;
        map->bytes = mmap(NULL, map->size, PROT_READ, MAP_PRIVATE, fd, 0);
        if (map->bytes == MAP_FAILED) {
            map->bytes = NULL;
            status = sd_fail_system(error, errno, "%s: cannot be mapped", map->path);
        }
    }
    close(fd);
    return status;
}

int sd_shard_map_fail(const struct sd_shard_map *map, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_DATA,
                   "%s: is not a file that the step before has written, or not all of it",
                   map->path);
}

int sd_shard_map_open(struct sd_shard_map *map, const char *path, const char *kind,
                      struct splitdata_error *error)
{
    *map = (struct sd_shard_map){.path = path};
    int status = map_file(map, error);
    if (status != SPLITDATA_OK)
        return status;
    bool right = true;
    const uint8_t *end = memchr(map->bytes, '\n', map->size);
    if (end == NULL || map->bytes[0] != '{')
        return sd_shard_map_fail(map, error);
    map->at = (size_t)(end - map->bytes) + 1;
    map->document = json_loadb((const char *)map->bytes, map->at, 0, NULL);
    const char *found = sd_shard_string(map->document, FORMAT, &right);
    const uint64_t version = sd_shard_number(map->document, "version", &right);
    if (!right)
        return sd_shard_map_fail(map, error);
    if (strcmp(found, kind) != 0)
        return sd_fail(error, SPLITDATA_USAGE, "%s: is a %s, not a %s", path, found, kind);
    return version == 1 ? SPLITDATA_OK
                        : sd_fail(error, SPLITDATA_DATA,
                                  "%s: a later version of splitdata has written it", path);
}

void sd_shard_map_close(struct sd_shard_map *map)
{
    json_decref(map->document);
    if (map->bytes != NULL)
        munmap(map->bytes, map->size);
    *map = (struct sd_shard_map){0};
}

/* --- documents ------------------------------------------------------------------------------- */

json_t *sd_shard_document(const char *kind, bool *made)
{
    json_t *document = json_object();
    sd_json_add(document, FORMAT, json_string(kind), made);
    sd_json_add(document, "version", json_integer(1), made);
    return document;
}

uint64_t sd_shard_number(const json_t *object, const char *key, bool *right)
{
    const json_t *value = json_object_get(object, key);
    if (json_is_integer(value) && json_integer_value(value) >= 0)
        return (uint64_t)json_integer_value(value);
    *right = false;
    return 0;
}

const char *sd_shard_string(const json_t *object, const char *key, bool *right)
{
    const char *text = json_string_value(json_object_get(object, key));
    *right = *right && text != NULL;
    return text;
}

json_t *sd_shard_hex(const void *bytes, size_t length)
{
    static const char digits[] = "0123456789abcdef";
    const uint8_t *from = bytes;
    char *text = malloc(2 * length + 1);
    if (text == NULL)
        return NULL;
    for (size_t i = 0; i < length; i++) {
        text[2 * i] = digits[from[i] >> 4];
        text[2 * i + 1] = digits[from[i] & 15];
    }
    text[2 * length] = '\0';
    json_t *value = json_string(text);
    free(text);
    return value;
}

static int digit_of(char c)
{
    return c >= '0' && c <= '9' ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

void sd_shard_unhex(const json_t *object, const char *key, struct sd_text *bytes, bool *right)
{
    const char *text = sd_shard_string(object, key, right);
    *right = *right && strlen(text) % 2 == 0;
    for (; *right && *text != '\0'; text += 2) {
        const int high = digit_of(text[0]), low = digit_of(text[1]);
        const char byte = (char)(high << 4 | (low & 15));
        *right = high >= 0 && low >= 0 && sd_text_append(bytes, &byte, 1);
    }
}

uint64_t sd_shard_word(const uint8_t *words, uint64_t i, unsigned width)
{
    const uint8_t *at = words + i * width;
    switch (width) {
    case 1:
        return *at;
    case 2:
        return (uint64_t)at[0] | (uint64_t)at[1] << 8;
    case 4:
        return sd_little32(at);
    default:
        return sd_little64(at);
    }
}
