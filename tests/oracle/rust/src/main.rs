// SPDX-License-Identifier: MIT
// Answers "SEED OP TIMES [ARGUMENT]" lines with the values of the rand crates, one line each. An OP is
// raw or permutation, and @0.8, @0.9 or @qsv behind it says of which generator.
use std::io::{stdin, BufRead};

macro_rules! answer {
    ($rand:ident, $rng:ty, $word:ident, $seed:expr, $op:expr, $times:expr, $count:expr) => {{
        use $rand::{seq::SliceRandom, RngCore, SeedableRng};
        let mut rng = <$rng>::seed_from_u64($seed);
        if $op == "raw" {
            (0..$times).map(|_| rng.$word() as usize).collect::<Vec<_>>()
        } else {
            let mut order: Vec<usize> = (0..$count).collect();
            order.shuffle(&mut rng);
            order
        }
    }};
}

fn main() {
    for line in stdin().lock().lines() {
        let line = line.unwrap();
        let words: Vec<&str> = line.split(' ').collect();
        let seed: u64 = words[0].parse().unwrap();
        let (op, kind) = words[1].split_once('@').unwrap();
        let times: usize = words[2].parse().unwrap();
        let count: usize = words.get(3).map_or(0, |word| word.parse().unwrap());
        let values = match kind {
            "0.8" => answer!(rand08, rand08::rngs::StdRng, next_u32, seed, op, times, count),
            "0.9" => answer!(rand09, rand09::rngs::StdRng, next_u32, seed, op, times, count),
            _ => answer!(rand09, rand_xoshiro::Xoshiro256Plus, next_u64, seed, op, times, count),
        };
        println!("{}", values.iter().map(|v| v.to_string()).collect::<Vec<_>>().join(" "));
    }
}
