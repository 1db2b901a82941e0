"""The HTML report in a real browser: it opens from the file system, answers about ids, and asks nobody."""

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from selenium.webdriver import Chrome, Keys
from selenium.webdriver.common.by import By

from routeproof.gate import Examined, examine
from routeproof.gate.context import context_of
from routeproof.harness import Verdict
from routeproof.model.registry import Registry
from routeproof.prove.classes import route_classes
from routeproof.reports import render
from routeproof.reports.context import Context
from routeproof.resolve import derive
from support.hostile_workspace import BITES, write_hostile
from support.report_makers import LISTED, REGISTRY, WIDE, context, verdict

ROOT = Path(__file__).parents[2]
ASK = """
const [id, keys] = arguments;
for (const box of document.querySelectorAll("input[name=key]")) box.checked = keys.includes(box.value);
const input = document.getElementById("id");
input.value = id;
input.dispatchEvent(new Event("input", { bubbles: true }));
return Array.from(document.querySelectorAll("#answer tbody tr"), (row) =>
  [row.dataset.runtime, row.dataset.outcome, row.cells[2].textContent]);
"""
PAYERS = {"platform": "platform pays", "byok": "customer’s key", None: "nobody"}


@dataclass(frozen=True, slots=True)
class Opened:
    """A page in the browser, and what it was made of."""

    browser: Chrome
    registry: Registry

    def ask(self, model: str, *keys: str) -> list[tuple[str, str, str]]:
        return [tuple(row) for row in self.browser.execute_script(ASK, model, keys)]

    def derived(self, model: str, *keys: str) -> list[tuple[str, str, str]]:
        found = [(name, derive(self.registry, name, model, keys)) for name in self.registry.runtimes]
        return [(name, str(each.provider or each.error), PAYERS[each.payer]) for name, each in found]


def show(browser: Chrome, folder: Path, judged: Verdict, given: Context) -> Opened:
    path = folder / "report.html"
    path.write_text(render("html", judged, given), encoding="utf-8")
    browser.get(path.as_uri())
    return Opened(browser, given.registry or Registry((), {}))


@pytest.fixture(scope="module")
def examined() -> Examined:
    return examine(ROOT)


@pytest.fixture
def reference(page: Chrome, tmp_path: Path, examined: Examined) -> Opened:
    return show(page, tmp_path, examined.verdict, context_of(examined))


def complaints(browser: Chrome) -> list[Any]:
    """What the browser wrote to its console: a refused request or a failed script is there."""
    return list(browser.get_log("browser"))


def test_the_id_box_agrees_with_the_rule_on_every_class(reference: Opened) -> None:
    asked = 0
    for runtime in reference.registry.runtimes.values():
        for each in route_classes(runtime):
            for model in {each.witness, *each.ids, *each.sample(7, 3)}:
                for row in each.table():
                    assert reference.ask(model, *row.names) == reference.derived(model, *row.names), model
                    asked += 1
    assert asked > 150
    assert complaints(reference.browser) == []


def test_the_id_box_agrees_with_the_rule_on_any_text(reference: Opened) -> None:
    draw = random.Random(6)  # noqa: S311 - examples, no secrets
    ids = [model for each in reference.registry.runtimes.values() for model in each.listers]
    odd = "\x1c\x1f\x85\xa0\u1680\u2028\u202f\u3000 \t\n\r\ufeff\u200bKſİı\U0001f600:/-aZ9"
    for _ in range(150):
        model = draw.choice(ids)
        at, letter = draw.randrange(len(model) + 1), draw.choice(odd)
        changed = draw.choice(
            (model[:at] + letter + model[at:], letter + model, model + letter, model.upper())
        )
        # A text field of HTML holds one line.
        changed = changed.replace("\n", "").replace("\r", "")
        assert reference.ask(changed) == reference.derived(changed), ascii(changed)


@pytest.mark.parametrize("model", [" ", "\u3000\x85"])
def test_an_id_of_white_space_is_no_id(reference: Opened, model: str) -> None:
    assert {outcome for _, outcome, _ in reference.ask(model)} == {"model_required"}


def test_an_empty_box_and_half_a_character_get_no_row(reference: Opened) -> None:
    assert reference.ask("") == []
    assert reference.browser.execute_script(ASK.replace("= id;", "= 'a\\ud800';"), "", []) == []
    assert "not valid Unicode" in reference.browser.find_element(By.ID, "answer").text


