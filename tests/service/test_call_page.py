"""The page on calling by connection: its code runs, and does what the page says."""

import re
from pathlib import Path
from typing import Any

import pytest

PAGE = Path(__file__).resolve().parents[2] / "docs/how-to/call-by-connection.md"


def test_the_code_of_the_page_runs(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANTHROPIC_WORK_API_KEY", "mine")
    monkeypatch.setenv("PLATFORM_API_KEY", "theirs")
    code = "\n".join(re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), flags=re.DOTALL))
    names: dict[str, Any] = {}
    exec(compile(code, PAGE.name, "exec"), names)  # noqa: S102 - the page is what is tested
    names["store"].close()
    assert capsys.readouterr().out == "byok pays anthropic by anthropic-work\n"
    assert names["headers"] == {"x-api-key": "mine"}
    default, named = names["default"], names["named"]
    assert (default.via, default.payer, default.connection) == ("default", "platform", "anthropic-managed")
    assert default.adapter.base_url == "https://proxy.example/v1/runtime-proxy/anthropic"
    assert (named.via, named.payer) == ("connection", "byok")
