/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "shard/data_set.h"

#include "csv/diagnose.h"
#include "csv/start.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

/* --- one file -------------------------------------------------------------------------------- */

int sd_data_file_open(struct sd_data_file *file, const char *path,
                      const struct splitdata_options *options, struct sd_memory *memory,
                      struct splitdata_error *error)
{
    *file = (struct sd_data_file){0};
    int status = sd_input_open(&file->input, path, options, true, error);
    if (status != SPLITDATA_OK)
        return status;
    file->open = true;
    file->gzip = file->input.compression != NULL;
    status = sd_input_read(&file->input, options->map_input, memory, 1, error);
    file->data = file->input.data;
    file->size = file->input.size;
    return status;
}

int sd_data_file_check(const struct sd_data_file *file, struct splitdata_error *error)
{
    return sd_input_check_unchanged(&file->input, error);
}

void sd_data_file_close(struct sd_data_file *file)
{
    if (file->open)
        sd_input_close(&file->input);
    *file = (struct sd_data_file){0};
}

uint64_t sd_data_file_lines(const struct sd_data_file *file, uint64_t from, uint64_t to)
{
    if (from >= to)
        return 0;
    const bool cut = file->data[to - 1] == '\r' && to < file->size && file->data[to] == '\n';
    return sd_line_at(file->data + from, to - from) - 1 - cut;
}

/* --- the first file with a record ------------------------------------------------------------ */

static struct sd_reading reading_of(const struct sd_data_set *set, const struct sd_data_file *file)
{
    return sd_request_reading(&set->request, file->gzip);
}

/* Tells the reader of headers about the beginning of a file. */
static int begin_file(struct sd_data_set *set, size_t i, const struct sd_data_file *file,
                      struct sd_join_head *head, struct splitdata_error *error)
{
    const struct sd_join *join = &set->opened.joining.join;
    const struct sd_join_file beginning = {set->opened.list.path[i], file->data, (size_t)file->size,
                                           true};
    return join->begin(join->context, &beginning, head, error);
}

/* Reads the header of file number i, or its first record; index.count is 0 where it has none. */
static int read_head(struct sd_data_set *set, size_t i, struct splitdata_error *error)
{
    struct sd_records *head = &set->head;
    const struct sd_data_file *file = &set->file;
    const struct sd_index_request request = {
        .data = file->data,
        .size = file->size,
        .dialect = &set->opened.dialect,
        .scanner = set->request.scanner,
        .reading = reading_of(set, file),
        .threads = 1,
        .cancel_fd = set->options.cancel_fd,
    };
    *head = (struct sd_records){.data = file->data,
                                .size = file->size,
                                .compressed = file->gzip,
                                .dialect = &set->opened.dialect};
    int status = sd_index_first(&head->index, &request, &set->after, error);
    if (status == SPLITDATA_OK && head->index.count != 0) {
        sd_records_say_columns(head);
        if (!head->dialect->header) /* the first record is scanned with the others */
            set->after = (struct sd_index_place){.at = head->index.begin};
        else
            status = sd_columns_read(&head->columns, head->dialect,
                                     head->data + sd_records_first(head).start,
                                     (size_t)head->index.names_length, error);
    }
    if (status == SPLITDATA_DATA) {
        sd_diagnose(head->dialect, file->data, file->size, 0, error);
        sd_records_locate(head, set->opened.list.path[i], error);
    }
    return status;
}

static int find_first(struct sd_data_set *set, struct splitdata_error *error)
{
    struct sd_join_head left_out;
    int status = SPLITDATA_OK;
    bool bytes = false;
    for (size_t i = 0; i < set->count && status == SPLITDATA_OK; i++) {
        if (set->begin[i] == set->begin[i + 1])
            continue;
        bytes = true;
        status = sd_data_file_open(&set->file, set->opened.list.path[i], &set->options,
                                   &set->memory, error);
        if (status == SPLITDATA_OK)
            status = read_head(set, i, error);
        if (status == SPLITDATA_OK)
            status = begin_file(set, i, &set->file, &left_out, error);
        set->first = i;
        if (status != SPLITDATA_OK || set->head.index.count != 0)
            return status;
        sd_records_free(&set->head);
        sd_data_file_close(&set->file);
    }
    if (status == SPLITDATA_OK)
        status = bytes ? sd_fail_blank(&set->opened.dialect, error) : sd_fail_empty(error);
    if (status == SPLITDATA_DATA) {
        sd_error_prefix(error, ": ");
        sd_error_prefix(error, set->opened.list.path[0]);
    }
    return status;
}

int sd_data_set_start(struct sd_data_set *set, size_t i, const struct sd_data_file *file,
                      uint64_t *start, struct splitdata_error *error)
{
    struct sd_join_head head = {0};
    int status = SPLITDATA_OK;
    if (i > set->first)
        status = begin_file(set, i, file, &head, error);
    else
        head.length = (size_t)sd_byte_order_mark(file->data, file->size);
    *start = i == set->first ? set->after.at : head.length;
    return status;
}

/* --- the files ------------------------------------------------------------------------------- */

static int measure(struct sd_data_set *set, struct splitdata_error *error)
{
    const struct sd_input_list *list = &set->opened.list;
    struct stat found;
    set->count = list->count;
    set->begin = calloc(set->count + 1, sizeof *set->begin);
    if (set->begin == NULL)
        return sd_fail_memory(error, "the list of files");
    for (size_t i = 0; i < set->count; i++) {
        if (stat(list->path[i], &found) != 0)
            return sd_fail_system(error, errno, "%s: cannot be opened", list->path[i]);
        set->begin[i + 1] = set->begin[i] + (uint64_t)found.st_size;
    }
    return SPLITDATA_OK;
}

int sd_data_set_begin(struct sd_data_set *set, const char *input,
                      const struct splitdata_options *options, struct splitdata_error *error)
{
    set->options = *options;
    set->options.stratify = set->options.group = set->options.time = NULL;
    set->options.hash = set->options.predefined = NULL;
    set->opened.regular = true;
    int status = sd_request_begin(&set->request, &set->options, false, error);
    if (status != SPLITDATA_OK)
        return status;
    set->memory.bound = sd_request_array_memory(&set->request, false);
    status = sd_memory_find_directory(&set->memory, set->options.tmpdir, "/tmp", error);
    if (status == SPLITDATA_OK)
        status = sd_opened_begin(&set->opened, input, &set->options, error);
    if (status == SPLITDATA_OK)
        status = sd_opened_describe(&set->opened, &set->request, error);
    if (status == SPLITDATA_OK)
        status = measure(set, error);
    if (status == SPLITDATA_OK)
        status = find_first(set, error);
    if (status == SPLITDATA_OK) {
        sd_output_template_begin(&set->template, &set->request, &set->head, &set->memory);
        status = sd_output_template_prepare(&set->template, 0, error);
    }
    return status;
}

void sd_data_set_end(struct sd_data_set *set)
{
    sd_output_template_end(&set->template);
    sd_records_free(&set->head);
    sd_data_file_close(&set->file);
    sd_opened_end(&set->opened);
    sd_request_end(&set->request);
    free(set->begin);
}
