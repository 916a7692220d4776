/* SPDX-License-Identifier: MIT */
/* The last step, where parts are not in the input's order: merges the pieces of a part. */
#include "splitdata/shard.h"

#include "base/shards.h"
#include "csv/start.h"
#include "shard/piece.h"
#include "shard/plan_file.h"

#include <inttypes.h>
#include <stdlib.h>

struct merged {
    struct sd_piece piece;
    uint64_t at, end; /* records that are still to come */
};

struct joining {
    struct sd_shard_plan plan;
    struct merged *merged; /* by range */
    size_t count;
    size_t *heap; /* ranges with records, the one with the smallest word first */
    size_t heaped;
    struct sd_shard_file file;
};

/* --- the pieces ------------------------------------------------------------------------------ */

static int open_pieces(struct joining *joining, const char *const *pieces, size_t count,
                       struct splitdata_error *error)
{
    const struct sd_shard_plan *plan = &joining->plan;
    int status = SPLITDATA_OK;
    joining->count = (size_t)plan->ranges;
    joining->merged = calloc(joining->count, sizeof *joining->merged);
    joining->heap = calloc(joining->count, sizeof *joining->heap);
    if (joining->merged == NULL || joining->heap == NULL)
        return sd_fail_memory(error, "the pieces");
    const struct sd_piece *first = NULL;
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        struct sd_piece piece = {0};
        status = sd_piece_open(&piece, pieces[i], error);
        const struct sd_piece_told *told = &piece.told;
        if (status == SPLITDATA_OK && (told->plan != plan->id || told->range >= plan->ranges ||
                                       told->part >= plan->parts || told->set >= plan->sets))
            status = sd_fail(error, SPLITDATA_USAGE, "%s: is of another plan", pieces[i]);
        else if (status == SPLITDATA_OK && first != NULL &&
                 (told->part != first->told.part || told->set != first->told.set))
            status = sd_fail(error, SPLITDATA_USAGE, "%s and %s: are of different parts",
                             first->map.path, pieces[i]);
        struct merged *merged = status == SPLITDATA_OK ? &joining->merged[told->range] : NULL;
        if (merged != NULL && merged->piece.map.path != NULL)
            status = sd_fail(error, SPLITDATA_USAGE, "%s and %s: are of the same range",
                             merged->piece.map.path, pieces[i]);
        if (status == SPLITDATA_OK) {
            merged->piece = piece;
            first = &merged->piece;
        } else {
            sd_piece_close(&piece);
        }
    }
    for (size_t i = 0; i < joining->count && status == SPLITDATA_OK; i++) {
        if (joining->merged[i].piece.map.path == NULL)
            status = sd_fail(error, SPLITDATA_USAGE,
                             "the piece of range %zu is missing (splitdata shard apply PLAN "
                             "--number %zu makes it)",
                             i, i);
    }
    return status;
}

