"""Builds the module and the command for pip. The Makefile compiles both; pyproject.toml says the rest.

CC, CFLAGS, OPTIONAL, CRYPTO and O are those of the Makefile. For a wheel that needs no library of the system
(python/wheel/build.sh) there are SPLITDATA_LIBRARIES, what python/wheel/libraries.sh made, and SPLITDATA_PLATFORM,
the wheel's tag.
"""

import os
import re
import shutil
import subprocess
import sys
import sysconfig
from glob import glob
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext
from distutils.command.build_scripts import build_scripts  # setuptools brings distutils

HERE = Path(__file__).parent
OUT = os.environ.get("O", "build/release")
PROGRAM = "build/splitdata" if OUT == "build/release" else f"{OUT}/splitdata"
# The limited API makes one module for all Pythons; those without the lock have no such API yet.
LIMITED = not sysconfig.get_config_var("Py_GIL_DISABLED")
LIBRARIES = os.environ.get("SPLITDATA_LIBRARIES", "")
PLATFORM = os.environ.get("SPLITDATA_PLATFORM", "")
# Where the program looks for its shared library: where pip puts it, and where it lies in the wheel.
LIBEXEC = "libexec/splitdata"


def make(*targets: str) -> None:
    environment = dict(os.environ)
    if LIBRARIES:
        environment |= {
            "CPPFLAGS": f"-isystem {LIBRARIES}/include",
            "LDFLAGS": " ".join(["-Wl,-z,relro,-z,now", "-s", f"-L{LIBRARIES}/lib", *glob(f"{LIBRARIES}/lib/*.o")]),
            "MODULE_LDFLAGS": "-Wl,-rpath,'$$ORIGIN'",
            "PROGRAM_LDFLAGS": f"-Wl,-rpath,'$$ORIGIN/../{LIBEXEC}:$$ORIGIN/../data/{LIBEXEC}'",
            "PKG_CONFIG_LIBDIR": f"{LIBRARIES}/lib/pkgconfig",
            "CRYPTO_ARCHIVE": f"{LIBRARIES}/lib/libcrypto.a",
        }
    flags = "-DPy_LIMITED_API=0x030b0000" if LIMITED else ""
    subprocess.run(
        ["make", "-s", f"-j{os.cpu_count() or 1}", f"O={OUT}", f"PROGRAM={PROGRAM}", f"PYTHON={sys.executable}",
         f"PYTHON_CFLAGS={flags}", *targets],
        cwd=HERE, env=environment, check=True)


class Module(build_ext):
    """The module, by make."""

    def build_extension(self, ext: Extension) -> None:
        make("module")
        target = Path(self.get_ext_fullpath(ext.name))
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HERE / OUT / "python/_core.so", target)
        if LIBRARIES:
            shutil.copyfile(f"{LIBRARIES}/lib/libcsv.so.3", target.parent / "libcsv.so.3")


class Command(build_scripts):
    """The command, which is no script: the program itself."""

    def run(self) -> None:
        make(PROGRAM)
        Path(self.build_dir).mkdir(parents=True, exist_ok=True)
        target = Path(self.build_dir) / "splitdata"
        shutil.copyfile(HERE / PROGRAM, target)
        target.chmod(0o755)


header = (HERE / "include/splitdata/splitdata.h").read_text()
version = re.search(r'#define SPLITDATA_VERSION "(.*)"', header)
assert version is not None
wheel = {"py_limited_api": "cp311"} if LIMITED else {}
if PLATFORM:
    wheel["plat_name"] = PLATFORM
setup(
    version=version[1],
    ext_modules=[Extension("splitdata._core", ["python/module/module.c"], py_limited_api=LIMITED)],
    scripts=["src/cli/main.c"],
    data_files=[(LIBEXEC, [f"{LIBRARIES}/lib/libcsv.so.3"])] if LIBRARIES else [],
    cmdclass={"build_ext": Module, "build_scripts": Command},
    options={"bdist_wheel": wheel},
)
