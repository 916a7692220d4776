/* SPDX-License-Identifier: MIT */
#include "in/inflate.h"

#include <string.h>

static const struct sd_inflater *const inflaters[] = {&sd_inflater_isal, &sd_inflater_zlib};

const struct sd_inflater *sd_inflater_for(const char *name)
{
    for (size_t i = 0; i < sizeof inflaters / sizeof inflaters[0]; i++) {
        bool asked = name == NULL || strcmp(inflaters[i]->name, name) == 0;
        if (inflaters[i]->open != NULL && asked)
            return inflaters[i];
    }
    return &sd_inflater_zlib;
}
