/* SPDX-License-Identifier: MIT */
#include "csv/entries.h"

#include "csv/machine.h"
#include "csv/variants.h"

#include <string.h>

struct finder {
    const struct sd_dialect *dialect;
    const uint8_t *data;
    uint64_t size, from, to;
    struct sd_machine machine;
    uint64_t *entry;
    size_t count;
};

/* Keeps them sorted, each once. */
static void add(struct finder *finder, uint64_t boundary)
{
    size_t i = finder->count;
    if (boundary < finder->from || boundary >= finder->to)
        return;
    while (i > 0 && finder->entry[i - 1] >= boundary)
        i--;
    if (i < finder->count && finder->entry[i] == boundary)
        return;
    memmove(finder->entry + i + 1, finder->entry + i, (finder->count - i) * sizeof *finder->entry);
    finder->entry[i] = boundary;
    finder->count++;
}

/* Adds what follows the line terminator at byte i, which may be CRs and an LF. */
static void add_after(struct finder *finder, uint64_t i)
{
    while (i < finder->size && finder->data[i] == '\r')
        i++;
    add(finder, i < finder->size && finder->data[i] == '\n' ? i + 1 : i);
}

/* A comment ends with its first line terminator. */
static void add_after_comment(struct finder *finder)
{
    const uint8_t *data = finder->data;
    uint64_t i = finder->from;
    if (data[i - 1] == '\r')
        add(finder, data[i] == '\n' ? i + 1 : i);
    while (i < finder->to && data[i] != '\n' && data[i] != '\r')
        i++;
    if (i < finder->to)
        add(finder, data[i] == '\r' && i + 1 < finder->size && data[i + 1] == '\n' ? i + 2 : i + 1);
}

/* The states that the machine can be in, as bits. */
static uint64_t all_states(const struct sd_machine *machine)
{
    uint64_t states = 1, before = 0;
    while (states != before) {
        before = states;
        for (unsigned s = 0; s < SD_STATES; s++) {
            for (unsigned c = 0; (before >> s & 1) != 0 && c < SD_CLASSES; c++)
                states |= UINT64_C(1) << (machine->next[s][c] & (SD_STATES - 1));
        }
    }
    return states;
}

/* The states after byte i; of those that a line terminator ends, the boundary is added. */
static uint64_t step(struct finder *finder, uint64_t states, uint64_t i)
{
    const struct sd_machine *machine = &finder->machine;
    const unsigned class = machine->class_of[finder->data[i]];
    uint64_t after = 0;
    for (; states != 0; states &= states - 1) {
        const unsigned s = (unsigned)__builtin_ctzll(states);
        const unsigned entry = machine->next[s][class];
        if ((entry & SD_ENTRY_ENDS) == 0)
            after |= UINT64_C(1) << (entry & (SD_STATES - 1));
        else if (sd_machine_agrees(machine, s))
            add_after(finder, i);
    }
    return after;
}

static void run(struct finder *finder)
{
    const bool variant = finder->machine.variant;
    uint64_t states = all_states(&finder->machine), quoted = 0;
    for (unsigned s = 0; s < SD_STATES && !variant; s++) {
        if (sd_machine_is_quoted(s))
            quoted |= UINT64_C(1) << s;
    }
    for (uint64_t i = finder->from; i < finder->to && states != 0; i++) {
        if ((states & ~quoted) == 0) {
            const uint8_t *quote = memchr(finder->data + i, finder->dialect->quote, finder->to - i);
            if (quote == NULL)
                return;
            i = (uint64_t)(quote - finder->data);
        }
        states = step(finder, states, i);
    }
}

size_t sd_find_entries(const struct sd_dialect *dialect, const uint8_t *data, uint64_t size,
                       uint64_t from, uint64_t to, uint64_t entry[SD_MOST_ENTRIES])
{
    struct finder finder = {.dialect = dialect, .data = data, .size = size, .from = from, .to = to};
    finder.entry = entry;
    if (dialect->lines) {
        const uint8_t *end = memchr(data + from - 1, '\n', to - from + 1);
        if (end != NULL)
            add(&finder, (uint64_t)(end - data) + 1);
        return finder.count;
    }
    sd_machine_begin(&finder.machine, dialect);
    if (data[from - 1] == '\n')
        add(&finder, from);
    if (data[from - 1] == '\r')
        add_after(&finder, from);
    if (dialect->comment != 0)
        add_after_comment(&finder);
    run(&finder);
    return finder.count;
}
