// SPDX-License-Identifier: MIT
// Answers "SEED OP TIMES [ARGUMENT]" lines with math/rand's values, one line each.
package main

import (
	"bufio"
	"fmt"
	"math/rand"
	"os"
	"strconv"
	"strings"
)

func draw(random *rand.Rand, op string, argument int64) string {
	switch op {
	case "Int63":
		return fmt.Sprint(random.Int63())
	case "Intn":
		return fmt.Sprint(random.Intn(int(argument)))
	case "Float64":
		return strconv.FormatFloat(random.Float64(), 'x', -1, 64)
	case "raw":
		return fmt.Sprint(random.Uint64())
	}
	order := make([]int, argument)
	if op == "Perm" {
		order = random.Perm(int(argument))
	} else {
		for i := range order {
			order[i] = i
		}
		random.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
	}
	return strings.Trim(fmt.Sprint(order), "[]")
}

func main() {
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		words := strings.Fields(lines.Text())
		seed, _ := strconv.ParseInt(words[0], 10, 64)
		times, _ := strconv.Atoi(words[2])
		argument := int64(0)
		if len(words) > 3 {
			argument, _ = strconv.ParseInt(words[3], 10, 64)
		}
		random := rand.New(rand.NewSource(seed))
		out := make([]string, times)
		for i := range out {
			out[i] = draw(random, words[1], argument)
		}
		fmt.Println(strings.Join(out, " "))
	}
}
