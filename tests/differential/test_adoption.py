"""A workspace around any registry passes at once, and what it holds is confirmed by a second reading."""

import datetime
import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings

from routeproof import Registry, check
from routeproof.adopt.adoption import adopt
from routeproof.harness import Verdict
from routeproof.strategies import registries
from support import plain_rule
from support.plain_documents import document_of

TODAY = datetime.date(2026, 1, 1)


def adopted(folder: Path, manifest: str) -> Verdict:
    """Adopt a manifest as the command does, and judge what then lies on the disk."""
    source = folder / "providers.yaml"
    source.write_text(manifest, encoding="utf-8")
    for file, content in adopt(folder, source, TODAY).files.items():
        path = folder / file
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
    return check(folder, today=TODAY)


def data_of(folder: Path, name: str) -> Any:
    return yaml.safe_load((folder / "checks" / f"{name}.yaml").read_text(encoding="utf-8"))


def assert_open_only_where_nothing_can_be_accepted(verdict: Verdict, document: dict[str, Any]) -> None:
    """Only a customer's pattern that bills the operator stays open: exceptions are for exact ids."""
    still_open = [finding for finding in verdict.findings if finding.level == "error"]
    assert verdict.exit_code == (1 if still_open else 0)
    for finding in still_open:
        assert finding.check == "byok-never-platform"
        listed = plain_rule.menu(document, str(finding.coordinate("runtime")))
        assert listed is not None
        assert finding.coordinate("model") not in listed


def assert_probes_reach(folder: Path, document: dict[str, Any]) -> None:
    """Each probe derives to its provider on some runtime where that is a name-only arm."""
    for provider, model in data_of(folder, "probes")["probes"].items():
        name_only = [
            runtime
            for runtime, entry in document["runtimes"].items()
            for arm in entry["providers"]
            if arm["name"] == provider and not arm.get("models")
        ]
        reached = [plain_rule.derive(document, runtime, model)[0] == provider for runtime in name_only]
        assert any(reached), (provider, model)


def assert_pins_hold(folder: Path, document: dict[str, Any]) -> None:
    for pin in data_of(folder, "pins")["pins"]:
        for runtime in pin["runtimes"]:
            for model in pin["models"]:
                provider, error, _ = plain_rule.derive(document, runtime, model, pin.get("auth_env") or ())
                assert (provider, error) == (pin.get("provider"), pin.get("error")), (pin, model)


@pytest.mark.slow
@settings(max_examples=25)
@given(registries())
def test_any_registry_that_loads_can_be_adopted(registry: Registry) -> None:
    document = document_of(registry)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        verdict = adopted(folder, json.dumps(document))
        assert_open_only_where_nothing_can_be_accepted(verdict, document)
        assert_probes_reach(folder, document)
        assert_pins_hold(folder, document)
        waivers = data_of(folder, "waivers")["waivers"]
        assert {waiver["expires"] for waiver in waivers} <= {"2026-04-01"}
        assert all(waiver["reason"].startswith("found at adoption: ") for waiver in waivers)


UNREADABLE = [
    "\u2028",
    "\x85",
    "\x1c",
    "\ufeff",
    "\U000e0001",
    "'\"`|",
    "- a: b #c",
    "no",
    "1e3",
    " \t",
    "\\E",
]


def test_names_and_ids_that_yaml_would_take_for_something_else_survive(tmp_path: Path) -> None:
    """They stand in probes, pins, invariants and waivers, and all of those are read back."""
    providers = [
        {
            "name": text,
            "display_name": "x",
            "protocol": "openai",
            "auth_mode": "x",
            "auth_env": [f"KEY{text}"],
            "model_prefix_match": f"^v{number}[:/]",
        }
        for number, text in enumerate([*UNREADABLE, "platform"])
    ]
    arms = [
        {"name": text, "models": [f"v{number}/{text}x", f"w{text}y"]} if number % 2 else {"name": text}
        for number, text in enumerate([*UNREADABLE, "platform"])
    ]
    document = {"schema_version": 1, "providers": providers, "runtimes": {"": {"providers": arms}}}
    assert adopted(tmp_path, yaml.safe_dump(document)).exit_code == 0
    assert_probes_reach(tmp_path, document)
    assert_pins_hold(tmp_path, document)
    assert data_of(tmp_path, "waivers")["waivers"]
