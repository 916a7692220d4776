/* SPDX-License-Identifier: MIT */
#include "base/shell_word.h"

#include "splitdata/error.h"

#include <string.h>

/* Whether no byte of the text means anything to a shell, at its beginning or inside. */
static bool is_plain(const char *text, size_t length)
{
    static const char bytes[] = "%+,-./0123456789:=@_";
    for (size_t i = 0; i < length; i++) {
        unsigned char c = (unsigned char)text[i];
        bool letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c >= 0x80;
        if (!letter && strchr(bytes, c) == NULL)
            return false;
    }
    return text[0] != '=';
}

bool sd_shell_word(char out[SD_SHELL_WORD], const char *text, size_t length)
{
    char escaped[SD_SHELL_WORD];
    size_t used = 0;
    if (length == 0 || length >= SD_SHELL_WORD || memchr(text, '\0', length) != NULL)
        return false;
    if (splitdata_escape(escaped, sizeof escaped, text, length) != length ||
        memcmp(escaped, text, length) != 0)
        return false;
    if (is_plain(text, length)) {
        memcpy(out, text, length);
        out[length] = '\0';
        return true;
    }
    out[used++] = '\'';
    for (size_t i = 0; i < length; i++) {
        const char *piece = text[i] == '\'' ? "'\\''" : NULL;
        size_t more = piece != NULL ? 4 : 1;
        if (used + more + 2 > SD_SHELL_WORD)
            return false;
        memcpy(out + used, piece != NULL ? piece : text + i, more);
        used += more;
    }
    out[used++] = '\'';
    out[used] = '\0';
    return true;
}
