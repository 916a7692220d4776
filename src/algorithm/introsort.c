/* SPDX-License-Identifier: MIT */
#include "algorithm/introsort.h"

#include <stdbool.h>

/* Segments of at most SMALL items are left to insertion sort; a stack of 64 segments suffices for
 * any count, since the smaller side is always sorted first. */
enum { SMALL = 16, STACK = 64 };

struct segment {
    int64_t left, right; /* both included */
    int depth;           /* remaining partitions before heapsort */
};

struct sorting {
    uint32_t *order;
    const uint64_t *keys;
};

static uint64_t key(const struct sorting *s, int64_t at)
{
    return s->keys[s->order[at]];
}

static void swap(const struct sorting *s, int64_t a, int64_t b)
{
    uint32_t item = s->order[a];
    s->order[a] = s->order[b];
    s->order[b] = item;
}

static void swap_if_less(const struct sorting *s, int64_t a, int64_t b)
{
    if (key(s, a) < key(s, b))
        swap(s, a, b);
}

/* The position of the pivot; all items before it are not above it, all after not below. */
static int64_t partition(const struct sorting *s, int64_t left, int64_t right)
{
    int64_t middle = left + (right - left) / 2, i = left, j = right - 1;
    swap_if_less(s, middle, left);
    swap_if_less(s, right, middle);
    swap_if_less(s, middle, left);
    uint64_t pivot = key(s, middle);
    swap(s, middle, j);
    for (;;) {
        while (key(s, ++i) < pivot)
            continue;
        while (pivot < key(s, --j))
            continue;
        if (i >= j)
            break;
        swap(s, i, j);
    }
    swap(s, i, right - 1);
    return i;
}

static void insert(const struct sorting *s, int64_t left, int64_t right)
{
    for (int64_t i = left + 1; i <= right; i++) {
        uint32_t item = s->order[i];
        int64_t at = i;
        for (; at > left && s->keys[item] < key(s, at - 1); at--)
            s->order[at] = s->order[at - 1];
        s->order[at] = item;
    }
}

/* Restores the heap heap[0..count-1] by sinking an item from `root`. */
static void sift(const struct sorting *s, uint32_t *heap, int64_t root, int64_t count,
                 uint32_t item)
{
    for (int64_t child = 2 * root + 1; child < count; child = 2 * root + 1) {
        if (child + 1 < count && s->keys[heap[child]] < s->keys[heap[child + 1]])
            child++;
        if (s->keys[item] >= s->keys[heap[child]])
            break;
        heap[root] = heap[child];
        root = child;
    }
    heap[root] = item;
}

static void heap_sort(const struct sorting *s, int64_t left, int64_t right)
{
    uint32_t *heap = s->order + left;
    int64_t count = right - left + 1;
    for (int64_t i = count / 2; i-- > 0;)
        sift(s, heap, i, count, heap[i]);
    while (count > 1) {
        uint32_t item = heap[--count];
        heap[count] = heap[0];
        sift(s, heap, 0, count, item);
    }
}

void sd_introsort(uint32_t *order, const uint64_t *keys, uint32_t count)
{
    struct sorting s = {order, keys};
    struct segment stack[STACK];
    int top = 0, depth = 0;
    for (uint32_t i = 0; i < count; i++)
        order[i] = i;
    for (uint32_t n = count; n > 1; n >>= 1)
        depth += 2;
    stack[top++] = (struct segment){0, (int64_t)count - 1, depth};
    while (top > 0) {
        struct segment now = stack[--top];
        if (now.depth < 0) {
            heap_sort(&s, now.left, now.right);
            continue;
        }
        while (now.right - now.left >= SMALL) {
            int64_t at = partition(&s, now.left, now.right);
            struct segment low = {now.left, at - 1, --now.depth};
            struct segment high = {at + 1, now.right, now.depth};
            bool low_first = at - now.left < now.right - at;
            stack[top++] = low_first ? high : low;
            now = low_first ? low : high;
        }
        insert(&s, now.left, now.right);
    }
}
