/* SPDX-License-Identifier: MIT */
#include "provenance/manifest_load.h"

#include "in/source.h"
#include "publish/output_set.h"

#include <stdlib.h>

/* Reads a whole file, up to the size that a manifest may have. */
static int read_whole(struct sd_source *source, struct sd_text *text, struct splitdata_error *error)
{
    enum { PIECE = 256 * 1024 };
    char *buffer = malloc(PIECE);
    size_t got = 1;
    int status = buffer != NULL ? SPLITDATA_OK : sd_fail_memory(error, "the manifest");
    while (status == SPLITDATA_OK && got != 0) {
        status = sd_source_read(source, buffer, PIECE, &got, error);
        if (status == SPLITDATA_OK && !sd_text_append(text, buffer, got))
            status = sd_fail_memory(error, "the manifest");
        if (status == SPLITDATA_OK && text->length > SD_MANIFEST_BYTES)
            status =
                sd_fail(error, SPLITDATA_DATA, "%s: is larger than 64 MB, too large for a manifest",
                        sd_source_name(source));
    }
    free(buffer);
    return status;
}

/* Whether JSON has more values than a manifest may have: each is preceded by a comma or a bracket.
 * Found out before it is parsed, since a value takes a hundred bytes then. */
static bool has_many_values(const struct sd_text *json)
{
    size_t values = 0;
    bool quoted = false;
    for (size_t i = 0; i < json->length; i++) {
        char c = json->bytes[i];
        if (c == '"')
            quoted = !quoted;
        else if (quoted && c == '\\')
            i++;
        else if (!quoted && (c == ',' || c == '[' || c == '{'))
            values++;
    }
    return values > SD_MANIFEST_VALUES;
}

int sd_manifest_load(struct sd_manifest *manifest, const char *path, int cancel_fd,
                     struct splitdata_error *error)
{
    struct sd_source source = {.fd = -1};
    struct sd_text text = {0};
    *manifest = (struct sd_manifest){0};
    int status = sd_source_open(&source, path, cancel_fd, error);
    if (status != SPLITDATA_OK)
        return status;
    const char *name = sd_source_name(&source);
    status = read_whole(&source, &text, error);
    sd_source_close(&source);
    if (status == SPLITDATA_OK && has_many_values(&text))
        status = sd_fail(error, SPLITDATA_DATA,
                         "%s: has more than 4 million values, too many for a manifest", name);
    if (status == SPLITDATA_OK) {
        status = sd_manifest_parse(manifest, text.bytes, text.length, error);
        if (status == SPLITDATA_DATA) {
            sd_error_prefix(error, ": ");
            sd_error_prefix(error, name);
        }
    }
    sd_text_free(&text);
    return status;
}
