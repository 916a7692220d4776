/* SPDX-License-Identifier: MIT */
/* The inner loops for any processor, and the reference for the other variants. The compiler maps
 * the vectors of four words to SSE2, NEON, VX ... or plain words. */
#include "rng/kernel.h"

#define KERNEL sd_kernel_portable
#define NAME   "portable"
#define LANES  4
#define TARGET
typedef uint32_t vector __attribute__((vector_size(4 * LANES)));

static int supported(void)
{
    return 1;
}

#include "rng/kernel_template.inc"
