// SPDX-License-Identifier: MIT
// Writers and readers of JavaScript. usage: writers.mjs MODULES TABLES.json DIRECTORY PAIR...   (see run.py)
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";

const [modules, tables, directory, ...pairs] = process.argv.slice(2);
const require = createRequire(modules + "/");

const WRITERS = {
  "csv-stringify": () => {
    const { stringify } = require("csv-stringify/sync");
    const { parse } = require("csv-parse/sync");
    return [({ header, rows }) => stringify([header, ...rows]), (text) => parse(text, { bom: true }).slice(1)];
  },
  papaparse: () => {
    const papa = require("papaparse");
    const parse = (text) => {
      // Its parser takes the last line end for one more record: without it.
      const { data, errors } = papa.parse(text.replace(/\r?\n$/, ""), { delimiter: "," });
      if (errors.length) throw new Error(errors[0].message);
      return data.slice(1);
    };
    return [({ header, rows }) => papa.unparse({ fields: header, data: rows }), parse];
  },
  "d3-dsv": () => {
    // It is a module of the newer kind alone.
    const d3 = import(modules + "/node_modules/d3-dsv/dist/d3-dsv.mjs");
    return [async ({ header, rows }) => (await d3).csvFormatRows([header, ...rows]),
      async (text) => (await d3).csvParseRows(text).slice(1)];
  },
};

const readers = {};
for (const name of pairs) {
  const [write, read] = WRITERS[name]();
  readers[name] = read;
  for (const table of JSON.parse(readFileSync(tables, "utf8"))) {
    const path = `${directory}/${name}/${table.name}`;
    try {
      writeFileSync(path, await write(table));
    } catch (error) {
      writeFileSync(path + ".error", String(error));
    }
  }
}
console.log("ready");
for await (const line of createInterface({ input: process.stdin })) {
  const [name, path] = line.split("\t");
  try {
    console.log(JSON.stringify({ rows: await readers[name](readFileSync(path, "utf8")) }));
  } catch (error) {
    console.log(JSON.stringify({ error: String(error) }));
  }
}
