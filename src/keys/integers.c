/* SPDX-License-Identifier: MIT */
#include "keys/integers.h"

#include "base/cancel.h"
#include "base/sort.h"
#include "base/threads.h"
#include "keys/types.h"

#include <string.h>

enum { BATCH = SD_DISTINCT_BATCH, PIECE = 1 << 16 };

/* A slot of the hash table. */
struct slot {
    uint64_t number;
    uint32_t place; /* plus one; 0: the slot is free */
};

struct counting {
    struct sd_key_set *set;
    struct sd_integers integers;
    uint64_t least, most;
    bool by_value;   /* a place is value - least; else it is a number in order of appearance */
    uint32_t *rows;  /* how many each place has; later the number of its class */
    uint32_t *first; /* the first of them */
    uint32_t count;  /* of places; by value, some have no rows */
    struct slot *slot;
    size_t slots;     /* a power of two */
    uint64_t *number; /* of each place */
};

/* --- texts ----------------------------------------------------------------------------------- */

struct sd_key_field sd_boolean_text(bool boolean)
{
    return boolean ? (struct sd_key_field){"True", 4} : (struct sd_key_field){"False", 5};
}

struct sd_key_field sd_natural_text(uint64_t number, char text[SD_INTEGER_TEXT])
{
    size_t at = SD_INTEGER_TEXT;
    do {
        text[--at] = (char)('0' + number % 10);
        number /= 10;
    } while (number != 0);
    return (struct sd_key_field){text + at, SD_INTEGER_TEXT - at};
}

struct sd_key_field sd_integer_text(int64_t number, char text[SD_INTEGER_TEXT])
{
    if (number >= 0)
        return sd_natural_text((uint64_t)number, text);
    struct sd_key_field field = sd_natural_text(0 - (uint64_t)number, text);
    size_t at = SD_INTEGER_TEXT - field.length - 1;
    text[at] = '-';
    return (struct sd_key_field){text + at, field.length + 1};
}

/* --- reading --------------------------------------------------------------------------------- */

/* Unsigned numbers in the order of the values. */
#define LOAD(type, flip)                                                                           \
    for (size_t i = 0; chosen == NULL && i < count; i++)                                           \
        out[i] = (uint64_t)((const type *)integers->values)[row + i] ^ (flip);                     \
    for (size_t i = 0; chosen != NULL && i < count; i++)                                           \
        out[i] = (uint64_t)((const type *)integers->values)[chosen[row + i]] ^ (flip);

static size_t load(const struct counting *counting, uint64_t row, uint64_t end, uint64_t out[BATCH])
{
    const uint64_t *chosen = counting->set->source->chosen;
    const struct sd_integers *integers = &counting->integers;
    const size_t count = end - row < BATCH ? (size_t)(end - row) : BATCH;
    const uint64_t sign = UINT64_C(1) << 63;
    switch (integers->width | (integers->is_signed ? 16U : 0)) {
    case 1:
        LOAD(uint8_t, 0)
        break;
    case 2:
        LOAD(uint16_t, 0)
        break;
    case 4:
        LOAD(uint32_t, 0)
        break;
    case 8:
        LOAD(uint64_t, 0)
        break;
    case 1 | 16:
        LOAD(int8_t, sign)
        break;
    case 2 | 16:
        LOAD(int16_t, sign)
        break;
    case 4 | 16:
        LOAD(int32_t, sign)
        break;
    default:
        LOAD(int64_t, sign)
        break;
    }
    for (size_t i = 0; integers->boolean && i < count; i++)
        out[i] = out[i] != 0;
    return count;
}

static void find_ends(struct counting *counting)
{
    const uint64_t rows = counting->set->source->rows;
    uint64_t numbers[BATCH], least = UINT64_MAX, most = 0;
    for (uint64_t row = 0, count; row < rows; row += count) {
        count = load(counting, row, rows, numbers);
        for (uint64_t i = 0; i < count; i++) {
            least = numbers[i] < least ? numbers[i] : least;
            most = numbers[i] > most ? numbers[i] : most;
        }
    }
    counting->least = least;
    counting->most = most;
}

/* --- places by hash -------------------------------------------------------------------------- */

static size_t home_of(const struct counting *counting, uint64_t number)
{
    const uint64_t mixed = (number ^ number >> 32) * UINT64_C(0x9E3779B97F4A7C15);
    return (size_t)(mixed ^ mixed >> 32) & (counting->slots - 1);
}

static struct slot *slot_of(const struct counting *counting, uint64_t number)
{
    size_t at = home_of(counting, number);
    while (counting->slot[at].place != 0 && counting->slot[at].number != number)
        at = (at + 1) & (counting->slots - 1);
    return &counting->slot[at];
}

