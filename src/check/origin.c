/* SPDX-License-Identifier: MIT */
#include "check/origin.h"

#include "base/shell_word.h"
#include "check/run.h"

#include <string.h>

/* Adds a fact, if there is room for it on a page and it is known. */
static bool add(struct sd_origin *origin, const char *name, const char *value)
{
    if (origin->facts == SD_ORIGIN_FACTS || value == NULL)
        return true;
    const size_t i = origin->facts++;
    return sd_text_add(&origin->fact[i].name, name) && sd_text_add(&origin->fact[i].value, value);
}

static bool add_digest(struct sd_origin *origin, const struct sd_manifest *manifest,
                       const char *name, const char *digest)
{
    struct sd_text text = {0};
    const char *kind = manifest->options.digest == SPLITDATA_DIGEST_SHA256 ? "SHA-256" : "XXH3-128";
    const bool room = digest == NULL || (sd_text_format(&text, "%s of %s", kind, name) &&
                                         add(origin, text.bytes, digest));
    sd_text_free(&text);
    return room;
}

/* Adds a blank and a word of a shell; or, if it cannot be shown, `instead`. */
static bool add_word(struct sd_text *text, const char *word, const char *instead)
{
    char quoted[SD_SHELL_WORD];
    return sd_text_format(text, " %s",
                          sd_shell_word(quoted, word, strlen(word)) ? quoted : instead);
}

static bool add_command(struct sd_origin *origin, const char *name, const char *command,
                        const char *path)
{
    struct sd_text text = {0};
    const bool room = sd_text_format(&text, "splitdata %s", command) &&
                      add_word(&text, path, "MANIFEST") && add(origin, name, text.bytes);
    sd_text_free(&text);
    return room;
}

bool sd_origin_of_manifest(struct sd_origin *origin, const struct sd_manifest *manifest,
                           const char *path)
{
    const char *input = manifest->input_path != NULL ? manifest->input_path : manifest->stem;
    bool room = add_command(origin, "Verify", "verify", path) &&
                add_command(origin, "Repeat", "replay", path) &&
                add(origin, "Split id", manifest->split_id) &&
                add(origin, "Seed", manifest->options.seed) &&
                add(origin, "As", manifest->recipe) && add(origin, "Input", input) &&
                add_digest(origin, manifest, "the input", manifest->input_digest);
    for (size_t i = 0; i < manifest->part_count && room; i++) {
        const struct sd_manifest_part *part = &manifest->parts[i];
        if (part->files == 1)
            room =
                add_digest(origin, manifest, part->name, manifest->files[part->first_file].digest);
    }
    return room;
}

char *sd_origin_again(const struct sd_run *run)
{
    const struct splitdata_check_options *asked = run->asked;
    const struct sd_of_manifest *of = run->of_manifest;
    const struct {
        const char *option, *value;
    } options[] = {{"target", asked->target}, {"group", asked->how.group},
                   {"time", asked->how.time}, {"ignore", asked->how.ignore},
                   {"near", asked->near},     {"part-column", asked->part_column}};
    const size_t paths = of != NULL || asked->part_column != NULL ? 1 : run->count;
    struct sd_text text = {0};
    bool room = sd_text_add(&text, "splitdata report");
    for (size_t i = 0; i < sizeof options / sizeof options[0] && room; i++) {
        if (options[i].value != NULL)
            room = sd_text_format(&text, " --%s", options[i].option) &&
                   add_word(&text, options[i].value, "...");
    }
    for (size_t s = 0; s < paths && s < SD_PICTURE_PARTS && room; s++)
        room = add_word(&text, of != NULL ? of->path : run->sides[s].path, "FILE");
    if (room)
        return text.bytes;
    sd_text_free(&text);
    return NULL;
}

void sd_origin_free(struct sd_origin *origin)
{
    for (size_t i = 0; i < origin->facts; i++) {
        sd_text_free(&origin->fact[i].name);
        sd_text_free(&origin->fact[i].value);
    }
    origin->facts = 0;
}
