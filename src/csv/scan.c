/* SPDX-License-Identifier: MIT */
#include "csv/scan.h"

#include "base/cancel.h"
#include "csv/lines.h"
#include "csv/machine.h"

void sd_scan_begin(struct sd_scan *scan, const struct sd_dialect *dialect,
                   const struct sd_scanner *scanner, struct sd_spans *spans, uint64_t at)
{
    *scan = (struct sd_scan){
        .dialect = dialect,
        .scanner = scanner != NULL ? scanner : sd_scanner_fastest(),
        .spans = spans,
        .at = at,
        .record_start = at,
        .odd = SD_NOTHING_ODD,
        .bare_at = SD_UNSEEN,
        .after_at = SD_UNSEEN,
    };
    if (!sd_dialect_is_variant(dialect) && dialect->comment == 0)
        scan->fast = scan->scanner->fast;
    sd_machine_begin(&scan->machine, dialect);
}

void sd_scan_again(struct sd_scan *scan, uint64_t at)
{
    *scan = (struct sd_scan){
        .dialect = scan->dialect,
        .scanner = scan->scanner,
        .fast = scan->fast,
        .spans = scan->spans,
        .machine = scan->machine,
        .at = at,
        .record_start = at,
        .odd = SD_NOTHING_ODD,
        .bare_at = SD_UNSEEN,
        .after_at = SD_UNSEEN,
    };
}

/* After something odd the exact machine goes on for this many bytes before the fast scanner is
 * tried again, so that files full of oddities are not scanned twice. */
enum { EXACT_STRETCH = 2048 };

int sd_scan_feed_enough(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t enough,
                        size_t *used, struct splitdata_error *error)
{
    size_t i = 0, taken;
    int status = SPLITDATA_OK;
    if (scan->dialect->lines)
        return sd_lines_feed(scan, bytes, length, enough, used, error);
    while (i < enough && i < length && status == SPLITDATA_OK) {
        if (scan->fast != NULL && sd_scan_at_rest(scan) && scan->other_delimiter == 0) {
            taken = scan->fast(scan, bytes + i, length - i, enough - i, &status, error);
            scan->at += taken;
            scan->record_start = scan->at;
            i += taken;
            if (status != SPLITDATA_OK || i >= enough)
                break;
        }
        size_t stretch = enough - i < EXACT_STRETCH ? enough - i : EXACT_STRETCH;
        status = sd_machine_feed(scan, bytes + i, length - i, stretch, &taken, error);
        scan->slow += taken;
        i += taken;
    }
    *used = i;
    return status;
}

int sd_scan_feed(struct sd_scan *scan, const uint8_t *bytes, size_t length,
                 struct splitdata_error *error)
{
    size_t used;
    return scan->scanner->libcsv && !scan->dialect->lines
               ? sd_libcsv_feed(scan, bytes, length, error)
               : sd_scan_feed_enough(scan, bytes, length, length, &used, error);
}

int sd_scan_feed_record(struct sd_scan *scan, const uint8_t *bytes, size_t length, size_t *used,
                        struct splitdata_error *error)
{
    if (scan->dialect->lines)
        return sd_lines_feed(scan, bytes, length, 1, used, error);
    /* A CR before these bytes ends a record without any of them, unless they begin with LF. */
    const size_t enough = scan->cr_run == 0;
    return sd_machine_feed(scan, bytes, length, enough, used, error);
}

int sd_scan_until(struct sd_scan *scan, const uint8_t *data, uint64_t until, uint64_t limit,
                  int cancel_fd, struct splitdata_error *error)
{
    /* LOOK_AHEAD: bytes in which the fast scanner may find that boundary. */
    enum { LOOK_AHEAD = 1 << 18, PIECE = 1 << 19 };
    size_t used, enough = (size_t)(until - scan->at);
    uint64_t left = limit - scan->at;
    size_t length = left - enough < LOOK_AHEAD ? (size_t)left : enough + LOOK_AHEAD;
    int status = sd_scan_feed_enough(scan, data + scan->at, length, enough, &used, error);
    while (status == SPLITDATA_OK && !sd_scan_at_rest(scan) && scan->at < limit) {
        left = limit - scan->at;
        length = left < PIECE ? (size_t)left : PIECE;
        status = sd_check_cancel(cancel_fd, error);
        if (status == SPLITDATA_OK)
            status = sd_scan_feed_record(scan, data + scan->at, length, &used, error);
    }
    if (status == SPLITDATA_OK && scan->at == limit)
        status = sd_scan_finish(scan, error);
    return status;
}

int sd_scan_finish(struct sd_scan *scan, struct splitdata_error *error)
{
    if (scan->dialect->lines)
        return sd_lines_finish(scan, error);
    if (scan->scanner->libcsv)
        return sd_libcsv_finish(scan, error);
    return sd_machine_finish(scan, error);
}

void sd_scan_abandon(struct sd_scan *scan)
{
    if (scan->libcsv != NULL)
        sd_libcsv_abandon(scan);
}
