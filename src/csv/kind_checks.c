/* SPDX-License-Identifier: MIT */
#include "csv/kind_checks.h"

#include "csv/start.h"

#include <string.h>

/* --- what must hold beside a mark ------------------------------------------------------------ */

static bool has(const uint8_t *data, size_t size, size_t at, const char *text)
{
    size_t length = strlen(text);
    return size >= at + length && memcmp(data + at, text, length) == 0;
}

static bool contains(const uint8_t *data, size_t size, const char *text)
{
    for (size_t at = 0; at < size; at++) {
        if (data[at] == (uint8_t)text[0] && has(data, size, at, text))
            return true;
    }
    return false;
}

/* Marks of letters may be a column's name. Texts have no control bytes. */
bool sd_is_binary(const uint8_t *data, size_t size, uint8_t delimiter)
{
    enum { ENOUGH = 64 };
    for (size_t i = 0; i < size && i < ENOUGH; i++) {
        if (data[i] < ' ' && (data[i] < '\t' || data[i] > '\r') && data[i] != delimiter)
            return true;
    }
    return false;
}

static bool zeros(const uint8_t *data, size_t size, size_t at, size_t count)
{
    for (size_t i = at; i < at + count; i++) {
        if (i >= size || data[i] != 0)
            return false;
    }
    return true;
}

bool sd_is_bzip2(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return size > 4 && data[3] >= '1' && data[3] <= '9' &&
           (has(data, size, 4, "1AY&SY") || has(data, size, 4, "\x17\x72\x45\x38\x50\x90"));
}

bool sd_is_tar(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return memchr(data, 0, 257) != NULL &&
           (zeros(data, size, 262, 1) || has(data, size, 262, "  "));
}

bool sd_is_avro(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return contains(data, size, "avro.");
}

/* The reserved bytes, and the upper bytes of the second header's length. */
bool sd_is_bitmap(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return zeros(data, size, 6, 4) && zeros(data, size, 15, 3);
}

bool sd_is_program(const uint8_t *data, size_t size, uint8_t delimiter)
{
    enum { PLACE = 60 };
    (void)delimiter;
    return size > PLACE + 2 && has(data, size, data[PLACE] + data[PLACE + 1] * (size_t)256, "PE") &&
           sd_is_binary(data, size, '\n');
}

bool sd_is_matlab(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return has(data, size, 126, "IM") || has(data, size, 126, "MI");
}

bool sd_is_movie(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)size;
    (void)delimiter;
    return data[0] == 0 && data[1] == 0;
}

bool sd_is_pdf(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return size > 8 && data[5] >= '0' && data[5] <= '9' && data[6] == '.' && data[7] >= '0' &&
           data[7] <= '9' && (data[8] == '\n' || data[8] == '\r' || data[8] == ' ') &&
           contains(data, size, " obj");
}

bool sd_is_pickled(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return size > 2 && data[1] >= 2 && data[1] <= 5 && (data[1] < 4 || has(data, size, 2, "\x95"));
}

/* The first entry of a zip archive: its name's length is in bytes 26 and 27. */
bool sd_is_zip_of_arrays(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    size_t end = size > 30 ? 30 + data[26] + data[27] * (size_t)256 : 0;
    return end > 34 && has(data, size, end - 4, ".npy");
}

bool sd_is_zip_of_office(const uint8_t *data, size_t size, uint8_t delimiter)
{
    static const char *const names[] = {"[Content_Types].xml", "_rels/", "docProps/", "xl/",
                                        "mimetypeapplication/vnd.oasis"};
    (void)delimiter;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        if (has(data, size, 30, names[i]))
            return true;
    }
    return false;
}

bool sd_is_nul_run(const uint8_t *data, size_t size, uint8_t delimiter)
{
    return delimiter != 0 && zeros(data, size, 0, SD_NUL_RUN);
}

bool sd_is_lfs(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return contains(data, size, "\noid sha256:");
}

bool sd_is_dvc(const uint8_t *data, size_t size, uint8_t delimiter)
{
    (void)delimiter;
    return contains(data, size, "md5: ");
}

bool sd_is_annex(const uint8_t *data, size_t size, uint8_t delimiter)
{
    const uint8_t *end = memchr(data, '\n', size);
    (void)delimiter;
    return size < SD_START && contains(data, size, "--") && (end == NULL || end + 1 == data + size);
}

