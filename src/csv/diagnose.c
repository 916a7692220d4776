/* SPDX-License-Identifier: MIT */
#include "csv/diagnose.h"

#include "csv/refused_lines.h"
#include "csv/refused_quotes.h"
#include "csv/start.h"
#include "csv/trial.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* --- causes ---------------------------------------------------------------------------------- */

/* Each function writes what helps against one cause, and returns whether that is the cause. */
typedef bool cause(const struct sd_refused *refused, char *help, size_t size);

/* The number of lines of that record. */
static uint64_t lines_of_record(const struct sd_refused *refused)
{
    struct sd_span record = sd_refused_record(refused);
    const uint8_t *bytes = refused->data + record.start;
    return sd_line_at(bytes, record.length - sd_line_end_length(bytes, record.length));
}

static bool begins_with(const struct sd_refused *refused, uint64_t at, const char *text)
{
    return refused->size - at >= strlen(text) &&
           memcmp(refused->data + at, text, strlen(text)) == 0;
}

static bool comments(const struct sd_refused *refused, char *help, size_t size)
{
    static const char marks[] = "#%!;/";
    uint64_t begin = sd_byte_order_mark(refused->data, refused->size);
    struct sd_dialect other = *refused->dialect;
    if (other.comment != 0 || refused->base != 0)
        return false;
    const uint8_t own = refused->data[refused->at], first = refused->data[begin];
    for (const char *mark = marks; *mark != '\0'; mark++) {
        other.comment = (unsigned char)*mark;
        if (*mark == '/' && !begins_with(refused, refused->at, "//") &&
            !begins_with(refused, begin, "//"))
            continue;
        if ((own == other.comment || first == other.comment) && other.comment != other.delimiter &&
            sd_trial_helps(&other, refused)) {
            snprintf(help, size, "lines that begin with %c look like comments: --comment '%c'",
                     *mark, *mark);
            return true;
        }
    }
    return false;
}

/* Gives the dialect an escape, if the input has a byte that could be one. */
static bool try_escape(struct sd_dialect *dialect, const struct sd_refused *refused)
{
    if (dialect->escape != 0 || dialect->delimiter == '\\' || dialect->quote == '\\' ||
        dialect->comment == '\\' || memchr(refused->data, '\\', (size_t)refused->size) == NULL)
        return false;
    dialect->escape = '\\';
    dialect->escape_suspected = false;
    return true;
}

/* R's write.table leaves out the name of the row names. */
static bool is_short_header(const struct sd_dialect *dialect, const struct sd_refused *refused)
{
    struct sd_beginning beginning;
    struct sd_dialect rest = *dialect;
    sd_trial_begin(dialect, refused, &beginning);
    if (beginning.records < 2 || beginning.fields[1] != beginning.fields[0] + 1 ||
        !sd_trial_are_names(&beginning, 0) ||
        (sd_trial_is_padded(&beginning, 1) && !beginning.value[1][0]) ||
        !sd_trial_differ(&beginning, refused, 1) ||
        (beginning.records > 2 && sd_trial_values_follow(&beginning, 1)))
        return false;
    rest.skip_lines = 1;
    rest.header = false;
    return sd_trial_helps(&rest, refused);
}

/* The delimiter in the second half of sed's s, which is in single quotes. */
static void spell_for_sed(const struct sd_dialect *dialect, char *out, size_t size)
{
    const char byte = (char)dialect->delimiter;
    if (byte == '\t')
        snprintf(out, size, "\\t");
    else if (byte == '\'')
        snprintf(out, size, "'\\''");
    else
        snprintf(out, size, "%s%c%s", byte == '/' || byte == '&' || byte == '\\' ? "\\" : "", byte,
                 dialect->colons ? ":" : "");
}

static bool short_header(const struct sd_refused *refused, char *help, size_t size)
{
    struct sd_dialect escaped = *refused->dialect;
    if (!refused->dialect->header || refused->base != 0 || refused->dialect->skip_lines != 0 ||
        ((refused->fault != SPLITDATA_FAULT_FIELDS ||
          !is_short_header(refused->dialect, refused)) &&
         (!try_escape(&escaped, refused) || !is_short_header(&escaped, refused))))
        return false;
    const bool mark = sd_byte_order_mark(refused->data, refused->size) != 0;
    char delimiter[8];
    spell_for_sed(&escaped, delimiter, sizeof delimiter);
    snprintf(help, size,
             "the header is one name short, as R's write.table leaves out that of the row names: "
             "sed '1s/^%srow%s/' IN > OUT adds it",
             mark ? "\\xef\\xbb\\xbf/&" : "/", delimiter);
    return true;
}

/* Whether the records before byte `end` are like those after it, as wide as `fields`: a header, or
 * more than one. Then they are no title. */
