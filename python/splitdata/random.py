"""Generators whose numbers are those of NumPy, Python, R, Java, PyTorch and others, bit for bit.

    rng = splitdata.random.generator("numpy", 101)
    rng.rand(size=5)                       # np.random.seed(101); np.random.rand(5)
    rng.randint(0, 10, out=array)          # fills an array or any buffer of 8-byte integers

The functions are those of `splitdata random --list`, with the arguments in its order.
"""

from collections.abc import Callable, Mapping, MutableSequence
from typing import Any

from splitdata import _core
from splitdata.arrays import Indices
from splitdata.errors import UsageError

# Options that only some functions take: their bits in src/cli/random_call.h.
_FLAGS = {"no_replace": 1, "no_shuffle": 2, "endpoint": 4}
_REPLACE = 8
_WEIGHTS = {"p": 16, "weights": 32, "prob": 64}
# Functions that give as many values as an argument says.
_MANY = {"permutation", "choice", "choices", "sample", "sample.int", "randperm", "shuf"}


class Values(Indices):
    """Numbers of a generator: a buffer, an array for NumPy, an Arrow array, a sequence."""

    __slots__ = ()


def names() -> dict[str, str]:
    """The generators, and what each is."""
    return {name: about for name, about, _ in _core.random_names()}


class Generator:
    """A position in a stream; its functions are those of the framework. Use generator() to make one."""

    def __init__(self, name: str, seed: Any, version: int = 2) -> None:
        self._name = name
        self._core = _core.Generator(name, _seed_text(seed), version)

    def __repr__(self) -> str:
        return f"<splitdata.random generator {self._name}>"

    def __getstate__(self) -> tuple[str, bytes]:
        return self._name, self._core.get_state()

    def __setstate__(self, state: tuple[str, bytes]) -> None:
        self._name = state[0]
        self._core = _core.Generator(self._name, "1", 2)
        self._core.set_state(state[1])

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if name.startswith("_"):
            raise AttributeError(name)

        def function(*arguments: Any, size: int | None = None, out: Any = None, **options: Any) -> Any:
            return self.call(name, *arguments, size=size, out=out, **options)

        function.__name__ = name
        return function

    def call(self, name: str, /, *arguments: Any, size: int | None = None, out: Any = None, **options: Any) -> Any:
        """The function `name`: one value, or `size` of them, or as many as `out` has room for, which it fills.

        Functions that give several values at once (permutation, choice) give those; size repeats them.
        """
        flags, weights = 0, None
        for option, value in options.items():
            if option in _WEIGHTS:
                flags |= _WEIGHTS[option]
                weights = ",".join(repr(float(number)) for number in value)
            elif option in _FLAGS:
                flags |= _FLAGS[option] if value else 0
            elif option == "shuffle":
                flags |= 0 if value else _FLAGS["no_shuffle"]
            elif option == "replace":  # NumPy's default is True, R's is False
                flags |= (_REPLACE if value else 0) if self._name[:1] == "r" else 0 if value else _FLAGS["no_replace"]
            else:
                raise UsageError(f"{name}: unknown option {option}")
        many = name in _MANY
        times = size if size is not None else 1 if out is None or many else len(out)
        words = [_word(argument) for argument in arguments]
        values = self._core.call(Values, name, words, flags, weights, times, out)
        if out is not None:
            return out
        return values if size is not None or many else values[0]

    def shuffle(self, items: Any) -> None:
        """Shuffles a list, or the rows of an array, in place."""
        try:
            view = memoryview(items)
        except TypeError:
            view = None
        if view is not None and view.c_contiguous and not view.readonly and not hasattr(items, "dtype") or \
                getattr(getattr(items, "dtype", None), "hasobject", None) is False and view is not None and \
                view.c_contiguous:
            self._core.shuffle(items)
            return
        if not isinstance(items, MutableSequence):
            raise TypeError(f"shuffle: a list or an array that can be written, not {type(items).__name__}")
        from array import array

        order = array("q", range(len(items)))
        self._core.shuffle(order)
        items[:] = [items[row] for row in order]

    def raw(self, size: int) -> Values:
        """`size` native words."""
        values: Values = self._core.call(Values, "raw", [], 0, None, size, None)
        return values


def generator(name: str = "numpy", seed: Any = None, *, version: int = 2) -> Generator:
    """The generator of a framework (names() lists them), seeded as the framework seeds; None: from the system."""
    return Generator(name, seed, version)


def _seed_text(seed: Any) -> str:
    if seed is None:
        import secrets

        return str(secrets.randbits(31))
    if isinstance(seed, (list, tuple)):
        return ",".join(map(str, seed)) + ("," if len(seed) == 1 else "")
    if isinstance(seed, float):
        return f"float:{seed!r}"
    if isinstance(seed, (bytes, bytearray)):
        return f"bytes:{seed.hex()}"
    return str(seed)


def _word(argument: Any) -> bytes:
    if isinstance(argument, Mapping):
        raise UsageError("arguments are numbers or texts")
    return (repr(float(argument)) if isinstance(argument, float) else str(argument)).encode()
