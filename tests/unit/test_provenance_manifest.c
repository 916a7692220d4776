/* SPDX-License-Identifier: MIT */
/* Manifests: writing what was read gives the same bytes; an invalid one is refused with a message
 * of one line. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "provenance/manifest.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DIGEST "98a2d470056cccf3a7221307b293a645a5d2d1178265af567011f4a4e9098f01"

static const char whole[] =
    "{\n  \"manifest\": 1,\n  \"tool\": \"splitdata\",\n  \"version\": \"0.1.0\",\n"
    "  \"split_id\": \"5945-1750-a437-ab35\",\n  \"recipe\": \"sklearn\",\n"
    "  \"strategy\": \"stratified by a (3 classes)\",\n  \"seed\": \"1,2\",\n  \"options\": {\n"
    "    \"parts\": \"train=0.5,test=*\",\n    \"repeats\": 2,\n    \"order\": \"input\",\n"
    "    \"stratify\": {\n      \"bytes\": \"61ff\"\n    },\n    \"window-sliding\": true,\n"
    "    \"column-type\": [\n      \"a=text\"\n    ],\n    \"output\": {\n"
    "      \"test\": \"x/test.csv\"\n    },\n    \"gzip\": 9\n  },\n  \"input\": {\n"
    "    \"path\": \"../ten.csv\",\n    \"bytes\": 78,\n    \"records\": \"18014398509481984\",\n"
    "    \"columns\": 2,\n    \"blank_lines\": 0,\n    \"dialect\": {\n"
    "      \"format\": \"csv\",\n      \"header\": true,\n      \"delimiter\": \"\\\\xa7\",\n"
    "      \"quote\": null,\n      \"ragged\": \"keep\"\n    },\n    \"sha256\": \"" DIGEST "\",\n"
    "    \"beginnings\": {\n      \"step\": 64,\n      \"sha256\": \"f05f55ba\"\n    }\n  },\n"
    "  \"parts\": [\n    {\n      \"name\": \"train\",\n      \"repeat\": 1,\n"
    "      \"path\": null,\n      \"size\": \"0.5\",\n      \"records\": 8,\n      \"bytes\": 64,\n"
    "      \"sha256\": \"" DIGEST "\"\n    }\n  ],\n  \"left_out\": 0,\n  \"warnings\": [\n"
    "    \"one\"\n  ]\n}\n";

#define FILES                                                                                      \
    "[\n    {\n      \"path\": \"shards/a.txt\",\n      \"bytes\": 70,\n"                          \
    "      \"records\": 9,\n      \"sha256\": \"" DIGEST "\"\n    },\n    {\n"                     \
    "      \"path\": null,\n      \"bytes\": 8,\n      \"records\": 1,\n"                          \
    "      \"sha256\": \"" DIGEST "\"\n    }\n  ]"

/* Several files that were split as one. */
static const char several[] =
    "{\n  \"manifest\": 2,\n  \"tool\": \"splitdata\",\n  \"version\": \"0.1.0\",\n"
    "  \"split_id\": \"5945-1750-a437-ab35\",\n  \"recipe\": \"sklearn\",\n"
    "  \"strategy\": null,\n  \"seed\": \"1\",\n  \"options\": {},\n  \"input\": {\n"
    "    \"stem\": \"shards\",\n    \"bytes\": 78,\n    \"records\": 10,\n"
    "    \"columns\": 2,\n    \"blank_lines\": 0,\n    \"dialect\": {\n"
    "      \"format\": \"lines\",\n      \"header\": false\n    }\n  },\n  \"inputs\": " FILES ",\n"
    "  \"parts\": [\n    {\n      \"name\": \"train\",\n      \"path\": null,\n"
    "      \"size\": \"0.5\",\n      \"records\": 8,\n      \"bytes\": 64,\n"
    "      \"sha256\": \"" DIGEST "\"\n    }\n  ],\n  \"left_out\": 0,\n  \"warnings\": []\n}\n";

