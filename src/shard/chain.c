/* SPDX-License-Identifier: MIT */
#include "shard/chain.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Where the walk along the ranges is. */
struct walk {
    struct sd_chain *chain;
    uint64_t boundary;       /* in the file number chain->files - 1 */
    uint64_t reached;        /* bytes of that file in stretches so far */
    uint64_t lines;          /* line ends of it so far */
    uint8_t other_delimiter; /* suspected so far; 0: none */
    bool only_lf;            /* a CR ends no line */
    int last_byte;           /* of the last file with a body; -1: there was none */
    size_t last_body;        /* that file's number */
};

static int by_range(const void *a, const void *b)
{
    const struct sd_summary *x = a, *y = b;
    if (x->from != y->from)
        return x->from < y->from ? -1 : 1;
    return x->to < y->to ? -1 : x->to > y->to;
}

static bool same_text(const struct sd_text *a, const struct sd_text *b)
{
    return a->length == b->length && (a->length == 0 || memcmp(a->bytes, b->bytes, a->length) == 0);
}

/* Whether two summaries are of one data set, read alike. */
static bool agree(const struct sd_summary *a, const struct sd_summary *b)
{
    return a->total == b->total && a->files == b->files && a->first == b->first &&
           a->fields == b->fields && same_text(&a->prologue, &b->prologue) &&
           same_text(&a->line_end, &b->line_end) && same_text(&a->last_end, &b->last_end) &&
           json_equal(a->options, b->options) && json_equal(a->dialect, b->dialect) &&
           a->fields_read == b->fields_read &&
           memcmp(a->field, b->field, a->fields_read * sizeof *a->field) == 0;
}

/* Refuses ranges that leave bytes out, or have some twice. */
static int check_ranges(const struct sd_chain *chain, struct splitdata_error *error)
{
    const struct sd_summary *summary = chain->summary;
    uint64_t at = 0;
    for (size_t i = 0; i < chain->ranges; i++) {
        if (!agree(&summary[0], &summary[i]))
            return sd_fail(error, SPLITDATA_USAGE,
                           "%s and %s: are of different files, or of scans with different options",
                           summary[0].map.path, summary[i].map.path);
        if (summary[i].from > at)
            return sd_fail(error, SPLITDATA_USAGE,
                           "no summary has bytes %" PRIu64 " to %" PRIu64
                           " (splitdata shard scan --range %" PRIu64 ":%" PRIu64 ")",
                           at, summary[i].from - 1, at, summary[i].from);
        if (summary[i].from < at)
            return sd_fail(error, SPLITDATA_USAGE, "%s and %s: have the same bytes",
                           summary[i - 1].map.path, summary[i].map.path);
        at = summary[i].to;
    }
    if (at < summary[0].total)
        return sd_fail(error, SPLITDATA_USAGE,
                       "no summary has bytes %" PRIu64 " to %" PRIu64
                       " (splitdata shard scan --range %" PRIu64 ":%" PRIu64 ")",
                       at, summary[0].total - 1, at, summary[0].total);
    return SPLITDATA_OK;
}

/* --- the walk -------------------------------------------------------------------------------- */

static int fail_changed(const char *path, struct splitdata_error *error)
{
    return sd_fail(error, SPLITDATA_SYSTEM,
                   "%s: the summaries do not fit together: it has changed between the scans (scan "
                   "all ranges again)",
                   path);
}

static int fail_record(const struct walk *walk, const struct sd_shard_stretch *stretch,
                       const struct sd_shard_run *run, struct splitdata_error *error)
{
    int status =
        sd_fail(error, SPLITDATA_DATA, "%s:%" PRIu64 ": %s (byte %" PRIu64 ")", stretch->path,
                walk->lines + run->failed_lines + 1, run->message, run->failed_at);
    error->offset = run->failed_at;
    error->line = walk->lines + run->failed_lines + 1;
    return status;
}

/* The file before the one at `stretch` goes on there. */
static int begin_file(struct walk *walk, const struct sd_shard_stretch *stretch,
                      struct splitdata_error *error)
{
    struct sd_chain *chain = walk->chain;
    const struct sd_chain_file *before = chain->files != 0 ? &chain->file[chain->files - 1] : NULL;
    if (before != NULL && (walk->reached != before->size || walk->boundary != before->size))
        return fail_changed(before->path, error);
    if (stretch->first_byte == '\n' && walk->last_byte == '\r' && !walk->only_lf)
        return sd_fail(error, SPLITDATA_DATA,
                       "%s:1: begins with a line feed, and the file before it ends with a carriage "
                       "return: together they would be one line end",
                       stretch->path);
    struct sd_chain_file *file = &chain->file[chain->files++];
    *file = (struct sd_chain_file){.path = stretch->path,
                                   .size = stretch->size,
                                   .gzip = stretch->gzip,
                                   .ended = stretch->last_byte == '\n' ||
                                            (stretch->last_byte == '\r' && !walk->only_lf)};
    if (stretch->first_byte >= 0 || stretch->file <= chain->summary[0].first) {
        if (walk->last_byte >= 0)
            chain->file[walk->last_body].continued = true;
        walk->last_byte = stretch->last_byte;
        walk->last_body = chain->files - 1;
    }
    if (stretch->file == chain->summary[0].first) {
        chain->head = chain->files - 1;
        chain->only_head = stretch->start == stretch->size;
    }
    walk->boundary = stretch->start;
    walk->reached = walk->lines = 0;
    return SPLITDATA_OK;
}

