/* SPDX-License-Identifier: MIT */
#include "out/deflate.h"

#include "out/content.h"
#include "splitdata/splitdata.h"

#include <string.h>

static const struct sd_deflater *const deflaters[] = {
    &sd_deflater_isal,
    &sd_deflater_libdeflate,
    &sd_deflater_zlib,
};

enum { DEFLATERS = sizeof deflaters / sizeof deflaters[0] };

const struct sd_deflater *sd_deflater_at(size_t index)
{
    size_t found = 0;
    for (size_t i = 0; i < DEFLATERS; i++) {
        if (deflaters[i]->open != NULL && found++ == index)
            return deflaters[i];
    }
    return NULL;
}

const char *splitdata_gzip_library_name(size_t index)
{
    const struct sd_deflater *deflater = sd_deflater_at(index);
    return deflater != NULL ? deflater->name : NULL;
}

const struct sd_deflater *sd_deflater_for(int level, const char *name)
{
    const struct sd_deflater *deflater;
    for (size_t i = 0; (deflater = sd_deflater_at(i)) != NULL; i++) {
        bool asked = name == NULL || strcmp(deflater->name, name) == 0;
        if (deflater->settings[level] != 0 && (asked || deflater == &sd_deflater_zlib))
            return deflater;
    }
    return NULL;
}

size_t sd_deflate_bound(void)
{
    /* Incompressible data are stored, with 5 bytes for each 65,535; the rest is for libraries that
     * notice late, and for the ends of their output. */
    return SD_BLOCK + SD_BLOCK / 16 + 1024;
}
