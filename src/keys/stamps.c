/* SPDX-License-Identifier: MIT */
#include "keys/stamps.h"

#include <inttypes.h>
#include <string.h>

enum { NANOS = 1000000000 };

/* Maps seconds to unsigned numbers of the same order. */
static uint64_t ordered(int64_t seconds)
{
    return (uint64_t)seconds ^ UINT64_C(1) << 63;
}

int sd_stamps_begin(struct sd_stamps *stamps, const char *format, struct sd_memory *memory,
                    struct splitdata_error *error)
{
    *stamps = (struct sd_stamps){.memory = memory, .format = format, .unit = 1};
    if (format == NULL)
        return SPLITDATA_OK;
    stamps->per_second = sd_stamp_units_of(format);
    stamps->form = stamps->per_second != 0 ? SD_STAMPS_UNITS : SD_STAMPS_FORMAT;
    return stamps->form == SD_STAMPS_UNITS ? SPLITDATA_OK : sd_stamp_check_format(format, error);
}

static bool read_as(const struct sd_stamps *stamps, enum sd_stamp_form form, const char *text,
                    size_t length, struct sd_stamp *stamp)
{
    switch (form) {
    case SD_STAMPS_NUMBERS:
        return sd_stamp_read_number(stamp, text, length);
    case SD_STAMPS_UNITS:
        return sd_stamp_read_units(stamp, text, length, stamps->per_second);
    case SD_STAMPS_FORMAT:
        return sd_stamp_read_format(stamp, text, length, stamps->format);
    case SD_STAMPS_ISO:
        return sd_stamp_read_iso(stamp, text, length);
    case SD_STAMPS_UNKNOWN:
        break;
    }
    return sd_stamp_read_number(stamp, text, length) || sd_stamp_read_iso(stamp, text, length);
}

static int refuse(const struct sd_stamps *stamps, const char *text, size_t length,
                  enum splitdata_status status, struct splitdata_error *error)
{
    static const char *const form[] = {
        [SD_STAMPS_UNKNOWN] = "a number or an ISO 8601 date or time",
        [SD_STAMPS_NUMBERS] = "a number of at most nine decimals, as the first one is",
        [SD_STAMPS_ISO] = "an ISO 8601 date or time, as the first one is",
        [SD_STAMPS_UNITS] = "in the form of --time-format ",
        [SD_STAMPS_FORMAT] = "in the form of --time-format ",
    };
    bool given = stamps->form == SD_STAMPS_UNITS || stamps->form == SD_STAMPS_FORMAT;
    return sd_fail(error, status, "the stamp '%.*s' is not %s%.60s%s",
                   length > 60 ? 60 : (int)length, text, form[stamps->form],
                   given ? stamps->format : "",
                   given && status == SPLITDATA_USAGE ? ", nor in ISO 8601" : "");
}

int sd_stamps_read(const struct sd_stamps *stamps, const char *text, size_t length,
                   struct sd_stamp *stamp, bool *iso, struct splitdata_error *error)
{
    *iso = false;
    if (read_as(stamps, stamps->form, text, length, stamp))
        return SPLITDATA_OK;
    /* Without dashes it would be a number in a column of numbers. */
    *iso = sd_stamp_read_iso(stamp, text, length) ||
           (stamps->form != SD_STAMPS_NUMBERS && length == 8 &&
            sd_stamp_read_format(stamp, text, length, "%Y%m%d"));
    return *iso ? SPLITDATA_OK : refuse(stamps, text, length, SPLITDATA_USAGE, error);
}

static int grow(struct sd_stamps *stamps, struct splitdata_error *error)
{
    size_t capacity = stamps->capacity + stamps->capacity / 2 + 1024;
    uint64_t *key = sd_memory_resize(stamps->memory, stamps->key, capacity, sizeof *key);
    if (key == NULL)
        return sd_fail_memory(error, "the stamps");
    stamps->key = key;
    if (stamps->nanos != NULL) {
        uint32_t *nanos = sd_memory_resize(stamps->memory, stamps->nanos, capacity, sizeof *nanos);
        if (nanos == NULL)
            return sd_fail_memory(error, "the stamps");
        stamps->nanos = nanos;
    }
    stamps->capacity = capacity;
    return SPLITDATA_OK;
}

/* Records the form of the first stamp, and checks that the others have the same. */
static int check_form(struct sd_stamps *stamps, const char *text, size_t length,
                      struct sd_stamp *stamp, struct splitdata_error *error)
{
    int shown = length > 60 ? 60 : (int)length;
    if (!read_as(stamps, stamps->form, text, length, stamp))
        return refuse(stamps, text, length, SPLITDATA_DATA, error);
    if (stamps->form == SD_STAMPS_UNKNOWN)
        stamps->form =
            sd_stamp_read_number(stamp, text, length) ? SD_STAMPS_NUMBERS : SD_STAMPS_ISO;
    if (stamps->rows == 0)
        stamps->zoned = stamp->zoned;
    if (stamps->zoned != stamp->zoned)
        return sd_fail(error, SPLITDATA_DATA,
                       "the stamp '%.*s' %s, unlike the first one: their order is not known", shown,
                       text, stamp->zoned ? "has a zone" : "has no zone");
    return SPLITDATA_OK;
}

