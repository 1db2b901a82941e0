"""What the tutorial and the how-to pages show is what the commands say."""

import shutil
from pathlib import Path

import pytest

from support.page_runs import DOCS, TUTORIAL, Shown, fits, play, update

pytestmark = pytest.mark.golden

HOW_TO = (
    "adopt",
    "add-a-provider-safely",
    "withdraw-a-model",
    "accept-a-drift",
    "read-a-proof",
    "conform",
    "hold-your-connections",
)


Played = tuple[Path, list[Shown]]


def assert_real(page: Path, runs: list[Shown]) -> None:
    assert runs, "the page shows no run"
    for each in update(page, runs):
        assert fits(each.shown, each.said), f"$ {each.line}\n{each.said}"
        assert each.meant in (None, each.code), f"$ {each.line}\nexit {each.code}\n{each.said}"


@pytest.fixture(scope="module")
def tutorial(tmp_path_factory: pytest.TempPathFactory) -> Played:
    """The workspace that the tutorial ends with, and what was said on the way."""
    folder = tmp_path_factory.mktemp("team")
    return folder, list(play(TUTORIAL, folder))


def test_the_tutorial_is_real(tutorial: Played) -> None:
    assert_real(TUTORIAL, tutorial[1])


@pytest.mark.parametrize("name", HOW_TO)
def test_a_how_to_page_is_real(tutorial: Played, tmp_path: Path, name: str) -> None:
    """Each starts from the workspace that the tutorial ends with."""
    folder = tmp_path / "team"
    shutil.copytree(tutorial[0], folder)
    page = DOCS / "how-to" / f"{name}.md"
    assert_real(page, list(play(page, folder)))


def test_an_elision_stands_for_lines_and_nothing_else() -> None:
    said = "one\ntwo\nthree\n"
    assert all(fits(shown, said) for shown in (said, "...\nthree\n", "one\n...\n", "one\n...\ntwo\n...\n"))
    assert not any(fits(shown, said) for shown in ("one\n", "...\ntwo\n", "o\n...\n", "one\n...\nfour\n"))


def test_what_differs_from_the_page_is_seen(tmp_path: Path) -> None:
    page = tmp_path / "page.md"
    page.write_text("```console exit=1\n$ routeproof schema\nnothing of the kind\n```\n", encoding="utf-8")
    (shown,) = play(page, tmp_path)
    assert not fits(shown.shown, shown.said)
    assert (shown.code, shown.meant) == (0, 1)
