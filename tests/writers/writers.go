// SPDX-License-Identifier: MIT

// Go's encoding/csv as a writer and reader. usage: writers TABLES.json DIRECTORY PAIR (see run.py)
package main

import (
	"bufio"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"os"
	"strings"
)

type table struct {
	Name   string
	Header []string
	Rows   [][]*string
}

func write(t table, path string) error {
	out, err := os.Create(path)
	if err != nil {
		return err
	}
	defer out.Close()
	writer := csv.NewWriter(out)
	writer.Write(t.Header)
	for _, row := range t.Rows {
		texts := make([]string, len(row))
		for i, cell := range row {
			if cell != nil {
				texts[i] = *cell
			}
		}
		writer.Write(texts)
	}
	writer.Flush()
	return writer.Error()
}

func read(path string) (any, error) {
	in, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer in.Close()
	rows, err := csv.NewReader(in).ReadAll()
	if err != nil {
		return nil, err
	}
	return map[string]any{"rows": rows[1:]}, nil
}

func main() {
	text, err := os.ReadFile(os.Args[1])
	var tables []table
	if err == nil {
		err = json.Unmarshal(text, &tables)
	}
	if err != nil {
		panic(err)
	}
	for _, t := range tables {
		path := os.Args[2] + "/" + os.Args[3] + "/" + t.Name
		if err := write(t, path); err != nil {
			panic(err)
		}
	}
	fmt.Println("ready")
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		answer, err := read(strings.Split(lines.Text(), "\t")[1])
		if err != nil {
			answer = map[string]string{"error": err.Error()}
		}
		line, _ := json.Marshal(answer)
		fmt.Println(string(line))
	}
}
