/* SPDX-License-Identifier: MIT */
#include "csv/lines.h"

#include "csv/machine.h"

#include <string.h>

int sd_lines_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                  size_t *used, struct splitdata_error *error)
{
    size_t i = 0;
    while (i < length && i < enough) {
        const uint8_t *lf = memchr(bytes + i, '\n', length - i);
        size_t taken = lf == NULL ? length - i : (size_t)(lf - (bytes + i)) + 1;
        i += taken;
        scan->at += taken;
        if (lf == NULL)
            break;
        int status =
            sd_scan_record(scan, scan->record_start, scan->at - scan->record_start, 1, error);
        if (status != SPLITDATA_OK)
            return status;
        scan->record_start = scan->at;
    }
    *used = i;
    return SPLITDATA_OK;
}

int sd_lines_finish(struct sd_scan *scan, struct splitdata_error *error)
{
    if (sd_scan_at_rest(scan))
        return SPLITDATA_OK;
    int status = sd_scan_record(scan, scan->record_start, scan->at - scan->record_start, 1, error);
    scan->record_start = scan->at;
    return status;
}
