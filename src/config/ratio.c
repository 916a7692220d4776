/* SPDX-License-Identifier: MIT */
#include "config/ratio.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

enum { MOST = 6 };

/* Numbers that are meant as shares of several parts: "70/15/15", "0.7:0.15:0.15". */
struct several {
    const char *text[MOST];
    int length[MOST];
    size_t count;
    uint64_t sum; /* of whole numbers; 0: they are shares, which sum to 1 */
};

/* False: they are not such numbers, or 0 is among them. */
static bool read_several(struct several *several, const char *text)
{
    /* Where there is another separator, 1/3 is a quotient. */
    const char *separators = strpbrk(text, ":,;- ") != NULL ? ":,;- " : "/";
    struct sd_ratio shares = {0, 1}, share;
    uint64_t number = 0;
    size_t whole = 0;
    *several = (struct several){.count = 0};
    while (several->count < MOST) {
        size_t length = strcspn(text, separators);
        several->text[several->count] = text;
        several->length[several->count++] = (int)length;
        bool is_whole = sd_parse_integer(text, length, &number) && number != 0 && number <= 1000000;
        bool is_share = !is_whole && sd_parse_share(text, length, &share) && share.numerator != 0;
        if (!is_whole && (!is_share || !sd_ratio_add(shares, share, &shares)))
            return false;
        whole += is_whole;
        several->sum += is_whole ? number : 0;
        if (text[length] == '\0')
            break;
        text += length + 1;
    }
    return text[strcspn(text, separators)] == '\0' && several->count > 1 &&
           (whole == several->count || (whole == 0 && sd_ratio_against_one(shares) == 0));
}

static size_t print_share(const struct several *several, size_t i, char *out, size_t size)
{
    const char *text = several->text[i];
    int length = several->length[i];
    int used = several->sum == 0 ? snprintf(out, size, "%.*s", length, text)
               : several->sum == 100
                   ? snprintf(out, size, "%.*s%%", length, text)
                   : snprintf(out, size, "%.*s/%" PRIu64, length, text, several->sum);
    return (size_t)used;
}

static int refuse_several(const struct several *several, const char *text,
                          struct splitdata_error *error)
{
    static const char *const three[] = {"train", "val", "test"};
    static const char *const more[] = {"a", "b", "c", "d", "e", "f"};
    const char *const *names = several->count == 3 ? three : more;
    char way_out[400] = "";
    size_t used = 0;
    if (several->count == 2)
        print_share(several, 0, way_out, sizeof way_out);
    for (size_t i = 0; several->count > 2 && i < several->count && used < sizeof way_out / 2; i++) {
        used += (size_t)snprintf(way_out + used, sizeof way_out - used, "%s%s=", i != 0 ? "," : "",
                                 names[i]);
        used += print_share(several, i, way_out + used, sizeof way_out - used);
    }
    return sd_fail(error, SPLITDATA_USAGE, "--ratio %.100s: is one share, that of train (--%s %s)",
                   text, several->count == 2 ? "ratio" : "parts", way_out);
}

int sd_ratio_option(struct sd_size *size, const char *text, struct splitdata_error *error)
{
    struct several several;
    struct splitdata_error other;
    int status = sd_size_parse(size, text, strlen(text), "--ratio", &other);
    if (status == SPLITDATA_OK && size->kind == SD_SIZE_SHARE)
        return SPLITDATA_OK;
    if (read_several(&several, text))
        return refuse_several(&several, text, error);
    if (size->kind == SD_SIZE_COUNT && size->count > 1)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--ratio %s: must be a share, 0.8, 80%% or 4/5 (--train-size %s asks for "
                       "that many records)",
                       text, text);
    if (size->kind == SD_SIZE_COUNT || size->kind == SD_SIZE_SHARE)
        return sd_fail(error, SPLITDATA_USAGE,
                       "--ratio %.100s: a share lies between 0 and 1 (0.8, 80%%, 4/5)", text);
    if (strlen(text) > 18 && strspn(text, "0123456789./%") == strlen(text)) {
        *error = other;
        return status;
    }
    return sd_fail(error, SPLITDATA_USAGE, "--ratio %.100s: not a share (0.8, 80%%, 4/5)", text);
}
