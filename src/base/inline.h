/* SPDX-License-Identifier: MIT */
/*
 * Functions that must become part of their caller: loops that are specialised by constant
 * arguments, and functions that only prefetch, which gcc else takes for ones that do nothing, and
 * leaves out their calls. And ones that must not, for they would take registers from a loop of
 * their caller.
 */
#ifndef SD_BASE_INLINE_H
#define SD_BASE_INLINE_H

#if defined(__GNUC__)
#define SD_ALWAYS_INLINE static inline __attribute__((always_inline))
#define SD_NEVER_INLINE  static __attribute__((noinline))
#else
#define SD_ALWAYS_INLINE static inline
#define SD_NEVER_INLINE  static
#endif

#endif
