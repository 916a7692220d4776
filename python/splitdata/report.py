"""What a split or a verification tells."""

import html
from collections.abc import Mapping
from typing import Any, NamedTuple


class Part(NamedTuple):
    """A part; fold and repeat count from 1, and are 0 where there are none. path None: it was not written."""

    name: str
    path: str | None
    rows: int
    share: float
    fold: int = 0
    repeat: int = 0
    sha256: str | None = None


class _Told:
    """The JSON of the command, as an object."""

    def __init__(self, told: dict[str, Any]) -> None:
        self._told = told

    def to_dict(self) -> dict[str, Any]:
        """What --json of the command prints."""
        return self._told

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Told) and type(self) is type(other) and self._told == other._told

    __hash__ = None  # type: ignore[assignment]


class Report(_Told):
    """The report of a split."""

    def __init__(self, told: dict[str, Any], words: list[bytes] | None = None) -> None:
        super().__init__(told)
        self._words = words or []

    @property
    def parts(self) -> list[Part]:
        return [Part(part["name"], part.get("path"), part["rows"], part["share"], part.get("fold") or 0,
                     part.get("repeat") or 0, part.get("sha256")) for part in self._told["parts"]]

    @property
    def seed(self) -> str | None:
        """The seed, given or drawn; None: nothing was drawn."""
        return self._told.get("seed")

    @property
    def strategy(self) -> str | None:
        return self._told.get("strategy")

    @property
    def split_id(self) -> str:
        return str(self._told["split_id"])

    @property
    def manifest(self) -> str | None:
        """The path of the manifest."""
        return self._told.get("manifest")

    @property
    def warnings(self) -> list[str]:
        """Sentences, the gravest first."""
        return list(self._told["warnings"])

    @property
    def rows(self) -> int:
        return int(self._told["input"]["rows"])

    def __getitem__(self, name: str) -> Part:
        """The first part of this name."""
        for part in self.parts:
            if part.name == name:
                return part
        raise KeyError(name)

    def frames(self, library: str = "pandas", **options: Any) -> Any:
        """The parts as frames of pandas or polars, by name; with folds or repeats a list of such dictionaries.

        All parts of a set are read as one, so that each column has one type in all of them. The options are those
        of read_csv (of .jsonl: read_json or read_ndjson).
        """
        from splitdata.frames import frames

        return frames(self, library, options)

    def __repr__(self) -> str:
        parts = ", ".join(f"{_label(part)} {part.rows}" for part in self.parts[:6])
        more = f" and {len(self.parts) - 6} more" if len(self.parts) > 6 else ""
        return f"<splitdata.Report {self.split_id}: {self.rows} rows; {parts}{more}>"

    def _repr_html_(self) -> str:
        rows = "".join(
            f"<tr><td>{html.escape(_label(part))}</td><td style='text-align:right'>{part.rows:,}</td>"
            f"<td style='text-align:right'>{100 * part.share:.2f} %</td><td>{html.escape(part.path or '')}</td></tr>"
            for part in self.parts)
        seed = f", seed {html.escape(self.seed)}" if self.seed is not None else ""
        warnings = "".join(f"<li>{html.escape(warning)}</li>" for warning in self.warnings)
        return (f"<table><thead><tr><th>part</th><th>rows</th><th>share</th><th>file</th></tr></thead>"
                f"<tbody>{rows}</tbody></table><p>{html.escape(self.strategy or 'by rows')}{seed}, split id "
                f"{html.escape(self.split_id)}</p>" + (f"<ul>{warnings}</ul>" if warnings else ""))


class Verification(_Told):
    """What verify found."""

    @property
    def holds(self) -> bool:
        return bool(self._told["holds"])

    @property
    def manifest(self) -> str:
        return str(self._told["manifest"])

    @property
    def split_id(self) -> str:
        return str(self._told["split_id"])

    @property
    def findings(self) -> list[Mapping[str, Any]]:
        """Of the inputs, the parts and the split: subject, name, path, verdict, detail ..."""
        return list(self._told["findings"])

    def __repr__(self) -> str:
        return f"<splitdata.Verification {self.split_id}: {'holds' if self.holds else 'does not hold'}>"


def _label(part: Part) -> str:
    return (f"repeat {part.repeat} " if part.repeat else "") + (f"fold {part.fold} " if part.fold else "") + part.name
