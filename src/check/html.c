/* SPDX-License-Identifier: MIT */
#include "check/html.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void sd_html_add(struct sd_html *html, const char *text)
{
    html->room = html->room && sd_text_add(&html->text, text);
}

void sd_html_format(struct sd_html *html, const char *format, ...)
{
    char text[1024];
    va_list values;
    va_start(values, format);
    vsnprintf(text, sizeof text, format, values);
    va_end(values);
    sd_html_add(html, text);
}

/* Whether the three bytes are a character that turns the direction of what follows, U+202A to
 * U+202E or U+2066 to U+2069: a page must not be turned by a value. */
static bool turns(const char *text)
{
    const unsigned char *byte = (const unsigned char *)text;
    return (byte[1] == 0x80 && byte[2] >= 0xaa && byte[2] <= 0xae) ||
           (byte[1] == 0x81 && byte[2] >= 0xa6 && byte[2] <= 0xa9);
}

/* Adds what is no HTML: it is shown as it is. */
void sd_html_shown(struct sd_html *html, const char *text)
{
    static const char special[] = "&<>\"'\xe2";
    static const char *const names[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    while (*text != '\0' && html->room) {
        const size_t plain = strcspn(text, special);
        html->room = sd_text_append(&html->text, text, plain);
        text += plain;
        if ((unsigned char)*text == 0xe2) {
            const size_t length = text[1] != '\0' && text[2] != '\0' ? 3 : strlen(text);
            if (length == 3 && turns(text))
                sd_html_add(html, "\\");
            else
                html->room = html->room && sd_text_append(&html->text, text, length);
            text += length;
        } else if (*text != '\0') {
            sd_html_add(html, names[strchr(special, *text++) - special]);
        }
    }
}
