/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "publish/owner.h"

#include <pwd.h>
#include <stdio.h>
#include <unistd.h>

void sd_owner_name(uid_t user, char *name, size_t size)
{
    struct passwd entry, *found = NULL;
    char room[4096];
    if (user == geteuid())
        snprintf(name, size, "yours");
    else if (getpwuid_r(user, &entry, room, sizeof room, &found) == 0 && found != NULL)
        snprintf(name, size, "user %s", found->pw_name);
    else
        snprintf(name, size, "user %lu", (unsigned long)user);
}
