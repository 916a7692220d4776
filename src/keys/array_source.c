/* SPDX-License-Identifier: MIT */
#include "keys/array_source.h"

#include "keys/integers.h"
#include "splitdata/random.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* --- the columns ----------------------------------------------------------------------------- */

static bool width_fits(const struct splitdata_column *column)
{
    const unsigned width = column->width;
    switch (column->type) {
    case SPLITDATA_COLUMN_SIGNED:
    case SPLITDATA_COLUMN_UNSIGNED:
        return width == 1 || width == 2 || width == 4 || width == 8;
    case SPLITDATA_COLUMN_BOOLEAN:
        return width <= 1;
    case SPLITDATA_COLUMN_FLOAT:
        return width == 4 || width == 8;
    case SPLITDATA_COLUMN_TEXT:
        return (width == 4 || width == 8) && column->offsets != NULL;
    }
    return false;
}

int sd_key_arrays_begin(struct sd_key_arrays *arrays, const struct splitdata_column *columns,
                        size_t count, struct splitdata_error *error)
{
    arrays->column = columns;
    arrays->names.names = calloc(count + 1, sizeof *arrays->names.names);
    if (arrays->names.names == NULL)
        return sd_fail_memory(error, "the key columns");
    for (size_t c = 0; c < count; c++) {
        if (columns[c].name == NULL || columns[c].values == NULL || !width_fits(&columns[c]))
            return sd_fail(error, SPLITDATA_USAGE,
                           "column %zu: has no name or no values, or a width that its type has not",
                           c + 1);
        arrays->names.names[c] = (char *)(uintptr_t)columns[c].name; /* only read */
        arrays->names.count = c + 1;
    }
    return SPLITDATA_OK;
}

void sd_key_arrays_end(struct sd_key_arrays *arrays)
{
    free(arrays->names.names);
    *arrays = (struct sd_key_arrays){0};
}

/* --- one value ------------------------------------------------------------------------------- */

/* Room for any number in text. */
enum { ROOM = SPLITDATA_DOUBLE_TEXT };

static bool bit(const uint8_t *bits, uint64_t row)
{
    return (bits[row / 8] >> row % 8 & 1) != 0;
}

static int64_t signed_at(const void *values, unsigned width, uint64_t row)
{
    switch (width) {
    case 1:
        return ((const int8_t *)values)[row];
    case 2:
        return ((const int16_t *)values)[row];
    case 4:
        return ((const int32_t *)values)[row];
    default:
        return ((const int64_t *)values)[row];
    }
}

static uint64_t unsigned_at(const void *values, unsigned width, uint64_t row)
{
    switch (width) {
    case 1:
        return ((const uint8_t *)values)[row];
    case 2:
        return ((const uint16_t *)values)[row];
    case 4:
        return ((const uint32_t *)values)[row];
    default:
        return ((const uint64_t *)values)[row];
    }
}

/* The shortest decimal that reads back to the same number; whole numbers as integers. */
static struct sd_key_field double_text(double number, char text[ROOM])
{
    const double exact = 9007199254740992.0; /* 2^53 */
    if (number == floor(number) && fabs(number) < exact)
        return sd_integer_text((int64_t)number, text);
    if (isinf(number))
        return number < 0 ? (struct sd_key_field){"-inf", 4} : (struct sd_key_field){"inf", 3};
    return (struct sd_key_field){text, splitdata_format_double(text, number)};
}

static struct sd_key_field float_text(const struct splitdata_column *column, uint64_t row,
                                      char text[ROOM])
{
    double number = column->width == 4 ? (double)((const float *)column->values)[row]
                                       : ((const double *)column->values)[row];
    return isnan(number) ? sd_key_no_value : double_text(number, text);
}

static struct sd_key_field boolean_text(const struct splitdata_column *column, uint64_t row)
{
    const uint8_t *values = column->values;
    return sd_boolean_text(column->width == 0 ? bit(values, row) : values[row] != 0);
}

static struct sd_key_field text_at(const struct splitdata_column *column, uint64_t row)
{
    int64_t begin = signed_at(column->offsets, column->width, row);
    int64_t end = signed_at(column->offsets, column->width, row + 1);
    return (struct sd_key_field){(const char *)column->values + begin, (size_t)(end - begin)};
}

