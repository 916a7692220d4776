/* SPDX-License-Identifier: MIT */
#include "csv/lines.h"

#include "csv/machine.h"

#include <string.h>

/* The line, a record or a comment, ends at scan->at. */
static int end_line(struct sd_scan *scan, struct splitdata_error *error)
{
    uint64_t start = scan->record_start;
    scan->record_start = scan->at;
    if (scan->in_comment == 0)
        return sd_scan_record(scan, start, scan->at - start, 1, error);
    scan->comment_lines++;
    return SPLITDATA_OK;
}

int sd_lines_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                  size_t *used, struct splitdata_error *error)
{
    size_t i = 0;
    while (i < length && i < enough) {
        if (sd_scan_at_rest(scan))
            scan->in_comment = scan->dialect->comment != 0 && bytes[i] == scan->dialect->comment;
        const uint8_t *lf = memchr(bytes + i, '\n', length - i);
        size_t taken = lf == NULL ? length - i : (size_t)(lf - (bytes + i)) + 1;
        i += taken;
        scan->at += taken;
        if (lf == NULL)
            break;
        int status = end_line(scan, error);
        if (status != SPLITDATA_OK)
            return status;
    }
    *used = i;
    return SPLITDATA_OK;
}

int sd_lines_finish(struct sd_scan *scan, struct splitdata_error *error)
{
    return sd_scan_at_rest(scan) ? SPLITDATA_OK : end_line(scan, error);
}