static bool are_records(const struct sd_refused *refused, uint64_t end, size_t fields)
{
    struct sd_dialect plain = *refused->dialect;
    struct sd_beginning before;
    size_t wide = 0, padded = 0, r = 0;
    bool header = false;
    plain.quote = SD_NO_QUOTE;
    sd_trial_begin(&plain, refused, &before);
    for (; r < before.records && before.start[r] < end; r++) {
        if (sd_trial_is_padded(&before, r) && !before.value[r][0]) {
            padded++;
        } else if (before.fields[r] == fields) {
            wide++;
            header = header || r == 0;
        }
    }
    return wide > 1 || (header && (padded + 1 < r || refused->fault != SPLITDATA_FAULT_FIELDS));
}

/* Lines before the header. */
static bool titles(const struct sd_refused *refused, char *help, size_t size)
{
    enum { LINES = 20 };
    struct sd_dialect other = *refused->dialect;
    struct sd_beginning beginning;
    if (refused->base != 0 || other.skip_lines != 0 || refused->at > SD_TRIAL_QUICK)
        return false;
    for (other.skip_lines = 1; other.skip_lines <= LINES; other.skip_lines++) {
        if (!sd_trial_reads(&other, refused, SD_TRIAL_QUICK))
            continue;
        sd_trial_begin(&other, refused, &beginning);
        if (beginning.records >= 2 && beginning.fields[0] >= 2 && other.header &&
            sd_trial_is_padded(&beginning, 0))
            continue;
        if (beginning.records < 2 || (other.header && !sd_trial_are_names(&beginning, 0)) ||
            beginning.fields[0] < 2 ||
            are_records(refused, beginning.start[0], beginning.fields[0]) ||
            !sd_trial_helps(&other, refused))
            return false;
        snprintf(help, size, "%s before the %s: --skip-lines %" PRIu64,
                 other.skip_lines == 1 ? "a line" : "lines", other.header ? "header" : "records",
                 other.skip_lines);
        return true;
    }
    return false;
}

static bool escapes(const struct sd_refused *refused, char *help, size_t size)
{
    struct sd_dialect other = *refused->dialect;
    if (!try_escape(&other, refused))
        return false;
    if (other.quote != SD_NO_QUOTE && sd_trial_helps(&other, refused)) {
        snprintf(help, size, "backslashes look like escapes: --escape '\\'");
        return true;
    }
    other.quote = SD_NO_QUOTE;
    if (!sd_trial_helps(&other, refused))
        return false;
    snprintf(help, size, "backslashes look like escapes: --escape '\\' --quote none");
    return true;
}

/* Whether the first line has quoted texts with a blank between them, as R's write.table writes. */
static bool has_blank_between_quotes(const struct sd_refused *refused)
{
    const uint8_t *lf = memchr(refused->data, '\n', (size_t)refused->size);
    size_t length = lf != NULL ? (size_t)(lf - refused->data) : 0;
    for (size_t i = 0; i + 3 <= length; i++) {
        if (memcmp(refused->data + i, "\" \"", 3) == 0)
            return true;
    }
    return false;
}

/* Whether there are several columns by this dialect. */
static bool parts_columns(const struct sd_dialect *other, const struct sd_refused *refused)
{
    struct sd_beginning beginning;
    if (!sd_trial_reads(other, refused, SD_TRIAL_QUICK))
        return false;
    sd_trial_begin(other, refused, &beginning);
    return beginning.records >= 2 && beginning.fields[0] >= 2 && sd_trial_helps(other, refused);
}

/* Another delimiter, with which there are several columns. */
static bool delimiters(const struct sd_refused *refused, char *help, size_t size)
{
    static const struct {
        unsigned char byte;
        const char *name, *option;
    } others[] = {{';', "';'", "';'"},
                  {'\t', "a tab", "tab"},
                  {'|', "'|'", "'|'"},
                  {',', "','", "','"},
                  {' ', "a blank", "blanks"}};
    if (refused->dialect->delimiter_set || refused->base != 0)
        return false;
    for (size_t i = 0; i < sizeof others / sizeof others[0]; i++) {
        struct sd_dialect other = *refused->dialect;
        other.delimiter_set = true;
        other.delimiter = others[i].byte;
        other.blanks = other.delimiter == ' ';
        if (other.delimiter == refused->dialect->delimiter ||
            (other.blanks && !has_blank_between_quotes(refused)))
            continue;
        const char *escape = "";
        if (!parts_columns(&other, refused)) {
            if (!other.blanks || !try_escape(&other, refused) || !parts_columns(&other, refused))
                continue;
            escape = " --escape '\\'";
        }
        snprintf(help, size, "is the delimiter %s? -d %s%s", others[i].name, others[i].option,
                 escape);
        return true;
    }
    return false;
}

