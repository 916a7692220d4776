/* SPDX-License-Identifier: MIT */
/*
 * The whole uncompressed input as one array of bytes that can be read anywhere.
 *
 * A plain regular file is mapped or loaded. What can be read only once, or must be decompressed
 * first, is copied to a temporary file without a name (a spool), which is mapped: nobody else can
 * shorten it.
 */
#ifndef SD_IN_INPUT_H
#define SD_IN_INPUT_H

#include "base/memory.h"
#include "in/stream.h"

struct sd_input {
    struct sd_source source;
    struct sd_stream stream;            /* its first bytes, until it is read */
    const char *compression;            /* "gzip", or NULL for plain */
    const struct sd_observer *observer; /* sees what is copied to a spool (spool.h); NULL, as it is
                                         opened: nobody */
    const uint8_t *data;                /* NULL when `size` is 0 */
    uint64_t size;
    bool mapped;      /* data is a mapping of `fd`, else an array of base/memory.h */
    int fd;           /* of a spool, or the source's */
    bool drop;        /* what was read need not stay in the system's cache */
    unsigned threads; /* that worked, and may work once more when it is closed */
};

/* Opens `path` ("-" is standard input) and recognises what it is from its first bytes. The library
 * that decompresses may be named, see inflate.h; NULL: the fastest. On failure nothing is left
 * open. */
int sd_input_open(struct sd_input *input, const char *path, const char *gzip_library, int cancel_fd,
                  struct splitdata_error *error);

/* Makes `data` and `size` available. `map`: map a regular file (splitdata_options.map_input); else
 * it is loaded to `memory`, in whose directory spools stand, too. At most so many threads work. */
int sd_input_read(struct sd_input *input, bool map, struct sd_memory *memory, unsigned threads,
                  struct splitdata_error *error);

/* The input is read: where the system cannot keep it in its cache beside the outputs, it goes
 * through that cache without a trace (input->drop, memory->short_of_cache). */
void sd_input_spare_cache(struct sd_input *input, struct sd_memory *memory);

/* For struct sd_release, `context` being the input: bytes that were read, and will be read again
 * later if at all. With input->drop, and if they are mapped, the system need not keep them. */
void sd_input_release(void *context, uint64_t begin, uint64_t end);

/* After writing that ended with `status`: where it failed because bytes of a mapped input could not
 * be had, says so in place of what *error says. Returns what there is to return. */
int sd_input_blame(const struct sd_input *input, int status, struct splitdata_error *error);

void sd_input_close(struct sd_input *input);

#endif
