// SPDX-License-Identifier: MIT
// Rust's csv as a writer and reader. usage: writers TABLES.hex DIRECTORY PAIR (see run.py)
use std::error::Error;
use std::fs;
use std::io::{self, BufRead};

fn decode(cell: &str) -> Vec<u8> {
    let digits = &cell.as_bytes()[1..];
    digits.chunks(2).map(|two| u8::from_str_radix(std::str::from_utf8(two).unwrap(), 16).unwrap()).collect()
}

fn read(path: &str) -> Result<String, Box<dyn Error>> {
    let mut rows = Vec::new();
    for record in csv::Reader::from_path(path)?.byte_records() {
        let cells: Vec<String> = record?
            .iter()
            .map(|cell| "=".to_string() + &cell.iter().map(|byte| format!("{byte:02x}")).collect::<String>())
            .collect();
        rows.push(cells.join(","));
    }
    Ok(rows.join(";"))
}

fn main() -> Result<(), Box<dyn Error>> {
    let arguments: Vec<String> = std::env::args().collect();
    for line in fs::read_to_string(&arguments[1])?.lines() {
        let parts: Vec<&str> = line.split('\t').collect();
        let mut writer = csv::Writer::from_path(format!("{}/{}/{}", arguments[2], arguments[3], parts[0]))?;
        for row in &parts[2..] {
            writer.write_record(row.split(',').map(decode))?;
        }
        writer.flush()?;
    }
    println!("ready");
    for line in io::stdin().lock().lines() {
        match read(line?.split('\t').nth(1).unwrap()) {
            Ok(rows) => println!("rows\t{rows}"),
            Err(error) => println!("error\t{}", error.to_string().replace('\n', " ")),
        }
    }
    Ok(())
}
