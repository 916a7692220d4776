/* SPDX-License-Identifier: MIT */
/* Writes a page of HTML. */
#ifndef SD_CHECK_HTML_H
#define SD_CHECK_HTML_H

#include "base/error.h"
#include "base/text.h"

struct splitdata_checked;

struct sd_html {
    struct sd_text text;
    const struct splitdata_checked *checked; /* what the page is about */
    bool room;                               /* false: there was no memory for something */
};

void sd_html_add(struct sd_html *html, const char *text);
void sd_html_format(struct sd_html *html, const char *format, ...) SD_PRINTF(2, 3);

/* Adds what is no HTML: it is shown as it is. */
void sd_html_shown(struct sd_html *html, const char *text);

#endif