static struct sd_key_field value_at(const struct splitdata_column *column, uint64_t row,
                                    char text[ROOM])
{
    if (column->validity != NULL && !bit(column->validity, row))
        return sd_key_no_value;
    switch (column->type) {
    case SPLITDATA_COLUMN_SIGNED:
        return sd_integer_text(signed_at(column->values, column->width, row), text);
    case SPLITDATA_COLUMN_UNSIGNED:
        return sd_natural_text(unsigned_at(column->values, column->width, row), text);
    case SPLITDATA_COLUMN_FLOAT:
        return float_text(column, row, text);
    case SPLITDATA_COLUMN_BOOLEAN:
        return boolean_text(column, row);
    case SPLITDATA_COLUMN_TEXT:
        break;
    }
    return text_at(column, row);
}

/* --- the source ------------------------------------------------------------------------------ */

/* A thread's reader. */
struct reader {
    const struct sd_key_source *source;
    const struct sd_key_set *set;
    char (*texts)[ROOM]; /* by column and row of a batch, as the fields */
};

static void close_reader(void *context)
{
    struct reader *reader = context;
    free(reader->texts);
    free(reader);
}

static int open_reader(const struct sd_key_source *source, const struct sd_key_set *set,
                       void **opened, struct splitdata_error *error)
{
    struct reader *reader = calloc(1, sizeof *reader);
    if (reader == NULL)
        return sd_fail_memory(error, "the key columns");
    *reader =
        (struct reader){source, set, calloc(set->count, SD_DISTINCT_BATCH * sizeof *reader->texts)};
    if (reader->texts == NULL) {
        free(reader);
        return sd_fail_memory(error, "the key columns");
    }
    *opened = reader;
    return SPLITDATA_OK;
}

static int read_rows(void *context, uint64_t begin, uint64_t end, struct sd_key_field *fields,
                     size_t *count, struct splitdata_error *error)
{
    const struct reader *reader = context;
    const struct sd_key_arrays *arrays = reader->source->context;
    const size_t rows = end - begin < SD_DISTINCT_BATCH ? (size_t)(end - begin) : SD_DISTINCT_BATCH;
    (void)error;
    for (size_t c = 0; c < reader->set->count; c++) {
        const struct splitdata_column *column = &arrays->column[reader->set->fields[c]];
        for (size_t i = 0; i < rows; i++) {
            size_t at = c * SD_DISTINCT_BATCH + i;
            fields[at] = value_at(column, sd_key_row(reader->source, begin + i), reader->texts[at]);
        }
    }
    *count = rows;
    return SPLITDATA_OK;
}

static uint64_t offset_of(const struct sd_key_source *source, uint64_t row)
{
    (void)source;
    (void)row;
    return SPLITDATA_NOWHERE;
}

static const char *type_of(const struct sd_key_source *source, size_t field)
{
    static const char *const types[] = {
        [SPLITDATA_COLUMN_SIGNED] = "integer", [SPLITDATA_COLUMN_UNSIGNED] = "integer",
        [SPLITDATA_COLUMN_FLOAT] = "float",    [SPLITDATA_COLUMN_BOOLEAN] = "boolean",
        [SPLITDATA_COLUMN_TEXT] = "text",
    };
    const struct sd_key_arrays *arrays = source->context;
    return types[arrays->column[field].type];
}

static bool integers_of(const struct sd_key_source *source, size_t field,
                        struct sd_integers *integers)
{
    const struct sd_key_arrays *arrays = source->context;
    const struct splitdata_column *column = &arrays->column[field];
    const bool boolean = column->type == SPLITDATA_COLUMN_BOOLEAN;
    *integers = (struct sd_integers){column->values, column->width,
                                     column->type == SPLITDATA_COLUMN_SIGNED, boolean};
    return column->validity == NULL && column->width != 0 &&
           (boolean || integers->is_signed || column->type == SPLITDATA_COLUMN_UNSIGNED);
}

void sd_array_source_begin(struct sd_key_source *source, const struct sd_key_arrays *arrays,
                           const struct splitdata_options *options, unsigned threads,
                           struct sd_memory *memory)
{
    *source = (struct sd_key_source){
        .options = options,
        .names = &arrays->names,
        .width = arrays->names.count,
        .exact = true,
        .threads = threads,
        .context = arrays,
        .open = open_reader,
        .read = read_rows,
        .close = close_reader,
        .offset = offset_of,
        .type = type_of,
        .integers = integers_of,
    };
    sd_key_source_set_memory(source, memory);
}
