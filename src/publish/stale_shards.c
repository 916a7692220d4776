/* SPDX-License-Identifier: MIT */
/* Shards of earlier splits that stand beside the outputs and would be read together with them. */
#define _GNU_SOURCE /* O_DIRECTORY */

#include "publish/output_names.h"

#include "base/eintr.h"
#include "base/text.h"
#include "publish/existing.h"
#include "publish/inspect.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

/* The names that the shards of one part have in one directory, whatever their numbers. */
struct family {
    const struct sd_target *output; /* one of them; NULL: there is none */
    struct sd_target made;          /* what one would be called: such files are only noted */
};

static const struct sd_target *member_of(const struct family *family)
{
    return family->output != NULL ? family->output : &family->made;
}

struct families {
    struct sd_targets *targets;
    struct family *family;
    size_t count;
    char **noted; /* paths of files that are only noted */
    size_t noted_count;
};

/* A name in two pieces, between which the shard is. */
struct pieces {
    size_t directory;
    const char *before, *after;
    size_t length; /* of the first piece */
};

static struct pieces pieces_of(const struct sd_target *target)
{
    const char *slash = strrchr(target->path, '/');
    const char *base = slash != NULL ? slash + 1 : target->path;
    return (struct pieces){target->directory, base,
                           target->path + target->shard_at + target->shard_length,
                           (size_t)(target->path + target->shard_at - base)};
}

static int compare_pieces(const struct pieces *a, const struct pieces *b)
{
    if (a->directory != b->directory)
        return a->directory < b->directory ? -1 : 1;
    if (a->length != b->length)
        return a->length < b->length ? -1 : 1;
    int order = memcmp(a->before, b->before, a->length);
    return order != 0 ? order : strcmp(a->after, b->after);
}

static int compare_families(const void *a, const void *b)
{
    const struct pieces one = pieces_of(member_of(a)), other = pieces_of(member_of(b));
    return compare_pieces(&one, &other);
}

static int compare_with_family(const void *pieces, const void *family)
{
    const struct pieces of_family = pieces_of(member_of(family));
    return compare_pieces(pieces, &of_family);
}

/* Reads five digits or more, as they are written; 0: there are none. */
static size_t read_digits(const char *text, size_t most, uint64_t *number)
{
    size_t digits = 0;
    *number = 0;
    for (; digits < most && text[digits] >= '0' && text[digits] <= '9'; digits++)
        *number = *number * 10 + (uint64_t)(text[digits] - '0');
    return digits < 5 || (digits > 5 && text[0] == '0') ? 0 : digits;
}

/* Takes the path. */
static int add_stale(struct sd_targets *targets, const struct sd_target *beside, char *path,
                     struct splitdata_error *error)
{
    struct sd_target *more =
        realloc(targets->stale, (targets->stale_count + 1) * sizeof *targets->stale);
    if (more == NULL) {
        free(path);
        return sd_fail_memory(error, "the outputs' names");
    }
    targets->stale = more;
    more[targets->stale_count++] = (struct sd_target){
        .path = path,
        .named = beside->named,
        .directory = beside->directory,
        .here_before = true,
        .output = {.fd = -1, .directory_fd = beside->output.directory_fd},
    };
    return SPLITDATA_OK;
}

/* Takes the path. */
static int add_noted(struct families *families, char *path, struct splitdata_error *error)
{
    char **more = realloc(families->noted, (families->noted_count + 1) * sizeof *more);
    if (more == NULL) {
        free(path);
        return sd_fail_memory(error, "the outputs' names");
    }
    families->noted = more;
    more[families->noted_count++] = path;
    return SPLITDATA_OK;
}

/* Takes a file whose name is of the family, with these numbers. */
static int take(struct families *families, const struct family *family, const char *name,
                uint64_t shard, uint64_t shards, struct splitdata_error *error)
{
    struct sd_targets *targets = families->targets;
    const struct sd_target *output = family->output, *member = member_of(family);
    const char *slash = strrchr(member->path, '/');
    struct sd_text path = {0};
    struct stat found;
    if (output != NULL && shards == output->shards && shard < shards)
        return SPLITDATA_OK;
    if (fstatat(targets->directories[member->directory].fd, name, &found, AT_SYMLINK_NOFOLLOW) !=
            0 ||
        (!S_ISREG(found.st_mode) && !S_ISLNK(found.st_mode)))
        return SPLITDATA_OK;
    if (!sd_text_append(&path, member->path,
                        slash != NULL ? (size_t)(slash + 1 - member->path) : 0) ||
        !sd_text_add(&path, name)) {
        sd_text_free(&path);
        return sd_fail_memory(error, "the outputs' names");
    }
    if (output != NULL)
        return add_stale(targets, output, path.bytes, error);
    return add_noted(families, path.bytes, error);
}

