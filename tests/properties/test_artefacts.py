"""Whatever a text holds, an artefact read back holds the same, and no text leaves its string."""

import json
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from routeproof.codegen import CodeLanguage, first_hunk, render
from routeproof.model.registry import PLATFORM, Arm, Payer, Protocol, Provider, Registry, Runtime

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), max_size=20) | st.sampled_from(
    [
        "*/",
        "</script>",
        "`${x}`",
        "\\u2028",
        '"""',
        "'''",
        "\\",
        "{{",
        "%s",
        "\N{LINE SEPARATOR}",
        "\\N{DIGIT ONE}",
    ]
)


@st.composite
def registries(draw: st.DrawFn) -> Registry:
    """A platform and one other provider, every text of which is drawn."""
    platform = Provider(
        name=PLATFORM,
        display_name=draw(TEXTS),
        protocol=Protocol.OPENAI,
        auth_mode=draw(TEXTS),
        auth_env=tuple(draw(st.lists(TEXTS, max_size=3))),
        model_prefix_match="^x$",
    )
    name = draw(TEXTS.filter(lambda name: name != PLATFORM))
    other = replace(platform, name=name, payer=Payer.BYOK, upstream_vendor=draw(TEXTS))
    arms = (Arm(other, tuple(draw(st.lists(TEXTS, max_size=3)))), Arm(platform, (), (draw(TEXTS),)))
    return Registry((platform, other), {"desk": Runtime("desk", arms, draw(TEXTS))})


@given(registries())
def test_json_and_python_say_what_the_registry_says(registry: Registry) -> None:
    [runtime] = registry.runtimes.values()
    data = json.loads(render("json", registry, "0"))
    names: dict[str, Any] = {}
    exec(render("python", registry, "0"), names)  # noqa: S102 - that it can be run is the claim
    for provider, entry in zip(registry.providers, data["providers"], strict=True):
        found = names["PROVIDERS"][provider.name]
        for field in ("name", "display_name", "auth_mode"):
            assert entry[field] == getattr(found, field) == getattr(provider, field)
        assert tuple(entry["auth_env"]) == found.auth_env == provider.auth_env
    arms = data["runtimes"]["desk"]["arms"]
    assert [tuple(arm["models"]) for arm in arms] == [arm.models for arm in runtime.arms]
    found = names["RUNTIMES"]["desk"].arms
    assert [arm.models for arm in found] == [arm.models for arm in runtime.arms]


@given(registries(), st.sampled_from(CodeLanguage))
def test_no_text_leaves_its_string(registry: Registry, language: CodeLanguage) -> None:
    text = render(language, registry, "0")
    assert text.isascii()
    assert not {letter for letter in text if not letter.isprintable()} - {"\n", "\t"}
    assert "</" not in text
    assert "<!" not in text


LINES = st.lists(st.sampled_from(["a", "b", ""]), max_size=6).map("\n".join)


@given(LINES, LINES)
def test_a_hunk_turns_one_text_into_the_other(found: str, wanted: str) -> None:
    hunk = first_hunk(found + "\n", wanted + "\n")
    assert (hunk is None) is (found == wanted)
    if hunk is not None:
        lines = found.split("\n")
        start = hunk.line - 1
        assert tuple(lines[start : start + len(hunk.removed)]) == hunk.removed
        lines[start : start + len(hunk.removed)] = hunk.added
        assert "\n".join(lines) == wanted