static int follow(struct walk *walk, const struct sd_shard_stretch *stretch,
                  struct splitdata_error *error)
{
    struct sd_chain *chain = walk->chain;
    struct sd_chain_span *span = &chain->span[chain->first_span[chain->ranges]];
    size_t r = 0;
    while (r < stretch->runs && stretch->run[r].begin != walk->boundary)
        r++;
    if (r == stretch->runs)
        return fail_changed(stretch->path, error);
    *span = (struct sd_chain_span){chain->files - 1, walk->boundary, 0, 0, chain->rows};
    for (const struct sd_shard_run *run = &stretch->run[r];; run = &stretch->run[run->joins]) {
        if (walk->other_delimiter != 0)
            return sd_fail(error, SPLITDATA_DATA,
                           "%s: quoted fields follow another separator, and ranges are scanned "
                           "each by itself (-d and the right delimiter for the scans)",
                           stretch->path);
        if (run->failed)
            return fail_record(walk, stretch, run, error);
        chain->run[chain->runs++] = (struct sd_chain_run){run, chain->rows};
        chain->rows += run->rows;
        chain->blank_lines += run->blank_lines;
        chain->comment_lines += run->comment_lines;
        walk->other_delimiter = run->other_delimiter;
        walk->boundary = run->end;
        if (run->joins == SD_JOINS_NONE)
            break;
    }
    span->end = walk->boundary;
    span->rows = chain->rows - span->first_row;
    chain->first_span[chain->ranges]++;
    return SPLITDATA_OK;
}

static int walk_range(struct walk *walk, const struct sd_summary *summary,
                      struct splitdata_error *error)
{
    struct sd_chain *chain = walk->chain;
    int status = SPLITDATA_OK;
    for (size_t s = 0; s < summary->stretches && status == SPLITDATA_OK; s++) {
        const struct sd_shard_stretch *stretch = &summary->stretch[s];
        if (stretch->from == 0)
            status = begin_file(walk, stretch, error);
        else if (chain->files == 0 || stretch->from != walk->reached ||
                 strcmp(chain->file[chain->files - 1].path, stretch->path) != 0)
            status = fail_changed(stretch->path, error);
        if (status == SPLITDATA_OK && walk->boundary < stretch->to)
            status = follow(walk, stretch, error);
        walk->lines += stretch->lines;
        walk->reached = stretch->to;
    }
    return status;
}

static int take_memory(struct sd_chain *chain, struct splitdata_error *error)
{
    size_t stretches = 0, runs = 0;
    for (size_t i = 0; i < chain->ranges; i++) {
        stretches += chain->summary[i].stretches;
        for (size_t s = 0; s < chain->summary[i].stretches; s++)
            runs += chain->summary[i].stretch[s].runs;
    }
    chain->file = calloc(stretches + 1, sizeof *chain->file);
    chain->span = calloc(stretches + 1, sizeof *chain->span);
    chain->run = calloc(runs + 1, sizeof *chain->run);
    chain->first_span = calloc(chain->ranges + 1, sizeof *chain->first_span);
    return chain->file != NULL && chain->span != NULL && chain->run != NULL &&
                   chain->first_span != NULL
               ? SPLITDATA_OK
               : sd_fail_memory(error, "the ranges");
}

/* The first record, or the header, is at the end of its file and lacks a line terminator: it gets
 * one if another file goes on. */
static int end_head(struct sd_chain *chain, struct splitdata_error *error)
{
    struct sd_summary *summary = &chain->summary[0];
    const struct sd_text *end = &summary->line_end;
    if (summary->last_end.length != 0 || !chain->file[chain->head].continued)
        return SPLITDATA_OK;
    bool made = sd_text_append(&summary->last_end, end->bytes, end->length);
    if (chain->only_head && summary->names.length != 0)
        made = made && sd_text_append(&summary->prologue, end->bytes, end->length);
    return made ? SPLITDATA_OK : sd_fail_memory(error, "the header");
}

int sd_chain_make(struct sd_chain *chain, const char *const *summaries, size_t count,
                  struct splitdata_error *error)
{
    struct walk walk = {.chain = chain, .last_byte = -1};
    int status = SPLITDATA_OK;
    chain->summary = calloc(count + 1, sizeof *chain->summary);
    if (chain->summary == NULL)
        return sd_fail_memory(error, "the ranges");
    for (; chain->ranges < count && status == SPLITDATA_OK; chain->ranges++)
        status = sd_summary_read(&chain->summary[chain->ranges], summaries[chain->ranges], error);
    if (status != SPLITDATA_OK)
        return status;
    qsort(chain->summary, count, sizeof *chain->summary, by_range);
    status = check_ranges(chain, error);
    if (status == SPLITDATA_OK)
        status = take_memory(chain, error);
    bool named = true;
    const char *format = sd_shard_string(chain->summary[0].dialect, "format", &named);
    walk.only_lf = named && strcmp(format, "lines") == 0;
    walk.other_delimiter = chain->summary[0].other_delimiter;
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        chain->first_span[i] = chain->first_span[count];
        status = walk_range(&walk, &chain->summary[i], error);
    }
    const struct sd_chain_file *last =
        status == SPLITDATA_OK && chain->files != 0 ? &chain->file[chain->files - 1] : NULL;
    if (last != NULL && (walk.reached != last->size || walk.boundary != last->size))
        status = fail_changed(last->path, error);
    return last != NULL && status == SPLITDATA_OK ? end_head(chain, error) : status;
}

void sd_chain_free(struct sd_chain *chain)
{
    for (size_t i = 0; i < chain->ranges; i++)
        sd_summary_free(&chain->summary[i]);
    free(chain->summary);
    free(chain->file);
    free(chain->span);
    free(chain->run);
    free(chain->first_span);
}
