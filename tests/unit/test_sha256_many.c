/* SPDX-License-Identifier: MIT */
/* SHA-256 of many messages at once, by every instruction set, is that of one after another. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sha256_many.h"
#include "random_bytes.h"

#include <string.h>

static void compare(const struct sd_sha256_lanes *lanes, size_t count, size_t shortest,
                    uint64_t *random)
{
    struct sd_short_message messages[SD_SHA256_MOST], wanted[SD_SHA256_MOST];
    struct sd_sha256_words digests;
    memset(messages, 0, sizeof messages);
    for (size_t m = 0; m < count; m++) {
        messages[m].length = shortest + random_below(random, SD_SHA256_SHORT + 1 - shortest);
        for (size_t i = 0; i < messages[m].length; i++)
            messages[m].bytes[i] = (uint8_t)random_next(random);
    }
    memcpy(wanted, messages, sizeof wanted);
    sd_sha256_many_by(lanes, messages, count, &digests);
    for (size_t m = 0; m < count; m++) {
        uint8_t digest[SD_DIGEST_BYTES];
        sd_sha256(wanted[m].bytes, wanted[m].length, digest);
        for (size_t i = 0; i < SD_DIGEST_BYTES; i++)
            assert_int_equal(digests.word[i / 4][m] >> (24 - 8 * (i % 4)) & 0xFF, digest[i]);
    }
}

static void as_one_after_another(void **state)
{
    uint64_t random = 1;
    size_t compared = 0;
    (void)state;
    for (size_t v = 0; v < sd_sha256_lanes_count; v++) {
        if (!sd_sha256_lanes[v].available())
            continue;
        for (size_t count = 0; count <= SD_SHA256_MOST; count++) {
            for (size_t shortest = 0; shortest <= SD_SHA256_SHORT; shortest += 11)
                compare(&sd_sha256_lanes[v], count, shortest, &random);
        }
        compared++;
    }
    assert_true(compared > 0);
}

/* FIPS 180-4's example, so that two equal errors would be seen. */
static void a_known_digest(void **state)
{
    struct sd_short_message message = {.bytes = {'a', 'b', 'c'}, .length = 3};
    struct sd_sha256_words digests;
    (void)state;
    sd_sha256_many(&message, 1, &digests);
    assert_int_equal(digests.word[0][0], 0xba7816bf);
    assert_int_equal(digests.word[7][0], 0xf20015ad);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(as_one_after_another),
        cmocka_unit_test(a_known_digest),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
