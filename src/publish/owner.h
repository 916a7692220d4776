/* SPDX-License-Identifier: MIT */
/* Who owns a file, for messages. */
#ifndef SD_PUBLISH_OWNER_H
#define SD_PUBLISH_OWNER_H

#include <stddef.h>
#include <sys/types.h>

/* "user NAME", or "user 1234" if the system knows no name; "yours" for the effective user. */
void sd_owner_name(uid_t user, char *name, size_t size);

#endif
