/* SPDX-License-Identifier: MIT */
/* np.random.seed from text. */
#include "splitdata/random.h"

#include "base/error.h"
#include "rng/mt19937.h"
#include "rng/seed_text.h"
#include "rng/table.h"

#include <string.h>

/* A comma-separated list as a key: the array seeding reads its words in order, several times
 * over. */
struct list {
    const char *text, *next;
};

static uint32_t word_of_list(const void *key, size_t index)
{
    struct list *list = *(struct list *const *)key;
    if (index == 0)
        list->next = list->text;
    size_t length = strcspn(list->next, ",");
    uint64_t value = 0;
    (void)sd_unsigned_within(list->next, length, UINT32_MAX, &value);
    list->next += length + (list->next[length] == ',');
    return (uint32_t)value;
}

static int refuse(const char *text, struct splitdata_error *error)
{
    if (text[strspn(text, ",")] == '\0')
        return sd_fail(error, SPLITDATA_USAGE, "Seed must be non-empty");
    return sd_fail(error, SPLITDATA_USAGE,
                   "Seed must be between 0 and 2**32 - 1, or a comma list of such integers: '%s'",
                   text);
}

int splitdata_numpy_seed_text(struct splitdata_numpy *random, const char *text,
                              struct splitdata_error *error)
{
    uint64_t value = 0;
    if (strchr(text, ',') == NULL) {
        if (!sd_unsigned_within(text, strlen(text), UINT32_MAX, &value))
            return refuse(text, error);
        splitdata_numpy_seed(random, (uint32_t)value);
        return SPLITDATA_OK;
    }
    size_t count = 0;
    for (const char *at = text; *at != '\0';) {
        size_t length = strcspn(at, ",");
        if (!sd_unsigned_within(at, length, UINT32_MAX, &value))
            return refuse(text, error);
        at += length + (at[length] == ',');
        count++;
    }
    struct list list = {text, text};
    struct list *key = &list;
    sd_mt19937_init_key(&random->twister, word_of_list, &key, count);
    random->gauss = 0.0;
    random->has_gauss = 0;
    return SPLITDATA_OK;
}

static int seed(union splitdata_random_state *state, const char *text,
                struct splitdata_error *error)
{
    return splitdata_numpy_seed_text(&state->numpy, text, error);
}

static void raw(union splitdata_random_state *state, uint64_t *out, size_t count)
{
    sd_mt19937_fill_wide(&state->numpy.twister, out, count);
}

static void shuffle(union splitdata_random_state *state, void *items, uint64_t count,
                    size_t item_size)
{
    splitdata_numpy_shuffle(&state->numpy, items, count, item_size);
}

const struct splitdata_random_kind sd_numpy_kind = {
    .name = "numpy",
    .about = "NumPy's legacy API, np.random.seed: MT19937",
    .seed_rule = "an integer from 0 to 2**32 - 1, or a comma list of such (5, is the list of one)",
    .family = SPLITDATA_FAMILY_NUMPY,
    .word_bits = 32,
    .seed = seed,
    .raw = raw,
    .shuffle = shuffle,
    .shuffle_limit = UINT64_MAX,
};
