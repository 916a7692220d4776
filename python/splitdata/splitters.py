"""scikit-learn's splitters, by the plans of the C library, without scikit-learn.

split() yields the row numbers of train and test as NumPy arrays where NumPy is installed, and they are those that
scikit-learn's class of the same name yields.
"""

import inspect
import numbers
import warnings
from collections.abc import Iterator
from decimal import Decimal
from math import ceil, floor
from typing import Any

from splitdata.arrays import Indices, check_lengths, column, count_of, one_dimension, plan_sets, random_words
from splitdata.errors import Error
from splitdata.words import option_words


def _kind(size: Any) -> str | None:
    """A count, a share, or neither."""
    whole = isinstance(size, numbers.Integral)
    return None if isinstance(size, bool) or not isinstance(size, numbers.Real) else "i" if whole else "f"


def sizes(rows: int, test_size: Any, train_size: Any, usual: float) -> tuple[int, int]:
    """The numbers of rows of train and test, or scikit-learn's refusal."""
    if all(size is None for size in (test_size, train_size)):
        test_size = usual
    kinds = {}
    for name, size in (("test_size", test_size), ("train_size", train_size)):
        kinds[name] = kind = _kind(size)
        if (kind == "i" and (size >= rows or size <= 0)) or (kind == "f" and (size <= 0 or size >= 1)):
            raise ValueError(f"{name}={size} should be either positive and smaller than the number of samples {rows} "
                             f"or a float in the (0, 1) range")
    for name, size in (("train_size", train_size), ("test_size", test_size)):
        if size is not None and kinds[name] is None:
            raise ValueError(f"Invalid value for {name}: {size}")
    if kinds["train_size"] == kinds["test_size"] == "f" and train_size + test_size > 1:
        raise ValueError(f"The sum of test_size and train_size = {train_size + test_size}, should be in the (0, 1) "
                         f"range. Reduce test_size and/or train_size.")
    test = ceil(test_size * rows) if kinds["test_size"] == "f" else test_size
    train = floor(train_size * rows) if kinds["train_size"] == "f" else train_size
    train = rows - test if train is None else train
    test = rows - train if test is None else test
    if train + test > rows:
        raise ValueError("The sum of train_size and test_size = %d, should be smaller than the number of samples %d. "
                         "Reduce test_size and/or train_size." % (train + test, rows))
    if train == 0:
        raise ValueError(f"With n_samples={rows}, test_size={test_size} and train_size={train_size}, the resulting "
                         f"train set will be empty. Adjust any of the aforementioned parameters.")
    return int(train), int(test)


def _arrays(parts: tuple[Indices, ...]) -> Any:
    try:
        import numpy
    except ImportError:
        return parts
    return tuple(numpy.asarray(part) for part in parts)


def _counts(values: Any) -> dict[Any, int]:
    """Rows of each value, in order; only asked where a split is refused."""
    values = one_dimension(values)
    found: dict[Any, int] = {}
    for value in values.tolist() if hasattr(values, "tolist") else values:
        found[value] = found.get(value, 0) + 1
    return dict(sorted(found.items()))


def _distinct(values: Any) -> Any:
    """The values, sorted."""
    try:
        import numpy
    except ImportError:
        return sorted(set(values))
    return numpy.unique(values)


def _finite(name: str, values: Any) -> Any:
    """The keys, of which none is NaN or infinite."""
    values = one_dimension(values)
    if count_of(values) == 0:
        raise ValueError("Found array with 0 sample(s) (shape=(0,)) while a minimum of 1 is required.")
    if getattr(getattr(values, "dtype", None), "kind", "") == "f":
        import numpy

        if not numpy.isfinite(values).all():
            what = "NaN" if numpy.isnan(values).any() else "infinity or a value too large for dtype('float64')"
            raise ValueError(f"Input {name} contains {what}.")
    return values


def _classes(y: Any) -> Any:
    """The classes of folds: scikit-learn takes no continuous numbers and no rows of several columns."""
    many = getattr(y, "ndim", 1) == 2 and y.shape[1] > 1
    if many or (isinstance(y, (list, tuple)) and len(y) > 0 and isinstance(y[0], (list, tuple)) and len(y[0]) > 1):
        raise ValueError("Supported target types are: ('binary', 'multiclass'). Got 'multilabel-indicator' instead.")
    y = _finite("y", y)
    if getattr(getattr(y, "dtype", None), "kind", "") == "f" and (y != y.astype("int64")).any():
        raise ValueError("Supported target types are: ('binary', 'multiclass'). Got 'continuous' instead.")
    return y


