/* SPDX-License-Identifier: MIT */
#include "csv/kinds.h"

#include <string.h>

#define MARK(text) sizeof(text) - 1, text
#define NO_MARK    0, ""
#define BINARY     false
#define TEXT       true

/* What to do, and the command. A Python has the two names after its program. */
#define CONVERT(from)    "convert it first", "iconv -f " from " -t UTF-8"
#define INFLATE(program) "decompress it first", program " -dc"
#define RUN_PYTHON(code) "python3 -c 'import sys, " code "' @ OUT"
#define PYTHON(code)     "convert it first", RUN_PYTHON(code)
#define PANDAS(read)     PYTHON("pandas; pandas." read "(sys.argv[1]).to_csv(sys.argv[2], index=False)")
#define READ_ARROW(module, read)                                                                   \
    "pyarrow.csv as c, pyarrow." module "; c.write_csv(pyarrow." module "." read ", sys.argv[2])"
#define ARROW(module, read) PYTHON(READ_ARROW(module, read))
/* What the package for Python splits. */
#define SPLIT_ARROW(module, read)                                                                  \
    "split it by python -m splitdata IN, which takes the same options, or convert it first",       \
        RUN_PYTHON(READ_ARROW(module, read))
#define R(read) "convert it first", "Rscript -e 'write.csv(" read ", \"OUT\", row.names = FALSE)'"
#define EXPORT  "export a sheet as CSV", "libreoffice --headless --convert-to csv @"
#define LIST    "split a list of the files instead", "ls DIR > list.txt"
#define NO_DATA "name the file that has the records", NULL
#define TRUSTED "if you trust it, as reading it runs what is in it, "

