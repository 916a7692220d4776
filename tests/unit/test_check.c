/* SPDX-License-Identifier: MIT */
/* The statistics of check: against values of SciPy 1.17.1 and against enumeration of all ways to
 * deal records out. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>

#include <cmocka.h>

#include "check/chance.h"
#include "check/nearness.h"
#include "check/results.h"
#include "check/seen.h"
#include "check/stats.h"
#include "splitdata/splitdata.h"

#include <math.h>
#include <string.h>

static void near(double value, double wanted, double part)
{
    if (!(fabs(value - wanted) <= part * fabs(wanted) + 1e-300))
        fail_msg("%.17g is not %.17g", value, wanted);
}

/* scipy.stats.chi2.sf, scipy.special.kolmogorov, scipy.stats.norm.sf, hypergeom.pmf(0), gammaln. */
static void tails_are_scipys(void **state)
{
    (void)state;
    near(sd_chi_squared_p(0.5, 1), 0.47950012218695337, 1e-12);
    near(sd_chi_squared_p(3.84, 1), 0.05004352124870519, 1e-12);
    near(sd_chi_squared_p(20, 3), 0.00016974243555282632, 1e-12);
    near(sd_chi_squared_p(1, 10), 0.9998278843700441, 1e-12);
    near(sd_chi_squared_p(200, 40), 3.764893576001532e-23, 1e-10);
    near(sd_chi_squared_p(1000, 900), 0.010994608942135844, 1e-9);
    near(sd_kolmogorov_p(0.1, 100, 100), 0.6993741991310154, 1e-12);
    near(sd_kolmogorov_p(0.05, 1000, 500), 0.3752065498718388, 1e-12);
    near(sd_kolmogorov_p(0.02, 50000, 50000), 4.122307244877101e-09, 1e-10);
    near(sd_kolmogorov_p(0.5, 20, 10), 0.07134474750110735, 1e-12);
    near(sd_kolmogorov_p(0, 20, 10), 1, 0);
    near(sd_normal_p(0), 1, 0);
    near(sd_normal_p(-1.96), 0.04999579029644087, 1e-12);
    near(sd_normal_p(9), 2.2571768119076647e-19, 1e-12);
    near(sd_none_drawn(10, 3, 4), 0.16666666666666666, 1e-14);
    near(sd_none_drawn(1000, 5, 200), 0.32685905483574634, 1e-13);
    near(sd_none_drawn(20000, 50, 4000), 1.4055194021308348e-05, 1e-12);
    near(sd_none_drawn(5000, 500, 400), 7.596465683017618e-20, 1e-9);
    near(sd_none_drawn(10, 8, 4), 0, 0);
    near(sd_log_factorial(5), 4.787491742782046, 1e-14);
    near(sd_log_factorial(1000), 5912.128178488164, 1e-14);
    near(sd_log_factorial(1000000000), 19723265848.226982, 1e-14);
    near(sd_log_factorial(1), 0, 0);
}

/* scipy.stats.hypergeom.sf(least - 1, all, marked, drawn). */
static void many_drawn_is_scipys(void **state)
{
    (void)state;
    near(sd_many_drawn(10, 3, 4, 1), 0.8333333333333334, 1e-9);
    near(sd_many_drawn(10, 3, 4, 3), 0.03333333333333333, 1e-9);
    near(sd_many_drawn(100, 20, 30, 12), 0.0018306094247240057, 1e-9);
    near(sd_many_drawn(1000, 5, 200, 3), 0.057458123072747086, 1e-9);
    near(sd_many_drawn(20000, 300, 4000, 100), 3.312540494338307e-08, 1e-9);
    near(sd_many_drawn(20000, 50, 4000, 0), 1.0, 1e-9);
    near(sd_many_drawn(30, 25, 20, 16), 0.8912045808597533, 1e-9);
    near(sd_many_drawn(30, 25, 20, 10), 1.0, 1e-9);
    near(sd_many_drawn(5000, 15, 1000, 15), 3.011313790075096e-11, 1e-9);
}

