/* SPDX-License-Identifier: MIT */
#include "strategy/time_hints.h"

#include "keys/stamp_guess.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

/* A name or a stamp in a message. */
enum { SHOWN = 60 };

int sd_time_check_format(const char *format, struct splitdata_error *error)
{
    char form[SD_GUESS_BYTES];
    if (strchr(format, '%') != NULL || sd_stamp_units_of(format) != 0)
        return SPLITDATA_OK;
    if (!sd_stamp_format_of_letters(format, form, sizeof form))
        return sd_fail(error, SPLITDATA_USAGE,
                       "--time-format %s: has no %%, as in %%Y-%%m-%%d %%H:%%M:%%S (without "
                       "--time-format, ISO 8601 and numbers are read)",
                       format);
    const char *quote = strchr(form, ' ') != NULL ? "'" : "";
    return sd_fail(error, SPLITDATA_USAGE, "--time-format %s: say --time-format %s%s%s", format,
                   quote, form, quote);
}

/* --- reading the column again ---------------------------------------------------------------- */

struct look {
    const struct sd_key_set *column;
    const struct sd_stamps *numbers; /* units are guessed, too; NULL: they are not */
    struct sd_stamp_guess guess;
    char first[SHOWN + 1]; /* stamp */
    uint64_t missing;      /* records */
    bool begun;
};

static int look_at(void *context, uint64_t row, const struct sd_key_field *field,
                   struct splitdata_error *error)
{
    struct look *look = context;
    (void)row;
    (void)error;
    if (sd_key_is_missing(look->column->source, field)) {
        look->missing++;
    } else if (look->begun) {
        sd_stamp_guess_try(&look->guess, field->bytes, field->length);
    } else {
        look->begun = true;
        snprintf(look->first, sizeof look->first, "%.*s",
                 field->length > SHOWN ? SHOWN : (int)field->length, field->bytes);
        sd_stamp_guess_begin(&look->guess, field->bytes, field->length);
        if (look->numbers != NULL)
            sd_stamp_guess_units(&look->guess, sd_stamps_first(look->numbers),
                                 sd_stamps_last(look->numbers));
    }
    return SPLITDATA_OK;
}

/* --- stamps that cannot be read -------------------------------------------------------------- */

static void hint(const struct look *look, const struct sd_stamps *stamps, char *out, size_t size)
{
    char forms[256];
    bool given = stamps->format != NULL;
    if (look->guess.iso && given)
        snprintf(out, size, " (leave --time-format out: ISO 8601 reads them all)");
    else if (sd_stamp_guess_tell(&look->guess, forms, sizeof forms))
        snprintf(out, size, " (%s%s)", forms,
                 look->guess.count > 1 ? ": no value decides" : " reads them all");
    else
        snprintf(out, size, "%s",
                 stamps->form == SD_STAMPS_UNKNOWN ? " (--time-format reads other forms)" : "");
}

int sd_time_refuse(const struct sd_key_set *column, const struct sd_stamps *stamps, uint64_t row,
                   bool missing, struct splitdata_error *error)
{
    const uint64_t offset = column->source->offset(column->source, row);
    const struct splitdata_error said = *error;
    struct look look = {.column = column};
    char remedy[300];
    int status = sd_key_set_each(column, look_at, &look, error);
    if (status != SPLITDATA_OK)
        return status;
    if (missing)
        return sd_fail_at(error, offset,
                          "--time: no value in %s, in %" PRIu64 " record%s in all (--missing drop "
                          "leaves such records out)",
                          column->names[0], look.missing, look.missing == 1 ? "" : "s");
    hint(&look, stamps, remedy, sizeof remedy);
    return sd_fail_at(error, offset, "--time %.100s: %s%s", column->names[0], said.message, remedy);
}

/* --- what numbers count ---------------------------------------------------------------------- */

/* Whether all of these Unix seconds may be dates: the earliest and the latest are. */
static bool may_be_dates(const struct sd_stamps *stamps)
{
    struct sd_stamp_guess guess;
    char text[24];
    snprintf(text, sizeof text, "%" PRId64, sd_stamps_first(stamps));
    sd_stamp_guess_begin(&guess, text, strlen(text));
    snprintf(text, sizeof text, "%" PRId64, sd_stamps_last(stamps));
    sd_stamp_guess_try(&guess, text, strlen(text));
    return guess.count != 0;
}

static bool is_date(const struct sd_stamp_guess *guess)
{
    return guess->count != 0 && sd_stamp_units_of(guess->form[0]) == 0;
}

int sd_time_check_seconds(const struct sd_key_set *column, const struct sd_stamps *stamps,
                          const char *option, const char *value, struct splitdata_error *error)
{
    const bool seconds = sd_stamps_are_unix_seconds(stamps);
    struct look look = {.column = column, .numbers = stamps};
    char forms[256];
    if (seconds && !may_be_dates(stamps))
        return SPLITDATA_OK;
    int status = sd_key_set_each(column, look_at, &look, error);
    if (status != SPLITDATA_OK || (seconds && !is_date(&look.guess)))
        return status;
    if (!sd_stamp_guess_tell(&look.guess, forms, sizeof forms))
        snprintf(forms, sizeof forms, "--time-format %s%s",
                 stamps->unit == 1 ? "%s, ms, us or ns, whichever they are"
                                   : "%s, if they are seconds",
                 strcmp(option, "--gap") == 0 ? "; a gap without a unit counts records" : "");
    return sd_fail(error, SPLITDATA_DATA,
                   "%s %.*s: the numbers in %.100s, such as %s, do not say what they count (%s)",
                   option, SHOWN, value, column->names[0], look.first, forms);
}
