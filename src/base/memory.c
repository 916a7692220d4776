/* SPDX-License-Identifier: MIT */
#define _GNU_SOURCE /* mremap, MAP_ANONYMOUS */

#include "base/memory.h"

#include "base/temp_file.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

/* The header in front of every array. It keeps the array aligned to a cache line. */
enum { HEAD = 64 };

enum { SMALL = 64 * 1024, LARGE = 8 << 20, PAGE = 4096, LARGE_PAGE = 2 << 20 };

enum kind { ON_HEAP, PRIVATE, IN_FILE };

struct head {
    struct sd_memory *memory;
    void *block;  /* ON_HEAP: as malloc returned it */
    size_t bytes; /* with the head */
    enum kind kind;
    int fd; /* IN_FILE */
};

_Static_assert(sizeof(struct head) <= HEAD, "the head fits");

static struct head *head_of(const void *array)
{
    return (struct head *)((uintptr_t)array - HEAD);
}

static void *array_of(struct head *head)
{
    return (uint8_t *)head + HEAD;
}

/* The bytes of a block, header included; false: the number overflows. */
static bool whole(uint64_t count, size_t size, size_t *bytes)
{
    if (count > (SIZE_MAX / 2 - HEAD - PAGE) / size) {
        errno = ENOMEM;
        return false;
    }
    *bytes = (size_t)count * size + HEAD;
    return true;
}

/* Rounds up to a page; a large array in private memory, to a huge page: only such sizes does Linux
 * align, and move when the array grows, so that huge pages can be used. */
static size_t pages(size_t bytes, enum kind kind)
{
    size_t page = kind == PRIVATE && bytes >= LARGE ? LARGE_PAGE : PAGE;
    return (bytes + page - 1) / page * page;
}

/* --- the bound ------------------------------------------------------------------------------- */

void sd_memory_begin_part(struct sd_memory *part, struct sd_memory *whole, uint64_t bound)
{
    *part = (struct sd_memory){
        .bound = bound,
        .directory = whole->directory,
        .spill = whole->spill,
        .short_of_cache = whole->short_of_cache,
        .whole = whole,
    };
}

static void release(struct sd_memory *memory, uint64_t bytes)
{
    for (; memory != NULL; memory = memory->whole)
        atomic_fetch_sub(&memory->used, bytes);
}

static bool reserve(struct sd_memory *memory, uint64_t bytes)
{
    unsigned long long used = atomic_load(&memory->used);
    do {
        if (memory->spill || bytes > memory->bound || used > memory->bound - bytes)
            return false;
    } while (!atomic_compare_exchange_weak(&memory->used, &used, used + bytes));
    if (memory->whole == NULL || reserve(memory->whole, bytes))
        return true;
    atomic_fetch_sub(&memory->used, bytes);
    return false;
}

uint64_t sd_memory_left(const struct sd_memory *memory)
{
    uint64_t used = atomic_load(&memory->used);
    return memory->spill || used > memory->bound ? 0 : memory->bound - used;
}

/* --- blocks ---------------------------------------------------------------------------------- */

static struct head *take_heap(struct sd_memory *memory, size_t bytes)
{
    uint8_t *block = calloc(1, bytes + HEAD);
    if (block == NULL)
        return NULL;
    struct head *head = (struct head *)(((uintptr_t)block + HEAD - 1) / HEAD * HEAD);
    *head = (struct head){.memory = memory, .block = block, .bytes = bytes, .kind = ON_HEAP};
    return head;
}

/* Large arrays are used in random order, so huge pages pay, where the system has them. */
static void ask_for_huge_pages(void *block, size_t bytes)
{
#if defined(MADV_HUGEPAGE)
    if (bytes >= LARGE)
        madvise(block, bytes, MADV_HUGEPAGE);
#else
    (void)block;
    (void)bytes;
#endif
}

static struct head *take_private(struct sd_memory *memory, size_t bytes)
{
    bytes = pages(bytes, PRIVATE);
    if (!reserve(memory, bytes))
        return NULL;
    struct head *head =
        mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (head == MAP_FAILED) {
        release(memory, bytes);
        return NULL;
    }
    ask_for_huge_pages(head, bytes);
    *head = (struct head){.memory = memory, .bytes = bytes, .kind = PRIVATE};
    return head;
}