/* The share of all ways to draw that agree, by enumeration. */
static void bands_find_what_they_should(void **state)
{
    (void)state;
    for (size_t columns = 1; columns <= 12; columns++) {
        for (size_t equal = 0; equal <= columns; equal++) {
            for (size_t picks = 1; picks <= columns; picks++) {
                double ways = 0, found = 0;
                for (unsigned set = 0; set < 1U << columns; set++) {
                    unsigned size = 0;
                    for (size_t c = 0; c < columns; c++)
                        size += set >> c & 1;
                    ways += size == picks;
                    found += size == picks && set >> equal == 0;
                }
                near(sd_near_band_p(columns, equal, picks), found / ways, 1e-12);
            }
        }
    }
}

/* A table of records, each with a class and a label. */
struct record {
    int class, label;
};

/* How many records of the part (the set bits) have a twin in train. */
static unsigned twins_in(const struct record *record, unsigned count, unsigned part, bool differ)
{
    unsigned found = 0;
    for (unsigned i = 0; i < count; i++) {
        bool twin = false;
        for (unsigned j = 0; j < count && (part >> i & 1) != 0; j++)
            twin = twin || ((part >> j & 1) == 0 && record[i].class == record[j].class &&
                            (!differ || record[i].label != record[j].label));
        found += twin;
    }
    return found;
}

/* Every way to deal `count` records out, each to the part with probability f. */
static double enumerate(const struct record *record, unsigned count, double f, bool differ,
                        unsigned observed)
{
    double p = 0;
    for (unsigned part = 0; part < 1U << count; part++) {
        double way = 1;
        for (unsigned i = 0; i < count; i++)
            way *= (part >> i & 1) != 0 ? f : 1 - f;
        p += twins_in(record, count, part, differ) >= observed ? way : 0;
    }
    return p;
}

static void add_classes(struct sd_chance *chance, const struct record *record, unsigned count,
                        bool differ)
{
    for (int class = 0; class < 4; class ++) {
        uint64_t labels[3] = {0};
        size_t used = 0;
        for (int label = 0; label < 3; label++) {
            labels[used] = 0;
            for (unsigned i = 0; i < count; i++)
                labels[used] += record[i].class == class && record[i].label == label;
            used += labels[used] != 0;
        }
        if (!differ) {
            labels[0] += used > 1 ? labels[1] : 0;
            labels[0] += used > 2 ? labels[2] : 0;
            used = 1;
        }
        assert_true(sd_chance_add(chance, labels, used, differ, 1));
    }
}

static void chance_is_enumerated(void **state)
{
    static const struct record records[] = {{0, 0}, {0, 0}, {0, 1}, {0, 2}, {1, 0}, {1, 1},
                                            {1, 1}, {2, 0}, {2, 0}, {2, 0}, {3, 0}, {3, 1}};
    const unsigned count = sizeof records / sizeof records[0];
    (void)state;
    for (int differ = 0; differ < 2; differ++) {
        for (uint64_t rows = 1; rows < 10; rows += 2) {
            struct sd_chance chance;
            double mean = 0;
            sd_chance_begin(&chance, rows, 10 - rows);
            add_classes(&chance, records, count, differ != 0);
            for (unsigned x = 1; x <= count; x++) {
                const double p = enumerate(records, count, (double)rows / 10, differ != 0, x);
                near(sd_chance_p(&chance, x) + 1, p + 1, 1e-12);
                mean += p;
            }
            near(chance.mean, mean, 1e-12);
            near(sd_chance_p(&chance, 0), 1, 0);
            sd_chance_end(&chance);
        }
    }
}

