/* SPDX-License-Identifier: MIT */
/* The files that the contents of layouts.h are cut into. */
#include "engine/layouts.h"

#include "base/small_record.h"

#include <inttypes.h>
#include <stdlib.h>

/* Room for so many files is made first; it doubles from there. */
enum { ROOM = 64 };

/* Items from..to-1 of a content, as a content of their own. */
static struct sd_content slice(const struct sd_content *whole, uint64_t from, uint64_t to)
{
    struct sd_content content = *whole;
    const uint64_t words = whole->form == &sd_form_small_records ? SD_SMALL_RECORD_WORDS : 1;
    content.items = whole->items + words * from;
    content.count = to - from;
    content.goes_on = to < whole->count;
    return content;
}

static int add_file(struct sd_layouts *layouts, size_t part, uint64_t from, uint64_t to,
                    struct splitdata_error *error)
{
    const struct sd_content *whole = &layouts->content[part];
    if (layouts->files == layouts->room) {
        const size_t room = layouts->room == 0 ? ROOM : 2 * layouts->room;
        struct sd_file_layout *more = realloc(layouts->file, room * sizeof *more);
        if (more == NULL)
            return sd_fail_memory(error, "the outputs' layout");
        layouts->file = more;
        layouts->room = room;
    }
    struct sd_file_layout *file = &layouts->file[layouts->files];
    *file = (struct sd_file_layout){.part = part, .content = slice(whole, from, to)};
    if (layouts->layout != NULL &&
        !sd_layout_cut(&layouts->layout[part], whole, from, to, &file->layout))
        return sd_fail_memory(error, "the outputs' layout");
    layouts->files++;
    return SPLITDATA_OK;
}

static int refuse(const struct sd_layouts *layouts, size_t part, struct splitdata_error *error)
{
    const struct sd_request *request = layouts->job->request;
    const uint64_t records = layouts->content[part].count;
    return sd_fail(error, SPLITDATA_DATA,
                   "--shards %" PRIu64 ": the part %s has only %" PRIu64
                   " record%s, and no shard is empty (a size such as --shards 100M fits any part)",
                   request->shards.count, request->parts.part[part].name, records,
                   records == 1 ? "" : "s");
}

static int cut_by_count(struct sd_layouts *layouts, size_t part, struct splitdata_error *error)
{
    const uint64_t records = layouts->content[part].count,
                   shards = layouts->job->request->shards.count;
    int status = records < shards ? refuse(layouts, part, error) : SPLITDATA_OK;
    for (uint64_t s = 0; s < shards && status == SPLITDATA_OK; s++)
        status = add_file(layouts, part, sd_shard_begin(records, shards, s),
                          sd_shard_begin(records, shards, s + 1), error);
    return status;
}

static int cut_by_size(struct sd_layouts *layouts, size_t part, struct splitdata_error *error)
{
    const struct sd_content *whole = &layouts->content[part];
    const uint64_t bytes = layouts->job->request->shards.bytes;
    uint64_t from = 0;
    int status;
    do {
        if (layouts->files == SD_MOST_SHARDS)
            return sd_fail(error, SPLITDATA_DATA, "--shards %s: more than %d outputs",
                           layouts->job->request->options->shards, SD_MOST_SHARDS);
        uint64_t to = sd_layout_end_of(&layouts->layout[part], whole, from, bytes);
        status = add_file(layouts, part, from, to, error);
        from = to;
    } while (from < whole->count && status == SPLITDATA_OK);
    return status;
}

static int cut_part(struct sd_layouts *layouts, size_t part, struct splitdata_error *error)
{
    const struct sd_shards *shards = &layouts->job->request->shards;
    if (layouts->plan == NULL || !sd_shards_wanted(shards))
        return add_file(layouts, part, 0, layouts->content[part].count, error);
    return shards->count != 0 ? cut_by_count(layouts, part, error)
                              : cut_by_size(layouts, part, error);
}

int sd_layouts_cut(struct sd_layouts *layouts, struct splitdata_error *error)
{
    const struct sd_request *request = layouts->job->request;
    int status = SPLITDATA_OK;
    for (size_t c = 0; c < layouts->count && status == SPLITDATA_OK; c++) {
        if (layouts->plan == NULL || sd_request_writes(request, c))
            status = cut_part(layouts, c, error);
        if (layouts->layout != NULL)
            sd_layout_free(&layouts->layout[c]);
    }
    return status;
}

/* The outputs of the files from `file` on that are of one part; returns their number. */
static size_t files_of_part(const struct sd_layouts *layouts, size_t file)
{
    size_t end = file;
    while (end < layouts->files && layouts->file[end].part == layouts->file[file].part)
        end++;
    return end - file;
}

static int name_shards(struct sd_layouts *layouts, size_t first, struct splitdata_error *error)
{
    const struct sd_job *job = layouts->job;
    int status = SPLITDATA_OK;
    for (size_t f = 0, count; f < layouts->files && status == SPLITDATA_OK; f += count) {
        count = files_of_part(layouts, f);
        struct sd_output **outputs = calloc(count, sizeof(*outputs));
        if (outputs == NULL)
            return sd_fail_memory(error, "the outputs' names");
        status = job->shards.name(job->shards.context, first + layouts->file[f].part, count,
                                  outputs, error);
        for (size_t s = 0; s < count && status == SPLITDATA_OK; s++) {
            layouts->file[f + s].output = outputs[s];
            outputs[s]->records = layouts->file[f + s].content.count;
        }
        free(outputs);
    }
    return status;
}

int sd_layouts_name(struct sd_layouts *layouts, size_t first, struct splitdata_error *error)
{
    const struct sd_job *job = layouts->job;
    if (sd_shards_wanted(&job->request->shards))
        return name_shards(layouts, first, error);
    for (size_t f = 0; f < layouts->files; f++)
        layouts->file[f].output = job->outputs[first + layouts->file[f].part];
    return SPLITDATA_OK;
}
