/* SPDX-License-Identifier: MIT */
/*
 * Perl, whose generator is its own since 5.20, the same on every system: drand48.
 *
 *     srand(seed); @rows = List::Util::shuffle(@rows)         train is the head
 *     srand(seed); push @{rand() < 0.8 ? \@train : \@test}, $_ for @rows
 *
 * The next repeat goes on with the same generator, of the rows in input order.
 */
#include "recipe/awk.h"
#include "recipe/head.h"
#include "recipe/table.h"
#include "recipe/uniform.h"

#include "algorithm/holdout.h"

#include "rng/shuffle.h"

#include <inttypes.h>

/* The state: 48 bits in two words. */
static double next(struct splitdata_random *random)
{
    uint32_t *word = random->state.words.word;
    uint64_t state = (uint64_t)word[1] << 32 | word[0];
    state = (state * UINT64_C(0x5DEECE66D) + 0xB) & (UINT64_MAX >> 16);
    word[0] = (uint32_t)state;
    word[1] = (uint32_t)(state >> 32);
    return (double)state / 281474976710656.0;
}

static int seed(struct splitdata_random *random, const char *text,
                const struct sd_recipe_options *options, struct splitdata_error *error)
{
    uint32_t value = 0;
    (void)options;
    int status = sd_seed32(text, &value, error);
    if (status != SPLITDATA_OK)
        return status;
    *random = (struct splitdata_random){0};
    random->state.words.word[0] = value << 16 | 0x330E;
    random->state.words.word[1] = value >> 16;
    return SPLITDATA_OK;
}

static void draw_targets(void *generator, uint64_t *targets, size_t window, uint64_t position,
                         uint64_t count)
{
    (void)count;
    for (size_t i = 0; i < window; i++)
        targets[i] = (uint64_t)(next(generator) * (double)(position - i + 1));
}

static int permute(const struct sd_draw *draw, void *items, uint64_t count, size_t item_size,
                   const struct sd_shuffle_progress *progress, struct splitdata_error *error)
{
    if (count > INT32_MAX)
        return sd_fail(error, SPLITDATA_DATA,
                       "Perl's shuffle takes at most 2**31 - 1 records, not %" PRIu64, count);
    sd_shuffle_down_followed(draw_targets, draw->random, items, count, item_size, progress);
    return SPLITDATA_OK;
}

/* A text between single quotes, in which nothing is a variable. */
static const char *quoted(struct sd_code *code, const char *from)
{
    struct sd_text text = {0};
    bool made = sd_text_add(&text, "'");
    for (; *from != '\0' && made; from++)
        made = ((*from != '\'' && *from != '\\') || sd_text_add(&text, "\\")) &&
               sd_text_append(&text, from, 1);
    return sd_code_keep(code, &text, made && sd_text_add(&text, "'"));
}

/* Reads the lines into @rows, without the header. */
static int print_input(const char *recipe, const struct sd_code_asked *asked, struct sd_code *code,
                       struct splitdata_error *error)
{
    uint32_t value = 0;
    int status = sd_lines_check(recipe, asked, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "use List::Util 'shuffle';");
    sd_code_line(code, "open my $in, '<', %s or die;", quoted(code, asked->file));
    sd_code_line(code, "my @rows = <$in>;");
    if (asked->header)
        sd_code_line(code, "my $header = shift @rows;");
    if (asked->seed == NULL)
        return SPLITDATA_OK;
    status = sd_seed32(asked->seed, &value, error);
    sd_code_line(code, "srand(%" PRIu32 ");", value); /* as a number: 010 would be octal */
    return status;
}

static int print_shuffle(const struct sd_code_asked *asked, struct sd_code *code,
                         struct splitdata_error *error)
{
    const struct sd_size *train = &asked->part[0].size;
    if (asked->options->order == SPLITDATA_ORDER_INPUT)
        return sd_code_refuse("perl", "--order input", error);
    if (!asked->train_test || asked->part[1].size.kind != SD_SIZE_NONE)
        return sd_code_refuse("perl", "sizes but that of train", error);
    int status = print_input("perl", asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    if (asked->kind != SD_SPLIT_ROWS_IN_ORDER)
        sd_code_line(code, "@rows = shuffle(@rows);");
    sd_code_line(code, train->kind == SD_SIZE_SHARE ? "my $k = int(%s * @rows);" : "my $k = %s;",
                 sd_code_size(code, train));
    sd_code_line(code, "my @train = @rows[0 .. $k - 1];");
    sd_code_line(code, "my @test = @rows[$k .. $#rows];");
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_perl = {
    .name = "perl",
    .summary = "rows in the order of Perl's List::Util::shuffle, train first",
    .call = "srand(SEED); @rows = shuffle(@rows); the first int(0.8 * @rows) are train",
    .versions = "5.36.0",
    .of = "Perl",
    .checked = "golden vectors; beside Perl itself",
    .conditions = SD_AWK_CONDITION,
    .nearest = "perl-rand",
    .code = print_shuffle,
    .generator = "perl",
    .seed = seed,
    .sizes = sd_head_sizes,
    .permute = permute,
    .cut = sd_cut_first_part_first,
};

/* --- a draw for each line -------------------------------------------------------------------- */

static int assign(struct sd_plan *plan, const struct sd_sizes_asked *asked,
                  const struct sd_draw *draw, struct splitdata_error *error)
{
    return sd_uniform_assign("perl-rand", plan, asked, draw, next, error);
}

static int print_rand(const struct sd_code_asked *asked, struct sd_code *code,
                      struct splitdata_error *error)
{
    const struct sd_sizes_asked sizes = {
        .part = asked->part, .parts = asked->parts, .train_test = asked->train_test};
    int status = sd_uniform_check("perl-rand", &sizes, error);
    if (status == SPLITDATA_OK && asked->parts != 2)
        status = sd_code_refuse("perl-rand", "more than two parts", error);
    if (status == SPLITDATA_OK)
        status = print_input("perl-rand", asked, code, error);
    if (status != SPLITDATA_OK)
        return status;
    sd_code_line(code, "my (@train, @test);");
    sd_code_line(code, "push @{rand() < %s ? \\@train : \\@test}, $_ for @rows;",
                 sd_uniform_limits(asked, code));
    return SPLITDATA_OK;
}

const struct sd_recipe sd_recipe_perl_rand = {
    .name = "perl-rand",
    .summary = "rows by Perl's rand() < 0.8 after srand(seed), in input order",
    .call = "srand(SEED); push @{rand() < 0.8 ? \\@train : \\@test}, $_ for @rows",
    .versions = "5.36.0",
    .of = "Perl",
    .checked = "golden vectors; beside Perl itself",
    .conditions = SD_AWK_CONDITION,
    .nearest = "perl",
    .code = print_rand,
    .generator = "perl",
    .seed = seed,
    .assign = assign,
};
