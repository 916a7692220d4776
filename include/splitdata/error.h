/* SPDX-License-Identifier: MIT */
/*
 * splitdata/error.h - how every fallible function of libsplitdata reports errors.
 *
 * Such a function returns an enum splitdata_status and takes a pointer to a caller-owned
 * struct splitdata_error as its last argument. On success (SPLITDATA_OK, zero) the struct is not
 * modified; otherwise every field is set. The statuses 1 to 4 are also the exit statuses of the
 * program.
 */
#ifndef SPLITDATA_ERROR_H
#define SPLITDATA_ERROR_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#if defined(__GNUC__)
#define SPLITDATA_API __attribute__((visibility("default")))
#else
#define SPLITDATA_API
#endif

enum splitdata_status {
    SPLITDATA_OK = 0,       /* done */
    SPLITDATA_NO = 1,       /* the question was answered, and the answer is no */
    SPLITDATA_USAGE = 2,    /* the arguments are invalid or contradict each other */
    SPLITDATA_DATA = 3,     /* the data cannot be read, or do not allow the request */
    SPLITDATA_SYSTEM = 4,   /* system error: files, space, memory, a changed input */
    SPLITDATA_CANCELLED = 5 /* the caller asked to stop (options.cancel_fd) */
};

/* "Unknown" for the two positions below. */
#define SPLITDATA_NOWHERE UINT64_MAX

/* What is wrong with records that are refused. */
enum splitdata_fault {
    SPLITDATA_FAULT_OTHER,
    SPLITDATA_FAULT_FIELDS, /* a record has another number of fields; `offset` is its start */
    SPLITDATA_FAULT_QUOTES, /* text after a closing quote: readers disagree on where a record ends
                             */
    SPLITDATA_FAULT_BLANKS, /* the same for a quote after blanks */
    SPLITDATA_FAULT_OPEN_QUOTE /* a quote is never closed */
};

struct splitdata_error {
    enum splitdata_status status;
    int system_error; /* errno of the failed call, 0 if there was none */
    uint64_t offset;  /* byte of the uncompressed input, from 0, or SPLITDATA_NOWHERE */
    uint64_t line;    /* line of the uncompressed input, from 1, or SPLITDATA_NOWHERE */
    enum splitdata_fault fault;
    char message[1024]; /* one sentence without line end, control bytes escaped, safe to show */
};

/* Writes `text` of `length` bytes to out[0..size-1] in a form that is safe for a terminal: control
 * bytes, DEL, C1 controls and bytes that are not UTF-8 become \xNN. Always ends with NUL (size >=
 * 1); cuts between characters. Returns the length. */
SPLITDATA_API size_t splitdata_escape(char *out, size_t size, const char *text, size_t length);

#ifdef __cplusplus
}
#endif

#endif