/* Room for `more` more values, the table being at most half full. */
static int make_room(struct counting *counting, size_t more, struct splitdata_error *error)
{
    struct sd_memory *memory = counting->set->source->tables;
    if (counting->slots / 2 >= counting->count + more)
        return SPLITDATA_OK;
    sd_memory_free(counting->slot);
    counting->slots = counting->slots != 0 ? 4 * counting->slots : 4096;
    counting->slot = sd_memory_take(memory, counting->slots, sizeof *counting->slot);
    uint32_t *rows = sd_memory_resize(memory, counting->rows, counting->slots / 2, sizeof *rows);
    counting->rows = rows != NULL ? rows : counting->rows;
    uint32_t *first = sd_memory_resize(memory, counting->first, counting->slots / 2, sizeof *first);
    counting->first = first != NULL ? first : counting->first;
    uint64_t *number =
        sd_memory_resize(memory, counting->number, counting->slots / 2, sizeof *number);
    counting->number = number != NULL ? number : counting->number;
    if (counting->slot == NULL || rows == NULL || first == NULL || number == NULL)
        return sd_fail_memory(error, "the distinct values of a column");
    for (uint32_t i = 0; i < counting->count; i++)
        *slot_of(counting, number[i]) = (struct slot){number[i], i + 1};
    return SPLITDATA_OK;
}

static int find_places(struct counting *counting, const uint64_t *numbers, size_t count,
                       uint32_t *places, struct splitdata_error *error)
{
    int status = make_room(counting, count, error);
    if (status != SPLITDATA_OK)
        return status;
    for (size_t i = 0; i < count; i++)
        __builtin_prefetch(&counting->slot[home_of(counting, numbers[i])]);
    for (size_t i = 0; i < count; i++) {
        struct slot *slot = slot_of(counting, numbers[i]);
        if (slot->place == 0) {
            counting->number[counting->count] = numbers[i];
            counting->rows[counting->count] = 0;
            *slot = (struct slot){numbers[i], ++counting->count};
        }
        places[i] = slot->place - 1;
    }
    return SPLITDATA_OK;
}

/* --- counting -------------------------------------------------------------------------------- */

static int find_batch(struct counting *counting, const uint64_t *numbers, size_t count,
                      uint32_t *places, struct splitdata_error *error)
{
    if (!counting->by_value)
        return find_places(counting, numbers, count, places, error);
    for (size_t i = 0; i < count; i++)
        places[i] = (uint32_t)(numbers[i] - counting->least);
    return SPLITDATA_OK;
}

/* Sets set->code to the places of the rows, and counts the rows of each. */
static int count_rows(struct counting *counting, struct splitdata_error *error)
{
    enum { BATCHES_BETWEEN_LOOKS = 1 << 12 };
    const struct sd_key_source *source = counting->set->source;
    uint64_t numbers[BATCH], row = 0;
    int status = SPLITDATA_OK;
    for (unsigned batch = 0; row < source->rows && status == SPLITDATA_OK; batch++) {
        uint32_t *places = counting->set->code + row;
        const size_t count = load(counting, row, source->rows, numbers);
        if (batch % BATCHES_BETWEEN_LOOKS == 0)
            status = sd_check_cancel(source->options->cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = find_batch(counting, numbers, count, places, error);
        for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
            if (counting->rows[places[i]]++ == 0)
                counting->first[places[i]] = (uint32_t)(row + i);
        }
        row += count;
    }
    return status;
}

static int find_rows(struct counting *counting, struct splitdata_error *error)
{
    const struct sd_key_source *source = counting->set->source;
    find_ends(counting);
    const uint64_t span = counting->most - counting->least;
    counting->by_value = span / 2 < source->rows && span < UINT32_MAX;
    if (counting->by_value) {
        counting->count = (uint32_t)span + 1;
        counting->rows = sd_memory_take(source->tables, counting->count, sizeof *counting->rows);
        counting->first = sd_memory_take(source->tables, counting->count, sizeof *counting->first);
        if (counting->rows == NULL || counting->first == NULL)
            return sd_fail_memory(error, "the distinct values of a column");
    }
    return count_rows(counting, error);
}

/* --- classes --------------------------------------------------------------------------------- */

/* Adds the class of a number, the next one, with the rows of a place, which becomes its number. */
static int add_class(struct counting *counting, uint64_t number, uint32_t place,
                     struct splitdata_error *error)
{
    struct sd_classes *classes = &counting->set->classes;
    const uint32_t class = classes->count++;
    const int64_t value = (int64_t)(number ^ UINT64_C(1) << 63);
    char room[SD_INTEGER_TEXT];
    const struct sd_key_field text = counting->integers.boolean     ? sd_boolean_text(number != 0)
                                     : counting->integers.is_signed ? sd_integer_text(value, room)
                                                                    : sd_natural_text(number, room);
    if (!sd_distinct_append(&counting->set->keys.column[0], &text, counting->rows[place],
                            counting->first[place]))
        return sd_fail_memory(error, "the distinct values of a column");
    classes->sizes[class] = counting->rows[place];
    classes->class_of[class] = classes->example[class] = class;
    counting->rows[place] = class;
    return SPLITDATA_OK;
}

