/* SPDX-License-Identifier: MIT */
/* The inner loops for any processor, and the reference for the other variants. The compiler maps
 * the vectors of four words to SSE2, NEON, VX ... or plain words. */
#include "rng/kernel.h"

#define LANES 4
#define TARGET
typedef uint32_t vector __attribute__((vector_size(4 * LANES)));
#include "rng/kernel_template.inc"

static int supported(void)
{
    return 1;
}

const struct sd_kernel sd_kernel_portable = {
    .name = "portable",
    .supported = supported,
    .twist = twist,
    .temper = temper,
    .accept = accept,
    .accept_products = accept_products,
    .chacha12 = chacha12,
};
