/* SPDX-License-Identifier: MIT */
#include "in/codec.h"

int sd_feed_read(struct sd_feed *feed, size_t size, struct splitdata_error *error)
{
    size_t got = 0;
    int status = sd_source_read(feed->source, feed->bytes + feed->end, size, &got, error);
    if (status != SPLITDATA_OK)
        return status;
    feed->end += got;
    feed->read += got;
    feed->at_end = got == 0;
    return SPLITDATA_OK;
}

int sd_feed_more(struct sd_feed *feed, struct splitdata_error *error)
{
    if (feed->begin < feed->end || feed->at_end)
        return SPLITDATA_OK;
    feed->begin = feed->end = SD_FEED_BACK;
    return sd_feed_read(feed, feed->size, error);
}
