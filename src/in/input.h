/* SPDX-License-Identifier: MIT */
/*
 * The whole uncompressed input as one array of bytes with random access; or several files as one
 * input (joined.h), whose array has gaps.
 *
 * A plain regular file is mapped or loaded. An input that can be read only once, or that must be
 * decompressed, is copied to an unnamed temporary file (a spool), which is mapped: no other process
 * can shorten it.
 */
#ifndef SD_IN_INPUT_H
#define SD_IN_INPUT_H

#include "base/memory.h"
#include "in/joined.h"
#include "in/stream.h"
#include "splitdata/splitdata.h"

struct sd_input {
    struct sd_source source;
    struct sd_stream stream; /* the source's bytes, closed when they have been read */
    const char *compression; /* "gzip", or NULL for plain */
    const struct sd_observer
        *observer; /* sees what is copied to a spool (spool.h); NULL after opening: no observer */
    const uint8_t *data; /* NULL when `size` is 0 */
    uint64_t size;
    bool mapped;      /* data is a mapping of `fd`, else an array of base/memory.h */
    int fd;           /* the spool's, or the source's */
    bool drop;        /* bytes that were read may leave the page cache */
    unsigned threads; /* used to read; used again to unmap */

    struct sd_joined *joined; /* several files: `source` names the first, and `stream` is that of
                                 the joined file. NULL: one file */
};

/* Where the files are in the array; NULL: the input is one file. */
static inline const struct sd_extents *sd_input_extents(const struct sd_input *input)
{
    return input->joined != NULL ? &input->joined->extents : NULL;
}

/* Opens `path` ("-" is standard input) and recognises its compression by its first bytes.
 * Of the options gzip_library, max_inflate and cancel_fd are used. `regular`: refuses all but a
 * regular file, as where a manifest names it. On failure nothing is left open. */
int sd_input_open(struct sd_input *input, const char *path, const struct splitdata_options *options,
                  bool regular, struct splitdata_error *error);

/* Makes the open input the first of several files. `joined` is zeroed and borrowed; its `join` must
 * be set before anything is read. */
int sd_input_join(struct sd_input *input, struct sd_joined *joined, char *const *path, size_t count,
                  bool regular, struct splitdata_error *error);

/* The bytes of regular files, compressed as they are; 0: not all files are regular. */
uint64_t sd_input_total(const struct sd_input *input);

/* SPLITDATA_SYSTEM if a file has changed since it was opened. */
int sd_input_check_unchanged(const struct sd_input *input, struct splitdata_error *error);

/* Sets `data` and `size`. `map`: map a regular file (splitdata_options.map_input); else it is
 * loaded into `memory`, whose directory is also that of spools. Uses at most `threads` threads. */
int sd_input_read(struct sd_input *input, bool map, struct sd_memory *memory, unsigned threads,
                  struct splitdata_error *error);

/* The input is read: where the system cannot keep it in its cache beside the outputs, it goes
 * through that cache without a trace (input->drop, memory->short_of_cache). */
void sd_input_spare_cache(struct sd_input *input, struct sd_memory *memory);

/* A struct sd_release's function; `context` is the input. With input->drop, and if the input is
 * mapped, the pages of these bytes are dropped; a later read fetches them again. */
void sd_input_release(void *context, uint64_t begin, uint64_t end);

/* After writing has ended with `status`: if it failed because bytes of a mapped input could not be
 * read, replaces *error by an error that says so. Returns the status to report. */
int sd_input_blame(const struct sd_input *input, int status, struct splitdata_error *error);

void sd_input_close(struct sd_input *input);

#endif
