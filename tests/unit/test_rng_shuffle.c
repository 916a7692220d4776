/* SPDX-License-Identifier: MIT */
/* Compares every fast way of drawing and swapping with the plain one. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/sequence.h"
#include "rng/aes256.h"
#include "rng/bits.h"
#include "rng/kernel.h"
#include "rng/masked.h"
#include "rng/mt19937.h"
#include "rng/numpy_generator.h"
#include "rng/shuf_targets.h"
#include "rng/shuffle.h"
#include "splitdata/random.h"

#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Random numbers for the tests themselves. */
static uint64_t draw(uint64_t *state)
{
    *state ^= *state << 13;
    *state ^= *state >> 7;
    return *state ^= *state << 17;
}

static void plain_twist(uint32_t *key)
{
    for (int i = 0; i < 624; i++) {
        uint32_t y = (key[i] & 0x80000000U) | (key[(i + 1) % 624] & 0x7fffffffU);
        key[i] = key[(i + 397) % 624] ^ (y >> 1) ^ ((y & 1) != 0 ? 0x9908b0dfU : 0);
    }
}

static void kernels_twist_and_temper(void **unused)
{
    (void)unused;
    uint64_t state = 1;
    for (size_t v = 0; v < sd_kernel_count; v++) {
        const struct sd_kernel *kernel = sd_kernels[v];
        if (!kernel->supported()) {
            print_message("%s: not on this processor\n", kernel->name);
            continue;
        }
        uint32_t key[624], expected[624], out[624];
        for (int i = 0; i < 624; i++)
            key[i] = expected[i] = (uint32_t)draw(&state);
        for (int round = 0; round < 20; round++) {
            kernel->twist(key);
            plain_twist(expected);
            assert_memory_equal(key, expected, sizeof key);
        }
        for (size_t from = 0; from < 40; from++) {
            size_t count = 624 - from - (size_t)(draw(&state) % 500);
            kernel->temper(out, key + from, count);
            for (size_t i = 0; i < count; i++)
                assert_int_equal(out[i], sd_mt19937_temper(key[from + i]));
        }
    }
}

static void kernels_fill(void **unused)
{
    (void)unused;
    uint64_t state = 5;
    uint32_t words[2000];
    for (size_t v = 0; v < sd_kernel_count; v++) {
        struct splitdata_numpy filled, single;
        if (!sd_kernels[v]->supported())
            continue;
        splitdata_numpy_seed(&filled, 9);
        splitdata_numpy_seed(&single, 9);
        for (int cut = 0; cut < 50; cut++) {
            size_t count = (size_t)(draw(&state) % 2000);
            sd_mt19937_fill_with(sd_kernels[v], &filled.twister, words, count);
            for (size_t k = 0; k < count; k++)
                assert_int_equal(words[k], splitdata_numpy_next32(&single));
        }
        assert_memory_equal(&filled.twister, &single.twister, sizeof filled.twister);
    }
}

static void kernels_accept(void **unused)
{
    (void)unused;
    enum { MOST = 700 };
    uint64_t state = 2, out[MOST + SD_KERNEL_SLACK];
    uint32_t words[MOST];
    for (int round = 0; round < 20000; round++) {
        unsigned bits = (unsigned)(draw(&state) % 32) + 1;
        uint32_t mask = UINT32_MAX >> (32 - bits);
        struct sd_bits used = {(unsigned)(draw(&state) % (33 - bits)), mask};
        uint32_t bound = (uint32_t)draw(&state) & mask;
        size_t count = (size_t)(draw(&state) % MOST);
        bound |= mask / 2 + 1; /* a bound has the mask's highest bit */
        if (draw(&state) % 4 == 0)
            bound = mask; /* and all of them at times */
        count = count < bound ? count : bound;
        for (size_t i = 0; i < count; i++)
            words[i] = draw(&state) % 8 == 0 ? (bound - (uint32_t)(draw(&state) % 20)) << used.shift
                                             : (uint32_t)draw(&state);
        for (size_t v = 0; v < sd_kernel_count; v++) {
            if (!sd_kernels[v]->supported())
                continue;
            size_t accepted = sd_kernels[v]->accept(out, words, count, used, bound);
            size_t expected = 0;
            for (size_t i = 0; i < count; i++) {
                uint32_t value = words[i] >> used.shift & mask;
                if (value > bound - expected)
                    continue;
                assert_int_equal(out[expected], value);
                expected++;
            }
            assert_int_equal(accepted, expected);
        }
    }
}

