/* SPDX-License-Identifier: MIT */
/*
 * Functions that must become part of their caller: loops that are specialised by constant
 * arguments, and functions that only prefetch, which gcc else takes for ones that do nothing, and
 * leaves out their calls.
 */
#ifndef SD_BASE_INLINE_H
#define SD_BASE_INLINE_H

#if defined(__GNUC__)
#define SD_ALWAYS_INLINE static inline __attribute__((always_inline))
#else
#define SD_ALWAYS_INLINE static inline
#endif

#endif
