#!/usr/bin/env python3
"""What is not data is recognised by its content: every kind, made here, under six names, on standard input and
inside gzip. Each is refused with status 3 and one line that names a way out, and nothing is written;
`--format csv` and `--format lines` insist for texts, never for binary kinds. Where the message has a command, it
is typed: the tools that are there must give what it promises, the others' lines must be valid.

Beside it, what is data and looks like another kind is split as it was: headers that begin with the letters of a
mark, samples/, and ../shared/data and ../shared/corpus where they are.

SPLITDATA_THIN=3 in the environment: a third of the names."""
import ast
import bz2
import gzip
import io
import lzma
import os
import pickle
import re
import shlex
import shutil
import sqlite3
import struct
import subprocess
import sys
import tarfile
import tempfile
import zipfile
import zlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
PROGRAM = os.environ.get("SPLITDATA", str(ROOT / "build" / "splitdata"))
SHARED = ROOT.parent / "shared"
NAMES = ("x.csv", "x.tsv", "x.txt", "x.jsonl", "x.dat", "x")[::int(os.environ.get("SPLITDATA_THIN") or 1)]
TABLE = b"a,b\n1,x\n2,y\n3,z\n"
LINES = b'{"a":1,"b":"x"}\n{"a":2,"b":"y"}\n'
LFS = b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a2146\nsize 12345\n"


# --- what each kind looks like ---------------------------------------------------------------------

def made(make, *words, **more):
    """The bytes that a function writes to a file object."""
    out = io.BytesIO()
    make(out, *words, **more)
    return out.getvalue()


def zipped(out, *names, content=TABLE):
    with zipfile.ZipFile(out, "w") as archive:
        for name in names:
            archive.writestr(name, content)


def tarred(out, form):
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        member = tarfile.TarInfo("in.csv")
        member.size = len(TABLE)
        archive.addfile(member, io.BytesIO(TABLE))


def database():
    with tempfile.TemporaryDirectory() as directory:
        path = Path(directory, "x.db")
        connection = sqlite3.connect(path)
        connection.execute("create table TABLE1 (a, b)")
        connection.executemany("insert into TABLE1 values (?, ?)", [(1, "x"), (2, "y,z"), (3, None)])
        connection.commit()
        connection.close()
        return path.read_bytes()


def array():
    header = b"{'descr': '<f8', 'fortran_order': False, 'shape': (3, 2), }"
    header += b" " * (-(len(header) + 11) % 64) + b"\n"
    return b"\x93NUMPY\1\0" + struct.pack("<H", len(header)) + header + struct.pack("<6d", *range(6))


def png():
    def chunk(kind, body):
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b""))


def windows_program():
    return (b"MZ" + bytes(58) + struct.pack("<I", 128)).ljust(128, b"\0") + b"PE\0\0\x64\x86" + bytes(200)


def avro():
    schema = b'{"type":"record","name":"r","fields":[{"name":"a","type":"int"}]}'
    return (b"Obj\1\2\x16avro.schema" + bytes([len(schema) * 2 & 127 | 128, len(schema) * 2 >> 7]) + schema +
            b"\0" + bytes(range(16)) + b"\6\6\2\4\6" + bytes(range(16)))


def matlab():
    return b"MATLAB 5.0 MAT-file, made by a test".ljust(124, b" ") + b"\0\1IM" + bytes(64)


class Old:
    pass


HDF5 = b"\x89HDF\r\n\x1a\n" + bytes(8) + b"\x08\x08\0\4\0\x10\0" + bytes(80)
WIDE = "Größe,b\n1,x\n2,y\n3,z\n"
MARKED = "\ufeff" + WIDE
BITMAP = b"BM" + struct.pack("<IHHIIiiHHIIiiII", 58, 0, 0, 54, 40, 1, 1, 1, 24, 0, 4, 0, 0, 0, 0) + bytes(4)
PDF = b"%PDF-1.4\n1 0 obj\n<< /Type /Catalog >>\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF\n"
SIGN_IN = b"<!DOCTYPE html>\n<html>\n<p>Sign in</p>\n</html>\n"
NOTEBOOK = (b'{\n "cells": [\n  {\n   "cell_type": "code",\n   "source": ["1"]\n  }\n ],\n "metadata": {},\n'
            b' "nbformat": 4\n}\n')

