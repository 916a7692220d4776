/* SPDX-License-Identifier: MIT */
/*
 * Writes the completions of a shell from the program's table of options: copies a template from
 * standard input, and puts the options where it has lines or words between @.
 *
 * usage: generate bash|zsh|fish completions/columns.sh <TEMPLATE
 */
#include "cli/split.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum shell { BASH, ZSH, FISH };

/* What an option takes, in the words of the templates. */
static const char *kind_of(const struct cli_option *option)
{
    const char *placeholder = option->placeholder != NULL ? option->placeholder : "";
    if (option->value == CLI_NO_VALUE)
        return "none";
    if (option->words != NULL)
        return "words";
    if (strcmp(option->name, "like") == 0)
        return "recipes";
    if (strncmp(placeholder, "COL", 3) == 0 || strcmp(option->name, "column-type") == 0)
        return "columns";
    if (strcmp(placeholder, "DIR") == 0)
        return "directory";
    return strcmp(placeholder, "FILE") == 0 ? "file" : "text";
}

static bool is(const char *kind, const char *other)
{
    return strcmp(kind, other) == 0;
}

static void print_words(const struct cli_option *option)
{
    bool first = true;
    for (const char *const *word = option->words; word != NULL && *word != NULL; word++) {
        if (**word == '\0')
            continue;
        printf("%s%s", first ? "" : " ", *word);
        first = false;
    }
}

/* Prints `text` with a backslash before the bytes in `special`; a quote ends the string of zsh and
 * bash. */
static void print_escaped(const char *text, const char *special)
{
    for (; *text != '\0'; text++) {
        if (strchr(special, *text) != NULL)
            putchar('\\');
        putchar(*text);
    }
}

static void print_bash(const struct cli_option *option)
{
    if (option->value == CLI_NO_VALUE)
        return;
    printf("    --%s", option->name);
    if (option->letter != 0)
        printf(" | -%c", option->letter);
    printf(") kind=%s", kind_of(option));
    if (option->words != NULL) {
        printf(" values='");
        print_words(option);
        putchar('\'');
    }
    printf("%s ;;\n", option->value == CLI_OPTIONAL_VALUE ? " optional=yes" : "");
}

static void print_zsh_value(const struct cli_option *option)
{
    const char *kind = kind_of(option);
    if (option->value == CLI_NO_VALUE)
        return;
    printf("%s:%s:", option->value == CLI_OPTIONAL_VALUE ? ":" : "",
           option->placeholder != NULL ? option->placeholder : "");
    if (is(kind, "words")) {
        putchar('(');
        print_words(option);
        putchar(')');
    } else {
        printf("%s", is(kind, "columns")     ? "_splitdata_columns"
                     : is(kind, "recipes")   ? "_splitdata_recipes"
                     : is(kind, "directory") ? "_files -/"
                     : is(kind, "file")      ? "_files"
                                             : " ");
    }
}

static void print_zsh_spec(const struct cli_option *option, const char *begin, const char *sign)
{
    printf("        '%s%s[", begin, sign);
    for (const char *c = option->help; *c != '\0'; c++) {
        if (*c == '\'')
            printf("'\\'");
        if (strchr("[]:\\", *c) != NULL)
            putchar('\\');
        putchar(*c);
    }
    putchar(']');
    print_zsh_value(option);
    printf("' \\\n");
}

static void print_zsh(const struct cli_option *option)
{
    char name[64];
    snprintf(name, sizeof name, "*--%s", option->name);
    print_zsh_spec(option, name,
                   option->value == CLI_VALUE            ? "="
                   : option->value == CLI_OPTIONAL_VALUE ? "=-"
                                                         : "");
    if (option->letter == 0)
        return;
    snprintf(name, sizeof name, "*-%c", option->letter);
    print_zsh_spec(option, name,
                   option->value == CLI_VALUE            ? "+"
                   : option->value == CLI_OPTIONAL_VALUE ? "-"
                                                         : "");
}

static void print_fish(const struct cli_option *option)
{
    const char *kind = kind_of(option);
    printf("complete -c splitdata -n __splitdata_splits -l %s", option->name);
    if (option->letter != 0)
        printf(" -s %c", option->letter);
    if (option->value == CLI_VALUE)
        printf(is(kind, "file") ? " -r" : " -x");
    if (option->value == CLI_VALUE && !is(kind, "file") && !is(kind, "text")) {
        printf(" -a '");
        if (is(kind, "words"))
            print_words(option);
        else
            printf("%s",
                   is(kind, "columns") ? "(__splitdata_columns)"
                   : is(kind, "recipes")
                       ? "(splitdata --like help 2>/dev/null | string match -rg \"^([a-z]\\S*)\")"
                       : "(__fish_complete_directories)");
        putchar('\'');
    }
    printf(" -d '");
    print_escaped(option->help, "'\\");
    printf("'\n");
}

static void print_values(enum shell shell)
{
    static void (*const print[])(const struct cli_option *option) = {print_bash, print_zsh,
                                                                     print_fish};
    for (size_t i = 0; i < cli_split_option_count; i++)
        print[shell](&cli_split_options[i]);
}

static void print_options(void)
{
    for (size_t i = 0; i < cli_split_option_count; i++)
        printf("%s--%s", i != 0 ? " " : "", cli_split_options[i].name);
}

static bool print_script(enum shell shell, const char *path)
{
    char line[1024];
    FILE *script = fopen(path, "r");
    if (script == NULL) {
        perror(path);
        return false;
    }
    while (fgets(line, sizeof line, script) != NULL)
        print_escaped(line, shell == FISH ? "'\\" : "");
    return fclose(script) == 0;
}

int main(int argc, char **argv)
{
    static const char *const shells[] = {"bash", "zsh", "fish"};
    char line[1024];
    int shell = -1;
    for (int i = 0; i < 3 && argc == 3; i++)
        shell = strcmp(argv[1], shells[i]) == 0 ? i : shell;
    if (shell < 0) {
        fprintf(stderr, "usage: generate bash|zsh|fish SCRIPT <TEMPLATE\n");
        return 2;
    }
    while (fgets(line, sizeof line, stdin) != NULL) {
        char *mark = strchr(line, '@'), *end = mark != NULL ? strchr(mark + 1, '@') : NULL;
        if (end == NULL || strchr("CVO", mark[1]) == NULL) {
            fputs(line, stdout);
            continue;
        }
        *mark = '\0';
        fputs(line, stdout);
        if (mark[1] == 'V')
            print_values((enum shell)shell);
        else if (mark[1] == 'O')
            print_options();
        else if (!print_script((enum shell)shell, argv[2]))
            return 1;
        if (end[1] != '\n' || mark[1] == 'O')
            fputs(end + 1, stdout);
    }
    return ferror(stdin) || fflush(stdout) != 0;
}
