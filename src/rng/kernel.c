/* SPDX-License-Identifier: MIT */
#include "rng/kernel.h"

const struct sd_kernel *const sd_kernels[] = {
#if defined(SD_KERNEL_X86)
    &sd_kernel_avx512,
    &sd_kernel_avx2,
#endif
    &sd_kernel_portable,
};

const size_t sd_kernel_count = sizeof sd_kernels / sizeof sd_kernels[0];

const struct sd_kernel *sd_kernel_best(void)
{
    size_t i = 0;
    while (!sd_kernels[i]->supported())
        i++; /* the last one is always supported */
    return sd_kernels[i];
}
