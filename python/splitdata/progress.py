"""The bar of progress=True: tqdm's where it is installed, otherwise a line on standard error."""

import sys
from typing import Any

STAGES = ("read", "index", "plan", "write", "sync", "publish")


class Bar:
    """Called with stage, done and total, in bytes."""

    def __init__(self) -> None:
        self._stage = -1
        self._bar: Any = None
        try:
            from tqdm.auto import tqdm
        except ImportError:
            tqdm = None
        self._tqdm: Any = tqdm
        self._shown = False

    def __enter__(self) -> "Bar":
        return self

    def __exit__(self, *_: object) -> None:
        if self._bar is not None:
            self._bar.close()
        elif self._shown:
            sys.stderr.write("\r\x1b[K")

    def __call__(self, stage: int, done: int, total: int) -> None:
        if self._tqdm is None:
            self._line(stage, done, total)
            return
        if stage != self._stage:
            if self._bar is not None:
                self._bar.close()
            self._stage = stage
            self._bar = self._tqdm(total=total or None, desc=STAGES[stage], unit="B", unit_scale=True, leave=False)
        if total:
            self._bar.total = total
        self._bar.update(done - self._bar.n)

    def _line(self, stage: int, done: int, total: int) -> None:
        if not sys.stderr.isatty():
            return
        filled = 30 * done // total if total else 0
        self._shown = True
        sys.stderr.write(f"\r{STAGES[stage]:<8}[{'#' * filled:<30}] {done / 1e6:.0f} MB\x1b[K")
        sys.stderr.flush()
