"""Seeded train/test splits of files and arrays, as scikit-learn and forty other frameworks make them.

    import splitdata
    report = splitdata.split("data.csv", seed=101, ratio=0.8, stratify="label", output_dir="out")
    X_train, X_test, y_train, y_test = splitdata.train_test_split(X, y, random_state=101, stratify=y)
"""

from importlib import import_module

from splitdata._core import version as __version__

TYPE_CHECKING = False  # typing's would take most of the import's time
if TYPE_CHECKING:
    from splitdata.arrays import Indices as Indices
    from splitdata.arrays import indices as indices
    from splitdata.arrays import train_test_split as train_test_split
    from splitdata.check import Checked as Checked
    from splitdata.check import check as check
    from splitdata.errors import DataError as DataError
    from splitdata.errors import Error as Error
    from splitdata.errors import NotVerified as NotVerified
    from splitdata.errors import OutputError as OutputError
    from splitdata.errors import UsageError as UsageError
    from splitdata.files import code as code
    from splitdata.files import replay as replay
    from splitdata.files import split as split
    from splitdata.files import verify as verify
    from splitdata.report import Part as Part
    from splitdata.report import Report as Report
    from splitdata.splitters import GroupKFold as GroupKFold
    from splitdata.splitters import GroupShuffleSplit as GroupShuffleSplit
    from splitdata.splitters import KFold as KFold
    from splitdata.splitters import LeaveOneGroupOut as LeaveOneGroupOut
    from splitdata.splitters import PredefinedSplit as PredefinedSplit
    from splitdata.splitters import RepeatedKFold as RepeatedKFold
    from splitdata.splitters import RepeatedStratifiedKFold as RepeatedStratifiedKFold
    from splitdata.splitters import ShuffleSplit as ShuffleSplit
    from splitdata.splitters import StratifiedGroupKFold as StratifiedGroupKFold
    from splitdata.splitters import StratifiedKFold as StratifiedKFold
    from splitdata.splitters import StratifiedShuffleSplit as StratifiedShuffleSplit
    from splitdata.splitters import TimeSeriesSplit as TimeSeriesSplit

# Where each name is: a file is read when one of its names is used, so that the import is quick.
_HOMES = {
    "errors": ("Error", "UsageError", "DataError", "OutputError", "NotVerified"),
    "files": ("split", "verify", "replay", "code"),
    "report": ("Report", "Part"),
    "check": ("check", "Checked"),
    "arrays": ("train_test_split", "indices", "Indices"),
    "splitters": ("KFold", "StratifiedKFold", "GroupKFold", "StratifiedGroupKFold",
                  "ShuffleSplit", "StratifiedShuffleSplit", "GroupShuffleSplit", "RepeatedKFold",
                  "RepeatedStratifiedKFold", "TimeSeriesSplit", "LeaveOneGroupOut", "PredefinedSplit"),
}
_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}

__all__ = ["__version__", *_HOME_OF]


def __getattr__(name: str) -> object:
    if name == "random":
        return import_module("splitdata.random")
    if name not in _HOME_OF:
        raise AttributeError(f"module 'splitdata' has no attribute {name!r}")
    value = getattr(import_module(f"splitdata.{_HOME_OF[name]}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return __all__
