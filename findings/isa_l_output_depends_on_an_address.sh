#!/bin/sh
# ISA-L 2.30.0 (Debian 12) compresses the same bytes, with the same settings and a new state, to other bytes at some
# addresses of that state: at about one of 500 with a window of 2 KiB, and more seldom with others.
#
# Expected: the result of isal_deflate depends on its input and its settings. Caches, `dvc`, builds that are to be
# reproducible and checksums of .gz files rest on that.
# Seen: of 16,000 states, all zero before isal_deflate_init, some give a stream of another length; each of them does so
# whenever it is used again, until the state is put elsewhere. All streams inflate to the input. As the kernel places memory
# at random, one run of a program in some hundred writes another file: a thousand blocks a file, and most files differ.
set -eu
place=$(mktemp -d)
trap 'rm -rf "$place"' EXIT
cd "$place"
for package in libisal-dev=2.30.0-5 libisal2=2.30.0-5; do
    apt-get -qq -o APT::Sandbox::User=root download "$package"
done
for archive in *.deb; do
    dpkg -x "$archive" root
done
libraries=$(dirname "$(find root -name libisal.so.2)")
cat >address.c <<'END'
#include <isa-l/igzip_lib.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LENGTH = 500000, RECORDS = 140, STATES = 16000, STEP = 1 << 17 };

static unsigned char text[LENGTH], first[LENGTH], out[LENGTH];

static size_t compress(struct isal_zstream *stream, size_t length)
{
    static unsigned char room[ISAL_DEF_LVL1_DEFAULT];
    memset(room, 0, sizeof room);
    isal_deflate_init(stream);
    stream->level = 1;
    stream->hist_bits = 11;
    stream->level_buf = room;
    stream->level_buf_size = sizeof room;
    stream->flush = SYNC_FLUSH;
    stream->next_in = text;
    stream->avail_in = (unsigned)length;
    stream->next_out = out;
    stream->avail_out = sizeof out;
    return isal_deflate(stream) == COMP_OK && stream->avail_in == 0 ? stream->total_out : 0;
}

static int inflates(size_t compressed, size_t length)
{
    static unsigned char again[LENGTH];
    static struct inflate_state state;
    isal_inflate_init(&state);
    state.next_in = out;
    state.avail_in = (unsigned)compressed;
    state.next_out = again;
    state.avail_out = sizeof again;
    isal_inflate(&state);
    return state.total_out == length && memcmp(again, text, length) == 0;
}

int main(void)
{
    char *memory = calloc(STATES, STEP);
    size_t length = 0, usual = 0, others = 0, again = 0, wrong = 0;
    for (int record = 0; record < RECORDS; record++) {
        length += (size_t)sprintf((char *)text + length, "%d,\"", record);
        for (int word = 0; word < 400 + record % 7 * 100; word++)
            length += (size_t)sprintf((char *)text + length, "text ");
        length += (size_t)sprintf((char *)text + length, "\",c%d,g%d,2024-01-01\n", record % 3, record % 11);
    }
    for (size_t i = 0; i < STATES; i++) {
        struct isal_zstream *stream = (void *)(memory + i * STEP);
        const size_t made = compress(stream, length);
        wrong += made == 0 || !inflates(made, length);
        if (i == 0)
            memcpy(first, out, usual = made);
        if (made == usual && memcmp(first, out, made) == 0)
            continue;
        others++;
        again += compress(stream, length) == made;
    }
    printf("%zu bytes become %zu; with %zu of %d states they become others, with %zu of these so again; %zu do not inflate\n",
           length, usual, others, STATES, again, wrong);
    return others > 0 && others < STATES / 50 && again == others && wrong == 0 ? 0 : 1;
}
END
cc -O1 -Iroot/usr/include -o address address.c "$libraries/libisal.so.2"
if ! LD_LIBRARY_PATH=$libraries ./address; then
    echo "changed"
    exit 1
fi
echo "as described: a few addresses give other bytes"
