/* SPDX-License-Identifier: MIT */
/* How much memory and how many processors the system would let this process have. */
#ifndef SD_BASE_AVAILABLE_H
#define SD_BASE_AVAILABLE_H

#include <stdint.h>

/* Bytes of memory that are free or hold nothing but cached files, by the least of: the system, the
 * control groups of the process (version 2 and 1, with all that they stand in), and its limits on
 * address space and data. UINT64_MAX: nothing says anything. */
uint64_t sd_available_memory(void);

/* Processors, at least 1: those that the process may run on, or as many as the time that its
 * control groups give it would keep busy. More threads than that would stop each other. */
uint64_t sd_available_processors(void);

#endif
