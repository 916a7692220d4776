/* SPDX-License-Identifier: MIT */
/* A directory for the tests of one program, which must leave it empty. Include this after defining
 * _GNU_SOURCE. */
#ifndef OWN_DIRECTORY_H
#define OWN_DIRECTORY_H

#include <stdlib.h>
#include <unistd.h>

static int enter_directory(void **state)
{
    static char directory[] = "/tmp/splitdata-unit-XXXXXX";
    return mkdtemp(directory) == NULL || chdir(directory) != 0 || (*state = directory) == NULL;
}

static int leave_directory(void **state)
{
    return chdir("/") != 0 || rmdir(*state) != 0;
}

#endif