/* In the order of the values. */
static int add_classes(struct counting *counting, struct splitdata_error *error)
{
    struct sd_memory *memory = counting->set->source->tables;
    int status = SPLITDATA_OK;
    for (uint32_t i = 0; counting->by_value && i < counting->count && status == SPLITDATA_OK; i++) {
        if (counting->rows[i] != 0)
            status = add_class(counting, counting->least + i, i, error);
    }
    if (counting->by_value)
        return status;
    uint64_t *spare = sd_memory_take(memory, counting->count, sizeof *spare);
    if (spare == NULL)
        return sd_fail_memory(error, "the classes");
    sd_sort_numbers(counting->number, spare, counting->count, 0);
    sd_memory_free(spare);
    for (uint32_t i = 0; i < counting->count && status == SPLITDATA_OK; i++) {
        const uint64_t number = counting->number[i];
        status = add_class(counting, number, slot_of(counting, number)->place - 1, error);
    }
    return status;
}

static uint32_t count_distinct(const struct counting *counting)
{
    uint32_t distinct = 0;
    for (uint32_t i = 0; i < counting->count; i++)
        distinct += counting->rows[i] != 0;
    return distinct;
}

static int find_classes(struct counting *counting, struct splitdata_error *error)
{
    struct sd_key_set *set = counting->set;
    struct sd_classes *classes = &set->classes;
    struct sd_memory *memory = set->source->tables;
    const uint32_t distinct = count_distinct(counting);
    const bool natural = !counting->integers.is_signed && counting->most > INT64_MAX;
    *classes = (struct sd_classes){
        .class_of = sd_memory_take(memory, distinct, sizeof *classes->class_of),
        .sizes = sd_memory_take(memory, distinct, sizeof *classes->sizes),
        .example = sd_memory_take(memory, distinct, sizeof *classes->example),
        .misfit = UINT64_MAX,
        .first_infinite = UINT64_MAX,
        .numbers = counting->integers.boolean ? 1 : 0,
        .type = counting->integers.boolean ? &sd_type_boolean
                : natural                  ? &sd_type_natural
                                           : &sd_type_integer,
    };
    if (classes->class_of == NULL || classes->sizes == NULL || classes->example == NULL)
        return sd_fail_memory(error, "the classes");
    int status = sd_keys_begin(&set->keys, 1, memory, error);
    return status == SPLITDATA_OK ? add_classes(counting, error) : status;
}

/* Replaces the places of the rows by their classes. */
static int map_piece(void *context, uint64_t begin, uint64_t end, struct splitdata_error *error)
{
    const struct counting *counting = context;
    uint32_t *code = counting->set->code;
    (void)error;
    for (uint64_t row = begin; row < end; row++)
        code[row] = counting->rows[code[row]];
    return SPLITDATA_OK;
}

static int factorize(struct counting *counting, struct splitdata_error *error)
{
    struct sd_key_set *set = counting->set;
    const struct sd_key_source *source = set->source;
    set->code = sd_memory_take(source->memory, source->rows, sizeof *set->code);
    if (set->code == NULL)
        return sd_fail_memory(error, "the keys of all records");
    int status = find_rows(counting, error);
    if (status == SPLITDATA_OK)
        status = find_classes(counting, error);
    if (status != SPLITDATA_OK)
        return status;
    set->codes = (struct sd_codes){
        .code = set->code,
        .sizes = set->classes.sizes,
        .rows = source->rows,
        .count = set->classes.count,
        .memory = source->tables,
    };
    return sd_parallel_for(source->threads, source->rows, PIECE, map_piece, counting, error);
}

int sd_integers_factorize(struct sd_key_set *set, bool *done, struct splitdata_error *error)
{
    const struct sd_key_source *source = set->source;
    struct counting counting = {.set = set};
    *done = false;
    if (source->integers == NULL || set->count != 1 || source->rows == 0 ||
        source->rows > UINT32_MAX || set->columns[0].bins.kind != SD_BINS_NONE ||
        !source->integers(source, set->fields[0], &counting.integers) ||
        strcmp(set->columns[0].type, counting.integers.boolean ? "boolean" : "integer") != 0)
        return SPLITDATA_OK;
    *done = true;
    int status = factorize(&counting, error);
    sd_memory_free(counting.rows);
    sd_memory_free(counting.first);
    sd_memory_free(counting.slot);
    sd_memory_free(counting.number);
    return status;
}
