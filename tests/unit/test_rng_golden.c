/* SPDX-License-Identifier: MIT */
/* Compares every generator with results of the real libraries: tests/golden/random_*.txt. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "rng/seed_text.h"
#include "rng_operations.h"

static const char *const files[] = {"numpy", "generator", "python", "torch", "r", "other", "made"};

enum { MOST_KINDS = 64 };

struct tally {
    long passed, failed;
    long of_kind[MOST_KINDS];
};

static char *split_off(char *text, const char *separator)
{
    char *at = strstr(text, separator);
    if (at == NULL)
        return NULL;
    *at = '\0';
    return at + strlen(separator);
}

static int seed(struct vector *v, char *start)
{
    struct splitdata_error error;
    char *text = split_off(start, " ");
    must(text != NULL, "a line without seed");
    unquote(text);
    if (strncmp(text, "v1:", 3) == 0) {
        v->random.kind = splitdata_random_find(start);
        return splitdata_python_seed_text(&v->random.state.python, text + 3, 1, &error);
    }
    int status = splitdata_random_init(&v->random, start, text, &error);
    must(v->random.kind != NULL, start);
    return status;
}

static void read_words(struct vector *v, char *operation)
{
    v->operation = operation;
    v->word_count = 0;
    char *times = split_off(operation, " ");
    must(times != NULL, operation);
    char *word = split_off(times, " ");
    v->times = strtoull(times, NULL, 10);
    while (word != NULL) {
        must(v->word_count < MOST_WORDS, operation);
        v->words[v->word_count++] = word;
        word = split_off(word, " ");
    }
}

struct entropy {
    uint32_t words[64];
    size_t count;
};

static int add_words(void *context, const uint32_t *words, size_t count,
                     struct splitdata_error *error)
{
    (void)error;
    static const uint32_t zero = 0;
    struct entropy *entropy = context;
    must(entropy->count + count < 64, "a seed too long");
    memcpy(entropy->words + entropy->count, count > 0 ? words : &zero,
           (count > 0 ? count : 1) * sizeof *words);
    entropy->count += count > 0 ? count : 1;
    return SPLITDATA_OK;
}

static void seed_sequence(struct vector *v, const char *seed_text)
{
    struct splitdata_error error;
    struct entropy entropy = {.count = 0};
    uint32_t words[64];
    for (const char *at = seed_text; *at != '\0';) {
        size_t length = strcspn(at, ",");
        must(sd_integer_words(at, length, add_words, &entropy, &error) == SPLITDATA_OK, at);
        at += length + (at[length] == ',');
    }
    splitdata_numpy_seed_sequence(entropy.words, entropy.count, words, (size_t)v->times);
    for (uint64_t i = 0; i < v->times; i++)
        put_u64(&v->result, words[i]);
}

static void run_line(struct vector *v, char *line, struct tally *tally)
{
    char copy[200];
    snprintf(copy, sizeof copy, "%s", line);
    char *operation = split_off(line, " | ");
    char *expected = operation != NULL ? split_off(operation, " |") : NULL;
    must(expected != NULL, copy);
    expected += *expected == ' ';
    v->result = (struct result){.digested = is_digest(expected)};
    read_words(v, operation);
    char *seed_text = strchr(line, ' ');
    if (strcmp(v->operation, "seed_sequence") == 0) {
        seed_sequence(v, seed_text + 1);
        v->random.kind = splitdata_random_find("numpy-pcg64");
    } else {
        if (line[0] != '+')
            v->result.failed = seed(v, line) != SPLITDATA_OK;
        if (!v->result.failed)
            must(operate(v), copy);
    }
    int good = as_expected(&v->result, expected);
    tally->passed += good;
    tally->failed += !good;
    for (size_t i = 0; i < MOST_KINDS; i++)
        tally->of_kind[i] += good && v->random.kind == splitdata_random_kind_at(i);
    if (!good)
        print_message("%s\n  expected %.300s\n  got      %.300s\n", copy, expected,
                      v->result.failed     ? "!"
                      : v->result.digested ? "another digest"
                                           : v->result.text);
    free(v->result.text);
    free(v->result.values);
}

static void run_file(const char *name, struct tally *tally)
{
    char path[64];
    snprintf(path, sizeof path, "tests/golden/random_%s.txt", name);
    FILE *file = fopen(path, "r");
    if (file == NULL)
        fail_msg("cannot open %s (run from the project's root)", path);
    size_t room = 1 << 20;
    char *line = malloc(room);
    struct vector *v = calloc(1, sizeof *v);
    must(line != NULL && v != NULL, "memory");
    while (fgets(line, (int)room, file) != NULL) {
        line[strcspn(line, "\n")] = '\0';
        if (line[0] != '#' && line[0] != '\0')
            run_line(v, line, tally);
    }
    free(v);
    free(line);
    fclose(file);
}

static void golden(void **state)
{
    (void)state;
    struct tally tally = {.passed = 0};
    for (size_t i = 0; i < sizeof files / sizeof files[0]; i++)
        run_file(files[i], &tally);
    print_message("%ld vectors passed, %ld failed\n", tally.passed, tally.failed);
    assert_int_equal(tally.failed, 0);
    /* Every generator in the table must have vectors. */
    for (size_t i = 0; splitdata_random_kind_at(i) != NULL; i++) {
        if (tally.of_kind[i] == 0)
            fail_msg("%s has no vectors", splitdata_random_kind_at(i)->name);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(golden)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
