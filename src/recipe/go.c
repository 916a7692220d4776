/* SPDX-License-Identifier: MIT */
/*
 * Go's math/rand, rand.New(rand.NewSource(seed)): Shuffle or, with call=perm, the order of Perm(n),
 * which draws otherwise. The functions of the package itself have a random seed since Go 1.20.
 */
#include "recipe/go_code.h"
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/script.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/shuffle.h"

enum { PERM = 1 };

static const char *const calls[] = {"shuffle", "perm", NULL};
static const struct sd_recipe_parameter parameters[] = {
    {.name = "call",
     .usual = "shuffle",
     .summary = "the method that makes the order: Shuffle or Perm",
     .kind = SD_PARAMETER_CHOICE,
     .words = calls},
    {.name = NULL},
};

/* Perm makes its permutation inside out, which swaps positions from the front; the first one draws,
 * too. */
static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t k = 0; k < window; k++)
        targets[k] = (uint64_t)splitdata_go_intn(generator, (int64_t)(position + k + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    if (draw->options == NULL || draw->options->value[0].number != PERM)
        return sd_permute_own(draw, items, count, item_size, progress, error);
    sd_shuffle_up(draw_targets, &draw->random->state.go, items, count, item_size);
    return SPLITDATA_OK;
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    struct sd_script script = {
        .read = SD_GO_READ("math/rand"),
        .drop = "\trows = rows[1:]",
        .shuffle = "\trandom := rand.New(rand.NewSource(%s))\n" SD_GO_SHUFFLE,
        .share = SD_GO_SHARE,
        .cut = SD_GO_CUT,
    };
    if (asked->parameters->value[0].number == PERM)
        script.shuffle = "\torder := rand.New(rand.NewSource(%s)).Perm(len(rows))\n"
                         "\tordered := make([]string, len(rows))\n"
                         "\tfor i, row := range order {\n"
                         "\t\tordered[i] = rows[row]\n"
                         "\t}\n"
                         "\trows = ordered";
    return sd_script_print("go", asked, code, &script, error);
}

const struct sd_recipe sd_recipe_go = {
    .name = "go",
    .summary = "rows in the order of Go's math/rand Shuffle, train first",
    .call = "rand.New(rand.NewSource(SEED)).Shuffle(len(rows), swap), cut at int(0.8 * "
            "float64(len(rows)))",
    .versions = "1.26.8 1.19.8",
    .of = "Go",
    .checked = "golden vectors; 100 random cases beside Go",
    .nearest = "go-v2",
    .parameters = parameters,
    .code = print_code,
    .generator = "go",
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