/* The first record of a piece with a word of at least `word`. */
static uint64_t find(const struct sd_piece *piece, uint64_t word)
{
    uint64_t low = 0, high = piece->rows;
    while (low < high) {
        const uint64_t middle = low + (high - low) / 2;
        if (sd_piece_word(piece, middle) < word)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The word at which a share begins. */
static uint64_t share_begin(const struct joining *joining, uint64_t share, uint64_t shares)
{
    const struct sd_shard_plan *plan = &joining->plan;
    const struct sd_piece_told *told = &joining->merged[0].piece.told;
    if (!plan->keyed)
        return sd_shard_begin(plan->set[told->set].sizes[told->part], shares, share);
    const uint64_t low = plan->cut[told->part].key;
    return low + (plan->cut[told->part + 1].key - low) / shares * share;
}

/* --- the merge ------------------------------------------------------------------------------- */

static bool is_before(const struct joining *joining, size_t a, size_t b)
{
    const struct merged *x = &joining->merged[a], *y = &joining->merged[b];
    const uint64_t word = sd_piece_word(&x->piece, x->at), other = sd_piece_word(&y->piece, y->at);
    return word != other ? word < other : a < b;
}

static void sink(struct joining *joining, size_t i)
{
    size_t *heap = joining->heap;
    for (size_t child; (child = 2 * i + 1) < joining->heaped; i = child) {
        if (child + 1 < joining->heaped && is_before(joining, heap[child + 1], heap[child]))
            child++;
        if (!is_before(joining, heap[child], heap[i]))
            return;
        const size_t moved = heap[i];
        heap[i] = heap[child];
        heap[child] = moved;
    }
}

/* Whether no record of the part comes after the next one of range r. */
static bool is_last(const struct joining *joining, size_t r)
{
    const struct merged *own = &joining->merged[r];
    const uint64_t word = sd_piece_word(&own->piece, own->at);
    bool last = own->at + 1 == own->piece.rows;
    for (size_t i = 0; last && i < joining->count; i++) {
        const struct sd_piece *piece = &joining->merged[i].piece;
        if (i == r || piece->rows == 0)
            continue;
        const uint64_t other = sd_piece_word(piece, piece->rows - 1);
        last = other < word || (other == word && i < r);
    }
    return last;
}

static int put_record(struct joining *joining, size_t r, bool first, struct splitdata_error *error)
{
    struct merged *merged = &joining->merged[r];
    const struct sd_piece *piece = &merged->piece;
    const uint64_t begin = sd_piece_begin(piece, merged->at);
    uint64_t length = sd_piece_begin(piece, merged->at + 1) - begin;
    if (merged->at == piece->loose && is_last(joining, r))
        length -= piece->loose_bytes;
    int status = first && joining->plan.prologue.length == 0
                     ? sd_check_first(piece->bytes + begin, length, error)
                     : SPLITDATA_OK;
    if (status == SPLITDATA_OK)
        status = sd_shard_file_put(&joining->file, piece->bytes + begin, (size_t)length, error);
    merged->at++;
    return status;
}

static int merge(struct joining *joining, uint64_t share, uint64_t shares,
                 struct splitdata_error *error)
{
    const bool last = share + 1 == shares;
    int status = SPLITDATA_OK;
    bool first = share == 0;
    if (first)
        status = sd_shard_file_put(&joining->file, joining->plan.prologue.bytes,
                                   joining->plan.prologue.length, error);
    for (size_t i = 0; i < joining->count; i++) {
        struct merged *merged = &joining->merged[i];
        merged->at = find(&merged->piece, share_begin(joining, share, shares));
        merged->end = last ? merged->piece.rows
                           : find(&merged->piece, share_begin(joining, share + 1, shares));
        if (merged->at < merged->end)
            joining->heap[joining->heaped++] = i;
    }
    for (size_t i = joining->heaped; i > 0; i--)
        sink(joining, i - 1);
    while (joining->heaped != 0 && status == SPLITDATA_OK) {
        const size_t r = joining->heap[0];
        status = put_record(joining, r, first, error);
        first = false;
        if (joining->merged[r].at == joining->merged[r].end)
            joining->heap[0] = joining->heap[--joining->heaped];
        sink(joining, 0);
    }
    return status;
}

static int run(struct joining *joining, const char *const *pieces, size_t count, uint64_t share,
               uint64_t shares, const struct splitdata_options *options, const char *output,
               struct splitdata_error *error)
{
    if (!joining->plan.exchanged)
        return sd_fail(error, SPLITDATA_USAGE,
                       "%s: its pieces are in the input's order: cat joins them, in the order of "
                       "their names",
                       joining->plan.map.path);
    if (share >= shares)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--share %" PRIu64 "/%" PRIu64 ": shares are numbered from 0", share,
                       shares);
    int status = open_pieces(joining, pieces, count, error);
    if (status == SPLITDATA_OK)
        status = sd_shard_file_begin(&joining->file, output, options, error);
    if (status == SPLITDATA_OK)
        status = merge(joining, share, shares, error);
    return status == SPLITDATA_OK ? sd_shard_file_publish(&joining->file, error) : status;
}

int splitdata_shard_join(const char *plan, const char *const *pieces, size_t count, uint64_t share,
                         uint64_t shares, const struct splitdata_options *options,
                         const char *output, struct splitdata_error *error)
{
    struct joining joining = {0};
    int status = sd_shard_plan_open(&joining.plan, plan, error);
    if (status == SPLITDATA_OK)
        status = run(&joining, pieces, count, share, shares, options, output, error);
    sd_shard_file_end(&joining.file);
    for (size_t i = 0; joining.merged != NULL && i < joining.count; i++)
        sd_piece_close(&joining.merged[i].piece);
    free(joining.merged);
    free(joining.heap);
    sd_shard_plan_close(&joining.plan);
    return status;
}