static struct head *take_file(struct sd_memory *memory, size_t bytes)
{
    bytes = pages(bytes, IN_FILE);
    int fd = sd_temp_file_open(memory->directory);
    if (fd < 0)
        return NULL;
    void *block = sd_temp_file_extend(fd, 0, bytes)
                      ? mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0)
                      : MAP_FAILED;
    if (block == MAP_FAILED) {
        int reason = errno;
        close(fd);
        errno = reason;
        return NULL;
    }
    struct head *head = block;
    *head = (struct head){.memory = memory, .bytes = bytes, .kind = IN_FILE, .fd = fd};
    return head;
}

static bool is_small(const struct sd_memory *memory, size_t bytes)
{
    return memory == NULL || (bytes < SMALL && !memory->spill);
}

static struct head *take(struct sd_memory *memory, size_t bytes)
{
    if (is_small(memory, bytes))
        return take_heap(memory, bytes);
    struct head *head = take_private(memory, bytes);
    if (head == NULL)
        head = take_file(memory, bytes);
    return head != NULL || memory->whole == NULL ? head : take(memory->whole, bytes);
}

static void give_back(struct head *head)
{
    if (head->kind == ON_HEAP) {
        free(head->block);
        return;
    }
    if (head->kind == IN_FILE)
        close(head->fd); /* an unnamed file: an error of close() cannot lose anything */
    else
        release(head->memory, head->bytes);
    munmap(head, head->bytes);
}

void *sd_memory_take(struct sd_memory *memory, uint64_t count, size_t size)
{
    size_t bytes;
    struct head *head = whole(count, size, &bytes) ? take(memory, bytes) : NULL;
    return head != NULL ? array_of(head) : NULL;
}

void sd_memory_free(void *array)
{
    if (array != NULL)
        give_back(head_of(array));
}

bool sd_memory_is_file(const void *array)
{
    return head_of(array)->kind == IN_FILE;
}

/* --- resizing -------------------------------------------------------------------------------- */

/* ThreadSanitizer does not know what mremap does, and reports a race if another thread is then
 * given memory at the old address. */
#if defined(__linux__) && !defined(__SANITIZE_THREAD__)
/* Makes a mapping longer or shorter, in place or elsewhere, without copying. */
static struct head *remap(struct head *head, size_t bytes)
{
    bool in_file = head->kind == IN_FILE;
    size_t old = head->bytes;
    bytes = pages(bytes, head->kind);
    if (bytes > old &&
        !(in_file ? sd_temp_file_extend(head->fd, old, bytes) : reserve(head->memory, bytes - old)))
        return NULL;
    void *moved = mremap(head, old, bytes, MREMAP_MAYMOVE);
    struct head *now = moved != MAP_FAILED ? moved : NULL;
    if (now != NULL)
        now->bytes = bytes;
    if (now != NULL && !in_file && bytes > old)
        ask_for_huge_pages(now, bytes);
    if (!in_file && now == NULL && bytes > old)
        release(head->memory, bytes - old);
    if (!in_file && now != NULL && bytes < old)
        release(now->memory, old - bytes);
    return now;
}
#else
static struct head *remap(struct head *head, size_t bytes)
{
    (void)head;
    (void)bytes;
    return NULL;
}
#endif

void *sd_memory_resize(struct sd_memory *memory, void *array, uint64_t count, size_t size)
{
    size_t bytes;
    if (array == NULL)
        return sd_memory_take(memory, count, size);
    if (!whole(count, size, &bytes))
        return NULL;
    struct head *head = head_of(array), *now = NULL;
    if (head->kind != ON_HEAP)
        now = remap(head, bytes);
    if (now != NULL)
        return array_of(now);
    now = take(memory, bytes);
    if (now == NULL)
        return NULL;
    memcpy(array_of(now), array, (head->bytes < bytes ? head->bytes : bytes) - HEAD);
    give_back(head);
    return array_of(now);
}

int sd_memory_find_directory(struct sd_memory *memory, const char *asked, const char *usual,
                             struct splitdata_error *error)
{
    struct stat found;
    memory->directory = asked != NULL ? asked : usual;
    if (asked == NULL)
        return SPLITDATA_OK;
    if (stat(asked, &found) != 0)
        return sd_fail_system(error, errno, "--tmpdir %s: cannot be used", asked);
    return S_ISDIR(found.st_mode)
               ? SPLITDATA_OK
               : sd_fail(error, SPLITDATA_SYSTEM, "--tmpdir %s: is not a directory", asked);
}
