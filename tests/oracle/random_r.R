# SPDX-License-Identifier: MIT
# Answers "SEED OP TIMES ARGUMENTS..." lines with R's values, one line each. OP is runif, sample
# (N SIZE), replace (N SIZE) or prob (SIZE P,P,...); an OP that ends in @3.5 uses sample.kind
# Rounding.
for (line in readLines(file("stdin"))) {
  words <- strsplit(line, " ")[[1]]
  op <- sub("@3.5$", "", words[2])
  kind <- if (op == words[2]) "Rejection" else "Rounding"
  suppressWarnings(RNGkind("Mersenne-Twister", "Inversion", kind))
  set.seed(as.integer(words[1]))
  out <- character(0)
  for (i in seq_len(as.integer(words[3]))) {
    value <- switch(op,
      runif = sprintf("%a", if (length(words) > 3)
        runif(1, as.numeric(words[4]), as.numeric(words[5])) else runif(1)),
      sample = sample.int(as.numeric(words[4]), as.numeric(words[5])),
      replace = sample.int(as.numeric(words[4]), as.numeric(words[5]), replace = TRUE),
      prob = {
        p <- as.numeric(strsplit(words[5], ",")[[1]])
        sample.int(length(p), as.integer(words[4]), replace = TRUE, prob = p)
      })
    out <- c(out, if (is.character(value)) value else format(value, scientific = FALSE, trim = TRUE))
  }
  cat(paste(out, collapse = " "), "\n", sep = "")
}
