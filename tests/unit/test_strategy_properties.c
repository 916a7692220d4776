/* SPDX-License-Identifier: MIT */
/* Properties of every split, tested on random numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "algorithm/balanced.h"
#include "algorithm/chronological.h"
#include "algorithm/distribute.h"
#include "algorithm/folds.h"
#include "algorithm/grouped.h"
#include "algorithm/holdout.h"
#include "algorithm/order.h"
#include "algorithm/strata.h"
#include "algorithm/stratified.h"
#include "algorithm/tally.h"
#include "recipe/table.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { ROWS = 600, PARTS = 5, ROUNDS = 400 };

/* A random problem: rows, a code column of classes and one of groups, sizes of parts. */
struct problem {
    struct splitdata_random random;
    struct sd_draw draw;
    uint64_t rows;
    uint64_t items[ROWS], sizes[PARTS], keys[ROWS], order[ROWS];
    uint32_t class[ROWS], group[ROWS], fold[ROWS], part[ROWS];
    uint64_t class_sizes[ROWS], group_sizes[ROWS];
    struct sd_codes strata, groups;
    struct sd_cut cuts[PARTS];
    struct sd_plan plan;
};

static uint64_t below(struct problem *p, uint64_t limit)
{
    return splitdata_random_raw(&p->random) % limit;
}

/* Numbers the codes without gaps: unused ones are removed. */
static void number(struct problem *p, uint32_t *code, uint64_t *sizes, struct sd_codes *codes,
                   uint64_t distinct)
{
    uint32_t close[ROWS], count = 0;
    memset(sizes, 0, sizeof p->class_sizes);
    for (uint64_t i = 0; i < p->rows; i++) {
        uint64_t a = below(p, distinct), b = below(p, distinct);
        code[i] = (uint32_t)(a < b ? a : b); /* uneven sizes */
        sizes[code[i]]++;
    }
    for (uint32_t c = 0; c < distinct; c++) {
        close[c] = count;
        sizes[count] = sizes[c];
        count += sizes[c] > 0;
    }
    for (uint64_t i = 0; i < p->rows; i++)
        code[i] = close[code[i]];
    *codes = (struct sd_codes){.code = code, .sizes = sizes, .rows = p->rows, .count = count};
}

static void make(struct problem *p, unsigned round)
{
    char seed[20];
    struct splitdata_error error;
    snprintf(seed, sizeof seed, "%u", round);
    assert_int_equal(splitdata_random_init(&p->random, "numpy", seed, &error), SPLITDATA_OK);
    p->draw = (struct sd_draw){.permute = sd_recipe_sklearn.permute, .random = &p->random};
    p->rows = 40 + below(p, ROWS - 40);
    number(p, p->class, p->class_sizes, &p->strata, 1 + below(p, 6));
    number(p, p->group, p->group_sizes, &p->groups, 8 + below(p, p->rows - 8));
    size_t parts = 2 + below(p, PARTS - 1);
    uint64_t left = p->rows;
    for (size_t i = 0; i < parts; i++) {
        uint64_t most = left / (parts - i);
        p->sizes[i] = i + 1 == parts && round % 3 > 0 ? left : 1 + below(p, most);
        left -= p->sizes[i];
    }
    for (uint64_t i = 0; i < p->rows; i++) {
        p->items[i] = i;
        p->keys[i] = below(p, p->rows / 2);
    }
    p->plan =
        (struct sd_plan){.items = p->items, .count = p->rows, .cuts = p->cuts, .parts = parts};
}

/* Checks that every row is in at most one part, sets part[], and returns the number of rows in
 * one. */
static uint64_t read_parts(struct problem *p)
{
    uint64_t seen = 0;
    bool met[ROWS] = {false};
    for (uint64_t i = 0; i < p->rows; i++)
        p->part[i] = SD_NO_PART;
    for (uint64_t i = 0; i < p->rows; i++) {
        assert_in_range(p->items[i], 0, p->rows - 1);
        assert_false(met[p->items[i]]);
        met[p->items[i]] = true;
    }
    for (size_t part = 0; part < p->plan.parts; part++) {
        assert_true(p->cuts[part].begin < p->cuts[part].end);
        for (uint64_t i = p->cuts[part].begin; i < p->cuts[part].end; i++) {
            assert_int_equal(p->part[p->items[i]], SD_NO_PART);
            p->part[p->items[i]] = (uint32_t)part;
            seen++;
        }
    }
    return seen;
}

