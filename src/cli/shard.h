/* SPDX-License-Identifier: MIT */
/* The command `shard`: the steps of a split on many machines. */
#ifndef SD_CLI_SHARD_H
#define SD_CLI_SHARD_H

int cli_shard(int argc, char **argv);

#endif
