/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "splitdata/random.h"

#include "base/eintr.h"
#include "base/error.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

/* /dev/urandom instead of getrandom: every Unix has it, and four bytes need no speed. */
int splitdata_random_system_seed(uint32_t *seed, struct splitdata_error *error)
{
    unsigned char bytes[4];
    size_t have = 0;
    int file = sd_openat(AT_FDCWD, "/dev/urandom", O_RDONLY | O_CLOEXEC, 0);
    if (file < 0)
        return sd_fail_system(error, errno, "no seed from /dev/urandom");
    while (have < sizeof bytes) {
        ssize_t got = read(file, bytes + have, sizeof bytes - have);
        if (got > 0) {
            have += (size_t)got;
        } else if (got == 0 || errno != EINTR) {
            int reason = got == 0 ? EIO : errno;
            close(file); /* opened for reading: closing loses nothing */
            return sd_fail_system(error, reason, "no seed from /dev/urandom");
        }
    }
    close(file);
    *seed = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 | (uint32_t)bytes[2] << 16 |
            (uint32_t)bytes[3] << 24;
    return SPLITDATA_OK;
}