static void assert_rising(const struct problem *p)
{
    for (size_t part = 0; part < p->plan.parts; part++) {
        for (uint64_t i = p->cuts[part].begin + 1; i < p->cuts[part].end; i++)
            assert_true(p->items[i - 1] < p->items[i]);
    }
}

static void assert_groups_whole(const struct problem *p, const uint32_t *part)
{
    uint32_t of_group[ROWS];
    for (uint32_t g = 0; g < p->groups.count; g++)
        of_group[g] = UINT32_MAX - 1;
    for (uint64_t i = 0; i < p->rows; i++) {
        uint32_t *known = &of_group[p->group[i]];
        if (*known == UINT32_MAX - 1)
            *known = part[i];
        assert_int_equal(*known, part[i]);
    }
}

static double share_off(const struct problem *p, uint32_t class, size_t part)
{
    uint64_t have = 0;
    for (uint64_t i = 0; i < p->rows; i++)
        have += p->class[i] == class && p->part[i] == part;
    double wanted = (double)p->sizes[part] / (double)p->rows * (double)p->class_sizes[class];
    return fabs((double)have - wanted);
}

/* The rows of each class in each part, as the split tells them. */
static void assert_rows_told(const struct problem *p, const uint64_t *rows)
{
    uint64_t counted[PARTS * ROWS] = {0};
    for (uint64_t i = 0; i < p->rows; i++) {
        if (p->part[i] != SD_NO_PART)
            counted[p->part[i] * p->strata.count + p->class[i]]++;
    }
    for (size_t cell = 0; cell < p->plan.parts * p->strata.count; cell++)
        assert_int_equal(rows[cell], counted[cell]);
}

/* Two parts: each class is within one row of its share; more parts: within two, as rows taken in
 * excess by one part are missing in later ones. */
static void stratified(void **state)
{
    struct problem p;
    unsigned done = 0;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct splitdata_error error;
        uint64_t rows[PARTS * ROWS];
        make(&p, round);
        struct sd_stratified stratified = {.strata = &p.strata, .rows = rows};
        if (sd_stratified(&p.plan, &stratified, p.sizes, &p.draw, &error) != SPLITDATA_OK)
            continue;
        done++;
        read_parts(&p);
        assert_rows_told(&p, rows);
        for (size_t part = 0; part < p.plan.parts; part++) {
            assert_int_equal(p.cuts[part].end - p.cuts[part].begin, p.sizes[part]);
            for (uint32_t c = 0; c < p.strata.count; c++)
                assert_true(share_off(&p, c, part) < (p.plan.parts == 2 ? 1.0001 : 2.0001));
        }
    }
    assert_true(done > ROUNDS / 3);
}

/* Each row of a class had its example's code, unless the class was joined. */
static void assert_examples_hold(const struct problem *p, const struct problem *before,
                                 uint32_t class, uint32_t example)
{
    assert_true(example != SD_STRATA_JOINED || class + 1 == p->strata.count);
    for (uint64_t i = 0; i < p->rows; i++) {
        if (p->class[i] == class && example != SD_STRATA_JOINED)
            assert_int_equal(before->class[i], example);
    }
}