static void kernels_accept_products(void **unused)
{
    (void)unused;
    enum { MOST = 300 };
    uint64_t state = 3, out[MOST + SD_KERNEL_SLACK];
    uint32_t words[MOST];
    const struct sd_fetching fetching = {NULL, 4};
    for (int round = 0; round < 20000; round++) {
        unsigned bits = (unsigned)(draw(&state) % 31) + 2;
        uint32_t bound = (uint32_t)draw(&state) >> (32 - bits) | (uint32_t)1 << (bits - 1);
        unsigned shift = 32 - bits;
        size_t count = (size_t)(draw(&state) % MOST), expected = 0;
        count = count < bound ? count : bound - 1;
        if (draw(&state) % 4 == 0) /* nearly all are accepted, or half of them */
            bound |= ((uint32_t)1 << (bits - 1)) - 1;
        for (size_t i = 0; i < count; i++)
            words[i] =
                draw(&state) % 8 == 0 ? (uint32_t)(0U - draw(&state) % 3) : (uint32_t)draw(&state);
        for (size_t v = 0; v < sd_kernel_count; v++) {
            if (!sd_kernels[v]->supported())
                continue;
            size_t accepted =
                sd_kernels[v]->accept_products(out, words, count, bound, shift, &fetching);
            expected = 0;
            for (size_t i = 0; i < count; i++) {
                uint32_t now = bound - (uint32_t)expected;
                uint64_t product = (uint64_t)words[i] * now;
                if ((uint32_t)product < now << shift)
                    assert_int_equal(out[expected++], product >> 32);
            }
            assert_int_equal(accepted, expected);
        }
    }
}

static uint32_t rotl(uint32_t x, int by)
{
    return x << by | x >> (32 - by);
}

static void plain_quarter(uint32_t *x, int a, int b, int c, int d)
{
    x[a] += x[b], x[d] = rotl(x[d] ^ x[a], 16);
    x[c] += x[d], x[b] = rotl(x[b] ^ x[c], 12);
    x[a] += x[b], x[d] = rotl(x[d] ^ x[a], 8);
    x[c] += x[d], x[b] = rotl(x[b] ^ x[c], 7);
}

/* One block, with the constants as text and the rounds numbered as in the paper. */
static void plain_chacha12(uint32_t *out, const uint32_t *key, uint64_t number)
{
    const char *text = "expand 32-byte k";
    uint32_t start[16] = {0}, x[16];
    for (int i = 0; i < 16; i++)
        start[i / 4] |= (uint32_t)(unsigned char)text[i] << 8 * (i % 4);
    memcpy(start + 4, key, 32);
    start[12] = (uint32_t)number;
    start[13] = (uint32_t)(number >> 32);
    memcpy(x, start, sizeof x);
    for (int round = 0; round < 12; round++) {
        for (int i = 0; i < 4; i++) {
            int turn = round % 2;
            plain_quarter(x, i, 4 + (i + turn) % 4, 8 + (i + 2 * turn) % 4,
                          12 + (i + 3 * turn) % 4);
        }
    }
    for (int i = 0; i < 16; i++)
        out[i] = x[i] + start[i];
}

