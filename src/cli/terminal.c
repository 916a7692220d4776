/* SPDX-License-Identifier: MIT */
#define _DEFAULT_SOURCE /* TIOCGWINSZ */

#include "cli/terminal.h"

#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

size_t cli_terminal_width(void)
{
    enum { USUAL = 80 };
    struct winsize size;
    if (isatty(STDERR_FILENO) == 0)
        return 0;
    return ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0 ? size.ws_col : USUAL;
}

void cli_print_wrapped(FILE *out, size_t width, const char *label, size_t indent, const char *text)
{
    enum { LEAST = 20 }; /* columns: narrower text cannot be wrapped */
    size_t room = width > indent + LEAST ? width - indent : strlen(text);
    while (*text != '\0') {
        size_t length = strlen(text), end = length;
        if (length > room) {
            for (end = room; end != 0 && text[end] != ' ';)
                end--;
            end = end != 0 ? end : strcspn(text, " ");
        }
        fprintf(out, "%-*s%.*s\n", (int)indent, label, (int)end, text);
        label = "";
        text += end + (text[end] == ' ');
    }
}