static void rare(void **state)
{
    struct problem p;
    struct splitdata_error error;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        make(&p, round);
        uint64_t least = 2 + below(&p, 100), in_rare = 0, others = 0;
        uint32_t example[ROWS];
        const struct sd_strata_arrays arrays = {p.class, p.class_sizes, example};
        const struct problem before = p;
        for (uint32_t c = 0; c < p.strata.count; c++)
            example[c] = c;
        for (uint32_t c = 0; c < p.strata.count; c++)
            in_rare += p.class_sizes[c] < least ? p.class_sizes[c] : 0;
        if (round % 2 == 0) {
            sd_strata_merge(&p.strata, &arrays, least);
            assert_true(sd_strata_rare(&p.strata, least) == 0 || p.strata.count == 1);
        } else {
            sd_strata_set_aside(&p.strata, &arrays, least);
            assert_int_equal(sd_strata_rare(&p.strata, least), 0);
        }
        for (uint32_t c = 0; c < p.strata.count; c++) {
            uint64_t rows = 0;
            for (uint64_t i = 0; i < p.rows; i++)
                rows += p.class[i] == c;
            assert_int_equal(rows, p.class_sizes[c]);
            assert_examples_hold(&p, &before, c, example[c]);
            others += rows;
        }
        assert_int_equal(others, round % 2 == 0 ? p.rows : p.rows - in_rare);
        if (round % 2 == 0 || in_rare == 0 || p.strata.count == 0)
            continue;
        p.sizes[0] = p.rows - 2 * p.strata.count;
        p.sizes[1] = 2 * p.strata.count;
        p.plan.parts = 2;
        struct sd_stratified stratified = {.strata = &p.strata};
        if (sd_stratified(&p.plan, &stratified, p.sizes, &p.draw, &error) != SPLITDATA_OK)
            continue;
        read_parts(&p);
        for (uint64_t i = 0; i < p.rows; i++)
            assert_true(p.class[i] < p.strata.count || p.part[i] == 0);
    }
}

/* With `each`: the split without it, where each part has each class; otherwise one row of each
 * class is in each part. */
static void each(void **state)
{
    struct problem p, plain;
    unsigned given = 0, same = 0;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        struct splitdata_error error;
        uint64_t rows[PARTS * ROWS];
        make(&p, round);
        make(&plain, round);
        struct sd_stratified with = {.strata = &p.strata, .each = true, .rows = rows};
        struct sd_stratified without = {.strata = &plain.strata};
        int status = sd_stratified(&p.plan, &with, p.sizes, &p.draw, &error);
        int plain_status = sd_stratified(&plain.plan, &without, plain.sizes, &plain.draw, &error);
        assert_true(status == SPLITDATA_OK || sd_strata_rare(&p.strata, p.plan.parts) != 0 ||
                    plain_status != SPLITDATA_OK);
        if (status != SPLITDATA_OK)
            continue;
        read_parts(&p);
        assert_rows_told(&p, rows);
        for (size_t cell = 0; cell < p.plan.parts * p.strata.count; cell++)
            assert_true(rows[cell] > 0);
        for (size_t part = 0; part < p.plan.parts; part++)
            assert_int_equal(p.cuts[part].end - p.cuts[part].begin, p.sizes[part]);
        assert_int_equal(memcmp(p.items, plain.items, p.rows * sizeof *p.items) != 0, with.gave);
        (with.gave ? &given : &same)[0]++;
    }
    assert_true(given > ROUNDS / 20);
    assert_true(same > ROUNDS / 20);
}

static void each_refused(void **state)
{
    uint32_t code[] = {0, 0, 0, 1, 1};
    uint64_t of_class[] = {3, 2}, items[] = {0, 1, 2, 3, 4}, sizes[] = {1, 2, 2};
    struct sd_cut cuts[3];
    struct splitdata_error error;
    struct sd_codes strata = {.code = code, .sizes = of_class, .rows = 5, .count = 2};
    struct sd_plan plan = {.items = items, .count = 5, .cuts = cuts, .parts = 3};
    struct sd_stratified stratified = {.strata = &strata, .each = true};
    (void)state;
    assert_int_equal(sd_stratified(&plan, &stratified, sizes, NULL, &error), SPLITDATA_DATA);
    assert_string_equal(error.message, "class 1 has 2 records, fewer than the 3 parts");
}

