/* SPDX-License-Identifier: MIT */
#include "open/opened.h"

int sd_opened_begin(struct sd_opened *opened, const char *input,
                    const struct splitdata_options *options, struct splitdata_error *error)
{
    struct sd_input_list *list = &opened->list;
    int status = sd_input_list_make(list, input, options, error);
    if (status != SPLITDATA_OK)
        return status;
    opened->path = list->path[0];
    list->many = list->many || opened->stem != NULL;
    status = sd_input_open(&opened->input, opened->path, options, opened->regular, error);
    return status == SPLITDATA_OK && list->many
               ? sd_input_join(&opened->input, &opened->joined, list->path, list->count,
                               opened->regular, error)
               : status;
}

int sd_opened_describe(struct sd_opened *opened, const struct sd_request *request,
                       struct splitdata_error *error)
{
    int status = sd_input_name_find(&opened->name, opened->path, opened->named_as,
                                    &opened->input.source, error);
    if (status == SPLITDATA_OK && opened->list.many)
        status = sd_input_name_after_folder(&opened->name, opened->path, opened->stem, error);
    if (status == SPLITDATA_OK)
        status = sd_request_dialect(request, opened->name.spelt, &opened->dialect, error);
    if (status == SPLITDATA_OK && opened->named_as == NULL)
        status = sd_input_names_agree(&opened->list, request, &opened->dialect, error);
    if (status == SPLITDATA_OK)
        status = sd_input_name_complete(&opened->name, &opened->dialect, error);
    const struct sd_reading reading =
        sd_request_reading(request, opened->input.compression != NULL);
    sd_join_files_begin(&opened->joining, &opened->dialect, &reading);
    opened->joined.join = &opened->joining.join;
    return status;
}

void sd_opened_end(struct sd_opened *opened)
{
    sd_input_name_free(&opened->name);
    sd_input_close(&opened->input);
    sd_join_files_end(&opened->joining);
    sd_input_list_free(&opened->list);
}
