#!/usr/bin/env python3
"""Whether a manifest is as docs/manifest.schema.json says: for the tests that make manifests.

Without the jsonschema package nothing is checked, and KNOWN says so; with NEED_SCHEMA=1 in the
environment, as in .ci/run, it must be there.
"""
import json
import os
from pathlib import Path

SCHEMA = Path(__file__).resolve().parents[3] / "docs" / "manifest.schema.json"

try:
    import jsonschema
    _validator = jsonschema.Draft202012Validator(json.loads(SCHEMA.read_text(encoding="utf-8")))
    jsonschema.Draft202012Validator.check_schema(_validator.schema)
except ImportError:
    if os.environ.get("NEED_SCHEMA") == "1":
        raise
    _validator = None

KNOWN = "" if _validator is not None else " (without the schema: no jsonschema here)"


def faults(manifest):
    """What the schema says against a manifest, given as bytes; nothing when it is all right."""
    if _validator is None:
        return []
    return [f"{fault.json_path}: {fault.message}"
            for fault in _validator.iter_errors(json.loads(manifest))]