/* Random folds, twice, and then one set by itself: as one counts them slowly. */
static void tally(void **state)
{
    enum { FOLDS = 7, SETS = 2 * FOLDS + 1 };
    struct problem p;
    (void)state;
    for (unsigned round = 0; round < 50; round++) {
        struct splitdata_error error;
        struct sd_tally tally;
        static uint64_t counted[SETS][2][ROWS];
        make(&p, round);
        memset(counted, 0, sizeof counted);
        const uint32_t classes = p.strata.count;
        assert_int_equal(sd_tally_begin(&tally, &p.strata, 2, SETS, NULL, &error), SPLITDATA_OK);
        for (uint32_t set = 0; set < SETS - 1; set += FOLDS) {
            for (uint64_t i = 0; i < p.rows; i++) {
                p.fold[i] = (uint32_t)below(&p, 1 + below(&p, FOLDS));
                for (uint32_t f = 0; f < FOLDS; f++)
                    counted[set + f][p.fold[i] == f][p.class[i]]++;
            }
            struct sd_folds folds = {p.fold, p.rows, FOLDS, NULL};
            assert_int_equal(sd_tally_add_folds(&tally, &folds, &error), SPLITDATA_OK);
        }
        for (size_t cell = 0; cell < 2 * (size_t)classes; cell++)
            tally.of_set[cell] = counted[SETS - 1][cell / classes][cell % classes] = below(&p, 3);
        sd_tally_add(&tally);
        assert_int_equal(tally.added, SETS);
        assert_int_equal(tally.largest_count, classes);
        for (size_t i = 0; i < 2 * (size_t)classes; i++) {
            const size_t part = i / classes, class = i % classes;
            uint64_t lacking = 0, first = 0;
            for (uint64_t set = SETS; set-- > 0;) {
                lacking += counted[set][part][class] == 0;
                first = counted[set][part][class] == 0 ? set : first;
                assert_int_equal(tally.rows[(set * 2 + part) * classes + tally.rank[class]],
                                 counted[set][part][class]);
            }
            assert_int_equal(tally.lacking[i], lacking);
            assert_int_equal(tally.first_in[i], first);
        }
        for (size_t i = 1; i < classes; i++)
            assert_true(p.class_sizes[tally.largest[i - 1]] >= p.class_sizes[tally.largest[i]]);
        sd_tally_end(&tally);
    }
}

/* With units of rows: almost always as close as the best of random cuts of the groups. */
static void grouped(void **state)
{
    struct problem p;
    struct splitdata_error error;
    uint64_t off = 0, rows = 0;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        make(&p, round);
        int status = sd_grouped_rows(&p.plan, &p.groups, p.sizes, &p.draw, &error);
        assert_int_equal(status, SPLITDATA_OK);
        read_parts(&p);
        assert_rising(&p);
        assert_groups_whole(&p, p.part);
        for (size_t part = 0; part < p.plan.parts; part++) {
            uint64_t have = p.cuts[part].end - p.cuts[part].begin;
            off += have > p.sizes[part] ? have - p.sizes[part] : p.sizes[part] - have;
        }
        rows += p.rows;
        make(&p, round);
        for (size_t part = 0; part < p.plan.parts; part++)
            p.sizes[part] = 1 + below(&p, p.groups.count / p.plan.parts);
        status = sd_grouped(&p.plan, &p.groups, p.sizes, &p.draw, &error);
        assert_int_equal(status, SPLITDATA_OK);
        read_parts(&p);
        assert_rising(&p);
        assert_groups_whole(&p, p.part);
    }
    print_message("rows beside their number: %.3f %%\n", 100.0 * (double)off / (double)rows);
    assert_true((double)off < 0.01 * (double)rows);
}

static double chi_square(const struct problem *p)
{
    double sum = 0.0;
    for (size_t part = 0; part < p->plan.parts; part++) {
        for (uint32_t c = 0; c < p->strata.count; c++) {
            double wanted = (double)p->sizes[part] / (double)p->rows * (double)p->class_sizes[c];
            double off = share_off(p, c, part);
            sum += off * off / wanted;
        }
    }
    return sum;
}