/* Looks at a file, in whose name the shard may be anywhere. */
static int look_at(struct families *families, size_t directory, const char *name,
                   struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    for (const char *of = strstr(name, "-of-"); of != NULL; of = strstr(of + 1, "-of-")) {
        const char *second = of + strlen("-of-");
        const size_t digits = strspn(second, "0123456789");
        for (const char *first = of; first > name && first[-1] >= '0' && first[-1] <= '9';) {
            uint64_t shard, shards;
            first--;
            for (size_t length = 5;
                 length <= digits && read_digits(first, (size_t)(of - first), &shard) != 0;
                 length++) {
                const struct pieces pieces = {directory, name, second + length,
                                              (size_t)(first - name)};
                const struct family *found =
                    read_digits(second, length, &shards) != 0
                        ? bsearch(&pieces, families->family, families->count,
                                  sizeof *families->family, compare_with_family)
                        : NULL;
                if (found != NULL && status == SPLITDATA_OK)
                    status = take(families, found, name, shard, shards, error);
            }
        }
    }
    return status;
}

static int fail_listing(const struct families *families, size_t directory, int reason,
                        struct splitdata_error *error)
{
    return sd_fail_system(error, reason, "%s: cannot be listed, to look for shards",
                          families->targets->directories[directory].path);
}

static int look_through(struct families *families, size_t directory, struct splitdata_error *error)
{
    int fd = sd_openat(families->targets->directories[directory].fd, ".",
                       O_RDONLY | O_DIRECTORY | O_CLOEXEC, 0);
    int status = SPLITDATA_OK;
    if (fd < 0) /* who must not list it does not read all of its files either */
        return errno == EACCES ? SPLITDATA_OK : fail_listing(families, directory, errno, error);
    DIR *entries = fdopendir(fd);
    if (entries == NULL) {
        status = fail_listing(families, directory, errno, error);
        close(fd);
        return status;
    }
    struct dirent *entry = NULL;
    do {
        errno = 0;
        entry = readdir(entries);
        if (entry != NULL)
            status = look_at(families, directory, entry->d_name, error);
        else if (errno != 0)
            status = fail_listing(families, directory, errno, error);
    } while (entry != NULL && status == SPLITDATA_OK);
    closedir(entries);
    return status;
}

/* --- families -------------------------------------------------------------------------------- */

/* Shards of the part's next repeat or fold, or of a part that has none. */
static int make_family(struct families *families, const struct sd_target *beside, uint64_t repeat,
                       uint64_t fold, struct splitdata_error *error)
{
    struct family *family = &families->family[families->count];
    family->made = (struct sd_target){.part = beside->part,
                                      .repeat = repeat,
                                      .fold = fold,
                                      .shards = 1,
                                      .directory = beside->directory};
    int status = sd_target_name(families->targets, &family->made, error);
    families->count++;
    return status;
}

/* Whether it is a file in a directory that exists. */
static bool is_file(const struct sd_targets *targets, const struct sd_target *target)
{
    return strcmp(target->path, "-") != 0 && !sd_output_is_stream(&target->output) &&
           targets->directories[target->directory].fd >= 0 && target->option == NULL;
}

/* With shards, those of each part, and of the next fold and repeat, if they are in the same
 * directory. Without, those that the usual template would give the parts of the first set. */
static int make_families(struct families *families, struct splitdata_error *error)
{
    const struct sd_targets *targets = families->targets;
    const struct sd_request *request = targets->request;
    const uint64_t repeats = request->options->repeats, folds = targets->naming.folds;
    const bool sharded = sd_shards_wanted(&request->shards);
    const bool usual = request->options->name_template == NULL;
    int status = SPLITDATA_OK;
    families->family = calloc(3 * targets->parts + 1, sizeof *families->family);
    if (families->family == NULL)
        return sd_fail_memory(error, "the outputs' names");
    for (size_t i = 0; i < targets->count && status == SPLITDATA_OK; i++) {
        const struct sd_target *target = targets->target[i];
        if (target->shard != 0 || !is_file(targets, target))
            continue;
        if (sharded)
            families->family[families->count++].output = target;
        else if (usual && i < request->parts.count)
            status = make_family(families, target, target->repeat, target->fold, error);
        if (sharded && usual && folds != 0 && target->fold == folds && status == SPLITDATA_OK)
            status = make_family(families, target, target->repeat, folds + 1, error);
        if (sharded && usual && repeats != 0 && target->repeat == repeats && status == SPLITDATA_OK)
            status = make_family(families, target, repeats + 1, target->fold, error);
    }
    return status;
}

