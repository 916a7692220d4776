/* SPDX-License-Identifier: MIT */
/* How much memory and how many processors and descriptors this process may use. */
#ifndef SD_BASE_AVAILABLE_H
#define SD_BASE_AVAILABLE_H

#include <stdint.h>

/* Bytes of memory that are free or hold only cached files: the minimum over the system, the control
 * groups of the process (versions 2 and 1, ancestors included), and its limits on address space and
 * data. UINT64_MAX: nothing is known. */
uint64_t sd_available_memory(void);

/* Processors, at least 1: the smaller of the CPU affinity mask and the CPU quota of the control
 * groups, rounded up. More threads than that would only preempt each other. */
uint64_t sd_available_processors(void);

/* Files that this process may have open, as its limit says. */
uint64_t sd_available_descriptors(void);

#endif