static void balanced(void **state)
{
    struct problem p;
    struct splitdata_error error;
    unsigned worse = 0;
    (void)state;
    for (unsigned round = 0; round < 60; round++) {
        make(&p, round);
        uint64_t rows[PARTS * ROWS];
        struct sd_balanced balance = {.strata = &p.strata, .groups = &p.groups, .rows = rows};
        int status = sd_balanced(&p.plan, &balance, p.sizes, &p.draw, &error);
        if (status == SPLITDATA_DATA)
            continue;
        assert_int_equal(status, SPLITDATA_OK);
        read_parts(&p);
        assert_rising(&p);
        assert_groups_whole(&p, p.part);
        assert_rows_told(&p, rows);
        assert_true(balance.deviation >= 0.0 && balance.deviation <= 1.0);
        double ours = chi_square(&p);
        for (int i = 0; i < 1000; i++) {
            for (uint64_t row = 0; row < p.rows; row++)
                p.items[row] = row;
            uint64_t counts[PARTS];
            for (size_t part = 0; part < p.plan.parts; part++) {
                counts[part] = p.sizes[part] * p.groups.count / p.rows;
                counts[part] += counts[part] == 0;
            }
            counts[0] -= counts[0] > 1 && counts[0] + p.plan.parts > p.groups.count;
            if (sd_grouped(&p.plan, &p.groups, counts, &p.draw, &error) != SPLITDATA_OK)
                continue;
            read_parts(&p);
            worse += chi_square(&p) < ours - 1e-9;
        }
    }
    print_message("of 60000 random splits with whole groups, %u were more even\n", worse);
    assert_true(worse < 60);
}

static void folds(void **state)
{
    struct problem p;
    struct splitdata_error error;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        make(&p, round);
        struct sd_folds f = {p.fold, p.rows, (uint32_t)(2 + below(&p, 6)), NULL};
        const struct sd_draw *draw = round % 2 == 0 ? &p.draw : NULL;
        const struct sd_codes *strata = round / 2 % 2 == 0 ? &p.strata : NULL;
        const struct sd_codes *groups = round / 4 % 2 == 0 ? &p.groups : NULL;
        for (uint64_t i = 0; i < p.rows; i++)
            p.fold[i] = SD_NO_FOLD;
        if (sd_recipe_fold(&sd_recipe_sklearn, &f, strata, groups, draw, &error) != SPLITDATA_OK)
            continue;
        uint64_t sizes[8] = {0}, of_class[8][8] = {{0}};
        for (uint64_t i = 0; i < p.rows; i++) {
            assert_true(p.fold[i] < f.count);
            sizes[p.fold[i]]++;
            of_class[p.fold[i]][p.class[i]]++;
        }
        if (groups != NULL)
            assert_groups_whole(&p, p.fold);
        for (uint32_t k = 0; groups == NULL && k < f.count; k++) {
            assert_true(sizes[k] == p.rows / f.count || sizes[k] == p.rows / f.count + 1);
            for (uint32_t c = 0; strata != NULL && c < p.strata.count; c++) {
                uint64_t share = p.class_sizes[c] / f.count;
                assert_true(of_class[k][c] == share || of_class[k][c] == share + 1);
            }
        }
    }
}