static int refuse_stale(const struct sd_targets *targets, struct splitdata_error *error)
{
    const char *first = targets->stale[0].path;
    if (targets->stale_count == 1)
        return sd_fail(error, SPLITDATA_SYSTEM,
                       "%s: is a shard of an earlier split, and would be read together with these "
                       "(-f removes it if a split wrote it)",
                       first);
    return sd_fail(
        error, SPLITDATA_SYSTEM,
        "%s and %zu more are shards of an earlier split, and would be read together with "
        "these (-f removes what a split wrote)",
        first, targets->stale_count - 1);
}

static int compare_stale(const void *a, const void *b)
{
    return strcmp(((const struct sd_target *)a)->path, ((const struct sd_target *)b)->path);
}

/* What is split now is not removed. */
static int keep_inputs(const struct sd_targets *targets, struct splitdata_error *error)
{
    for (size_t i = 0; i < targets->stale_count; i++) {
        const struct sd_output *output = &targets->stale[i].output;
        struct stat found;
        if (fstatat(output->directory_fd, output->name, &found, 0) == 0 &&
            sd_target_is_input(&found, targets->input))
            return sd_fail(error, SPLITDATA_SYSTEM,
                           "%s: is one of the inputs, and would be read together with the shards "
                           "of this split (-O DIR names another place)",
                           output->path);
    }
    return SPLITDATA_OK;
}

/* The array of stale files has its place. */
static int complete_stale(struct sd_targets *targets, struct splitdata_error *error)
{
    if (targets->stale_count == 0)
        return SPLITDATA_OK;
    qsort(targets->stale, targets->stale_count, sizeof *targets->stale, compare_stale);
    for (size_t i = 0; i < targets->stale_count; i++) {
        struct sd_target *stale = &targets->stale[i];
        const char *slash = strrchr(stale->path, '/');
        stale->output.path = stale->path;
        stale->output.name = slash != NULL ? slash + 1 : stale->path;
    }
    int status = keep_inputs(targets, error);
    return status != SPLITDATA_OK || sd_targets_may_replace(targets) ||
                   targets->request->options->dry_run
               ? status
               : refuse_stale(targets, error);
}

static int compare_noted(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

/* Directories have any order. */
static int note_found(struct families *families, struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (families->noted_count != 0)
        qsort(families->noted, families->noted_count, sizeof *families->noted, compare_noted);
    for (size_t i = 0; i < families->noted_count && status == SPLITDATA_OK; i++)
        status = sd_targets_note(families->targets, families->noted[i], error);
    return status;
}

int sd_targets_find_stale(struct sd_targets *targets, struct splitdata_error *error)
{
    struct families families = {.targets = targets};
    if (targets->request->options->emit == SPLITDATA_EMIT_COLUMN)
        return SPLITDATA_OK;
    int status = make_families(&families, error);
    if (status == SPLITDATA_OK && families.family != NULL)
        qsort(families.family, families.count, sizeof *families.family, compare_families);
    for (size_t f = 0; f < families.count && status == SPLITDATA_OK; f++) {
        size_t directory = member_of(&families.family[f])->directory;
        if (f == 0 || directory != member_of(&families.family[f - 1])->directory)
            status = look_through(&families, directory, error);
    }
    if (status == SPLITDATA_OK)
        status = note_found(&families, error);
    for (size_t i = 0; i < families.noted_count; i++)
        free(families.noted[i]);
    free(families.noted);
    for (size_t f = 0; families.family != NULL && f < families.count; f++)
        free(families.family[f].made.path);
    free(families.family);
    return status == SPLITDATA_OK ? complete_stale(targets, error) : status;
}

void sd_targets_free_stale(struct sd_targets *targets)
{
    for (size_t i = 0; i < targets->stale_count; i++) {
        free(targets->stale[i].path);
        free(targets->stale[i].output.old_name);
    }
    free(targets->stale);
}