/* The unit needed for a fraction of a second. */
static uint64_t unit_of(uint32_t nanos)
{
    if (nanos % 1000 != 0)
        return NANOS;
    if (nanos % 1000000 != 0)
        return 1000000;
    return nanos != 0 ? 1000 : 1;
}

int sd_stamps_add(struct sd_stamps *stamps, const char *text, size_t length,
                  struct splitdata_error *error)
{
    struct sd_stamp stamp;
    int status = check_form(stamps, text, length, &stamp, error);
    if (status == SPLITDATA_OK && stamps->rows == stamps->capacity)
        status = grow(stamps, error);
    if (status != SPLITDATA_OK)
        return status;
    if (stamp.nanos != 0 && stamps->nanos == NULL) {
        stamps->nanos = sd_memory_take(stamps->memory, stamps->capacity, sizeof *stamps->nanos);
        if (stamps->nanos == NULL)
            return sd_fail_memory(error, "the stamps");
    }
    uint64_t second = ordered(stamp.seconds), unit = unit_of(stamp.nanos);
    if (stamps->rows == 0)
        stamps->origin = stamps->latest = second;
    stamps->origin = second < stamps->origin ? second : stamps->origin;
    stamps->latest = second > stamps->latest ? second : stamps->latest;
    stamps->unit = unit > stamps->unit ? unit : stamps->unit;
    if (stamps->nanos != NULL)
        stamps->nanos[stamps->rows] = stamp.nanos;
    stamps->key[stamps->rows++] = second;
    return SPLITDATA_OK;
}

int sd_stamps_finish(struct sd_stamps *stamps, struct splitdata_error *error)
{
    /* Keys are at most UINT64_MAX - 1: UINT64_MAX means "none". */
    if (stamps->latest - stamps->origin > (UINT64_MAX - stamps->unit) / stamps->unit)
        return sd_fail(error, SPLITDATA_DATA,
                       "the stamps span %" PRIu64
                       " seconds, too many to tell them apart by %s (round them)",
                       stamps->latest - stamps->origin,
                       stamps->unit == NANOS ? "nanoseconds" : "fractions of a second");
    for (uint64_t row = 0; row < stamps->rows; row++) {
        uint64_t nanos = stamps->nanos != NULL ? stamps->nanos[row] : 0;
        stamps->key[row] =
            (stamps->key[row] - stamps->origin) * stamps->unit + nanos / (NANOS / stamps->unit);
    }
    sd_memory_free(stamps->nanos);
    stamps->nanos = NULL;
    return SPLITDATA_OK;
}

/* The reverse of `ordered`. */
static int64_t second_of(uint64_t order)
{
    order ^= UINT64_C(1) << 63;
    return order > INT64_MAX ? -(int64_t)(UINT64_MAX - order) - 1 : (int64_t)order;
}

int64_t sd_stamps_first(const struct sd_stamps *stamps)
{
    return second_of(stamps->origin);
}

int64_t sd_stamps_last(const struct sd_stamps *stamps)
{
    return second_of(stamps->latest);
}

bool sd_stamps_are_unix_seconds(const struct sd_stamps *stamps)
{
    enum { TEN_DIGITS = 1000000000 };
    return stamps->form == SD_STAMPS_NUMBERS && sd_stamps_first(stamps) >= TEN_DIGITS &&
           sd_stamps_last(stamps) < INT64_C(4133980800); /* 2101-01-01T00:00:00Z */
}

/* seconds * unit + nanos in units, rounded up; UINT64_MAX on overflow. */
static uint64_t scaled(const struct sd_stamps *stamps, uint64_t seconds, uint32_t nanos)
{
    uint64_t part = NANOS / stamps->unit;
    uint64_t rest = nanos / part + (nanos % part != 0);
    if (seconds > (UINT64_MAX - stamps->unit) / stamps->unit)
        return UINT64_MAX;
    return seconds * stamps->unit + rest;
}

uint64_t sd_stamps_key(const struct sd_stamps *stamps, const struct sd_stamp *stamp)
{
    uint64_t second = ordered(stamp->seconds);
    return second < stamps->origin ? 0 : scaled(stamps, second - stamps->origin, stamp->nanos);
}

uint64_t sd_stamps_ticks(const struct sd_stamps *stamps, const struct sd_stamp *duration)
{
    return scaled(stamps, (uint64_t)duration->seconds, duration->nanos);
}

void sd_stamps_free(struct sd_stamps *stamps)
{
    sd_memory_free(stamps->key);
    sd_memory_free(stamps->nanos);
    *stamps = (struct sd_stamps){0};
}