/* Protocol 0: a class by its module and name, and the first place in the memo. */
bool sd_is_old_pickle(const uint8_t *data, size_t size, uint8_t delimiter)
{
    static const char *const modules[] = {"ccopy_reg\n",    "c__builtin__\n", "cbuiltins\n",
                                          "ccollections\n", "cnumpy",         "cpandas."};
    (void)delimiter;
    for (size_t i = 0; i < sizeof modules / sizeof modules[0]; i++) {
        if (has(data, size, 0, modules[i]))
            return contains(data, size, "\np0\n");
    }
    return false;
}

/* --- UTF-16 and UTF-32 without a byte order mark --------------------------------------------- */

/* Whether, in the first line, only byte `low` of each `width` bytes is not NUL, at least twice. */
static bool is_wide(const uint8_t *data, size_t size, size_t width, size_t low)
{
    size_t i = 0;
    bool end = false;
    for (; i + width <= size && !end; i += width) {
        for (size_t k = 0; k < width; k++) {
            if ((data[i + k] == 0) != (k != low))
                return false;
        }
        end = data[i + low] == '\n';
    }
    return i >= 2 * width;
}

bool sd_is_utf16le(const uint8_t *data, size_t size, uint8_t delimiter)
{
    return delimiter != 0 && is_wide(data, size, 2, 0);
}

bool sd_is_utf16be(const uint8_t *data, size_t size, uint8_t delimiter)
{
    return delimiter != 0 && is_wide(data, size, 2, 1);
}

bool sd_is_utf32le(const uint8_t *data, size_t size, uint8_t delimiter)
{
    return delimiter != 0 && is_wide(data, size, 4, 0);
}

bool sd_is_utf32be(const uint8_t *data, size_t size, uint8_t delimiter)
{
    return delimiter != 0 && is_wide(data, size, 4, 3);
}

/* --- HTML and XML ---------------------------------------------------------------------------- */

static bool is_blank(uint8_t byte)
{
    return byte == ' ' || (byte >= '\t' && byte <= '\r');
}

static size_t skip_blanks(const uint8_t *data, size_t size, size_t at)
{
    while (at < size && is_blank(data[at]))
        at++;
    return at;
}

/* After a byte order mark, blanks and comments. */
static size_t first_tag(const uint8_t *data, size_t size)
{
    size_t at = skip_blanks(data, size, (size_t)sd_byte_order_mark(data, size));
    while (has(data, size, at, "<!--")) {
        while (at < size && !has(data, size, at, "-->"))
            at++;
        at = skip_blanks(data, size, at < size ? at + 3 : at);
    }
    return at;
}

/* Whether `word` of small letters is at `at`, in any case. */
static bool has_word(const uint8_t *data, size_t size, size_t at, const char *word)
{
    for (size_t i = 0; word[i] != '\0'; i++) {
        if (at + i >= size)
            return false;
        uint8_t byte = data[at + i];
        if ((byte >= 'A' && byte <= 'Z' ? byte - 'A' + 'a' : byte) != (uint8_t)word[i])
            return false;
    }
    return true;
}

/* Whether another tag follows the one that begins at `at`, at once or on the next line: <DATE>,
 * <TIME> are columns' names. */
static bool begins_tags(const uint8_t *data, size_t size, size_t at)
{
    const uint8_t *end = memchr(data + at, '>', size - at);
    if (end == NULL)
        return true;
    size_t after = (size_t)(end - data) + 1, next = skip_blanks(data, size, after);
    return next == size ||
           (data[next] == '<' && (next == after || data[after] == '\n' || data[after] == '\r'));
}

bool sd_is_html(const uint8_t *data, size_t size, uint8_t delimiter)
{
    static const char *const tags[] = {"<html",  "<head",   "<body", "<title", "<meta",
                                       "<table", "<script", "<div",  "<style"};
    size_t at = first_tag(data, size);
    (void)delimiter;
    if (has_word(data, size, at, "<!doctype"))
        return has_word(data, size, skip_blanks(data, size, at + 9), "html");
    for (size_t i = 0; i < sizeof tags / sizeof tags[0]; i++) {
        size_t end = at + strlen(tags[i]);
        if (has_word(data, size, at, tags[i]) && end < size &&
            (data[end] == '>' || is_blank(data[end])))
            return begins_tags(data, size, at);
    }
    return false;
}

bool sd_is_xml(const uint8_t *data, size_t size, uint8_t delimiter)
{
    size_t at = first_tag(data, size);
    (void)delimiter;
    return (has(data, size, at, "<?xml") && at + 5 < size && is_blank(data[at + 5])) ||
           (has(data, size, at, "<!DOCTYPE") && at + 9 < size && is_blank(data[at + 9]) &&
            begins_tags(data, size, at)) ||
           (has(data, size, at, "<svg ") && begins_tags(data, size, at));
}
