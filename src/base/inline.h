/* SPDX-License-Identifier: MIT */
/*
 * SD_ALWAYS_INLINE: loops that are specialised by constant arguments, and functions that only
 * prefetch, whose calls gcc would otherwise drop because they seem to do nothing. SD_NEVER_INLINE:
 * functions that would take registers from a loop of their caller.
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