class Splitter:
    """What all have in common."""

    _groups = False  # whether split() takes groups

    @classmethod
    def _names(cls) -> list[str]:
        return sorted(name for name in inspect.signature(cls).parameters)

    def get_params(self, deep: bool = True) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self._names()}

    def set_params(self, **params: Any) -> "Splitter":
        for name, value in params.items():
            if name not in self._names():
                raise ValueError(f"Invalid parameter {name!r} for estimator {self}.")
            setattr(self, name, value)
        return self

    def __repr__(self) -> str:
        return f"{type(self).__name__}({', '.join(f'{k}={v!r}' for k, v in self.get_params().items())})"

    def get_metadata_routing(self) -> Any:
        """For scikit-learn, which is loaded when it asks."""
        from sklearn.utils.metadata_routing import MetadataRequest

        request = MetadataRequest(owner=self)
        if self._groups:
            request.split.add_request(param="groups", alias=True)
        return request

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        return int(self.n_splits)  # type: ignore[attr-defined]

    def split(self, X: Any, y: Any = None, groups: Any = None) -> Iterator[tuple[Any, Any]]:
        if groups is not None and not self._groups:
            warnings.warn(f"The groups parameter is ignored by {type(self).__name__}", UserWarning, stacklevel=2)
            groups = None
        return self._split(X, y, groups)

    def _split(self, X: Any, y: Any, groups: Any) -> Iterator[tuple[Any, Any]]:
        check_lengths(X, y, groups)
        for parts in self.plan(count_of(X), y, groups):
            yield _arrays(parts)

    def plan(self, rows: int, y: Any, groups: Any) -> Iterator[tuple[Indices, ...]]:
        raise NotImplementedError

    def _groups_of(self, groups: Any) -> Any:
        if groups is None:
            raise ValueError("The 'groups' parameter should not be None.")
        return _finite("groups", groups)


class _Stratified(Splitter):
    """Those whose split() has no default for y."""

    def split(self, X: Any, y: Any, groups: Any = None) -> Iterator[tuple[Any, Any]]:  # type: ignore[override]
        return super().split(X, y, groups)


# --- folds ----------------------------------------------------------------------------------------


class _Folds(Splitter):
    def __init__(self, n_splits: int, shuffle: bool, random_state: Any) -> None:
        if not isinstance(n_splits, numbers.Integral):
            raise ValueError(f"The number of folds must be of Integral type. {n_splits} of type {type(n_splits)} was "
                             f"passed.")
        if n_splits <= 1:
            raise ValueError(f"k-fold cross-validation requires at least one train/test split by setting n_splits=2 or "
                             f"more, got n_splits={n_splits}.")
        if not isinstance(shuffle, bool):
            raise TypeError(f"shuffle must be True or False; got {shuffle}")
        if not shuffle and random_state is not None:
            raise ValueError("Setting a random_state has no effect since shuffle is False. You should leave "
                             "random_state to its default (None), or set shuffle=True.")
        self.n_splits: int = int(n_splits)
        self.shuffle: bool = shuffle
        self.random_state: Any = random_state

    def _columns(self, y: Any, groups: Any) -> tuple[Any, ...]:
        return ()

    def plan(self, rows: int, y: Any, groups: Any) -> Iterator[tuple[Indices, ...]]:
        if self.n_splits > rows:
            raise ValueError(f"Cannot have number of splits n_splits={self.n_splits} greater than the number of "
                             f"samples: n_samples={rows}.")
        return self._folds(rows, self._columns(y, groups), self.shuffle, self.random_state, 0, y, groups)

    def _folds(self, rows: int, columns: tuple[Any, ...], shuffle: bool, random_state: Any, repeats: int, y: Any,
               groups: Any) -> Iterator[tuple[Indices, ...]]:
        words, source = random_words(random_state) if shuffle else ([b"--no-shuffle"], None)
        words = [*words, b"--folds=%d" % self.n_splits, *[b"--%s=%s" % (c[0].encode(), c[0].encode()) for c in columns]]
        words += [b"--repeats=%d" % repeats] if repeats else []
        try:
            yield from plan_sets(rows, columns, words, source, self._warn)
        except Error as error:
            self._explain(y if "stratify" in [c[0] for c in columns] else None, groups, error)
            raise

    def _warn(self, plan: Any) -> None:
        """scikit-learn's warning where a class has fewer rows than there are folds."""
        if 0 < plan.smallest_class < self.n_splits:
            warnings.warn("The least populated class in y has only %d members, which is less than n_splits=%d."
                          % (plan.smallest_class, self.n_splits), UserWarning, stacklevel=2)

    def _explain(self, y: Any, groups: Any, error: Error) -> None:
        """scikit-learn's words for a refusal."""
        if y is not None and max(_counts(y).values()) < self.n_splits:
            raise ValueError(f"n_splits={self.n_splits} cannot be greater than the number of members in each "
                             f"class.") from error
        if groups is not None and len(_counts(groups)) < self.n_splits:
            raise ValueError(f"Cannot have number of splits n_splits={self.n_splits} greater than the number of "
                             f"groups: {len(_counts(groups))}.") from error


