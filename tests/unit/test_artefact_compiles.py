"""TypeScript and Go artefacts, compiled and read back by the tools of their languages where there are any."""

import json
import re
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from routeproof.manifest import fingerprint, load
from support.artefact_registry import PROVIDERS, RUNTIMES, UPSTREAMS, made, registry

REFERENCE = Path(__file__).resolve().parents[2] / "manifest" / "providers.yaml"

READ_TYPESCRIPT = """
import * as registry from "./registry.mjs";
const { fingerprint, platform } = registry;
const [providers, runtimes, upstreams] = [registry.providers, registry.runtimes, registry.upstreams]
  .map((map) => [...map]);
console.log(JSON.stringify({ fingerprint, platform, providers, runtimes, upstreams }));
"""
READ_GO = """package main

import (
	"encoding/json"
	"os"
)

func main() {
	json.NewEncoder(os.Stdout).Encode([]any{Fingerprint, Platform, Providers, Runtimes, Upstreams})
}
"""


def tool(name: str) -> str:
    found = shutil.which(name)
    if found is None:
        pytest.skip(f"{name} is not installed")
    return found


def output(*command: str, folder: Path) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=120, check=False)
    assert (done.returncode, done.stderr) == (0, ""), done.stdout + done.stderr
    return done.stdout


def without_types(text: str) -> str:
    """The module as JavaScript: this format declares types alone, and annotates constants alone."""
    text = re.sub(
        r"^export (interface \w+ \{\n.*?^\}|type [^;]*;)\n", "", text, flags=re.DOTALL | re.MULTILINE
    )
    return re.sub(r": ReadonlyMap<\w+, \w+>|(?<=new Map)<\w+, \w+>", "", text)


def snake(data: Any) -> Any:
    if isinstance(data, dict):
        return {re.sub("([A-Z])", r"_\1", key).lower(): snake(value) for key, value in data.items()}
    return [snake(each) for each in data] if isinstance(data, list) else data


def test_typescript_read_by_node(tmp_path: Path) -> None:
    node = tool("node")
    (tmp_path / "registry.mjs").write_text(without_types(made("typescript")), encoding="utf-8")
    (tmp_path / "read.mjs").write_text(READ_TYPESCRIPT, encoding="utf-8")
    data = json.loads(output(node, "read.mjs", folder=tmp_path))
    assert (data["fingerprint"], data["platform"]) == (fingerprint(registry()), "platform")
    assert snake(data["providers"]) == [[each["name"], each] for each in PROVIDERS]
    assert snake(data["runtimes"]) == [[each["name"], each] for each in RUNTIMES]
    assert data["upstreams"] == [list(pair) for pair in UPSTREAMS.items()]


def test_typescript_compiles(tmp_path: Path) -> None:
    tsc = tool("tsc")
    (tmp_path / "hostile.ts").write_text(made("typescript"), encoding="utf-8")
    (tmp_path / "reference.ts").write_text(made("typescript", load(REFERENCE)), encoding="utf-8")
    options = ("--strict", "--noEmit", "--target", "es2020")
    assert output(tsc, *options, "hostile.ts", "reference.ts", folder=tmp_path) == ""


def test_go_is_formatted_as_gofmt_does(tmp_path: Path) -> None:
    gofmt = tool("gofmt")
    (tmp_path / "hostile.go").write_text(made("go"), encoding="utf-8")
    (tmp_path / "reference.go").write_text(made("go", load(REFERENCE)), encoding="utf-8")
    assert output(gofmt, "-d", ".", folder=tmp_path) == ""


def test_go_read_by_go(tmp_path: Path) -> None:
    go = tool("go")
    (tmp_path / "go.mod").write_text("module registry\n\ngo 1.18\n", encoding="utf-8")
    text = made("go").replace("\npackage registry\n", "\npackage main\n")
    (tmp_path / "registry.go").write_text(text, encoding="utf-8")
    (tmp_path / "main.go").write_text(READ_GO, encoding="utf-8")
    data = json.loads(output(go, "run", ".", folder=tmp_path))
    assert data[:2] == [fingerprint(registry()), "platform"]
    assert [tuple(plain(each).values()) for each in data[2]] == [expected(each) for each in PROVIDERS]
    assert [plain(each)["Name"] for each in data[3]] == [each["name"] for each in RUNTIMES]
    assert [[plain(arm) for arm in each["Arms"]] for each in data[3]] == [
        [{pascal(key): value or None for key, value in arm.items()} for arm in each["arms"]]
        for each in RUNTIMES
    ]
    assert data[4] == [{"Vendor": vendor, "Provider": name} for vendor, name in UPSTREAMS.items()]


def plain(entry: dict[str, Any]) -> dict[str, Any]:
    """Go has no null text: what is empty is absent."""
    return {key: value or None for key, value in entry.items()}


def expected(entry: dict[str, Any]) -> tuple[Any, ...]:
    return tuple(value or None for value in entry.values())


def pascal(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
