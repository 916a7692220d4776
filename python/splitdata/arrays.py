"""Arrays of any library: train_test_split, and the row numbers of any recipe."""

import sys
from array import array
from collections.abc import Iterator, Mapping
from itertools import accumulate
from typing import Any

from splitdata import _core
from splitdata.errors import UsageError
from splitdata.words import option_words


class Indices(_core.Block):
    """Row numbers from 0, as int64: a buffer, an array for NumPy, an Arrow array, a sequence."""

    __slots__ = ()

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        import numpy

        view = numpy.frombuffer(memoryview(self), dtype=memoryview(self).format)
        return view.astype(dtype) if dtype is not None and view.dtype != dtype else view.copy() if copy else view

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Indices) and memoryview(self) == memoryview(other)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        head = ", ".join(str(self[i]) for i in range(min(len(self), 6)))
        return f"<{len(self)} values: {head}{', ...' if len(self) > 6 else ''}>"

    def __reduce__(self) -> tuple[Any, ...]:
        return array, (memoryview(self).format, bytes(self))


# --- keys -----------------------------------------------------------------------------------------

_SIGNED, _UNSIGNED, _FLOAT, _BOOLEAN, _TEXT = range(5)
_TYPES = {"b": _SIGNED, "h": _SIGNED, "i": _SIGNED, "l": _SIGNED, "q": _SIGNED, "B": _UNSIGNED, "H": _UNSIGNED,
          "I": _UNSIGNED, "L": _UNSIGNED, "Q": _UNSIGNED, "f": _FLOAT, "d": _FLOAT, "?": _BOOLEAN}
Column = tuple[str, int, int, Any, Any, Any]


def column(name: str, values: Any) -> Column:
    """A key column for a plan: numbers as they lie in memory, texts as UTF-8, anything else by its rank."""
    values = one_dimension(values)
    try:
        view = memoryview(values)
    except (TypeError, ValueError):
        view = None
    if view is not None and view.ndim == 1 and view.format in _TYPES and not isinstance(values, (bytes, bytearray)):
        if view.format != "?" and not view.c_contiguous:
            view = memoryview(array(view.format, view.tolist()))
        elif not view.c_contiguous:
            view = memoryview(bytes(view.tolist()))
        kind = _BOOLEAN if view.format == "?" else _TYPES[memoryview(values).format]
        return name, kind, view.itemsize, view, None, None
    items: list[Any] = getattr(values, "tolist", lambda: list(values))()
    if all(isinstance(item, str) for item in items):
        try:
            texts = [item.encode() for item in items]
        except UnicodeEncodeError:  # half a surrogate pair: an order, but no UTF-8
            return _ranks(name, items)
        return name, _TEXT, 8, b"".join(texts), array("q", accumulate(map(len, texts), initial=0)), None
    return _ranks(name, items)


def _ranks(name: str, items: list[Any]) -> Column:
    if any(item is None or item != item for item in items):
        raise ValueError(f"Input {name} contains NaN")
    rank = {value: number for number, value in enumerate(sorted(set(items)))}
    return name, _SIGNED, 8, array("q", map(rank.__getitem__, items)), None, None


def one_dimension(values: Any) -> Any:
    """The values as something that NumPy or Python knows; rows of several columns are joined as texts."""
    if hasattr(values, "detach"):  # a tensor
        values = values.detach().cpu()
    if hasattr(values, "to_numpy"):
        values = values.to_numpy()
    if isinstance(values, (Indices, array, memoryview)):
        return values
    try:
        import numpy
    except ImportError:
        return values
    values = numpy.asarray(values)
    if values.ndim == 2 and values.shape[1] == 1:
        values = values.ravel()
    elif values.ndim == 2:
        values = numpy.array([" ".join(row.astype("str")) for row in values])
    if values.dtype.kind in "mM":
        values = values.view("int64")
    if values.dtype.kind == "f" and values.dtype.itemsize not in (4, 8):
        values = values.astype("float64")
    if values.dtype.kind in "iufb" and not (values.dtype.isnative and values.flags.c_contiguous):
        values = numpy.ascontiguousarray(values, dtype=values.dtype.newbyteorder("="))
    return values


def count_of(values: Any) -> int:
    """The number of rows."""
    if hasattr(values, "shape") and values.shape is not None:
        if len(values.shape) == 0:
            raise TypeError(f"Input should have at least 1 dimension i.e. satisfy `len(x.shape) > 0`, got scalar "
                            f"`{values!r}` instead.")
        return int(values.shape[0])
    try:
        return len(values)
    except TypeError:
        raise TypeError(f"Expected sequence or array-like, got {type(values)}") from None


def check_lengths(*arrays: Any) -> None:
    lengths = [count_of(values) for values in arrays if values is not None]
    if len(set(lengths)) > 1:
        raise ValueError(f"Found input variables with inconsistent numbers of samples: {lengths}")


# --- plans ----------------------------------------------------------------------------------------


def random_words(random_state: Any) -> tuple[list[bytes], Any]:
    """What random_state means: the word of a seed, or a RandomState whose next draws decide."""
    numpy = sys.modules.get("numpy")
    if random_state is None or (numpy is not None and random_state is numpy.random):
        if numpy is None:
            return [], None  # nothing has seeded a global generator: a seed from the system
        return [], numpy.random.mtrand._rand
    if numpy is not None and isinstance(random_state, numpy.random.RandomState):
        return [], random_state
    if isinstance(random_state, int) or (numpy is not None and isinstance(random_state, numpy.integer)):
        if not 0 <= random_state < 2**32:
            raise ValueError("Seed must be between 0 and 2**32 - 1")
        return [b"--seed=%d" % random_state], None
    raise ValueError(f"{random_state!r} cannot be used to seed a numpy.random.RandomState instance")