class KFold(_Folds):
    def __init__(self, n_splits: int = 5, *, shuffle: bool = False, random_state: Any = None) -> None:
        super().__init__(n_splits, shuffle, random_state)


class StratifiedKFold(_Stratified, _Folds):  # pyright: ignore[reportIncompatibleMethodOverride]  # y is wanted
    def __init__(self, n_splits: int = 5, *, shuffle: bool = False, random_state: Any = None) -> None:
        super().__init__(n_splits, shuffle, random_state)

    def _columns(self, y: Any, groups: Any) -> tuple[Any, ...]:
        return (column("stratify", _classes(y)),)


class GroupKFold(_Folds):
    _groups = True

    def __init__(self, n_splits: int = 5, *, shuffle: bool = False, random_state: Any = None) -> None:
        super().__init__(n_splits, shuffle, random_state)

    def _columns(self, y: Any, groups: Any) -> tuple[Any, ...]:
        return (column("group", self._groups_of(groups)),)


class StratifiedGroupKFold(_Folds):
    _groups = True

    def __init__(self, n_splits: int = 5, shuffle: bool = False, random_state: Any = None) -> None:
        super().__init__(n_splits, shuffle, random_state)

    def _columns(self, y: Any, groups: Any) -> tuple[Any, ...]:
        return column("stratify", _classes(y)), column("group", self._groups_of(groups))


class _Repeated(_Folds):
    def __init__(self, n_splits: int, n_repeats: int, random_state: Any) -> None:
        if not isinstance(n_repeats, numbers.Integral):
            raise ValueError("Number of repetitions must be of Integral type.")
        if n_repeats <= 0:
            raise ValueError("Number of repetitions must be greater than 0.")
        super().__init__(n_splits, True, random_state)
        self.n_repeats: int = int(n_repeats)

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        return self.n_splits * self.n_repeats

    def _folds(self, rows: int, columns: tuple[Any, ...], shuffle: bool, random_state: Any, repeats: int, y: Any,
               groups: Any) -> Iterator[tuple[Indices, ...]]:
        return super()._folds(rows, columns, True, random_state, self.n_repeats, y, groups)


class RepeatedKFold(_Repeated):
    def __init__(self, *, n_splits: int = 5, n_repeats: int = 10, random_state: Any = None) -> None:
        super().__init__(n_splits, n_repeats, random_state)


class RepeatedStratifiedKFold(_Stratified, _Repeated):  # pyright: ignore[reportIncompatibleMethodOverride]  # y is wanted
    def __init__(self, *, n_splits: int = 5, n_repeats: int = 10, random_state: Any = None) -> None:
        super().__init__(n_splits, n_repeats, random_state)

    def _columns(self, y: Any, groups: Any) -> tuple[Any, ...]:
        return (column("stratify", _classes(y)),)


# --- shuffles -------------------------------------------------------------------------------------


class ShuffleSplit(Splitter):
    _usual = 0.1

    def __init__(self, n_splits: int = 10, *, test_size: Any = None, train_size: Any = None,
                 random_state: Any = None) -> None:
        self.n_splits = n_splits
        self.test_size = test_size
        self.train_size = train_size
        self.random_state = random_state

    def plan(self, rows: int, y: Any, groups: Any, items: Any = None) -> Iterator[tuple[Any, ...]]:
        train, test = sizes(rows, self.test_size, self.train_size, self._usual)
        return self._sets(rows, (), train, test, items)

    def _sets(self, rows: int, columns: tuple[Any, ...], train: Any, test: Any,
              items: Any = None) -> Iterator[tuple[Any, ...]]:
        words, source = random_words(self.random_state)
        words = [*words, *option_words({"train_size": train, "test_size": test}),
                 *[b"--%s=%s" % (c[0].encode(), c[0].encode()) for c in columns]]
        words += [b"--repeats=%d" % self.n_splits] if self.n_splits > 1 else []
        return plan_sets(rows, columns, words, source, items=items)


