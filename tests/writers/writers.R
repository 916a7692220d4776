# SPDX-License-Identifier: MIT
# Writers and readers of R. usage: writers.R TABLES.hex DIRECTORY PAIR...   (see run.py for what is said)
arguments <- commandArgs(TRUE)
directory <- arguments[2]
pairs <- arguments[-(1:2)]
invisible(Sys.setlocale("LC_ALL", "C.UTF-8"))

decode <- function(cell) {
  if (cell == "-") return(NA_character_)
  digits <- substring(cell, 2)
  if (digits == "") return("")
  text <- rawToChar(as.raw(strtoi(substring(digits, seq(1, nchar(digits), 2), seq(2, nchar(digits), 2)), 16L)))
  Encoding(text) <- "UTF-8"
  text
}
encode <- function(cell) {
  if (is.na(cell)) "-" else paste0("=", paste(charToRaw(enc2utf8(cell)), collapse = ""))
}
cells <- function(row) vapply(strsplit(row, ",", fixed = TRUE)[[1]], decode, "", USE.NAMES = FALSE)

texts <- function(...) utils::read.table(..., header = TRUE, colClasses = "character", check.names = FALSE,
                                         comment.char = "", fileEncoding = "UTF-8", na.strings = "NA")
writers <- list(
  "r-write-csv" = list(function(frame, path) utils::write.csv(frame, path, row.names = FALSE),
                       function(path) utils::read.csv(path, colClasses = "character", check.names = FALSE)),
  "r-write-table-tab" = list(function(frame, path) utils::write.table(frame, path, sep = "\t", quote = FALSE, row.names = FALSE),
                             function(path) texts(path, sep = "\t", quote = "")),
  "r-write-table" = list(function(frame, path) utils::write.table(frame, path, row.names = FALSE),
                         function(path) texts(path)),
  "r-write-table-comma" = list(function(frame, path) utils::write.table(frame, path, sep = ","), NULL),
  "r-write-table-names" = list(function(frame, path) utils::write.table(frame, path, sep = ",", row.names = FALSE), NULL),
  "readr" = list(function(frame, path) readr::write_csv(frame, path),
                 function(path) suppressWarnings(readr::read_csv(path, col_types = readr::cols(.default = "c"), progress = FALSE,
                                                                 trim_ws = FALSE, name_repair = "minimal"))),
  "data.table" = list(function(frame, path) data.table::fwrite(frame, path),
                      function(path) data.table::fread(path, colClasses = "character", sep = ",", header = TRUE,
                                                       strip.white = FALSE, data.table = FALSE, na.strings = ""))
)

for (line in readLines(arguments[1])) {
  parts <- strsplit(line, "\t", fixed = TRUE)[[1]]
  header <- cells(parts[2])
  rows <- lapply(parts[-(1:2)], cells)
  columns <- lapply(seq_along(header), function(i) vapply(rows, function(row) row[i], ""))
  frame <- structure(columns, names = header, class = "data.frame", row.names = seq_along(rows))
  for (name in pairs) {
    path <- file.path(directory, name, parts[1])
    tryCatch(writers[[name]][[1]](frame, path), error = function(error) {
      unlink(path)
      writeLines(conditionMessage(error), paste0(path, ".error"))
    })
  }
}
cat("ready\n")
input <- file("stdin", "r")
while (length(line <- readLines(input, 1)) == 1) {
  parts <- strsplit(line, "\t", fixed = TRUE)[[1]]
  answer <- tryCatch({
    frame <- suppressWarnings(writers[[parts[1]]][[2]](parts[2]))
    columns <- lapply(seq_along(frame), function(i) vapply(as.character(frame[[i]]), encode, "", USE.NAMES = FALSE))
    rows <- if (nrow(frame) == 0) character() else do.call(paste, c(columns, sep = ","))
    paste0("rows\t", paste(rows, collapse = ";"))
  }, error = function(error) paste0("error\t", gsub("[\r\n]", " ", conditionMessage(error))))
  cat(answer, "\n", sep = "")
}
