/* SPDX-License-Identifier: MIT */
#include "splitdata/splitdata.h"

const char *splitdata_version(void)
{
    return SPLITDATA_VERSION;
}