static void kernels_chacha(void **unused)
{
    (void)unused;
    enum { MOST = 40 };
    uint64_t state = 6;
    uint32_t key[8], expected[16 * MOST], out[16 * MOST + 16];
    for (size_t blocks = 0; blocks <= MOST; blocks++) {
        uint64_t first = blocks % 2 == 0 ? draw(&state) : UINT32_MAX - blocks / 2;
        for (int i = 0; i < 8; i++)
            key[i] = (uint32_t)draw(&state);
        for (size_t i = 0; i < blocks; i++)
            plain_chacha12(expected + 16 * i, key, first + i);
        for (size_t v = 0; v < sd_kernel_count; v++) {
            if (!sd_kernels[v]->supported())
                continue;
            memset(out, 0xee, sizeof out);
            sd_kernels[v]->chacha12(out, key, first, blocks);
            if (blocks > 0)
                assert_memory_equal(out, expected, 64 * blocks);
            for (size_t i = 16 * blocks; i < 16 * blocks + 16; i++)
                assert_int_equal(out[i], 0xeeeeeeee);
        }
    }
}

/* The example of FIPS 197, C.3, and both variants on random blocks. */
static void aes_is_that_of_fips_197(void **unused)
{
    (void)unused;
    static const uint8_t cipher[16] = {0x8e, 0xa2, 0xb7, 0xca, 0x51, 0x67, 0x45, 0xbf,
                                       0xea, 0xfc, 0x49, 0x90, 0x4b, 0x49, 0x60, 0x89};
    const struct splitdata_u128 plain = {0x0011223344556677, 0x8899aabbccddeeff};
    uint32_t round_keys[60];
    uint8_t key[32], out[16];
    for (int i = 0; i < 32; i++)
        key[i] = (uint8_t)i;
    sd_aes256_expand(round_keys, key);
    sd_aes256_portable_counter(round_keys, plain, out, 1);
    assert_memory_equal(out, cipher, sizeof cipher);
}

/* Each value separately, counted byte by byte. */
static void compare_aes(const uint32_t round_keys[60], struct splitdata_u128 first, size_t count)
{
    uint8_t counter[16], out[16 * 20], portable[16 * 20], ni[16 * 20], value[16], block[16];
    sd_store_be64(counter, first.high);
    sd_store_be64(counter + 8, first.low);
    memcpy(value, counter, sizeof value);
    sd_aes256_counter(round_keys, counter, out, count);
    sd_aes256_portable_counter(round_keys, first, portable, count);
    if (sd_aes256_ni_supported()) {
        sd_aes256_ni_counter(round_keys, first, ni, count);
        assert_memory_equal(ni, portable, 16 * count);
    }
    assert_memory_equal(out, portable, 16 * count);
    for (size_t i = 0; i < count; i++) {
        const struct splitdata_u128 one = {sd_load_be64(value), sd_load_be64(value + 8)};
        sd_aes256_portable_counter(round_keys, one, block, 1);
        assert_memory_equal(out + 16 * i, block, sizeof block);
        for (int k = 15; k >= 0 && ++value[k] == 0; k--)
            continue;
    }
    assert_memory_equal(counter, value, sizeof value);
}

static void aes_forms_agree(void **unused)
{
    (void)unused;
    uint32_t round_keys[60];
    uint8_t key[32] = {1, 2, 3};
    uint64_t state = 7;
    if (!sd_aes256_ni_supported())
        print_message("AES instructions: not on this processor\n");
    sd_aes256_expand(round_keys, key);
    for (size_t count = 0; count <= 20; count++) {
        const uint64_t carries = UINT64_MAX - draw(&state) % 20;
        compare_aes(round_keys, (struct splitdata_u128){draw(&state), draw(&state)}, count);
        compare_aes(round_keys, (struct splitdata_u128){draw(&state), carries}, count);
        compare_aes(round_keys, (struct splitdata_u128){UINT64_MAX, carries}, count);
    }
}