/* The bound for large tables is never below the exact probability. */
static void the_bound_holds(void **state)
{
    const uint64_t pair = 2;
    struct sd_chance exact, bound;
    (void)state;
    sd_chance_begin(&exact, 20, 80);
    assert_true(sd_chance_add(&exact, &pair, 1, false, 500));
    assert_true(exact.exact);
    bound = exact;
    bound.exact = false;
    near(exact.mean, 160, 1e-12);
    for (uint64_t x = 161; x < 500; x += 20) {
        assert_true(sd_chance_p(&bound, x) >= sd_chance_p(&exact, x));
        assert_true(sd_chance_p(&exact, x) < (x > 250 ? 1e-9 : 1));
    }
    near(sd_chance_p(&bound, 100), 1, 0);
    sd_chance_end(&exact);
    sd_chance_begin(&bound, 20, 80);
    assert_true(sd_chance_add(&bound, &pair, 1, false, 5000));
    assert_false(bound.exact);
    assert_true(sd_chance_p(&bound, 1600) > 0.99 && sd_chance_p(&bound, 2000) < 1e-9);
    sd_chance_end(&bound);
    sd_chance_begin(&bound, 20, 80); /* a class too large for its distribution */
    assert_true(sd_chance_add(&bound, &(uint64_t){1000}, 1, false, 1));
    near(bound.mean, 200, 1e-12);
    sd_chance_end(&bound);
}

/* statsmodels' multipletests(method="holm") of the same values. */
static void holm_adjusts(void **state)
{
    double p[] = {0.01, 0.04, 0.03, 0.005, 0.9};
    const double adjusted[] = {0.04, 0.09, 0.09, 0.025, 0.9};
    size_t order[5];
    (void)state;
    sd_holm(p, 5, order);
    for (size_t i = 0; i < 5; i++)
        near(p[i], adjusted[i], 1e-14);
}

/* The sample depends neither on the order nor on how the values are shared among tables, and it has
 * all records of a value or none. */
static void seen_is_a_sample_by_value(void **state)
{
    enum { VALUES = 200000 };
    struct sd_seen whole = {0}, halves[2] = {{0}, {0}};
    (void)state;
    for (uint64_t i = 0; i < VALUES; i++) {
        const uint64_t key = (VALUES - i) * UINT64_C(0x9e3779b97f4a7c15),
                       back = (i + 1) * UINT64_C(0x9e3779b97f4a7c15);
        assert_true(sd_seen_add(&whole, key, key, 2));
        assert_true(sd_seen_add(&halves[i % 2], back, back, 1));
        assert_true(sd_seen_add(&halves[i % 3 == 0], back, back, 1));
    }
    assert_true(sd_seen_join(&halves[0], &halves[1]));
    assert_int_equal(whole.level, halves[0].level);
    assert_int_equal(whole.used, halves[0].used);
    assert_in_range(whole.used, SD_SEEN_MOST / 4, SD_SEEN_MOST);
    assert_true(sd_seen_close(&whole) && sd_seen_close(&halves[0]));
    for (uint64_t i = 0; i < whole.used; i++) {
        assert_true(whole.value[i].key == halves[0].value[i].key);
        assert_int_equal(whole.value[i].count, 2);
        assert_int_equal(halves[0].value[i].count, 2);
    }
    sd_seen_free(&whole);
    sd_seen_free(&halves[0]);
    sd_seen_free(&halves[1]);
}

static void the_library_refuses(void **state)
{
    struct splitdata_check_options options;
    struct splitdata_checked checked;
    struct splitdata_error error;
    const char *path = "none.csv";
    (void)state;
    splitdata_check_options_init(&options);
    assert_int_equal(splitdata_check(&path, 0, &options, &checked, &error), SPLITDATA_USAGE);
    assert_string_equal(error.message,
                        "a check needs two files or more: train and what it is compared with");
    assert_true(checked.results == NULL && checked.parts == NULL);
    assert_int_equal(splitdata_check(&path, 1, &options, &checked, &error), SPLITDATA_SYSTEM);
    assert_true(checked.results == NULL && checked.parts == NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tails_are_scipys),
        cmocka_unit_test(many_drawn_is_scipys),
        cmocka_unit_test(bands_find_what_they_should),
        cmocka_unit_test(chance_is_enumerated),
        cmocka_unit_test(the_bound_holds),
        cmocka_unit_test(holm_adjusts),
        cmocka_unit_test(seen_is_a_sample_by_value),
        cmocka_unit_test(the_library_refuses),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