/* Comments or titles in a file that needs another option, too: `option` is appended to theirs. */
static bool both(const struct sd_refused *refused, const struct sd_dialect *other,
                 const char *option, char *help, size_t size)
{
    struct sd_refused again = *refused;
    struct sd_beginning beginning;
    if (refused->base != 0)
        return false;
    again.dialect = other;
    again.at = sd_trial_end(other, refused);
    sd_trial_begin(other, refused, &beginning);
    size_t most = 0;
    for (size_t r = 0; r < beginning.records; r++)
        most = beginning.fields[r] > most ? beginning.fields[r] : most;
    if (most < 2 || !(comments(&again, help, size) || titles(&again, help, size)))
        return false;
    size_t used = strlen(help);
    snprintf(help + used, size - used, " %s", option);
    return true;
}

static bool escapes_too(const struct sd_refused *refused, char *help, size_t size)
{
    struct sd_dialect other = *refused->dialect;
    if (!try_escape(&other, refused))
        return false;
    if (other.quote != SD_NO_QUOTE && both(refused, &other, "--escape '\\'", help, size))
        return true;
    other.quote = SD_NO_QUOTE;
    return both(refused, &other, "--escape '\\' --quote none", help, size);
}

static bool delimiters_too(const struct sd_refused *refused, char *help, size_t size)
{
    static const struct {
        unsigned char byte;
        const char *option;
    } all[] = {{';', "-d ';'"}, {'\t', "-d tab"}, {'|', "-d '|'"}, {',', "-d ,"}};
    struct sd_dialect other = *refused->dialect;
    if (other.delimiter_set)
        return false;
    other.delimiter_set = true;
    for (size_t i = 0; i < sizeof all / sizeof all[0]; i++) {
        other.delimiter = all[i].byte;
        if (other.delimiter != refused->dialect->delimiter &&
            both(refused, &other, all[i].option, help, size))
            return true;
    }
    return false;
}

/* What to do with the file about quotes. */
static const char *remedy(enum splitdata_fault fault)
{
    return fault == SPLITDATA_FAULT_BLANKS   ? "remove the blanks"
           : fault == SPLITDATA_FAULT_QUOTES ? "double the quotes inside"
                                             : "close it";
}

static bool no_quotes(const struct sd_refused *refused, char *help, size_t size)
{
    struct sd_dialect other = *refused->dialect;
    if (other.quote == SD_NO_QUOTE)
        return false;
    other.quote = SD_NO_QUOTE;
    if (refused->fault == SPLITDATA_FAULT_FIELDS) {
        uint64_t lines = lines_of_record(refused);
        if (lines == 1 || !sd_trial_helps(&other, refused))
            return false;
        snprintf(help, size,
                 "its quotes take %" PRIu64
                 " lines into one record: --quote none if quotes mean nothing here",
                 lines);
        return true;
    }
    if (!sd_trial_helps(&other, refused) || sd_refused_holds_text(refused))
        return false;
    snprintf(help, size, "%s, or use --quote none if quotes mean nothing here",
             remedy(refused->fault));
    return true;
}

/* No cause is known: the record is ragged. */
static void accept(const struct sd_refused *refused, char *help, size_t size)
{
    uint64_t lines = refused != NULL ? lines_of_record(refused) : 1;
    if (lines > 1 && sd_refused_has_odd_quotes(refused))
        snprintf(help, size,
                 "its quotes take %" PRIu64
                 " lines into one record: is one missing, or one too many?",
                 lines);
    else if (lines > 1)
        snprintf(help, size,
                 "its quotes take %" PRIu64 " lines into one record; --ragged keep accepts it",
                 lines);
    else
        snprintf(help, size, "--ragged keep accepts it");
}

void sd_diagnose(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                 uint64_t base, struct splitdata_error *error)
{
    static cause *const causes[] = {
        sd_refused_footer,    escapes,    comments,  short_header, escapes_too,
        sd_refused_line_ends, delimiters, no_quotes, titles,       delimiters_too};
    const enum splitdata_fault fault = error->fault;
    char help[256] = "";
    if (fault == SPLITDATA_FAULT_OTHER)
        return;
    error->fault = SPLITDATA_FAULT_OTHER;
    const struct sd_refused refused = {dialect, data, size, base, error->offset - base, fault};
    bool here = data != NULL && error->offset >= base && refused.at < size;
    bool found = false;
    for (size_t i = 0; here && !found && i < sizeof causes / sizeof causes[0]; i++)
        found = causes[i](&refused, help, sizeof help);
    if (!found && fault == SPLITDATA_FAULT_FIELDS)
        accept(here ? &refused : NULL, help, sizeof help);
    else if (!found)
        snprintf(help, sizeof help, "%s", remedy(fault));
    size_t used = strlen(error->message);
    snprintf(error->message + used, sizeof error->message - used, " (%s)", help);
}