/* NumPy's shuffle as in its source: one draw, one swap. */
static void plain_shuffle(struct splitdata_numpy *random, unsigned char *items, uint64_t count,
                          size_t size)
{
    unsigned char kept[256];
    for (uint64_t i = count; i-- > 1;) {
        uint64_t j = splitdata_numpy_interval(random, i);
        memcpy(kept, items + i * size, size);
        memmove(items + i * size, items + j * size, size);
        memcpy(items + j * size, kept, size);
    }
}

static void compare_shuffles(uint32_t seed, uint64_t count, size_t size)
{
    struct splitdata_numpy fast, plain;
    uint64_t state = seed + 1;
    unsigned char *a = malloc((size_t)count * size + 1), *b = malloc((size_t)count * size + 1);
    assert_true(a != NULL && b != NULL);
    for (size_t i = 0; i < count * size; i++)
        a[i] = b[i] = (unsigned char)draw(&state);
    splitdata_numpy_seed(&fast, seed);
    splitdata_numpy_seed(&plain, seed);
    splitdata_numpy_shuffle(&fast, a, count, size);
    plain_shuffle(&plain, b, count, size);
    assert_memory_equal(a, b, (size_t)count * size);
    assert_memory_equal(&fast.twister, &plain.twister, sizeof fast.twister);
    free(a);
    free(b);
}

static void shuffle_is_the_plain_loop(void **unused)
{
    (void)unused;
    static const size_t sizes[] = {1, 2, 3, 4, 5, 8, 12, 16, 17, 24, 64, 65, 100, 129, 256};
    static const uint64_t counts[] = {2047, 2048, 2049, 2050, 4095, 4096, 4097, 10000};
    uint32_t seed = 1;
    for (uint64_t count = 0; count < 70; count++) {
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
            compare_shuffles(seed++, count, sizes[s]);
    }
    for (size_t c = 0; c < sizeof counts / sizeof counts[0]; c++) {
        for (size_t s = 0; s < sizeof sizes / sizeof sizes[0]; s++)
            compare_shuffles(seed++, counts[c], sizes[s]);
    }
    compare_shuffles(seed, 1000003, 4);
    compare_shuffles(seed, 300001, 8);
}

/* R's sample(count) as in its source: a draw for each item, then the last item moves to its
 * position. */
static void r_shuffles_in_batches(void **unused)
{
    (void)unused;
    static const uint32_t counts[] = {0,    1,     2,     3,     255,   256,   257,   2049,
                                      4097, 32767, 32768, 32769, 34817, 65535, 65537, 200000};
    static uint32_t fast[200000], pool[200000], plain[200000];
    for (size_t c = 0; c < 2 * sizeof counts / sizeof counts[0]; c++) {
        uint32_t count = counts[c / 2];
        struct splitdata_r a, b;
        splitdata_r_seed(&a, (int32_t)c, c % 2 == 0 ? SPLITDATA_R_REJECTION : SPLITDATA_R_ROUNDING);
        b = a;
        for (uint32_t i = 0; i < count; i++)
            fast[i] = pool[i] = i;
        splitdata_r_shuffle(&a, fast, count, sizeof fast[0]);
        for (uint32_t i = 0; i < count; i++) {
            uint64_t j = splitdata_r_index(&b, count - i);
            plain[i] = pool[j];
            pool[j] = pool[count - i - 1];
        }
        if (count > 0)
            assert_memory_equal(fast, plain, count * sizeof fast[0]);
        assert_memory_equal(&a.twister, &b.twister, sizeof a.twister);
    }
}

/* Compares the draws of a window with divisions. */
static void compare_shuf(const struct splitdata_shuf *start, uint64_t n, size_t window)
{
    struct splitdata_shuf fast = *start, plain = *start;
    uint64_t targets[SD_WINDOW];
    const uint64_t position = 11;
    struct sd_shuf_drawing drawing = {.random = &fast};
    sd_shuf_targets(&drawing, targets, window, position, position + n);
    for (size_t k = 0; k < window; k++)
        assert_int_equal(targets[k], position + k + splitdata_shuf_choose(&plain, n - k));
    assert_int_equal(fast.num, plain.num);
    assert_int_equal(fast.max, plain.max);
    for (int i = 0; i < 600; i++)
        assert_int_equal(splitdata_shuf_byte(&fast), splitdata_shuf_byte(&plain));
}

