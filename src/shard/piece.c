/* SPDX-License-Identifier: MIT */
#include "shard/piece.h"

#include "provenance/json_values.h"

static uint64_t length_of(const struct sd_piece_item *item)
{
    return item->length + (item->ending != NULL ? item->ending->length : 0);
}

int sd_piece_put(const struct sd_piece_told *told, const struct sd_piece_item *items, size_t count,
                 struct sd_shard_file *file, struct splitdata_error *error)
{
    bool made = true;
    uint64_t end = 0;
    json_t *document = sd_shard_document("piece", &made);
    sd_json_add(document, "plan", json_integer((json_int_t)told->plan), &made);
    sd_json_add(document, "set", json_integer((json_int_t)told->set), &made);
    sd_json_add(document, "part", json_integer((json_int_t)told->part), &made);
    sd_json_add(document, "range", json_integer((json_int_t)told->range), &made);
    sd_json_add(document, "rows", json_integer((json_int_t)count), &made);
    for (size_t i = 0; i < count; i++) {
        if (!items[i].loose || items[i].ending == NULL)
            continue;
        sd_json_add(document, "loose", json_integer((json_int_t)i), &made);
        sd_json_add(document, "loose_bytes", json_integer((json_int_t)items[i].ending->length),
                    &made);
    }
    int status = sd_shard_file_json(file, document, made, error);
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        const uint64_t words[] = {items[i].word, end += length_of(&items[i])};
        status = sd_shard_file_words(file, words, 2, 8, error);
    }
    for (size_t i = 0; i < count && status == SPLITDATA_OK; i++) {
        status = sd_shard_file_put(file, items[i].bytes, (size_t)items[i].length, error);
        if (status == SPLITDATA_OK && items[i].ending != NULL)
            status =
                sd_shard_file_put(file, items[i].ending->bytes, items[i].ending->length, error);
    }
    return status;
}

/* Whether the index is sorted and ends with the file. */
static bool is_right(const struct sd_piece *piece)
{
    const uint64_t bytes = piece->map.size - piece->map.at - 16 * piece->rows;
    bool right = sd_piece_begin(piece, piece->rows) == bytes;
    for (uint64_t i = 1; right && i < piece->rows; i++)
        right = sd_piece_word(piece, i - 1) <= sd_piece_word(piece, i) &&
                sd_piece_begin(piece, i) <= sd_piece_begin(piece, i + 1);
    return right && (piece->loose == piece->rows ||
                     (piece->loose < piece->rows &&
                      piece->loose_bytes <= sd_piece_begin(piece, piece->loose + 1)));
}

int sd_piece_open(struct sd_piece *piece, const char *path, struct splitdata_error *error)
{
    bool right = true;
    int status = sd_shard_map_open(&piece->map, path, "piece", error);
    if (status != SPLITDATA_OK)
        return status;
    const json_t *document = piece->map.document;
    piece->told.set = sd_shard_number(document, "set", &right);
    piece->told.part = sd_shard_number(document, "part", &right);
    piece->told.range = sd_shard_number(document, "range", &right);
    piece->rows = piece->loose = sd_shard_number(document, "rows", &right);
    if (json_object_get(document, "loose") != NULL) {
        piece->loose = sd_shard_number(document, "loose", &right);
        piece->loose_bytes = sd_shard_number(document, "loose_bytes", &right);
    }
    piece->told.plan = sd_shard_number(document, "plan", &right);
    right = right && piece->rows <= (piece->map.size - piece->map.at) / 16;
    if (right) {
        piece->index = piece->map.bytes + piece->map.at;
        piece->bytes = piece->index + 16 * piece->rows;
        right = is_right(piece);
    }
    return right ? SPLITDATA_OK : sd_shard_map_fail(&piece->map, error);
}

void sd_piece_close(struct sd_piece *piece)
{
    sd_shard_map_close(&piece->map);
}
