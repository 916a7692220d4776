/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L /* access */

#include "cli/inputs.h"

#include "cli/cli.h"

#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail_memory(void)
{
    return cli_fail(SPLITDATA_SYSTEM, "no memory for the list of files");
}

int cli_inputs_add(struct cli_inputs *inputs, const char *word)
{
    const char **more = realloc(inputs->words, (inputs->word_count + 1) * sizeof(*more));
    if (more == NULL)
        return fail_memory();
    inputs->words = more;
    more[inputs->word_count++] = word;
    return SPLITDATA_OK;
}

/* --- the list -------------------------------------------------------------------------------- */

static const char *name_of(const char *list)
{
    return strcmp(list, "-") == 0 ? "standard input" : list;
}

/* Reads a stream to its end; a NUL follows the text. */
static int read_all(FILE *stream, const char *list, char **text, size_t *length)
{
    enum { MOST = 64000000 };
    size_t room = 0;
    *length = 0;
    for (bool more_follow = true; more_follow;) {
        if (*length + 1 >= room) {
            room = room != 0 ? 2 * room : 64 * 1024;
            char *more = realloc(*text, room);
            if (more == NULL)
                return fail_memory();
            *text = more;
        }
        errno = 0;
        const size_t got = fread(*text + *length, 1, room - 1 - *length, stream);
        if (ferror(stream) && errno != EINTR)
            return cli_fail(SPLITDATA_SYSTEM, "%s: cannot be read: %s", name_of(list),
                            strerror(errno));
        *length += got;
        more_follow = !feof(stream);
        if (ferror(stream)) /* it was interrupted */
            clearerr(stream);
        if (*length > MOST)
            return cli_fail(SPLITDATA_DATA,
                            "%s: is larger than 64 MB, too large for a list of files",
                            name_of(list));
    }
    (*text)[*length] = '\0';
    return SPLITDATA_OK;
}

static int read_list(const char *list, char **text, size_t *length)
{
    const bool standard = strcmp(list, "-") == 0;
    FILE *stream = standard ? stdin : fopen(list, "rb");
    while (stream == NULL && errno == EINTR)
        stream = fopen(list, "rb");
    if (stream == NULL)
        return cli_fail(SPLITDATA_SYSTEM, "%s: cannot be opened: %s", name_of(list),
                        strerror(errno));
    int status = read_all(stream, list, text, length);
    if (!standard)
        (void)fclose(stream); /* it was read: nothing can be lost by closing it */
    return status;
}

/* Whether the bytes that end paths are those that the options say. */
static int check_separators(const struct cli_inputs *inputs, size_t length)
{
    const char *list = name_of(inputs->from);
    const bool nul = memchr(inputs->text, '\0', length) != NULL;
    if (!inputs->null && nul)
        return cli_fail(SPLITDATA_DATA, "%s: has NUL bytes; if they end its paths, say --null (-0)",
                        list);
    if (inputs->null && !nul && memchr(inputs->text, '\n', length) != NULL)
        return cli_fail(SPLITDATA_DATA,
                        "%s: has no NUL byte to end a path; without --null, each line is one",
                        list);
    return SPLITDATA_OK;
}

static int add_path(struct cli_inputs *inputs, const char *path, size_t *room)
{
    if (strcmp(inputs->from, "-") == 0 && strcmp(path, "-") == 0)
        return cli_fail(SPLITDATA_USAGE,
                        "--inputs-from -: standard input cannot be the list and one of its files");
    if (inputs->count == *room) {
        *room = *room != 0 ? 2 * *room : 64;
        const char **more = realloc(inputs->lines, *room * sizeof(*more));
        if (more == NULL)
            return fail_memory();
        inputs->lines = more;
    }
    inputs->lines[inputs->count++] = path;
    return SPLITDATA_OK;
}

/* Cuts the text into paths. A line may end with CR LF; empty ones are none. */
static int cut(struct cli_inputs *inputs, size_t length)
{
    char *at = inputs->text, *text_end = inputs->text + length;
    size_t room = 0, number = 0;
    int status = SPLITDATA_OK;
    if (!inputs->null && length >= 3 && memcmp(at, "\xef\xbb\xbf", 3) == 0)
        at += 3;
    while (at < text_end && status == SPLITDATA_OK) {
        char *end = memchr(at, inputs->null ? '\0' : '\n', (size_t)(text_end - at));
        char *next = end != NULL ? end + 1 : text_end;
        end = end != NULL ? end : text_end;
        if (!inputs->null && end > at && end[-1] == '\r')
            end--;
        *end = '\0';
        number++;
        if (end > at)
            status = add_path(inputs, at, &room);
        else if (inputs->null)
            status = cli_fail(SPLITDATA_DATA, "%s: its path number %zu is empty",
                              name_of(inputs->from), number);
        at = next;
    }
    return status;
}

static int find_in_list(struct cli_inputs *inputs)
{
    size_t length = 0;
    if (inputs->word_count != 0)
        return cli_fail(
            SPLITDATA_USAGE,
            "--inputs-from %s and FILE (%s) exclude each other (the list has all files)",
            inputs->from, inputs->words[0]);
    int status = read_list(inputs->from, &inputs->text, &length);
    if (status == SPLITDATA_OK)
        status = check_separators(inputs, length);
    if (status == SPLITDATA_OK)
        status = cut(inputs, length);
    if (status == SPLITDATA_OK && inputs->count == 0)
        return cli_fail(SPLITDATA_DATA, "%s: is a list without files (--inputs-from)",
                        name_of(inputs->from));
    inputs->paths = inputs->lines;
    return status;
}

/* --- all of it ------------------------------------------------------------------------------- */

/* Refuses a word that is no file and looks like the value of the option before it, which only `=`
 * attaches. */
static int check_values(const struct cli_inputs *inputs)
{
    for (size_t i = 0; i < inputs->word_count; i++) {
        const char *word = inputs->words[i];
        const size_t length = strlen(word);
        const bool number = length != 0 && strspn(word, "0123456789") == length;
        const bool json = length > 5 && strcmp(word + length - 5, ".json") == 0;
        if ((!number && !json) || access(word, F_OK) == 0)
            continue;
        return cli_fail(SPLITDATA_USAGE, "%s: no such file (if it is a value: --%s=%s)", word,
                        number ? "gzip" : "manifest", word);
    }
    return SPLITDATA_OK;
}

int cli_inputs_find(struct cli_inputs *inputs)
{
    if (inputs->from != NULL)
        return find_in_list(inputs);
    if (inputs->null)
        return cli_fail(SPLITDATA_USAGE,
                        "--null needs --inputs-from LIST (texts that are no value: --na-values)");
    if (inputs->word_count == 1)
        inputs->one = inputs->words[0];
    if (inputs->word_count > 1) {
        inputs->paths = inputs->words;
        inputs->count = inputs->word_count;
        return check_values(inputs);
    }
    return SPLITDATA_OK;
}

const char *cli_inputs_first(const struct cli_inputs *inputs)
{
    return inputs->count != 0 ? inputs->paths[0] : inputs->one;
}

void cli_inputs_free(struct cli_inputs *inputs)
{
    free(inputs->words);
    free(inputs->lines);
    free(inputs->text);
    *inputs = (struct cli_inputs){0};
}