static void shuf_draws_as_by_division(void **unused)
{
    (void)unused;
    static const uint64_t boundaries[] = {300,
                                          65536 + 900,
                                          1 << 24,
                                          10000000,
                                          (1 << 24) + 900,
                                          (1 << 28) + 900,
                                          1 << 28,
                                          ((uint64_t)1 << 32) + 900,
                                          (uint64_t)1 << 40};
    static const int bytes[] = {-1, 0, 1, 0x7f, 0x80, 0xfe, 0xff}; /* -1: unchanged */
    struct splitdata_error error;
    uint64_t state = 7;
    for (unsigned round = 0; round < 400; round++) {
        struct splitdata_shuf random;
        char seed[16];
        snprintf(seed, sizeof seed, "%u", round);
        assert_int_equal(splitdata_shuf_seed_text(&random, seed, &error), SPLITDATA_OK);
        for (uint64_t i = draw(&state) % 1500; i > 0; i--)
            splitdata_shuf_choose(&random, 1 + draw(&state) % ((uint64_t)1 << draw(&state) % 40));
        for (size_t b = 0; b < sizeof bytes / sizeof bytes[0]; b++) {
            struct splitdata_shuf start = random;
            if (bytes[b] >= 0)
                memset(start.bytes, bytes[b], sizeof start.bytes);
            for (size_t i = 0; i < sizeof boundaries / sizeof boundaries[0]; i++) {
                uint64_t n = boundaries[i] + draw(&state) % 100;
                size_t window = n < SD_WINDOW ? (size_t)n : 1 + (size_t)(draw(&state) % SD_WINDOW);
                compare_shuf(&start, n, window);
            }
            compare_shuf(&start, SD_WINDOW + draw(&state) % ((uint64_t)1 << draw(&state) % 40),
                         500);
        }
    }
}

static void all_kernels_shuffle_alike(void **unused)
{
    (void)unused;
    static const uint32_t tops[] = {1,   2,   3,    15,    16,       17,
                                    255, 256, 2100, 65536, 16777300, UINT32_MAX};
    static uint64_t out[SD_WINDOW + SD_KERNEL_SLACK];
    for (size_t t = 0; t < sizeof tops / sizeof tops[0]; t++) {
        for (size_t v = 0; v < sd_kernel_count; v++) {
            struct splitdata_numpy fast, plain;
            size_t count = tops[t] < SD_WINDOW ? tops[t] : SD_WINDOW;
            if (!sd_kernels[v]->supported())
                continue;
            splitdata_numpy_seed(&fast, (uint32_t)t);
            splitdata_numpy_seed(&plain, (uint32_t)t);
            sd_masked_descending(sd_kernels[v], sd_mt19937_fill, &fast.twister, out, count,
                                 tops[t]);
            for (size_t k = 0; k < count; k++)
                assert_int_equal(out[k], splitdata_numpy_interval(&plain, tops[t] - k));
            assert_memory_equal(&fast.twister, &plain.twister, sizeof fast.twister);
        }
    }
}

/* Positions beyond 2^32 draw 64 bits, and the window that crosses 2^32 draws both. */
static void places_beyond_32_bits(void **unused)
{
    (void)unused;
    static uint64_t out[SD_WINDOW + SD_KERNEL_SLACK];
    struct splitdata_numpy fast, plain;
    splitdata_numpy_seed(&fast, 101);
    splitdata_numpy_seed(&plain, 101);
    uint64_t position = ((uint64_t)1 << 32) + 1000;
    sd_numpy_draw_targets(&fast, out, SD_WINDOW, position, position + 1);
    for (uint64_t k = 0; k < SD_WINDOW; k++)
        assert_true(out[k] == splitdata_numpy_interval(&plain, position - k));
    assert_memory_equal(&fast.twister, &plain.twister, sizeof fast.twister);
    for (size_t k = 0; k < SD_WINDOW; k++)
        assert_true(out[k] <= position - k);
}

