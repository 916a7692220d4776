/* SPDX-License-Identifier: MIT */
/*
 * The order in which PyTorch's DataLoader hands out the rows:
 *
 *     generator = torch.Generator().manual_seed(seed)
 *     order = list(DataLoader(rows, shuffle=True, generator=generator))
 *
 * Each pass draws the base seed of its workers first, two words, whether it has workers or not, and
 * then randperm(n) from the same generator: so this is not the order of random_split. Without
 * generator= the words are the global generator's, torch.manual_seed(seed), and two more seed a
 * generator of the pass' own, by the low half of 64 bits. The next repeat is the next pass: the one
 * before has drawn another randperm(n) at its end, of which it takes no row.
 */
#include "recipe/head.h"
#include "recipe/permute.h"
#include "recipe/python.h"
#include "recipe/table.h"

#include "algorithm/holdout.h"
#include "rng/torch.h"

enum { OWN, GLOBAL };

static const char *const generators[] = {[OWN] = "own", [GLOBAL] = "global", NULL};

static const struct sd_recipe_parameter parameters[] = {
    {.name = "generator",
     .usual = "own",
     .summary = "own: DataLoader(generator=...); global: torch.manual_seed(SEED) alone",
     .kind = SD_PARAMETER_CHOICE,
     .words = generators},
    {0}};

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    struct splitdata_torch *torch = &draw->random->state.torch;
    struct splitdata_random own = *draw->random;
    splitdata_torch_next32(torch);
    splitdata_torch_next32(torch);
    if (draw->options->value[0].number == OWN) {
        int status = sd_permute_own(draw, items, count, item_size, progress, error);
        sd_torch_skip_randperm(torch, count); /* RandomSampler's last permutation */
        return status;
    }
    splitdata_torch_next32(torch);
    splitdata_torch_seed(&own.state.torch, splitdata_torch_next32(torch));
    return splitdata_random_shuffle(&own, items, count, item_size, error);
}

static int print_code(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    static const struct sd_head_code lines[] = {
        [OWN] = {.import = "torch",
                 .seed = "generator = torch.Generator().manual_seed(%s)\n"
                         "loader = torch.utils.data.DataLoader(range(n), batch_size=None, "
                         "shuffle=True, generator=generator)",
                 .order = "order = np.array(list(loader))"},
        [GLOBAL] = {.import = "torch",
                    .seed = "torch.manual_seed(%s)\n"
                            "loader = torch.utils.data.DataLoader(range(n), batch_size=None, "
                            "shuffle=True)",
                    .order = "order = np.array(list(loader))"},
    };
    return sd_head_print(asked, code, &lines[asked->parameters->value[0].number],
                         sd_python_seed(code, asked->seed), error);
}

const struct sd_recipe sd_recipe_torch_loader = {
    .name = "torch-loader",
    .summary = "rows in the order of PyTorch's DataLoader(shuffle=True), train first",
    .call = "torch.utils.data.DataLoader(dataset, shuffle=True, "
            "generator=torch.Generator().manual_seed(SEED))",
    .versions = "2.15.0",
    .of = "PyTorch",
    .checked = "golden vectors; beside PyTorch itself",
    .conditions = "nothing else draws from the generator before the pass",
    .nearest = "torch",
    .parameters = parameters,
    .code = print_code,
    .generator = "torch",
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};
