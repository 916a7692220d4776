/* SPDX-License-Identifier: MIT */
#include "rng/utf8.h"

int sd_next_character(const char **at, const char *end, uint32_t *character)
{
    static const uint32_t least[] = {0, 0, 0x80, 0x800, 0x10000};
    const unsigned char *bytes = (const unsigned char *)*at;
    if (*at == end)
        return 0;
    unsigned length = bytes[0] < 0x80 ? 1 : bytes[0] < 0xe0 ? 2 : bytes[0] < 0xf0 ? 3 : 4;
    if ((bytes[0] >= 0x80 && bytes[0] < 0xc0) || bytes[0] >= 0xf8 || (size_t)(end - *at) < length)
        return 0;
    uint32_t value = length == 1 ? bytes[0] : bytes[0] & (0x7fU >> length);
    for (unsigned i = 1; i < length; i++) {
        if ((bytes[i] & 0xc0) != 0x80)
            return 0;
        value = value << 6 | (bytes[i] & 0x3fU);
    }
    int surrogate = value >= 0xd800 && value <= 0xdfff;
    if (value < least[length] || value > 0x10ffff || surrogate)
        return 0;
    *character = value;
    *at += length;
    return 1;
}

int sd_is_utf8(const char *text, size_t length)
{
    const char *end = text + length;
    uint32_t character;
    while (sd_next_character(&text, end, &character))
        continue;
    return text == end;
}