static void what_was_read_can_be_written(void **state)
{
    struct sd_manifest manifest;
    struct splitdata_error error = {0};
    struct sd_text text = {0};
    (void)state;
    if (sd_manifest_parse(&manifest, whole, strlen(whole), &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    assert_string_equal(manifest.options.stratify, "a\xff");
    assert_int_equal(manifest.options.delimiter, 0xa7);
    assert_int_equal(manifest.options.quote, SPLITDATA_QUOTE_NONE);
    assert_int_equal(manifest.options.order, SPLITDATA_ORDER_INPUT);
    assert_int_equal(manifest.options.gzip_level, 9);
    assert_true(manifest.records == UINT64_C(18014398509481984));
    assert_true(sd_manifest_write(&manifest, &text));
    assert_string_equal(text.bytes, whole);
    sd_text_free(&text);
    sd_manifest_free(&manifest);
}

static void several_inputs_are_read(void **state)
{
    struct sd_manifest manifest;
    struct splitdata_error error = {0};
    struct sd_text text = {0};
    (void)state;
    if (sd_manifest_parse(&manifest, several, strlen(several), &error) != SPLITDATA_OK)
        fail_msg("%s", error.message);
    assert_string_equal(manifest.stem, "shards");
    assert_null(manifest.input_path);
    assert_null(manifest.input_digest);
    assert_int_equal(manifest.input_count, 2);
    assert_string_equal(manifest.inputs[0].path, "shards/a.txt");
    assert_int_equal(manifest.inputs[0].bytes, 70);
    assert_null(manifest.inputs[1].path);
    assert_int_equal(manifest.inputs[1].records, 1);
    assert_string_equal(manifest.inputs[1].digest, DIGEST);
    assert_true(sd_manifest_write(&manifest, &text));
    assert_string_equal(text.bytes, several);
    sd_text_free(&text);
    sd_manifest_free(&manifest);
}

/* The message for the document with `old` replaced by `new`; NULL: it is accepted. */
static const char *message_for(const char *document, const char *old, const char *new)
{
    static struct splitdata_error error;
    struct sd_manifest manifest;
    char changed[2 * sizeof whole];
    const char *at = strstr(document, old);
    assert_non_null(at);
    snprintf(changed, sizeof changed, "%.*s%s%s", (int)(at - document), document, new,
             at + strlen(old));
    int status = sd_manifest_parse(&manifest, changed, strlen(changed), &error);
    if (status == SPLITDATA_OK) {
        sd_manifest_free(&manifest);
        return NULL;
    }
    assert_int_equal(status, SPLITDATA_DATA);
    assert_null(strchr(error.message, '\n'));
    return error.message;
}

struct change {
    const char *old, *new, *message;
};

static void check_refusals(const char *document, const struct change *cases, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        const char *message = message_for(document, cases[i].old, cases[i].new);
        if (message == NULL || strstr(message, cases[i].message) == NULL)
            fail_msg("%s -> %s: %s", cases[i].old, cases[i].new,
                     message != NULL ? message : "accepted");
    }
}

static void what_is_none_is_refused(void **state)
{
    static const struct change cases[] = {
        {"\"manifest\": 1", "\"manifest\": 3", "another kind"},
        {"\"manifest\": 1", "\"manifest\": 2", "are those of 1"},
        {"\"manifest\": 1", "\"manifest\": \"x\"", "manifest is missing or not a whole number"},
        {"\"splitdata\"", "\"other\"", "not a splitdata manifest"},
        {"\"seed\": \"1,2\"", "\"seed\": 7", "seed is missing or not a string"},
        {"\"seed\"", "\"seeds\"", "an unknown member: seeds"},
        {"\"version\"", "\"tool\": \"splitdata\", \"version\"", "duplicate"},
        {"\"bytes\": 78", "\"bytes\": -1", "bytes is missing or not a whole number"},
        {"\"bytes\": 78", "\"bytes\": 78.0", "bytes is missing or not a whole number"},
        {"\"bytes\": 78", "\"bytes\": 9223372036854775808", "too big"},
        {"\"bytes\": 78", "\"bytes\": \"18446744073709551616\"", "not a whole number"},
        {"\"bytes\": 78", "\"bytes\": \"9000000000000000000\"", "step does not fit"},
        {"\"step\": 64", "\"step\": 0", "step does not fit"},
        {"\"step\": 64", "\"step\": 96", "step does not fit"},
        {"\"step\": 64", "\"step\": 128", "step does not fit"},
        {"\"bytes\": 78", "\"bytes\": \"78\"", "bytes is missing or not a whole number"},
        {"\"bytes\": 78", "\"bytes\": 9007199254740993", "above 2^53 and not in quotes"},
        {"\"repeats\": 2", "\"repeats\": 0", "repeats is 0"},
        {"5945-", "594g-", "split_id"},
        {"f05f55ba", "f05f55b", "8 hexadecimal digits"},
        {"f05f55ba", "F05F55BA", "8 hexadecimal digits"},
        {"../ten.csv", "/ten.csv", "leaves the manifest's directory"},
        {"../ten.csv", "a/../../ten.csv", "leaves the manifest's directory"},
        {"../ten.csv", "..", "leaves the manifest's directory"},
        {"\"path\": null", "\"path\": \"x\\u0000y\"", "is not the JSON"},
        {"\"path\": null", "\"path\": {\"bytes\": \"00\"}", "not hexadecimal"},
        {"\"path\": null", "\"path\": {\"bytes\": \"6\"}", "not hexadecimal"},
        {"\"path\": null", "\"path\": {\"byte\": \"61\"}", "an unknown member: byte"},
        {"\"path\": null", "\"path\": []", "path is missing or not a string"},
        {"\"parts\": [\n", "\"parts\": [1, \n", "parts has a member that is not an object"},
        {"[\n    \"one\"\n  ]", "1", "warnings is missing or not an array"},
        {"\"warnings\": [", "\"warnings\": [1, ", "warnings has a member that is not a string"},
        {"\"order\": \"input\"", "\"order\": \"\"", "options.order"},
        {"\"order\": \"input\"", "\"order\": 1", "options.order"},
        {"\"repeats\": 2", "\"repeats\": [2]", "repeats"},
        {"\"window-sliding\": true", "\"window-sliding\": 1", "is not true"},
        {"\"gzip\": 9", "\"gzip\": 10", "not a level"},
        {"\"a=text\"", "{}", "not hexadecimal"},
        {"\"csv\"", "\"tsv\"", "input.dialect.format is neither csv nor lines"},
        {"\\\\xa7", "", "not one byte"},
        {"\\\\xa7", "ab", "not one byte"},
        {"\"keep\"", "\"maybe\"", "neither error nor keep"},
        {"5945-", "", "split_id"},
        {"\"options\": {", "\"option\": {", "an unknown member: option"},
    };
    (void)state;
    check_refusals(whole, cases, sizeof cases / sizeof cases[0]);
}

static void what_is_no_list_of_inputs_is_refused(void **state)
{
    static const struct change cases[] = {
        {"\"manifest\": 2", "\"manifest\": 1", "are those of 2"},
        {"\"stem\": \"shards\"", "\"path\": \"shards\"", "input has an unknown member: path"},
        {"\"stem\": \"shards\",", "", "input.stem is missing or not a string"},
        {"\"stem\": \"shards\"", "\"stem\": \"a/b\"", "input.stem is not the name of a folder"},
        {"\"stem\": \"shards\"", "\"stem\": \"\"", "input.stem is not the name of a folder"},
        {"\"stem\": \"shards\"", "\"stem\": \"shards\", \"sha256\": \"\"", "an unknown member"},
        {"\"inputs\": [", "\"inputs\": [1, ", "inputs has a member that is not an object"},
        {FILES, "1", "inputs is missing or not an array"},
        {FILES, "[]", "inputs is empty"},
        {"\"inputs\": [", "\"files\": [", "an unknown member: files"},
        {"shards/a.txt", "/a.txt", "inputs[0].path '/a.txt' is not relative"},
        {"\"bytes\": 70", "\"bytes\": 71", "input.bytes is not the sum of those of inputs"},
        {"\"records\": 9", "\"records\": 8", "input.records is not the sum of those of inputs"},
        {"\"records\": 9", "\"rows\": 9", "an input has an unknown member: rows"},
        {"\"path\": null", "\"path\": 3", "inputs[1].path is missing or not a string"},
        {"98a2", "98A2", "inputs[0].sha256 is not 64 hexadecimal digits"},
    };
    (void)state;
    check_refusals(several, cases, sizeof cases / sizeof cases[0]);
}

/* Every prefix of the document, and every byte of it replaced by several others. */
static void check_crashes(const char *document, size_t length)
{
    static const char others[] = "\0\"{}[],:\\0x\xff";
    struct splitdata_error error;
    size_t refused = 0;
    char *copy = malloc(length);
    assert_non_null(copy);
    for (size_t i = 0; i < length; i++) {
        for (size_t o = 0; o <= sizeof others - 1; o++) {
            struct sd_manifest manifest;
            size_t end = o == sizeof others - 1 ? i : length;
            memcpy(copy, document, length);
            if (end == length)
                copy[i] = others[o];
            if (sd_manifest_parse(&manifest, copy, end, &error) == SPLITDATA_OK)
                sd_manifest_free(&manifest);
            else
                refused++;
        }
    }
    assert_true(refused > 10 * length);
    free(copy);
}

static void nothing_crashes(void **state)
{
    (void)state;
    check_crashes(whole, sizeof whole - 1);
    check_crashes(several, sizeof several - 1);
}

static void deep_nesting_is_refused(void **state)
{
    enum { DEEP = 1 << 20 };
    struct splitdata_error error;
    struct sd_manifest manifest;
    char *deep = malloc(DEEP);
    (void)state;
    assert_non_null(deep);
    memset(deep, '[', DEEP);
    assert_int_equal(sd_manifest_parse(&manifest, deep, DEEP, &error), SPLITDATA_DATA);
    free(deep);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_was_read_can_be_written),
        cmocka_unit_test(several_inputs_are_read),
        cmocka_unit_test(what_is_none_is_refused),
        cmocka_unit_test(what_is_no_list_of_inputs_is_refused),
        cmocka_unit_test(nothing_crashes),
        cmocka_unit_test(deep_nesting_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
