/* SPDX-License-Identifier: MIT */
/* Stratified holdout: every part gets about the same share of each class. */
#ifndef SD_ALGORITHM_STRATIFIED_H
#define SD_ALGORITHM_STRATIFIED_H

#include "algorithm/codes.h"
#include "algorithm/draw.h"
#include "algorithm/mode.h"
#include "algorithm/plan.h"

#include <stdbool.h>

struct sd_stratified {
    const struct sd_codes *strata;
    bool each; /* --rare each: where a class would have no row in some part, each part gets one of
                  each class first */
    const struct sd_mode_rule *rule; /* of the numbers by class; NULL: scikit-learn's newest */
    /* Set by the call. */
    uint64_t *rows; /* rows of class c in part p: rows[p * classes + c]. The caller's array; NULL:
                       not asked for */
    bool gave;      /* `each` changed the split */
};

/* Rearranges plan->items (in input order) and fills plan->cuts[0..parts-1]; part p gets sizes[p]
 * rows, every size at least 1, their sum at most all rows; remaining rows are left out, at the end
 * of the items. Classes are strata's codes in this order. Rows with the code strata->count belong
 * to the first part, whose size includes them; not with `each`.
 *
 * Two parts, train and test, are those of StratifiedShuffleSplit (scikit-learn 1.0 to 1.9, and so
 * of train_test_split(stratify=)): the numbers of rows per class for train, then, from the
 * remaining rows, for test; a permutation of each class in turn, whose first rows go to train and
 * the next ones to test; then train is shuffled, then test. Another call with the same draw gives
 * the next of its n_splits.
 *
 * More parts: the numbers per class for the last part, then, from the remaining rows, for the one
 * before it, and so on; a permutation of each class in turn, whose first rows go to the last part,
 * the next ones to the part before it, and so on; then every part is shuffled, the first part
 * first.
 *
 * `each`: if one of these numbers is 0, the generator goes back to where it was. All rows are
 * permuted; of each class the first row in that order goes to the last part, the next one to the
 * part before it, and so on. The other rows are split as above into what remains of the sizes;
 * before a part is shuffled, the rows that it got first are put in front, in the order of classes.
 *
 * SPLITDATA_DATA if a class has fewer than two rows, with `each` fewer than there are parts (the
 * message gives its code; see sd_strata_rarest for its label), or a part fewer rows than there are
 * classes. */
int sd_stratified(struct sd_plan *plan, struct sd_stratified *stratified, const uint64_t *sizes,
                  const struct sd_draw *draw, struct splitdata_error *error);

#endif
