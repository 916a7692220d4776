/* SPDX-License-Identifier: MIT */
/*
 * Untrusted manifests: parsing ends with a status; an accepted manifest can be written and read
 * again, and then gives the same bytes.
 */
#include "fuzz.h"

#include "provenance/manifest.h"

int LLVMFuzzerTestOneInput(const uint8_t *bytes, size_t size)
{
    struct sd_manifest manifest, again;
    struct splitdata_error error = {0};
    struct sd_text first = {0}, second = {0};
    if (sd_manifest_parse(&manifest, (const char *)bytes, size, &error) != SPLITDATA_OK) {
        fuzz_require(error.status == SPLITDATA_DATA && error.message[0] != '\0' &&
                     strchr(error.message, '\n') == NULL);
        return 0;
    }
    fuzz_require(sd_manifest_write(&manifest, &first));
    fuzz_require(sd_manifest_parse(&again, first.bytes, first.length, &error) == SPLITDATA_OK);
    fuzz_require(sd_manifest_write(&again, &second));
    fuzz_require(first.length == second.length &&
                 memcmp(first.bytes, second.bytes, first.length) == 0);
    sd_text_free(&first);
    sd_text_free(&second);
    sd_manifest_free(&manifest);
    sd_manifest_free(&again);
    return 0;
}
