/* SPDX-License-Identifier: MIT */
#include "csv/not_data.h"

#include "base/text.h"
#include "csv/json_start.h"
#include "csv/kinds.h"
#include "csv/start.h"

#include <string.h>

/* --- other kinds of files -------------------------------------------------------------------- */

static const char *insists(const struct sd_dialect *dialect, bool text)
{
    return !text ? "" : dialect->lines ? " (--format lines insists)" : " (--format csv insists)";
}

/* The command with the input's name, or what gzip decompresses, in the place of each '@'. */
static bool add_command(struct sd_text *out, const struct sd_kind *kind, bool compressed)
{
    const char *command = kind->command;
    switch (kind->takes) {
    case SD_NO_COMMAND:
        return true;
    case SD_AS_IT_IS:
        return sd_text_format(out, ": %s", command);
    case SD_FILTER:
        return compressed ? sd_text_format(out, ": gzip -dc IN | %s > OUT", command)
                          : sd_text_format(out, ": %s IN > OUT", command);
    case SD_STDIN:
        return compressed ? sd_text_format(out, ": gzip -dc IN | %s > OUT", command)
                          : sd_text_format(out, ": %s < IN > OUT", command);
    default: /* SD_FILE */
        break;
    }
    bool added = sd_text_add(out, compressed ? ": gzip -dc IN > FILE; " : ": ");
    for (const char *end; added && (end = strchr(command, '@')) != NULL; command = end + 1)
        added = sd_text_append(out, command, (size_t)(end - command)) &&
                sd_text_add(out, compressed ? "FILE" : "IN");
    return added && sd_text_add(out, command);
}

static int fail_kind(const struct sd_dialect *dialect, bool compressed, const struct sd_kind *kind,
                     struct splitdata_error *error)
{
    struct sd_text command = {0};
    int status =
        add_command(&command, kind, compressed)
            ? sd_fail_at(error, 0, "is %s; %s%s%s", kind->is, kind->advice,
                         command.bytes != NULL ? command.bytes : "", insists(dialect, kind->text))
            : sd_fail_memory(error, "a message");
    sd_text_free(&command);
    return status;
}

/* --- JSON ------------------------------------------------------------------------------------ */

/* Lines of JSON are what `lines` reads; a value that goes on after its line is not. */
static bool is_as_it_should(const struct sd_dialect *dialect, const struct sd_json_start *json)
{
    switch (json->shape) {
    case SD_JSON_NONE:
        return true;
    case SD_JSON_LINES:
    case SD_JSON_LINE:
        return dialect->lines;
    case SD_JSON_OBJECT: /* on one line: a record */
        return dialect->lines && !json->several_lines;
    default:
        return false;
    }
}

/* Refuses JSON that is to be split by columns. */
static int fail_keyed_json(const struct sd_json_start *json, const char *in, const char *insist,
                           struct splitdata_error *error)
{
    bool lines = json->shape == SD_JSON_LINES || json->shape == SD_JSON_LINE;
    return sd_fail_at(error, 0,
                      "is JSON, whose keys are no columns; make CSV of it first: %s%s --ocsv "
                      "unsparsify%s > OUT.csv%s",
                      in, lines ? "mlr --ijsonl" : "mlr --ijson", in[0] == '\0' ? " IN" : "",
                      insist);
}

static int fail_json(const struct sd_dialect *dialect, const struct sd_reading *reading,
                     const struct sd_json_start *json, struct splitdata_error *error)
{
    const char *in = reading->compressed ? "gzip -dc IN | " : "";
    const char *to = reading->compressed ? "> OUT.jsonl" : "IN > OUT.jsonl";
    const char *insist = insists(dialect, true);
    if (json->notebook)
        return sd_fail_at(error, 0,
                          "is a Jupyter notebook and not data; its code: jupyter nbconvert --to "
                          "script IN%s",
                          insist);
    bool rows = json->shape != SD_JSON_OBJECT && json->shape != SD_JSON_LONG;
    if (reading->keyed && rows && (json->opening == '{' || json->shape == SD_JSON_ARRAY))
        return fail_keyed_json(json, in, insist, error);
    if (json->shape == SD_JSON_LINES)
        return sd_fail_at(error, 0, "is JSON lines: --format lines takes each line as a record%s",
                          insist);
    if (json->shape == SD_JSON_ARRAY)
        return sd_fail_at(error, 0,
                          "is a JSON array; make a line of each element first: %sjq -c '.[]' %s%s",
                          in, to, insist);
    if (json->shape == SD_JSON_VALUES)
        return sd_fail_at(error, 0, "is JSON; make a line of each value first: %sjq -c . %s%s", in,
                          to, insist);
    if (json->shape == SD_JSON_LINE && json->opening == '[')
        return sd_fail_at(error, 0,
                          "is JSON: --format lines takes each line as a record; if it is one "
                          "array, make lines first: %sjq -c '.[]' %s%s",
                          in, to, insist);
    int length = json->list != NULL ? (int)json->list_length : 3;
    const char *list = json->list != NULL ? json->list : "KEY";
    return json->shape == SD_JSON_LINE
               ? sd_fail_at(error, 0,
                            "is JSON: --format lines takes each line as a record; if it is one "
                            "object, take the list of records out first: %sjq -c '.%.*s[]' %s%s",
                            in, length, list, to, insist)
               : sd_fail_at(error, 0,
                            "is JSON, an object of several lines; take the list of records out "
                            "first: %sjq -c '.%.*s[]' %s%s",
                            in, length, list, to, insist);
}