# Name, bytes, what the message says it is, what it says to do. A name may occur more than once.
BINARY = [
    ("utf-32le", MARKED.encode("utf-32le"), "UTF-32LE", "iconv -f UTF-32 -t UTF-8"),
    ("utf-32be", MARKED.encode("utf-32be"), "UTF-32BE", "iconv -f UTF-32 -t UTF-8"),
    ("utf-16le", MARKED.encode("utf-16le"), "UTF-16LE", "iconv -f UTF-16 -t UTF-8"),
    ("utf-16be", MARKED.encode("utf-16be"), "UTF-16BE", "iconv -f UTF-16 -t UTF-8"),
    ("utf-16le bare", WIDE.encode("utf-16le"), "UTF-16LE without a byte order mark", "iconv -f UTF-16LE -t UTF-8"),
    ("utf-16be bare", WIDE.encode("utf-16be"), "UTF-16BE without a byte order mark", "iconv -f UTF-16BE -t UTF-8"),
    ("utf-16le cr lf", WIDE.replace("\n", "\r\n").encode("utf-16le"), "UTF-16LE without", "iconv -f UTF-16LE"),
    ("utf-32le bare", WIDE.encode("utf-32le"), "UTF-32LE without a byte order mark", "iconv -f UTF-32LE -t UTF-8"),
    ("utf-32be bare", WIDE.encode("utf-32be"), "UTF-32BE without a byte order mark", "iconv -f UTF-32BE -t UTF-8"),
    ("zip", made(zipped, "in.csv"), "a zip archive", "unzip"),
    ("npz", made(zipped, "a.npy", content=array()), "a NumPy archive (.npz)", "unzip"),
    ("xlsx", made(zipped, "[Content_Types].xml", "xl/workbook.xml"), "a workbook (.xlsx, .ods)", "--convert-to csv"),
    ("ods", b"PK\3\4\x14\0\0\0\0\0" + bytes(16) + b"\x08\0\0\0mimetypeapplication/vnd.oasis.opendocument",
     "a workbook (.xlsx, .ods)", "--convert-to csv"),
    ("empty zip", made(zipped), "an empty zip archive", "name the file that has the records"),
    ("tar", made(tarred, tarfile.USTAR_FORMAT), "a tar archive", "tar -xf"),
    ("tar of GNU", made(tarred, tarfile.GNU_FORMAT), "a tar archive", "tar -xf"),
    ("tar, pax", made(tarred, tarfile.PAX_FORMAT), "a tar archive", "tar -xf"),
    ("compress", b"\x1f\x9d\x90a\x58\x88\xc5\x02", "compressed with compress", "gzip -dc"),
    ("xz", lzma.compress(TABLE), "compressed with xz", "xz -dc"),
    ("lzma", lzma.compress(TABLE, lzma.FORMAT_ALONE), "compressed with lzma", "xz -dc"),
    ("zstd", b"\x28\xb5\x2f\xfd\x20\x10\x81\0\0" + TABLE, "compressed with zstd", "zstd -dc"),
    ("bzip2", bz2.compress(TABLE), "compressed with bzip2", "bzip2 -dc"),
    ("bzip2, level 1", bz2.compress(TABLE, 1), "compressed with bzip2", "bzip2 -dc"),
    ("lz4", b"\4\"M\x18\x64\x40\xa7\x10\0\0\x80" + TABLE + b"\0\0\0\0", "compressed with lz4", "lz4 -dc"),
    ("lzip", b"LZIP\1\x0c" + bytes(30), "compressed with lzip", "lzip -dc"),
    ("7z", b"7z\xbc\xaf\x27\x1c\0\4" + bytes(30), "a 7-Zip archive", "7z x"),
    ("rar", b"Rar!\x1a\7\1\0" + bytes(30), "a RAR archive", "unrar x"),
    ("parquet", b"PAR1\x15\4\x15\x10\x15\x14\n\n" + bytes(30) + b"PAR1", "a Parquet file", "pyarrow.parquet"),
    ("arrow", b"ARROW1\0\0\xff\xff\xff\xff" + bytes(30), "an Arrow file (Feather)", "pyarrow.feather"),
    ("feather 1", b"FEA1\0\0\0\0" + bytes(30) + b"\nFEA1", "a Feather file", "pyarrow.feather"),
    ("arrow stream", b"\xff\xff\xff\xff\x78\0\0\0\x10\0\0\0" + bytes(30), "an Arrow stream", "open_stream"),
    ("orc", b"ORC\x0a\n\4\x08\3P\0,\n\x0a" + bytes(30), "an ORC file", "pyarrow.orc"),
    ("avro", avro(), "an Avro file", "fastavro"),
    ("sqlite", database(), "a SQLite database", "sqlite3 -csv -header"),
    ("duckdb", bytes(range(8)) + b"DUCK\x40\0\0\0" + bytes(30), "a DuckDB database", "duckdb -csv"),
    ("access", b"\0\1\0\0Standard Jet DB\0" + bytes(30), "an Access database", "mdb-export"),
    ("xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), "an old workbook (.xls)", "--convert-to csv"),
    ("hdf5", HDF5, "an HDF5 file", "pandas.read_hdf"),
    ("hdf5 of MATLAB", b"MATLAB 7.3 MAT-file".ljust(512, b" ") + HDF5, "an HDF5 file", "pandas.read_hdf"),
    ("npy", array(), "a NumPy array (.npy)", "numpy.savetxt"),
    *((f"pickle {protocol}", pickle.dumps({"a": [1, 2]}, protocol), "a pickle of Python", "pandas.read_pickle")
      for protocol in (2, 3, 4, 5)),
    ("rds", b"X\n\0\0\0\2\0\2\3\0" + bytes(30), "data of R (.rds)", "readRDS"),
    ("rda", b"RDX3\nX\n\0\0\0\3\0\4\2\2" + bytes(30), "data of R (.RData)", "load"),
    ("stata", b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder><K>\2\0</K>", "a Stata file",
     "pandas.read_stata"),
    ("stata 114", b"\x72\2\1\0\2\0\3\0\0\0" + bytes(90), "a Stata file", "pandas.read_stata"),
    ("stata 115", b"\x73\2\1\0\2\0\3\0\0\0" + bytes(90), "a Stata file", "pandas.read_stata"),
    ("sas", bytes(12) + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\0\x09\xc7\x31\x8c" + bytes(90), "a SAS file",
     "pandas.read_sas"),
    ("spss", b"$FL2@(#) SPSS DATA FILE" + bytes(90), "an SPSS file", "pandas.read_spss"),
    ("matlab", matlab(), "a MATLAB file", "scipy.io.loadmat"),
    ("pdf", PDF, "a PDF document", "pdftotext"),
    ("png", png(), "a PNG image", "ls DIR > list.txt"),
    ("jpeg", b"\xff\xd8\xff\xe0\0\x10JFIF\0\1\1" + bytes(30), "a JPEG image", "ls DIR > list.txt"),
    ("gif 87", b"GIF87a\1\0\1\0\x80\0\0" + bytes(30), "a GIF image", "ls DIR > list.txt"),
    ("gif 89", b"GIF89a\1\0\1\0\x80\0\0" + bytes(30), "a GIF image", "ls DIR > list.txt"),
    ("webp", b"RIFF\x1a\0\0\0WEBPVP8L\r\0\0\0/" + bytes(12), "a WebP image", "ls DIR > list.txt"),
    ("tiff", b"II*\0\x08\0\0\0" + bytes(30), "a TIFF image", "ls DIR > list.txt"),
    ("tiff be", b"MM\0*\0\0\0\x08" + bytes(30), "a TIFF image", "ls DIR > list.txt"),
    ("bmp", BITMAP, "a BMP image", "ls DIR > list.txt"),
    ("mp4", b"\0\0\0\x18ftypisom\0\0\2\0" + bytes(30), "a movie", "ls DIR > list.txt"),
    ("wav", b"RIFF\x24\0\0\0WAVEfmt \x10\0\0\0" + bytes(30), "a sound (.wav)", "ls DIR > list.txt"),
    ("ogg", b"OggS\0\2" + bytes(30), "a sound (Ogg)", "ls DIR > list.txt"),
    ("flac", b"fLaC\0\0\0\x22" + bytes(30), "a sound (FLAC)", "ls DIR > list.txt"),
    ("mp3", b"ID3\4\0\0\0\0\0\x23" + bytes(30), "a sound (.mp3)", "ls DIR > list.txt"),
    ("elf", b"\x7fELF\2\1\1" + bytes(60), "a program (ELF)", "name the file that has the records"),
    ("exe", windows_program(), "a program for Windows", "name the file that has the records"),
]
TEXTS = [
    ("nuls", bytes(600) + TABLE, "nothing but NUL bytes at its beginning", "tr -d '\\000'"),
    ("nuls at the end", TABLE + bytes(64), "nothing but NUL bytes follows", "tr -d '\\000'"),
    ("git lfs", LFS, "a Git LFS pointer", "git lfs pull"),
    ("dvc", b"outs:\n- md5: 22a1a2931c8370d3aeedd7183606fd7f\n  size: 14\n  path: x.csv\n", "a pointer of DVC",
     "dvc pull"),
    ("git-annex", b"/annex/objects/SHA256E-s14--cafe.csv\n", "a pointer of git-annex", "git annex get"),
    ("html", SIGN_IN, "HTML, a page", "curl -fL URL -o OUT"),
    ("html, small", b"\xef\xbb\xbf\n\n  <HTML lang=en><head>\n<title>a, b</title>\n</head>\n", "HTML, a page", "curl"),
    ("html, comment", b"<!-- saved\nfrom -->\n<html>\n<body>\n</body>\n</html>\n", "HTML, a page", "curl"),
    ("html, a table", b"<table border=1>\n<tr><td>a</td></tr>\n</table>\n", "HTML, a page", "curl"),
    ("xml", b"<?xml version=\"1.0\"?>\n<Error><Code>AccessDenied</Code></Error>\n", "XML", "pandas.read_xml"),
    ("svg", b"<svg xmlns='http://www.w3.org/2000/svg'>\n<g/>\n</svg>\n", "XML", "pandas.read_xml"),
    ("rtf", b"{\\rtf1\\ansi\na\n}\n", "a document (RTF)", "--convert-to txt"),
    ("postscript", b"%!PS-Adobe-3.0\n%%Pages: 1\nshowpage\n", "a PostScript document", "name the file"),
    ("pickle 0, list", pickle.dumps(["a", "b"], 0), "a pickle of Python", "pandas.read_pickle"),
    ("pickle 0, dict", pickle.dumps({"a": 1}, 0), "a pickle of Python", "pandas.read_pickle"),
    ("pickle 0, object", pickle.dumps(Old(), 0), "a pickle of Python", "pandas.read_pickle"),
    ("notebook", NOTEBOOK, "a Jupyter notebook", "jupyter nbconvert"),
    ("notebook, one line", NOTEBOOK.replace(b"\n", b"") + b"\n", "a Jupyter notebook", "jupyter nbconvert"),
    ("notebook, no numbers", NOTEBOOK[:90] + b" " * 5000 + NOTEBOOK[90:], "a Jupyter notebook", "jupyter nbconvert"),
    ("array", b'[{"a":1,"b":"x"},{"a":2,"b":"y"}]', "a JSON array", "jq -c '.[]'"),
    ("array of lists", b'[[1,"x"],\n [2,"y"]]\n', "a JSON array", "jq -c '.[]'"),
    ("array, indented", b'[\n  {\n    "a": 1\n  },\n  {\n    "a": 2\n  }\n]\n', "a JSON array", "jq -c '.[]'"),
    ("array, long", b"[\n" + b'{"a": NaN, "b": "\\"x\\n"},\n' * 400 + b"{}]\n", "a JSON array", "jq -c '.[]'"),
    ("object", b'{\n "type": "T",\n "features": [\n  {"a": 1},\n  {"a": 2}\n ]\n}\n', "JSON, an object",
     "jq -c '.features[]'"),
    ("object, no list", b'{\n "a": {"0": 1, "1": 2}\n}\n', "JSON, an object", "jq -c '.KEY[]'"),
    ("values", b'{\n "a": 1\n}\n{\n "a": 2\n}\n', "JSON", "jq -c ."),
    ("values, no lines", b'{"a":1}{"a":2}', "JSON", "jq -c ."),
]
# Right under names of lines, and refused as CSV.
JSON_LINES = [
    ("lines", LINES, "JSON lines", "--format lines"),
    ("lines of one key", b'{"a":1}\n{"a":2}\n', "JSON lines", "--format lines"),
    ("lines with blanks", b'{"a": 1, "b": "x"}\n{"a": 2, "b": "y"}\n', "JSON lines", "--format lines"),
    ("lines, blanks first", b' { "a": "x, y" }\n { "a": "z" }\n', "JSON lines", "--format lines"),
    ("lines, CR LF", LINES.replace(b"\n", b"\r\n"), "JSON lines", "--format lines"),
    ("lines, no end", LINES[:-1], "JSON lines", "--format lines"),
    ("lines, a mark", b"\xef\xbb\xbf" + LINES, "JSON lines", "--format lines"),
    ("lines of lists", b'[1,"x"]\n[2,"y"]\n', "JSON lines", "--format lines"),
    ("lines, long", (b'{"a":"' + b"x" * 5000 + b'"}\n') * 3, "JSON", "--format lines"),
    ("lines of lists, long", (b"[" + b"1," * 3000 + b"1]\n") * 3, "JSON", "--format lines"),
    ("lines, nested", b'{"a":{"b":[1,{"c":null}]},"d":-1.5e3}\n{"a":true}\n', "JSON lines", "--format lines"),
]

# Data, each of several records, that begins like something else.
DATA = [
    b"<DATE>,<TIME>,<OPEN>\n1,2,3\n4,5,6\n", b"<DATE>\t<HTML>\n1\t2\n3\t4\n", b"<html>,<b>\nx,y\nz,w\n",
    b"<table>,<head>\n1,2\n3,4\n", b"<a>\n1\n2\n", b"<!-- x,y\n1,2\n3,4\n", b"<?php,x\n1,2\n3,4\n", b"<xml>,b\n1,2\n3,4\n",
    b"PK,PK2\n1,2\n3,4\n", b"PK\n1\n2\n", b"PAR1,PAR2\n1,2\n3,4\n", b"ARROW1,b\n1,2\n3,4\n", b"FEA1,FEA2\n1,2\n3,4\n",
    b"FEA1\n1\n2\n", b"ORC,b\n1,2\n3,4\n", b"ORC\n1\n2\n", b"Obj,b\n1,2\n3,4\n", b"BM,b\n1,2\n3,4\n", b"BM\n1\n2\n",
    b"BZh,b\n1,2\n3,4\n", b"BZh91AY,b\n1,2\n3,4\n", b"GIF89a,b\n1,2\n3,4\n", b"GIF89a\n1\n2\n", b"II*,MM\n1,2\n3,4\n",
    b"MZ,b\n1,2\n3,4\n", b"ID3,b\n1,2\n3,4\n", b"RDX2,b\n1,2\n3,4\n", b"RIFF,b\n1,2\n3,4\n", b"%PDF-1.4,b\n1,2\n3,4\n",
    b"%PDF-1.4\n1\n2\n", b"version https://git-lfs.github.com/spec/v1,oid\n1,2\n3,4\n", b"version https://x\n1\n2\n",
    b"SQLite format 3,b\n1,2\n3,4\n", b"MATLAB 5.0 MAT-file,b\n1,2\n3,4\n", b"a,b\n1,2\n" + b"3,4\n" * 70 + b"ustar,1\n",
    (b"x" * 257 + b"ustar,b\n1,2\n3,4\n"), b"DUCK,b\n1,2\n3,4\n", b"aaaaaaaaDUCK,b\n1,2\n3,4\n", b"(lp0,b\n1,2\n3,4\n",
    b"cell,b\np0,1\np1,2\n", b"cell\nx\np0\n", b"outs:,b\n1,2\n3,4\n", b"/annex/objects/,b\n1,2\n3,4\n", b"%!PS,b\n1,2\n3,4\n",
    b"[a],[b]\n1,2\n3,4\n", b"[0],[1]\n1,2\n3,4\n", b"[0]\n1\n2\n", b"[\n1\n2\n", b"[0,1),[1,2)\n1,2\n3,4\n",
    b"[1,2\n3,4\n5,6\n", b"{a},{b}\n1,2\n3,4\n", b"{},b\n1,2\n3,4\n", b"{\n1\n2\n", b'"{""a"":1}",b\n1,2\n3,4\n',
    b'data\n"{""a"":1,""b"":2}"\n"{""a"":3,""b"":4}"\n', b"a\n" + b"\0" * 31, b"a\0,b\0\n1,2\n3,4\n", b"a\0b,c\n1\0,2\n3,4\n",
    b"\0,b\n1,2\n3,4\n", b"a\0\nb\0\nc\0\n", b"\x80,b\n1,2\n3,4\n", b"\xff\xd8,b\n1,2\n3,4\n", b"]\0,b\n1,2\n3,4\n",
    b"X\n1\n2\n", b"sqlite,b\n1,2\n3,4\n", b"#TYPES,b\n1,2\n3,4\n", b"curl,b\n1,2\n3,4\n",
]
# Data with options without which they would be something else, or no CSV.
DATA_WITH = [
    ((), "t.tsv", b'{"a": 1, "b": 2}\tx\n{"a": 3, "b": 4}\ty\n', ("--no-header",)),
    ((), "t.tsv", b'{"a": 1}\t{"b": 2}\n{"a": 3}\t{"b": 4}\n', ("--no-header",)),
    ((), "x.dat", b"ORC\1b\n1\0012\n3\0014\n", ("-d", "\1")),
    ((), "x.dat", b"Obj\1b\n1\0012\n3\0014\n", ("-d", "\1")),
    ((), "x.jsonl", b'{"a":1}\n{"a":2}\n{"a":3}\n', ()),
    ((), "x.jsonl", b'[1]\n[2]\n', ()),
    ((), "x.txt", b"[1\n<p>\n", ()),
    ((), "x.csv", b'{"a":1}\n{"a":2}\n{"a":3}\n', ("-d", ",")),
]


# --- running ---------------------------------------------------------------------------------------

class Failures:
    def __init__(self):
        self.lines, self.done, self.seen = [], 0, set()

    def check(self, right, what, found):
        self.done += 1
        if not right:
            self.lines.append(f"FAIL {what}: {found}")


def split(directory, name, content, words, stdin=False):
    """Status and message, and what was written."""
    path = Path(directory, name)
    if not stdin:
        path.write_bytes(content)
    before = set(os.listdir(directory))
    done = subprocess.run([PROGRAM, "-s", "1", "-q", *words, "-" if stdin else name], cwd=directory,
                          input=content if stdin else b"", capture_output=True, timeout=120, check=False)
    written = set(os.listdir(directory)) - before
    return done.returncode, done.stderr.decode("utf-8", "replace"), written


def ways(names):
    """File names, and whether the content comes on standard input and inside gzip."""
    for packed in (False, True):
        for name in names:
            yield name + (".gz" if packed else ""), False, packed
        yield "standard input", True, packed


def refused(failures, pool, kind, names, words=()):
    name, content, says, to_do = kind

    def one(way):
        shown, stdin, packed = way
        with tempfile.TemporaryDirectory() as directory:
            found = split(directory, shown, gzip.compress(content) if packed else content, words, stdin)
        return f"{name} as {shown}{', gzip' if packed else ''} {' '.join(words)}", found
    for what, (status, message, written) in pool.map(one, ways(names)):
        right = status == 3 and message.count("\n") == 1 and message.endswith("\n") and not written
        failures.check(right and says in message and to_do in message, what, (status, message, written))
        if right:
            failures.seen.add(message)


def insisted(failures, pool, kind, form, holds):
    """With an explicit format, the kind is named, or is not."""
    name, content, says, to_do = kind

    def one(words):
        with tempfile.TemporaryDirectory() as directory:
            return split(directory, "x.csv", content, words)
    for words, (status, message, written) in zip((("--format", form), ("--format", form, "--hash", "#1")),
                                                 pool.map(one, (("--format", form),
                                                                ("--format", form, "--hash", "#1")))):
        named = says in message and to_do in message
        failures.check(named != holds and (not named or (status == 3 and not written)),
                       f"{name} with {' '.join(words)}", (status, message, written))


# --- following what a message says -------------------------------------------------------------------

def command_of(message):
    """The command at the end of a message; None: it has none."""
    text = re.sub(r" \(--format \w+ insists\)\n$|\n$", "", message)
    found = re.search(r": ((?:gzip|iconv|xz|zstd|bzip2|lz4|lzip|unzip|tar|7z|unrar|python3|sqlite3|duckdb|mdb-export|"
                      r"libreoffice|Rscript|pdftotext|ls|tr|git|dvc|curl|jq|mlr|jupyter|tail) .*)$", text)
    return found.group(1) if found else None


def programs_of(command):
    return [words.split()[0] for words in re.split(r" \| |; (?=\w+ )", command)]


def valid(command):
    """Whether a shell, and Python, can read it."""
    if subprocess.run(["sh", "-n", "-c", command], capture_output=True, check=False).returncode != 0:
        return False
    words = shlex.split(command)
    if "python3" in words and "-c" in words:
        ast.parse(words[words.index("-c") + 1])
    return True


# Kind, what OUT is afterwards, the records in it, and words that take these.
FOLLOWED = {
    "utf-32le": ("OUT", 3, ()), "utf-32be": ("OUT", 3, ()), "utf-16le": ("OUT", 3, ()), "utf-16be": ("OUT", 3, ()),
    "utf-16le bare": ("OUT", 3, ()), "utf-16be bare": ("OUT", 3, ()), "utf-16le cr lf": ("OUT", 3, ()),
    "utf-32le bare": ("OUT", 3, ()), "utf-32be bare": ("OUT", 3, ()),
    "zip": ("in.csv", 3, ()), "tar": ("in.csv", 3, ()), "tar of GNU": ("in.csv", 3, ()), "tar, pax": ("in.csv", 3, ()),
    "xz": ("OUT", 3, ()), "lzma": ("OUT", 3, ()), "bzip2": ("OUT", 3, ()), "bzip2, level 1": ("OUT", 3, ()),
    "sqlite": ("OUT", 3, ()), "nuls": ("OUT", 3, ()), "nuls at the end": ("OUT", 3, ()),
    "array": ("OUT.jsonl", 2, ()), "array of lists": ("OUT.jsonl", 2, ()), "array, indented": ("OUT.jsonl", 2, ()),
    "object": ("OUT.jsonl", 2, ()), "values": ("OUT.jsonl", 2, ()), "values, no lines": ("OUT.jsonl", 2, ()),
    "npz": ("a.npy", None, ()),
}


def follow(directory, command):
    """Runs the command; None: a program of it is not there."""
    if not all(shutil.which(program) for program in programs_of(command)):
        return None
    text = command.replace("TABLE", "TABLE1")
    return subprocess.run(["sh", "-c", text], cwd=directory, capture_output=True, check=False, timeout=120)


def records_of(directory, path, words):
    done = subprocess.run([PROGRAM, "-n", "--json", "-s", "1", *words, path], cwd=directory, capture_output=True,
                          check=False)
    found = re.search(rb'"rows": (\d+)', done.stdout)
    return int(found.group(1)) if found else done.stderr.decode()


def followed(failures, kind, packed):
    """Types what the message says, in a directory where the input is called IN."""
    name, content = kind[:2]
    with tempfile.TemporaryDirectory() as directory:
        message = split(directory, "IN", gzip.compress(content) if packed else content, ("-n",))[1]
        command = command_of(message)
        failures.check(command is None or valid(command), f"the command for {name}", message)
        if command is None or name not in FOLLOWED:
            failures.check(name not in FOLLOWED, f"no command for {name}", message)
            return False
        done = follow(directory, command)
        if done is None:
            return False
        result, records, words = FOLLOWED[name]
        if records is None:
            failures.check(Path(directory, result).exists(), f"{command} for {name}", done.stderr)
        else:
            found = records_of(directory, result, words)
            failures.check(found == records, f"{command} for {name}", (found, done.stderr))
        return True


def keys_of_json(failures):
    """The command that a key option on JSON gets."""
    for name, content, words in (("IN.jsonl", LINES, ()), ("IN", LINES, ()), ("IN", b'[{"a":1,"b":"x"},{"b":"y"}]', ())):
        for packed in (False, True):
            with tempfile.TemporaryDirectory() as directory:
                path = name + (".gz" if packed else "")
                status, message, written = split(directory, path, gzip.compress(content) if packed else content,
                                                 (*words, "--stratify", "b"))
                failures.check(status == 3 and not written and "--ocsv unsparsify" in message and
                               message.count("\n") == 1, f"keys of {name}", message)
                command = command_of(message)
                failures.check(command is not None and valid(command), f"keys of {name}", message)
                done = follow(directory, re.sub(r"\bIN\b", path, command))
                if done is not None:
                    found = records_of(directory, "OUT.csv", ("--group", "b"))
                    failures.check(found == 2, command, (found, done.stderr))


# --- no false alarm ----------------------------------------------------------------------------------

def is_alarm(message):
    """Whether a message, if there is one, says that this is no data."""
    return bool(re.search(r":1: is (?!this )|nothing but NUL", message))


def accepted(failures, pool):
    def one(case):
        name, content, words = case
        with tempfile.TemporaryDirectory() as directory:
            return f"{content[:60]!r} as {name} {words}", split(directory, name, content, words)
    cases = [("x.csv", content, ("--ragged", "keep", *words)) for content in DATA for words in ((), ("--hash", "#1"))]
    cases += [(name, content, words) for _, name, content, words in DATA_WITH]
    for what, (status, message, _) in pool.map(one, cases):
        tiny = "1 record: a split needs" in message or "would be empty" in message
        other = "is that the delimiter?" in message
        failures.check((status == 0 or tiny or other) and not is_alarm(message), what, (status, message))


def real_files():
    for directory in (ROOT / "samples", SHARED / "data", SHARED / "corpus"):
        for path in sorted(directory.rglob("*")) if directory.is_dir() else ():
            if path.is_file() and path.suffix not in (".md", ".c", ".json") and path.name != "gz-in-gz.csv.gz":
                yield path


def real(failures, pool):
    files = list(real_files())

    def one(path):
        done = subprocess.run([PROGRAM, "-n", "-q", "-s", "1", *(() if "jsonl" in path.name else ("--ragged", "keep")),
                               path], capture_output=True, check=False, timeout=120)
        return path, done.stderr.decode("utf-8", "replace")
    for path, message in pool.map(one, files):
        with open(path, "rb") as file:
            start = file.read(4)
        marked = start[:2] in (b"\xff\xfe", b"\xfe\xff") or start == b"\0\0\xfe\xff"
        failures.check(marked or not is_alarm(message), path, message)
    return len(files)


def table_is_covered(failures):
    """Every row of the table has made a message."""
    source = Path(ROOT, "src/csv/kinds.c").read_text(encoding="utf-8")
    seen = "".join(failures.seen)
    rows = re.findall(r"(?:BINARY|TEXT), SD_\w+,\s*\"([^\"]+)\"", source)
    failures.check(len(rows) > 60, "rows of src/csv/kinds.c", len(rows))
    for row in rows:
        failures.check(f" is {row}; " in seen, "a kind that no test makes", row)


def main():
    failures = Failures()
    followed_count = 0
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        for kind in BINARY:
            refused(failures, pool, kind, NAMES)
            refused(failures, pool, kind, ("x.csv",), ("--hash", "#1"))
            refused(failures, pool, kind, ("x.csv",), ("--order", "input", "-d", ";"))
            for form in ("csv", "lines"):
                insisted(failures, pool, kind, form, False)
        for kind in TEXTS:
            refused(failures, pool, kind, [name for name in NAMES if not (kind[0] == "notebook, one line" and
                                                                          name in ("x.txt", "x.jsonl"))])
            for form in ("csv", "lines"):
                insisted(failures, pool, kind, form, True)
        for kind in JSON_LINES:
            refused(failures, pool, kind, ("x.csv", "x.tsv", "x.dat", "x"))
            refused(failures, pool, kind, ("x.csv",), ("--order", "input"))
            for form in ("csv", "lines"):
                insisted(failures, pool, kind, form, True)
        twice = ("gzip", gzip.compress(gzip.compress(TABLE)), "compressed with gzip twice", "gzip -dc IN | gzip -dc")
        for name in NAMES:
            with tempfile.TemporaryDirectory() as directory:
                status, message, written = split(directory, name + ".gz", twice[1], ())
                failures.check(status == 3 and twice[2] in message and twice[3] in message and not written, name, message)
                failures.seen.add(message)
        for kind in BINARY + TEXTS:
            for packed in (False, True):
                followed_count += followed(failures, kind, packed)
        with tempfile.TemporaryDirectory() as directory:
            message = split(directory, "IN", twice[1], ())[1]
            follow(directory, command_of(message))
            failures.check(records_of(directory, "OUT", ()) == 3, "gzip twice", message)
        keys_of_json(failures)
        accepted(failures, pool)
        files = real(failures, pool)
        table_is_covered(failures)
    print("\n".join(failures.lines), end="\n" if failures.lines else "")
    print(f"kinds: {len(BINARY)} binary kinds, {len(TEXTS) + len(JSON_LINES)} of text, {followed_count} commands "
          f"followed, {len(DATA) + len(DATA_WITH)} look-alikes, {files} files: {failures.done} checks, "
          f"{len(failures.lines)} failed")
    return 1 if failures.lines else 0


if __name__ == "__main__":
    sys.exit(main())