def test_the_keyboard_alone_reaches_the_box_its_keys_and_the_class(reference: Opened) -> None:
    browser = reference.browser
    box = browser.find_element(By.ID, "id")
    steps = 0
    while browser.switch_to.active_element != box:
        browser.switch_to.active_element.send_keys(Keys.TAB)
        steps += 1
        assert steps < 60
    box.send_keys("gpt-5.5", Keys.TAB)
    browser.switch_to.active_element.send_keys(Keys.ENTER, Keys.TAB, Keys.SPACE)
    present = browser.find_element(By.ID, "present").text
    assert present == browser.switch_to.active_element.get_attribute("value")
    link = browser.find_element(By.CSS_SELECTOR, "#answer tr:nth-child(2) a")
    link.send_keys(Keys.ENTER)
    target = browser.find_element(By.CSS_SELECTOR, "tr:target")
    assert target.is_displayed()
    codex = route_classes(reference.registry.runtimes["codex"])
    witness = next(each.witness for each in codex if "gpt-5.5" in each.ids)
    assert target.find_element(By.TAG_NAME, "code").text == witness


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_text_is_readable_in_light_and_dark(page: Chrome, tmp_path: Path, scheme: str) -> None:
    features = [{"name": "prefers-color-scheme", "value": scheme}]
    page.execute_cdp_cmd("Emulation.setEmulatedMedia", {"features": features})
    show(page, tmp_path, verdict(LISTED, WIDE, waived=(LISTED,)), context())
    page.execute_script(ASK, "acme-1", [])
    assert page.execute_script(CONTRAST) == []


CONTRAST = """
const channel = (value) => value <= 0.03928 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;
const parts = (color) => color.match(/[\\d.]+/g).map(Number);
const weights = [0.2126, 0.7152, 0.0722];
const light = (color) => weights.reduce((sum, weight, at) => sum + weight * channel(color[at] / 255), 0);
const behind = (node) => {
  for (let each = node; each; each = each.parentElement) {
    const color = parts(getComputedStyle(each).backgroundColor);
    if (color.length === 3 || color[3] > 0) return color;
  }
  return [255, 255, 255];
};
const says = (node) => Array.from(node.childNodes).some((each) => each.nodeType === 3 && each.data.trim());
return Array.from(document.querySelectorAll("body *"))
  .filter((node) => node.checkVisibility() && says(node))
  .map((node) => {
    const [one, other] = [light(parts(getComputedStyle(node).color)), light(behind(node))];
    return [node.outerHTML.slice(0, 80), (Math.max(one, other) + 0.05) / (Math.min(one, other) + 0.05)];
  })
  .filter(([, ratio]) => ratio < 4.5);
"""


@pytest.mark.parametrize("width", [320, 380, 1200])
def test_the_page_itself_never_scrolls_sideways(reference: Opened, width: int) -> None:
    metrics = {"width": width, "height": 800, "deviceScaleFactor": 1, "mobile": False}
    reference.browser.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
    reference.browser.execute_script(
        "document.querySelectorAll('details').forEach((each) => each.open = true)"
    )
    reference.ask("gpt-5.5")
    wide = reference.browser.execute_script("return document.documentElement.scrollWidth")
    assert wide <= width


def test_without_javascript_all_but_the_box_is_there(page: Chrome, tmp_path: Path) -> None:
    page.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": True})
    show(page, tmp_path, verdict(LISTED), context())
    assert not page.find_element(By.ID, "ask").is_displayed()
    shown = page.find_element(By.TAG_NAME, "body").text
    for text in ("pin broken", "acme-1", "This box needs JavaScript", "Routing matrix", "Classes of ids"):
        assert text in shown


def test_hostile_names_are_shown_and_do_nothing(page: Chrome, tmp_path: Path) -> None:
    write_hostile(tmp_path)
    bitten = examine(tmp_path)
    opened = show(page, tmp_path, bitten.verdict, context_of(bitten))
    opened.browser.execute_script("document.querySelectorAll('details').forEach((each) => each.open = true)")
    for place, bite in enumerate(BITES):
        model = f"{place}{bite}!".replace("\r", "").replace("\n", "")
        assert opened.ask(model) == opened.derived(model)
    smuggled = "document.querySelectorAll('img, b, bite, iframe, object, base, form:not(#ask)').length"
    told = opened.browser.execute_script(f"return [{smuggled}, document.scripts.length, typeof bite]")
    assert told == [0, 2, "undefined"]
    links = opened.browser.execute_script("return Array.from(document.links, (a) => a.getAttribute('href'))")
    assert all(href.startswith("#") for href in links)
    assert complaints(opened.browser) == []


def test_a_small_page_knows_its_registry(page: Chrome, tmp_path: Path) -> None:
    opened = show(page, tmp_path, verdict(), context())
    assert opened.ask(" acme-1 ") == [("desk", "acme", "customer’s key")]
    assert opened.ask("p/acme-1") == [("desk", "platform", "platform pays")]
    assert opened.ask("nobody-s") == [("desk", "unregistered", "nobody")]
    assert opened.registry is REGISTRY