def _state_of(source: Any) -> Any:
    if source is None:
        return None
    state = source.get_state(legacy=False)
    if state["bit_generator"] != "MT19937":
        raise ValueError("random_state: only a RandomState of MT19937 can be drawn from")
    return state["state"]["key"].tobytes(), int(state["state"]["pos"])


def plan_sets(rows: int, columns: tuple[Column, ...], words: list[bytes], source: Any = None,
              told: Any = None, items: Any = None) -> Iterator[tuple[Any, ...]]:
    """The sets of a plan, one after another; a RandomState moves on with each. told(plan) comes first. With items,
    a buffer of 8 bytes for each row that is rearranged, there is one set: where its parts are in them."""
    plan = _core.Plan(rows, columns, words, _state_of(source))
    if told is not None:
        told(plan)
    while True:
        state = _state_of(source)
        parts = plan.next(Indices, state) if items is None else plan.arrange(items, state)
        if parts is None:
            return
        if source is not None:
            import numpy

            key, position = plan.state
            state = source.get_state(legacy=False)
            state["state"] = {"key": numpy.frombuffer(key, dtype="uint32").copy(), "pos": position}
            source.set_state(state)
        yield parts
        if items is not None:
            return


def indices(n: int, /, *, stratify: Any = None, group: Any = None, time: Any = None, hash: Any = None,
            predefined: Any = None, **options: Any) -> Any:
    """The row numbers of each part, by name, for n rows; with folds or repeats a list of such dictionaries.

    stratify, group, time, hash and predefined are arrays, or dictionaries of arrays by name. The other options are
    those of split: indices(150, seed=101, parts="a=0.5,b=*", like="torch").
    """
    keys: dict[str, str] = {}
    columns: list[Column] = []
    for option, given in (("stratify", stratify), ("group", group), ("time", time), ("hash", hash),
                          ("predefined", predefined)):
        if given is None:
            continue
        named = given if isinstance(given, Mapping) else {option: given}
        for name, values in named.items():
            if "," in name or ":" in name or name.startswith("#"):
                raise UsageError(f"{option}: a column cannot be called {name!r} here")
            if count_of(values) != n:
                raise UsageError(f"{option}: {name} has {count_of(values)} values for {n} rows")
            columns.append(column(name, values))
        keys[option] = ",".join(named)
    plan = _core.Plan(n, tuple(columns), option_words({**options, **keys}), None)
    names, sets = plan.names, []
    while (parts := plan.next(Indices, None)) is not None:
        sets.append(dict(zip(names, parts, strict=True)))
    return sets if plan.folds or "repeats" in options else sets[0]


# --- train_test_split -----------------------------------------------------------------------------


def take(values: Any, rows: Indices) -> Any:
    """The rows of an array, a frame, a table, a matrix, a tensor or a sequence."""
    kind = type(values).__module__.partition(".")[0]
    if kind == "numpy" and _lies_in_order(values):
        out = sys.modules["numpy"].empty((len(rows), *values.shape[1:]), dtype=values.dtype)
        rows.take(values, len(values), out)
        return out
    if kind == "pandas":
        return values.take(_array(rows), axis=0)
    if kind == "polars":
        return values[_array(rows)]
    if kind == "pyarrow":
        import pyarrow

        return values.take(pyarrow.array(_array(rows)))
    if kind == "torch":
        return values[_array(rows).tolist()] if len(rows) == 0 else values[sys.modules["torch"].from_numpy(
            _array(rows).copy())]
    if hasattr(values, "tocsr"):  # a sparse matrix
        return values.tocsr()[_array(rows)]
    if hasattr(values, "iloc"):
        return values.iloc[_array(rows)]
    if hasattr(values, "shape"):
        return values[_array(rows)]
    return [values[row] for row in rows]


def _lies_in_order(values: Any) -> bool:
    """Whether an array of NumPy is numbers, row after row in memory."""
    return (type(values) is sys.modules["numpy"].ndarray and values.dtype.kind in "biufc" and values.size > 0
            and bool(values.flags.c_contiguous))


def _array(rows: Indices) -> Any:
    import numpy

    return numpy.asarray(rows)


def train_test_split(*arrays: Any, test_size: Any = None, train_size: Any = None, random_state: Any = None,
                     shuffle: bool = True, stratify: Any = None) -> list[Any]:
    """scikit-learn's train_test_split, row for row: train and test of each array in turn."""
    from splitdata.splitters import ShuffleSplit, StratifiedShuffleSplit, sizes

    if not arrays:
        raise ValueError("At least one array required as input")
    check_lengths(*arrays)
    rows = count_of(arrays[0])
    train_count, test_count = sizes(rows, test_size, train_size, 0.25)
    if not shuffle:
        if stratify is not None:
            raise ValueError("Stratified train/test split is not implemented for shuffle=False")
        parts = next(plan_sets(rows, (), [b"--no-shuffle", b"--train-size=%d" % train_count,
                                          b"--test-size=%d" % test_count]))
    else:
        kind = ShuffleSplit if stratify is None else StratifiedShuffleSplit
        cut = kind(1, test_size=test_count, train_size=train_count, random_state=random_state)
        # The values of a single array are shuffled themselves, in a copy.
        alone = len(arrays) == 1 and type(arrays[0]).__module__ == "numpy" and _lies_in_order(arrays[0])
        if alone and arrays[0].nbytes == 8 * rows:
            items = arrays[0].copy()
            return [items[part] for part in next(cut.plan(rows, stratify, None, items))]
        parts = next(cut.plan(rows, stratify, None))
    return [take(values, part) for values in arrays for part in parts]