static const struct sd_kind kinds[] = {
    /* encodings of text */
    {0, MARK("\xff\xfe\0\0"), NULL, BINARY, SD_FILTER, "UTF-32LE", CONVERT("UTF-32")},
    {0, MARK("\0\0\xfe\xff"), NULL, BINARY, SD_FILTER, "UTF-32BE", CONVERT("UTF-32")},
    {0, MARK("\xff\xfe"), NULL, BINARY, SD_FILTER, "UTF-16LE", CONVERT("UTF-16")},
    {0, MARK("\xfe\xff"), NULL, BINARY, SD_FILTER, "UTF-16BE", CONVERT("UTF-16")},
    {0, NO_MARK, sd_is_utf16le, BINARY, SD_FILTER, "UTF-16LE without a byte order mark",
     CONVERT("UTF-16LE")},
    {0, NO_MARK, sd_is_utf16be, BINARY, SD_FILTER, "UTF-16BE without a byte order mark",
     CONVERT("UTF-16BE")},
    {0, NO_MARK, sd_is_utf32le, BINARY, SD_FILTER, "UTF-32LE without a byte order mark",
     CONVERT("UTF-32LE")},
    {0, NO_MARK, sd_is_utf32be, BINARY, SD_FILTER, "UTF-32BE without a byte order mark",
     CONVERT("UTF-32BE")},

    /* archives and compressed data */
    {0, MARK("PK\3\4"), sd_is_zip_of_arrays, BINARY, SD_FILE, "a NumPy archive (.npz)",
     "unpack its arrays first", "unzip @"},
    {0, MARK("PK\3\4"), sd_is_zip_of_office, BINARY, SD_FILE,
     "a workbook (.xlsx, .ods) or another document", EXPORT},
    {0, MARK("PK\3\4"), NULL, BINARY, SD_FILE, "a zip archive", "unpack it first", "unzip @"},
    {0, MARK("PK\5\6"), NULL, BINARY, SD_NO_COMMAND, "an empty zip archive", NO_DATA},
    {257, MARK("ustar"), sd_is_tar, BINARY, SD_FILE, "a tar archive", "unpack it first",
     "tar -xf @"},
    {0, MARK("\x1f\x8b"), NULL, BINARY, SD_FILTER, "compressed with gzip twice", INFLATE("gzip")},
    {0, MARK("\x1f\x9d"), NULL, BINARY, SD_FILTER, "compressed with compress", INFLATE("gzip")},
    {0, MARK("\3757zXZ"), NULL, BINARY, SD_FILTER, "compressed with xz", INFLATE("xz")},
    {0, MARK("]\0\0"), NULL, BINARY, SD_FILTER, "compressed with lzma", INFLATE("xz")},
    {0, MARK("\x28\xb5\x2f\xfd"), NULL, BINARY, SD_FILTER, "compressed with zstd", INFLATE("zstd")},
    {0, MARK("BZh"), sd_is_bzip2, BINARY, SD_FILTER, "compressed with bzip2", INFLATE("bzip2")},
    {0, MARK("\4\"M\x18"), NULL, BINARY, SD_FILTER, "compressed with lz4", INFLATE("lz4")},
    {0, MARK("LZIP\1"), NULL, BINARY, SD_FILTER, "compressed with lzip", INFLATE("lzip")},
    {0, MARK("7z\xbc\xaf\x27\x1c"), NULL, BINARY, SD_FILE, "a 7-Zip archive", "unpack it first",
     "7z x @"},
    {0, MARK("Rar!\x1a\7"), NULL, BINARY, SD_FILE, "a RAR archive", "unpack it first", "unrar x @"},

    /* tables of other programs */
    {0, MARK("PAR1\x15"), NULL, BINARY, SD_FILE, "a Parquet file",
     SPLIT_ARROW("parquet", "read_table(sys.argv[1])")},
    {0, MARK("ARROW1\0"), NULL, BINARY, SD_FILE, "an Arrow file (Feather)",
     SPLIT_ARROW("feather", "read_table(sys.argv[1])")},
    {0, MARK("FEA1"), sd_is_binary, BINARY, SD_FILE, "a Feather file",
     ARROW("feather", "read_table(sys.argv[1])")},
    {0, MARK("\xff\xff\xff\xff"), sd_is_binary, BINARY, SD_FILE, "an Arrow stream",
     ARROW("ipc", "open_stream(sys.argv[1]).read_all()")},
    {0, MARK("ORC"), sd_is_binary, BINARY, SD_FILE, "an ORC file",
     ARROW("orc", "read_table(sys.argv[1])")},
    {0, MARK("Obj\1"), sd_is_avro, BINARY, SD_FILE, "an Avro file", "make JSON lines of it first",
     "python3 -m fastavro @ > OUT.jsonl"},
    {0, MARK("SQLite format 3\0"), NULL, BINARY, SD_FILE, "a SQLite database",
     "export a table of it first", "sqlite3 -csv -header @ 'select * from TABLE' > OUT"},
    {8, MARK("DUCK"), sd_is_binary, BINARY, SD_FILE, "a DuckDB database",
     "export a table of it first", "duckdb -csv @ 'from TABLE' > OUT"},
    {0, MARK("\0\1\0\0Standard "), NULL, BINARY, SD_FILE, "an Access database",
     "export a table of it first", "mdb-export @ TABLE > OUT"},
    {0, MARK("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"), NULL, BINARY, SD_FILE,
     "an old workbook (.xls) or another document", EXPORT},
    {0, MARK("\x89HDF\r\n\x1a\n"), NULL, BINARY, SD_FILE, "an HDF5 file", PANDAS("read_hdf")},
    {512, MARK("\x89HDF\r\n\x1a\n"), NULL, BINARY, SD_FILE, "an HDF5 file", PANDAS("read_hdf")},
    {0, MARK("\x93NUMPY"), NULL, BINARY, SD_FILE, "a NumPy array (.npy)",
     "convert it first, and say --no-header then",
     "python3 -c 'import sys, numpy; numpy.savetxt(sys.argv[2], numpy.load(sys.argv[1]), \"%s\", "
     "\",\")' @ OUT"},
    {0, MARK("\x80"), sd_is_pickled, BINARY, SD_FILE, "a pickle of Python",
     TRUSTED PANDAS("read_pickle")},
    {0, MARK("X\n\0\0\0"), NULL, BINARY, SD_AS_IT_IS, "data of R (.rds)", R("readRDS(\"IN\")")},
    {0, MARK("RDX"), sd_is_binary, BINARY, SD_AS_IT_IS, "data of R (.RData)",
     R("get(load(\"IN\"))")},
    {0, MARK("<stata_dta><header><release>"), NULL, BINARY, SD_FILE, "a Stata file",
     PANDAS("read_stata")},
    {0, MARK("\x72\2\1\0"), NULL, BINARY, SD_FILE, "a Stata file", PANDAS("read_stata")},
    {0, MARK("\x73\2\1\0"), NULL, BINARY, SD_FILE, "a Stata file", PANDAS("read_stata")},
    {12, MARK("\xc2\xea\x81\x60\xb3\x14\x11\xcf"), NULL, BINARY, SD_FILE, "a SAS file",
     PANDAS("read_sas")},
    {0, MARK("$FL2@(#)"), NULL, BINARY, SD_FILE, "an SPSS file", PANDAS("read_spss")},
    {0, MARK("MATLAB 5.0 MAT-file"), sd_is_matlab, BINARY, SD_NO_COMMAND, "a MATLAB file",
     "convert it first (writetable in MATLAB, scipy.io.loadmat in Python)", NULL},

    /* documents, pictures, programs */
    {0, MARK("%PDF-"), sd_is_pdf, BINARY, SD_FILE, "a PDF document",
     "its text may have the records", "pdftotext -layout @ OUT"},
    {0, MARK("\x89PNG\r\n\x1a\n"), NULL, BINARY, SD_AS_IT_IS, "a PNG image", LIST},
    {0, MARK("\xff\xd8\xff"), NULL, BINARY, SD_AS_IT_IS, "a JPEG image", LIST},
    {0, MARK("GIF87a"), sd_is_binary, BINARY, SD_AS_IT_IS, "a GIF image", LIST},
    {0, MARK("GIF89a"), sd_is_binary, BINARY, SD_AS_IT_IS, "a GIF image", LIST},
    {8, MARK("WEBPVP8"), NULL, BINARY, SD_AS_IT_IS, "a WebP image", LIST},
    {0, MARK("II*\0"), NULL, BINARY, SD_AS_IT_IS, "a TIFF image", LIST},
    {0, MARK("MM\0*"), NULL, BINARY, SD_AS_IT_IS, "a TIFF image", LIST},
    {0, MARK("BM"), sd_is_bitmap, BINARY, SD_AS_IT_IS, "a BMP image", LIST},
    {4, MARK("ftyp"), sd_is_movie, BINARY, SD_AS_IT_IS, "a movie, or an image of its kind", LIST},
    {8, MARK("WAVEfmt "), NULL, BINARY, SD_AS_IT_IS, "a sound (.wav)", LIST},
    {0, MARK("OggS\0"), NULL, BINARY, SD_AS_IT_IS, "a sound (Ogg)", LIST},
    {0, MARK("fLaC\0"), NULL, BINARY, SD_AS_IT_IS, "a sound (FLAC)", LIST},
    {0, MARK("ID3"), sd_is_binary, BINARY, SD_AS_IT_IS, "a sound (.mp3)", LIST},
    {0,
     MARK("\x7f"
          "ELF"),
     NULL, BINARY, SD_NO_COMMAND, "a program (ELF)", NO_DATA},
    {0, MARK("MZ"), sd_is_program, BINARY, SD_NO_COMMAND, "a program for Windows", NO_DATA},

    /* texts */
    {0, NO_MARK, sd_is_nul_run, TEXT, SD_STDIN, "nothing but NUL bytes at its beginning",
     "fetch it again, or take them out", "tr -d '\\000'"},
    {0, MARK("version https://"), sd_is_lfs, TEXT, SD_AS_IT_IS,
     "a Git LFS pointer and not the data", "fetch them", "git lfs pull"},
    {0, MARK("outs:\n- "), sd_is_dvc, TEXT, SD_AS_IT_IS, "a pointer of DVC and not the data",
     "fetch them", "dvc pull"},
    {0, MARK("/annex/objects/"), sd_is_annex, TEXT, SD_AS_IT_IS,
     "a pointer of git-annex and not the data", "fetch them", "git annex get IN"},
    {0, NO_MARK, sd_is_html, TEXT, SD_AS_IT_IS, "HTML, a page and not the data", "fetch them again",
     "curl -fL URL -o OUT"},
    {0, NO_MARK, sd_is_xml, TEXT, SD_FILE, "XML", "if it is no error message, " PANDAS("read_xml")},
    {0, MARK("{\\rtf1"), NULL, TEXT, SD_FILE, "a document (RTF)", "save it as text first",
     "libreoffice --headless --convert-to txt @"},
    {0, MARK("%!PS-Adobe"), NULL, TEXT, SD_NO_COMMAND, "a PostScript document", NO_DATA},
    {0, MARK("(lp0\n"), NULL, TEXT, SD_FILE, "a pickle of Python", TRUSTED PANDAS("read_pickle")},
    {0, MARK("(dp0\n"), NULL, TEXT, SD_FILE, "a pickle of Python", TRUSTED PANDAS("read_pickle")},
    {0, MARK("c"), sd_is_old_pickle, TEXT, SD_FILE, "a pickle of Python",
     TRUSTED PANDAS("read_pickle")},
};

const struct sd_kind *sd_kind_of(const uint8_t *data, size_t size, uint8_t delimiter)
{
    for (size_t i = 0; i < sizeof kinds / sizeof kinds[0]; i++) {
        const struct sd_kind *kind = &kinds[i];
        if (size >= kind->at + kind->length &&
            memcmp(data + kind->at, kind->mark, kind->length) == 0 &&
            (kind->also == NULL || kind->also(data, size, delimiter)))
            return kind;
    }
    return NULL;
}
