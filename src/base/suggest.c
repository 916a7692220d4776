/* SPDX-License-Identifier: MIT */
#include "base/suggest.h"

#include "splitdata/splitdata.h"

#include <string.h>

enum { LONGEST = 63 };

static char lower(char c)
{
    return c >= 'A' && c <= 'Z' ? (char)(c + ('a' - 'A')) : c;
}

/* Levenshtein's distance by rows; names beyond LONGEST bytes are as far away as can be. */
static size_t distance(const char *a, const char *b)
{
    size_t a_length = strlen(a), b_length = strlen(b);
    if (a_length > LONGEST || b_length > LONGEST)
        return LONGEST;
    size_t row[LONGEST + 1];
    for (size_t j = 0; j <= b_length; j++)
        row[j] = j;
    for (size_t i = 1; i <= a_length; i++) {
        size_t diagonal = row[0];
        row[0] = i;
        for (size_t j = 1; j <= b_length; j++) {
            size_t best = diagonal + (lower(a[i - 1]) != lower(b[j - 1]));
            diagonal = row[j];
            if (row[j] + 1 < best)
                best = row[j] + 1;
            if (row[j - 1] + 1 < best)
                best = row[j - 1] + 1;
            row[j] = best;
        }
    }
    return row[b_length];
}

size_t sd_suggest(const char *name, const char *const *candidates, size_t count)
{
    size_t length = strlen(name);
    size_t allowed = length < 4 ? 1 : length / 3 < 2 ? 2 : length / 3;
    size_t best = count, best_distance = allowed + 1;
    for (size_t c = 0; c < count; c++) {
        size_t away = candidates[c][0] != '\0' ? distance(name, candidates[c]) : LONGEST;
        if (away < best_distance) {
            best = c;
            best_distance = away;
        }
    }
    return best;
}

const char *splitdata_nearest_name(const char *name, const char *const *candidates, size_t count)
{
    size_t nearest = sd_suggest(name, candidates, count);
    return nearest < count ? candidates[nearest] : NULL;
}