class StratifiedShuffleSplit(_Stratified, ShuffleSplit):  # pyright: ignore[reportIncompatibleMethodOverride]  # y is wanted
    def plan(self, rows: int, y: Any, groups: Any, items: Any = None) -> Iterator[tuple[Any, ...]]:
        y = _finite("y", y)
        train, test = sizes(rows, self.test_size, self.train_size, self._usual)
        check_lengths(y, range(rows))
        try:
            yield from self._sets(rows, (column("stratify", y),), train, test, items)
        except Error as error:
            counts = _counts(y)
            few = [value for value, count in counts.items() if count < 2]
            if few:
                raise ValueError(f"The least populated classes in y have only 1 member, which is too few. The minimum "
                                 f"number of groups for any class cannot be less than 2. Classes with too few members "
                                 f"are: {few}") from error
            for name, size in (("train_size", train), ("test_size", test)):
                if size < len(counts):
                    raise ValueError(f"The {name} = {size} should be greater or equal to the number of classes = "
                                     f"{len(counts)}") from error
            raise


class GroupShuffleSplit(ShuffleSplit):
    _groups = True
    _usual = 0.2

    def __init__(self, n_splits: int = 5, *, test_size: Any = None, train_size: Any = None,
                 random_state: Any = None) -> None:
        super().__init__(n_splits, test_size=test_size, train_size=train_size, random_state=random_state)

    def plan(self, rows: int, y: Any, groups: Any, items: Any = None) -> Iterator[tuple[Any, ...]]:
        groups = self._groups_of(groups)
        columns = (column("group", groups),)
        try:
            yield from self._sets(rows, columns, *self._asked())
        except (Error, TypeError, ValueError):  # the groups are counted only where sizes are refused
            train, test = sizes(len(_distinct(groups)), self.test_size, self.train_size, self._usual)
            yield from self._sets(rows, columns, train, test)

    def _asked(self) -> tuple[Any, Any]:
        """The sizes of train and test for the library, which knows how many groups there are."""
        if self.train_size is None and self.test_size is None:
            return None, self._usual
        return _size(self.train_size), _size(self.test_size)


def _size(size: Any) -> Any:
    """A count, or a share in digits."""
    if size is None or (isinstance(size, numbers.Integral) and not isinstance(size, bool)):
        return size
    if not 0 < size < 1:
        raise ValueError(size)
    return f"{Decimal(repr(float(size))):f}"


# --- by time, group or a column -------------------------------------------------------------------


class TimeSeriesSplit(_Folds):
    def __init__(self, n_splits: int = 5, *, max_train_size: int | None = None, test_size: int | None = None,
                 gap: int = 0) -> None:
        super().__init__(n_splits, False, None)
        self.max_train_size = max_train_size
        self.test_size = test_size
        self.gap = gap

    def plan(self, rows: int, y: Any, groups: Any) -> Iterator[tuple[Indices, ...]]:
        folds = self.n_splits + 1
        if folds > rows:
            raise ValueError(f"Cannot have number of folds={folds} greater than the number of samples={rows}.")
        test = self.test_size if self.test_size is not None else rows // folds
        if rows - self.gap - test * self.n_splits <= 0:
            raise ValueError(f"Too many splits={self.n_splits} for number of samples={rows} with test_size={test} and "
                             f"gap={self.gap}.")
        from array import array

        words = [b"--folds=%d" % self.n_splits, b"--time=time", b"--test-size=%d" % test]
        words += [b"--gap=%d" % self.gap] if self.gap else []
        words += [b"--window=sliding", b"--train-size=%d" % self.max_train_size] if self.max_train_size else []
        return plan_sets(rows, (column("time", array("q", range(rows))),), words)


class LeaveOneGroupOut(Splitter):
    _groups = True

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        return len(_counts(self._groups_of(groups)))

    def plan(self, rows: int, y: Any, groups: Any) -> Iterator[tuple[Indices, ...]]:
        groups = self._groups_of(groups)
        if len(_counts(groups)) <= 1:
            raise ValueError("The groups parameter contains fewer than 2 unique groups (%s). LeaveOneGroupOut expects "
                             "at least 2." % _distinct(groups))
        return plan_sets(rows, (column("group", groups),), [b"--group=group", b"--leave-one-group-out"])


class PredefinedSplit(Splitter):
    def __init__(self, test_fold: Any) -> None:
        try:
            import numpy

            test_fold = numpy.asarray(test_fold, dtype=int)
        except ImportError:
            pass
        self.test_fold = test_fold

    def get_n_splits(self, X: Any = None, y: Any = None, groups: Any = None) -> int:
        return len(_counts(self.test_fold).keys() - {-1})

    def _split(self, X: Any = None, y: Any = None, groups: Any = None) -> Iterator[tuple[Any, Any]]:
        rows = count_of(self.test_fold)
        if rows and min(self.test_fold) == max(self.test_fold) == -1:
            return  # there is no fold
        for parts in plan_sets(rows, (column("predefined", self.test_fold),), [b"--predefined=predefined"]):
            yield _arrays(parts)

    def split(self, X: Any = None, y: Any = None, groups: Any = None) -> Iterator[tuple[Any, Any]]:
        return super().split(X, y, groups)