/* Filling equals drawing one by one, for any division into calls. */
static void fills_are_single_draws(void **unused)
{
    (void)unused;
    static const char *const seeds[] = {"101", "7"};
    uint64_t words[1500], state = 3;
    const struct splitdata_random_kind *kind;
    for (size_t i = 0; (kind = splitdata_random_kind_at(i)) != NULL; i++) {
        struct splitdata_random filled, single;
        struct splitdata_error error;
        memset(&filled, 0, sizeof filled);
        assert_int_equal(splitdata_random_init(&filled, kind->name, seeds[i % 2], &error), 0);
        memcpy(&single, &filled, sizeof filled);
        for (size_t cut = 0; cut < 60; cut++) {
            size_t count = cut < 20 ? cut : (size_t)(draw(&state) % 1500);
            splitdata_random_raw_fill(&filled, words, count);
            for (size_t k = 0; k < count; k++) {
                assert_true(words[k] == splitdata_random_raw(&single));
                assert_true(kind->word_bits == 64 || words[k] >> kind->word_bits == 0);
            }
        }
        assert_memory_equal(&filled, &single, sizeof filled);
    }
}

/* A generator's 32-bit words, half by half and in batches, between 64-bit ones. */
static void halves_wait(void **unused)
{
    (void)unused;
    static const enum splitdata_bit_generator kinds[] = {
        SPLITDATA_PCG64, SPLITDATA_PCG64DXSM, SPLITDATA_PHILOX, SPLITDATA_SFC64, SPLITDATA_MT19937};
    uint64_t state = 4;
    uint32_t words[1300];
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        struct splitdata_numpy_generator filled, single;
        memset(&filled, 0, sizeof filled);
        splitdata_numpy_generator_seed(&filled, kinds[i], 5);
        memcpy(&single, &filled, sizeof filled);
        for (size_t cut = 0; cut < 80; cut++) {
            size_t count = cut < 20 ? cut : (size_t)(draw(&state) % 1300);
            sd_numpy_generator_fill32(&filled, words, count);
            for (size_t k = 0; k < count; k++)
                assert_int_equal(words[k], splitdata_numpy_generator_next32(&single));
            assert_true(splitdata_numpy_generator_next64(&filled) ==
                        splitdata_numpy_generator_next64(&single));
        }
        assert_int_equal(filled.has_half, single.has_half);
    }
}

/* A thread that reads items as they become final. */
struct taking {
    struct sd_watermark *watermark;
    const uint64_t *items;
    uint64_t *taken;
    uint64_t count, from;
};

static void *take_final(void *context)
{
    enum { PIECE = 1000 };
    struct taking *taking = context;
    taking->from = taking->count;
    while (taking->from != 0) {
        uint64_t next = taking->from < PIECE ? 0 : taking->from - PIECE;
        if (!sd_watermark_wait(taking->watermark, next))
            break;
        memcpy(taking->taken + next, taking->items + next,
               (size_t)(taking->from - next) * sizeof *taking->items);
        taking->from = next;
    }
    return NULL;
}

static void advance(void *watermark, uint64_t from)
{
    sd_watermark_advance(watermark, from);
}

