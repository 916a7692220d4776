/* SPDX-License-Identifier: MIT */
/* The pieces of the program in Go that both versions of math/rand share (recipe/script.h). */
#ifndef SD_RECIPE_GO_CODE_H
#define SD_RECIPE_GO_CODE_H

#define SD_GO_READ(package)                                                                        \
    "package main\n\n"                                                                             \
    "import (\n"                                                                                   \
    "\t\"fmt\"\n"                                                                                  \
    "\t\"" package "\"\n"                                                                          \
    "\t\"os\"\n"                                                                                   \
    "\t\"strings\"\n"                                                                              \
    ")\n\n"                                                                                        \
    "func main() {\n"                                                                              \
    "\tdata, _ := os.ReadFile(%s)\n"                                                               \
    "\trows := strings.Split(strings.TrimSuffix(string(data), \"\\n\"), \"\\n\")"

#define SD_GO_SHUFFLE                                                                              \
    "\trandom.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })"

#define SD_GO_SHARE "int(%s * float64(len(rows)))"

#define SD_GO_CUT                                                                                  \
    "\tk := %s\n"                                                                                  \
    "\ttrain, test := rows[:k], rows[k:]\n"                                                        \
    "\tfmt.Println(len(train), len(test))\n"                                                       \
    "}"

#endif