/* --- the start and the end ------------------------------------------------------------------- */

int sd_check_start(const struct sd_dialect *dialect, const struct sd_reading *reading,
                   const uint8_t *data, uint64_t size, struct splitdata_error *error)
{
    const size_t seen = size < SD_START ? (size_t)size : SD_START;
    if (reading->repeated)
        return SPLITDATA_OK;
    const struct sd_kind *kind = sd_kind_of(data, seen, dialect->lines ? '\n' : dialect->delimiter);
    if (kind != NULL && !(kind->text && dialect->format_set))
        return fail_kind(dialect, reading->compressed, kind, error);
    if (dialect->format_set || (dialect->delimiter_set && !dialect->lines))
        return SPLITDATA_OK;
    struct sd_json_start json = sd_json_look(data, seen, size < SD_START);
    return is_as_it_should(dialect, &json) ? SPLITDATA_OK
                                           : fail_json(dialect, reading, &json, error);
}

int sd_check_end(const struct sd_dialect *dialect, const struct sd_reading *reading,
                 const uint8_t *data, uint64_t size, struct splitdata_error *error)
{
    uint64_t begin = size;
    if (reading->repeated || dialect->format_set || size < SD_NUL_RUN ||
        (!dialect->lines && dialect->delimiter == '\0'))
        return SPLITDATA_OK;
    while (begin != 0 && data[begin - 1] == 0)
        begin--;
    if (size - begin < SD_NUL_RUN)
        return SPLITDATA_OK;
    return sd_fail_at(error, begin,
                      "nothing but NUL bytes follows, as if the file was cut off while it was "
                      "written; fetch it again, or take them out: %str -d '\\000'%s > OUT%s",
                      reading->compressed ? "gzip -dc IN | " : "",
                      reading->compressed ? "" : " < IN", insists(dialect, true));
}

int sd_check_ends(const struct sd_dialect *dialect, const struct sd_reading *reading,
                  const uint8_t *data, uint64_t size, const struct sd_extents *extents,
                  struct splitdata_error *error)
{
    int status = SPLITDATA_OK;
    if (extents == NULL)
        return sd_check_end(dialect, reading, data, size, error);
    for (size_t e = 0; e < extents->count && status == SPLITDATA_OK; e++) {
        const struct sd_extent *extent = &extents->extent[e];
        status = sd_check_end(dialect, reading, data + extent->begin, extent->end - extent->begin,
                              error);
        if (status != SPLITDATA_OK)
            error->offset += extent->begin;
    }
    return status;
}

/* --- columns of lines ------------------------------------------------------------------------- */

const char *sd_no_columns(const struct sd_dialect *dialect, bool compressed, const uint8_t *data,
                          uint64_t size)
{
    const size_t seen = size < SD_START ? (size_t)size : SD_START;
    struct sd_json_start json = sd_json_look(data, seen, size < SD_START);
    if (json.shape != SD_JSON_NONE && json.opening == '{')
        return compressed ? "keys of JSON are no columns; make CSV of it first: gzip -dc IN | mlr "
                            "--ijsonl --ocsv unsparsify > OUT.csv"
                          : "keys of JSON are no columns; make CSV of it first: mlr --ijsonl "
                            "--ocsv unsparsify IN > OUT.csv";
    if (dialect->format_set)
        return "with --format lines there is one column, #1, the whole line";
    switch (sd_likely_delimiter(data, size)) {
    case ',':
        return "a line is one column, #1, here; to read several: -d ,";
    case ';':
        return "a line is one column, #1, here; to read several: -d ';'";
    case '\t':
        return "a line is one column, #1, here; to read several: -d tab";
    case '|':
        return "a line is one column, #1, here; to read several: -d '|'";
    default:
        return "a line is one column, #1, here (--format csv reads several)";
    }
}