static void what_has_settled_stays(void **unused)
{
    (void)unused;
    enum { COUNT = 1000003 };
    static uint64_t items[COUNT], taken[COUNT], expected[COUNT];
    struct sd_watermark watermark = {0};
    struct splitdata_numpy random;
    struct taking taking = {&watermark, items, taken, COUNT, 0};
    pthread_t thread;
    for (uint64_t i = 0; i < COUNT; i++)
        items[i] = i;
    splitdata_numpy_seed(&random, 101);
    splitdata_numpy_permutation_u64(&random, expected, COUNT);
    splitdata_numpy_seed(&random, 101);
    sd_watermark_begin(&watermark);
    assert_int_equal(pthread_create(&thread, NULL, take_final, &taking), 0);
    sd_shuffle_down_followed(sd_numpy_draw_targets, &random, items, COUNT, sizeof items[0],
                             &(struct sd_shuffle_progress){advance, &watermark, 0});
    sd_watermark_advance(&watermark, 0);
    pthread_join(thread, NULL);
    sd_watermark_end(&watermark);
    assert_int_equal(taking.from, 0);
    assert_memory_equal(items, expected, sizeof items);
    assert_memory_equal(taken, expected, sizeof items);
}

static int by_value(const void *a, const void *b)
{
    uint32_t one = *(const uint32_t *)a, other = *(const uint32_t *)b;
    return one < other ? -1 : one > other;
}

static void enough_items_are_those_of_the_whole(void **unused)
{
    (void)unused;
    enum { COUNT = 10000 };
    static uint32_t items[COUNT], whole[COUNT];
    static const uint64_t enough[] = {0,    1,    2,    COUNT - 2049, COUNT - 2048, COUNT - 2047,
                                      5000, 7000, 9999, COUNT};
    struct splitdata_numpy random;
    splitdata_numpy_seed(&random, 101);
    splitdata_numpy_permutation_u32(&random, whole, COUNT);
    for (size_t e = 0; e < sizeof enough / sizeof enough[0]; e++) {
        splitdata_numpy_seed(&random, 101);
        sd_identity_u32(items, COUNT);
        sd_shuffle_down_followed(sd_numpy_draw_targets, &random, items, COUNT, sizeof items[0],
                                 &(struct sd_shuffle_progress){.enough = enough[e]});
        assert_memory_equal(items + enough[e], whole + enough[e],
                            (COUNT - enough[e]) * sizeof items[0]);
        qsort(items, COUNT, sizeof items[0], by_value);
        for (uint32_t i = 0; i < COUNT; i++)
            assert_int_equal(items[i], i);
    }
}

static void whoever_waits_is_told_to_stop(void **unused)
{
    (void)unused;
    uint64_t items[3] = {0}, taken[3] = {0};
    struct sd_watermark watermark = {0};
    struct taking taking = {&watermark, items, taken, 3, 0};
    pthread_t thread;
    sd_watermark_begin(&watermark);
    assert_true(watermark.from > SD_WATERMARK_ANY);
    assert_int_equal(pthread_create(&thread, NULL, take_final, &taking), 0);
    sd_watermark_advance(&watermark, 1); /* not enough */
    sd_watermark_stop(&watermark);
    pthread_join(thread, NULL);
    assert_int_equal(taking.from, 3);
    assert_true(sd_watermark_wait(&watermark, 1));
    sd_watermark_end(&watermark);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(kernels_twist_and_temper),
        cmocka_unit_test(kernels_fill),
        cmocka_unit_test(kernels_accept),
        cmocka_unit_test(kernels_accept_products),
        cmocka_unit_test(kernels_chacha),
        cmocka_unit_test(aes_is_that_of_fips_197),
        cmocka_unit_test(aes_forms_agree),
        cmocka_unit_test(shuffle_is_the_plain_loop),
        cmocka_unit_test(r_shuffles_in_batches),
        cmocka_unit_test(shuf_draws_as_by_division),
        cmocka_unit_test(all_kernels_shuffle_alike),
        cmocka_unit_test(places_beyond_32_bits),
        cmocka_unit_test(fills_are_single_draws),
        cmocka_unit_test(halves_wait),
        cmocka_unit_test(what_has_settled_stays),
        cmocka_unit_test(enough_items_are_those_of_the_whole),
        cmocka_unit_test(whoever_waits_is_told_to_stop),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
