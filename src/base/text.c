/* SPDX-License-Identifier: MIT */
#include "base/text.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Makes room for `more` bytes and the NUL. */
static bool reserve(struct sd_text *text, size_t more)
{
    if (more >= SIZE_MAX / 2 - text->length)
        return false;
    size_t need = text->length + more + 1;
    if (need <= text->capacity)
        return true;
    size_t capacity = need < 64 ? 64 : need + need / 2;
    char *bytes = text->memory != NULL ? sd_memory_resize(text->memory, text->bytes, capacity, 1)
                                       : realloc(text->bytes, capacity);
    if (bytes == NULL)
        return false;
    text->bytes = bytes;
    text->capacity = capacity;
    return true;
}

bool sd_text_append(struct sd_text *text, const void *bytes, size_t length)
{
    if (!reserve(text, length))
        return false;
    if (length != 0)
        memcpy(text->bytes + text->length, bytes, length);
    text->length += length;
    text->bytes[text->length] = '\0';
    return true;
}

bool sd_text_add(struct sd_text *text, const char *string)
{
    return sd_text_append(text, string, strlen(string));
}

bool sd_text_format(struct sd_text *text, const char *format, ...)
{
    va_list arguments, again;
    va_start(arguments, format);
    va_copy(again, arguments);
    int length = vsnprintf(NULL, 0, format, arguments);
    va_end(arguments);
    bool done = length >= 0 && reserve(text, (size_t)length);
    if (done) {
        vsnprintf(text->bytes + text->length, (size_t)length + 1, format, again);
        text->length += (size_t)length;
    }
    va_end(again);
    return done;
}

void sd_text_free(struct sd_text *text)
{
    if (text->memory != NULL)
        sd_memory_free(text->bytes);
    else
        free(text->bytes);
    *text = (struct sd_text){0};
}

char *sd_copy_string(const char *bytes, size_t length)
{
    char *copy = malloc(length + 1);
    if (copy == NULL)
        return NULL;
    memcpy(copy, bytes, length);
    copy[length] = '\0';
    return copy;
}
