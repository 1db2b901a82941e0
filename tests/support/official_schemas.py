"""The official JSON Schemas of report formats, fetched from the npm registry by `make test`."""

import json
from pathlib import Path
from typing import Any

import pytest

_PACKAGES = Path(__file__).parents[1] / "schemas" / "node_modules"
SARIF = _PACKAGES / "@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json"
MUTATION = _PACKAGES / "mutation-testing-report-schema/src/mutation-testing-report-schema.json"


def official(schema: Path) -> Any:
    """The schema; the test is skipped where it could not be fetched."""
    if not schema.is_file():
        pytest.skip("the official schema is not here: `make test` fetches it where npm is installed")
    return json.loads(schema.read_text(encoding="utf-8"))
