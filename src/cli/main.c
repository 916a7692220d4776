/* SPDX-License-Identifier: MIT */
#include "cli/cli.h"

int main(int argc, char **argv)
{
    cli_open_standard_streams();
    return cli_close_stdout(cli_run(argc, argv));
}
