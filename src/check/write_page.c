/* SPDX-License-Identifier: MIT */
/* Writes the report's page, if it is asked for. */
#include "check/report.h"
#include "check/run.h"
#include "provenance/foreign.h"

#include <stdlib.h>
#include <string.h>

int sd_page_begin(struct sd_run *run, struct splitdata_error *error)
{
    static char bytes[] = SD_PAGE_BEGINNING;
    static const struct sd_text beginning = {.bytes = bytes, .length = sizeof bytes - 1};
    if (run->asked->page == NULL)
        return SPLITDATA_OK;
    const struct sd_input **inputs = calloc(run->count, sizeof *inputs);
    if (inputs == NULL)
        return sd_fail_memory(error, "the parts");
    for (size_t s = 0; s < run->count; s++)
        inputs[s] = &run->sides[s].opened.input;
    int status = sd_beside_begin(&run->page, &run->request, run->asked->page, "--html", inputs,
                                 run->count, &beginning, error);
    free(inputs);
    return status;
}

int sd_page_write(struct sd_run *run, struct splitdata_error *error)
{
    if (run->asked->page == NULL)
        return SPLITDATA_OK;
    char *html = splitdata_checked_html(run->results.checked);
    if (html == NULL)
        return sd_fail_memory(error, "the report");
    int status = sd_beside_put(&run->page, html, strlen(html), error);
    if (status == SPLITDATA_OK)
        status = sd_beside_publish(&run->page, error);
    free(html);
    return status;
}