static void chronological(void **state)
{
    struct problem p;
    struct splitdata_error error;
    unsigned done = 0;
    (void)state;
    for (unsigned round = 0; round < ROUNDS; round++) {
        make(&p, round);
        assert_int_equal(sd_time_order(p.keys, p.rows, p.order, NULL, &error), SPLITDATA_OK);
        for (uint64_t i = 1; i < p.rows; i++) {
            uint64_t a = p.order[i - 1], b = p.order[i];
            assert_true(p.keys[a] < p.keys[b] || (p.keys[a] == p.keys[b] && a < b));
        }
        p.sizes[0] = p.rows; /* the first part takes what is left */
        for (size_t part = 1; part < p.plan.parts; part++)
            p.sizes[0] -= p.sizes[part];
        struct sd_chronology c = {.keys = p.keys, .order = p.order, .rows = p.rows};
        c.sizes = p.sizes;
        c.gap = (struct sd_gap){(enum sd_gap_kind)(round % 3), below(&p, 5)};
        c.groups = round % 2 == 0 ? &p.groups : NULL;
        c.straddle = (enum sd_straddle)(round / 2 % 3);
        if (sd_chronological(&p.plan, &c, &error) != SPLITDATA_OK)
            continue;
        done++;
        uint64_t seen = read_parts(&p);
        assert_rising(&p);
        if (c.groups != NULL) {
            for (uint64_t i = 0; i < p.rows; i++) {
                for (uint64_t j = i + 1; j < p.rows && j < i + 50; j++)
                    assert_true(p.group[i] != p.group[j] || p.part[i] == SD_NO_PART ||
                                p.part[j] == SD_NO_PART || p.part[i] == p.part[j]);
            }
            continue;
        }
        assert_int_equal(seen + c.gap_rows, p.rows);
        for (uint64_t i = 0; i < p.rows; i++) {
            for (uint64_t j = 0; j < p.rows; j += 7) {
                if (p.part[i] == SD_NO_PART || p.part[j] == SD_NO_PART || p.part[i] >= p.part[j])
                    continue;
                assert_true(p.keys[i] < p.keys[j]); /* so equal stamps stay together */
                if (c.gap.kind == SD_GAP_TICKS)
                    assert_true(p.keys[j] - p.keys[i] >= c.gap.amount);
            }
        }
    }
    assert_true(done > ROUNDS / 4);
}

/* Enough rows for several threads: each part has its own, in ascending order. */
static void input_order(void **state)
{
    enum { MANY = 300000 };
    static const unsigned threads[] = {1, 2, 3, 5, 16};
    uint64_t *rows = malloc(MANY * sizeof *rows), *items = malloc(MANY * sizeof *items);
    uint64_t *values = malloc(MANY * sizeof *values);
    struct sd_cut cuts[] = {{200000, MANY}, {0, 10}, {10, 200000}};
    struct splitdata_random random;
    struct splitdata_error error;
    (void)state;
    assert_true(rows != NULL && items != NULL && values != NULL);
    assert_int_equal(splitdata_random_init(&random, "numpy", "1", &error), SPLITDATA_OK);
    for (uint64_t i = 0; i < MANY; i++) {
        rows[i] = i;
        values[i] = i * 7 + 3;
    }
    for (uint64_t i = MANY - 1; i > 0; i--) {
        uint64_t j = splitdata_random_raw(&random) % (i + 1), kept = rows[i];
        rows[i] = rows[j];
        rows[j] = kept;
    }
    for (unsigned round = 0; round < 20; round++) {
        size_t parts = round % 4 < 2 ? 3 : 2; /* or one left out */
        struct sd_plan plan = {.items = items, .count = MANY, .cuts = cuts, .parts = parts};
        static uint8_t part_of[MANY];
        memset(part_of, 0xff, sizeof part_of);
        memcpy(items, rows, MANY * sizeof *items);
        for (size_t p = 0; p < plan.parts; p++) {
            for (uint64_t i = cuts[p].begin; i < cuts[p].end; i++)
                part_of[rows[i]] = (uint8_t)p;
        }
        assert_int_equal(
            sd_plan_restore_order(&plan, round % 2 ? values : NULL, threads[round / 4], &error),
            SPLITDATA_OK);
        for (size_t p = 0; p < plan.parts; p++) {
            for (uint64_t i = cuts[p].begin; i < cuts[p].end; i++) {
                uint64_t row = round % 2 ? (items[i] - 3) / 7 : items[i];
                assert_true(row < MANY && part_of[row] == p);
                assert_true(i == cuts[p].begin || items[i] > items[i - 1]);
            }
        }
    }
    free(rows);
    free(items);
    free(values);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each),          cmocka_unit_test(each_refused),
        cmocka_unit_test(tally),         cmocka_unit_test(stratified),
        cmocka_unit_test(rare),          cmocka_unit_test(grouped),
        cmocka_unit_test(balanced),      cmocka_unit_test(folds),
        cmocka_unit_test(chronological), cmocka_unit_test(input_order),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
