/* SPDX-License-Identifier: MIT */
/*
 * Two hostile parts, which are cut at the first byte 0xff. A check ends with a status; then each
 * check has a result, no check that was not made is ok, and the lines, the JSON and the page are
 * made, without a tag that a value brings. A part that is checked against itself has all of its
 * records on both sides. The parts are unchanged, and nothing else is left.
 */
#define _GNU_SOURCE /* mkdtemp */
#include "place.h"
#include "splitdata/splitdata.h"

enum { MOST = 4096 };

static void choose(struct splitdata_check_options *options, struct fuzz_bytes *input)
{
    splitdata_check_options_init(options);
    const unsigned flags = fuzz_choose(input, 256), keys = fuzz_choose(input, 64);
    options->how.header = flags & 1 ? SPLITDATA_HEADER_ABSENT : SPLITDATA_HEADER_PRESENT;
    options->how.ragged_keep = (flags & 2) != 0;
    options->how.map_input = (flags & 4) != 0;
    options->how.threads = flags & 8 ? 3 : 1;
    options->how.format = flags & 16 ? SPLITDATA_FORMAT_LINES : SPLITDATA_FORMAT_CSV;
    options->how.spill = (flags & 32) != 0;
    options->near = flags & 64 ? "0.5" : NULL;
    options->part_column = flags & 128 ? "#1" : NULL;
    options->target = keys & 1 ? "#2" : NULL;
    options->how.group = keys & 2 ? "#3" : NULL;
    options->how.time = keys & 4 ? "#1" : NULL;
    options->how.ignore = keys & 8 ? "#2" : NULL;
}

static void require_shown(const struct splitdata_checked *checked)
{
    static const char *const tags[] = {"<script", "<img", "<a", "<!--<", "onload="};
    char *texts[] = {splitdata_checked_text(checked, true), splitdata_checked_json(checked),
                     splitdata_checked_sarif(checked), splitdata_checked_html(checked)};
    for (size_t i = 0; i < 4; i++)
        fuzz_require(texts[i] != NULL && texts[i][0] != '\0');
    for (const char *line = texts[0]; *line != '\0'; line++)
        fuzz_require(*line == '\n' || ((unsigned char)*line >= ' ' && *line != 127));
    for (size_t i = 0; i < 4; i++)
        fuzz_require(strstr(texts[3], tags[i]) == NULL);
    for (size_t i = 0; i < 4; i++)
        free(texts[i]);
}

/* All records of a part are on both sides. */
static void require_all(const struct splitdata_checked *checked, uint64_t rows)
{
    bool found = false;
    for (size_t i = 0; i < checked->result_count; i++) {
        const struct splitdata_check_result *result = &checked->results[i];
        found =
            found || (strcmp(result->id, "L01") == 0 && result->state == SPLITDATA_CHECK_FINDING &&
                      result->value == (double)rows);
    }
    fuzz_require(found);
}

static void check(const char *const *paths, size_t count,
                  const struct splitdata_check_options *options)
{
    struct splitdata_checked checked;
    struct splitdata_error error = {0};
    const int status = splitdata_check(paths, count, options, &checked, &error);
    if (status != SPLITDATA_OK) {
        fuzz_require((status == SPLITDATA_DATA || status == SPLITDATA_USAGE) &&
                     error.message[0] != '\0' && strchr(error.message, '\n') == NULL);
        return;
    }
    fuzz_require(checked.result_count >= 15);
    for (size_t i = 0; i < checked.result_count; i++)
        fuzz_require(checked.results[i].message != NULL && checked.results[i].message[0] != '\0');
    require_shown(&checked);
    if (count == 2 && paths[0] == paths[1])
        require_all(&checked, checked.parts[1].rows);
    splitdata_checked_free(&checked);
}

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    static uint8_t kept[MOST + 1];
    static const char *const parts[] = {"in.csv", "part"}, *const twice[] = {"in.csv", "in.csv"};
    struct fuzz_bytes input = {bytes, size};
    struct splitdata_check_options options;
    choose(&options, &input);
    const uint8_t *cut = input.left != 0 ? memchr(input.at, 0xff, input.left) : NULL;
    const size_t first = cut != NULL ? (size_t)(cut - input.at) : input.left;
    if (input.left > MOST || (first >= 2 && input.at[0] == 0x1f && input.at[1] == 0x8b))
        return 0; /* left to fuzz_gzip */
    place_enter();
    place_write("in.csv", input.at, first);
    if (options.part_column != NULL) {
        check(parts, 1, &options);
    } else if (cut == NULL) {
        check(twice, 2, &options);
    } else {
        place_write("part", cut + 1, input.left - first - 1);
        check(parts, 2, &options);
        fuzz_require(unlink("part") == 0);
    }
    fuzz_require(place_count() == 1);
    fuzz_require(place_read("in.csv", kept, sizeof kept) == first &&
                 memcmp(kept, input.at, first) == 0);
    return 0;
}
