"""Each mistake about money, made on purpose: the test named for it in docs/watch-it-fail.md turns red."""

import importlib.util
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.abc import Loader, MetaPathFinder
from importlib.machinery import ModuleSpec
from pathlib import Path
from types import ModuleType
from unittest.mock import patch

import pytest

import routeproof.resolve

HERE = Path(__file__).parent
ENGINE = Path(routeproof.resolve.__file__).parent
PAGE = HERE.parents[1] / "docs" / "watch-it-fail.md"


@dataclass(frozen=True, slots=True)
class Mistake:
    """One edit of one module, and the test that must notice it."""

    name: str
    module: str
    old: str
    new: str
    test: str


DEFAULTED = "return BillingDecision(default, BillingSource.DERIVED_DEFAULT"
STRIP = """        if accepted is None
        or entry.origin is Origin.WORKSPACE
        or name in accepted
        or folded"""

MISTAKES = [
    Mistake(
        "a derive failure defaults to BYOK",
        "billing",
        DEFAULTED,
        "return BillingDecision(BillingMode.BYOK, BillingSource.DERIVED_DEFAULT",
        "test_a_derive_failure_is_not_byok_where_a_proxy_runs",
    ),
    Mistake(
        "an empty model is silently BYOK",
        "billing",
        DEFAULTED,
        DEFAULTED.replace("default,", "default if model.strip() else BillingMode.BYOK,"),
        "test_an_empty_model_is_not_silently_byok",
    ),
    Mistake(
        "a garbled override is guessed",
        "billing",
        "override == mode",
        "override.strip().lower() == mode",
        "test_an_override_that_is_nearly_a_mode_is_not_guessed",
    ),
    Mistake(
        "an unreadable override counts as none",
        "billing",
        "if workspace_id and override_error:",
        "if workspace_id and False:",
        "test_an_unreadable_override_is_not_the_same_as_none",
    ),
    Mistake(
        "warn becomes 422",
        "registration",
        "CreateDecision(201, code, reason,",
        "CreateDecision(422, code, reason,",
        "test_warn_mode_never_answers_422",
    ),
    Mistake(
        "enforce becomes 201",
        "registration",
        "CreateDecision(422, code, reason,",
        "CreateDecision(201, code, reason,",
        "test_enforce_mode_refuses_a_nonsense_id",
    ),
    Mistake(
        "unreadable tenant secrets refuse",
        "registration",
        " or tenant_secrets is None:",
        ":\n        return GateResult(allowed=True)\n    if tenant_secrets is None:\n"
        "        return GateResult(allowed=False)\n    if False:",
        "test_unreadable_tenant_secrets_pass_the_gate",
    ),
    Mistake(
        "the gate forgets the tenant's keys",
        "registration",
        "requested | names(tenant_secrets)",
        "requested",
        "test_a_key_of_the_tenant_passes_the_gate",
    ),
    Mistake(
        "the mode comes from the request's model only",
        "provision",
        "for each in (model, *remembered)",
        "for each in (model,)",
        "test_a_reprovision_without_a_model_bills_as_the_remembered_model_does",
    ),
    Mistake(
        "the strip comes from the request's model only",
        "provision",
        "_provider(registry, runtime, effective_model(model, held, deployment),",
        '_provider(registry, runtime, model or "",',
        "test_a_reprovision_without_a_model_still_uses_the_tenants_key",
    ),
    Mistake(
        "the strip is blanket",
        "provision",
        STRIP,
        "        if folded",
        "test_a_byok_workspace_keeps_the_key_it_brought_itself",
    ),
    Mistake(
        "the strip is provider-unaware",
        "provision",
        "        or name in accepted\n",
        "",
        "test_a_byok_workspace_keeps_the_shared_keys_that_its_provider_accepts",
    ),
    Mistake(
        "the strip is origin-unaware",
        "provision",
        "        or entry.origin is Origin.WORKSPACE\n",
        "",
        "test_a_byok_workspace_keeps_its_own_key_of_another_provider",
    ),
    Mistake(
        "a missing proxy is reported as usable",
        "provision",
        "billing, ProvisionError.MISSING_PLATFORM_PROXY)",
        "billing, None)",
        "test_the_platform_route_without_a_proxy_is_not_usable",
    ),
    Mistake(
        "a missing key is reported as usable",
        "provision",
        "None if usable else ProvisionError.MISSING_BYOK_CREDENTIAL",
        "None",
        "test_a_byok_route_without_a_key_is_not_usable_and_gets_no_platform_token",
    ),
    Mistake(
        "the platform route keeps the tenant's keys",
        "provision",
        "held.items() if folded(name) not in listed}",
        "held.items()}",
        "test_the_platform_route_swaps_every_known_credential_for_the_proxys",
    ),
    Mistake(
        "the platform's token counts as the customer's key",
        "provision",
        ".difference(token_names)",
        "",
        "test_the_platforms_token_is_no_customers_key_even_where_the_registry_says_so",
    ),
]


class Edited(MetaPathFinder, Loader):
    """Finds one module alone, and runs the given text in place of its file."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> ModuleSpec | None:
        return importlib.util.spec_from_loader(fullname, self) if fullname == self.name else None

    def exec_module(self, module: ModuleType) -> None:
        exec(compile(self.text, self.name, "exec"), module.__dict__)  # noqa: S102 - the project's own text


def run(mistake: Mistake, replacement: str) -> None:
    """Import the engine and the test module anew with the edit made, and call the named test."""
    source = (ENGINE / f"{mistake.module}.py").read_text(encoding="utf-8")
    assert source.count(mistake.old) == 1, "the edit no longer fits the code"
    edited = Edited(f"routeproof.resolve.{mistake.module}", source.replace(mistake.old, replacement))
    test_file = HERE / f"test_{mistake.module}.py"
    with (
        patch.dict(sys.modules),
        patch.object(sys, "meta_path", [edited, *sys.meta_path]),
        patch.object(routeproof, "resolve"),
    ):
        for name in [name for name in sys.modules if name.startswith("routeproof.resolve")]:
            del sys.modules[name]
        spec = importlib.util.spec_from_file_location(f"{test_file.stem}_anew", test_file)
        assert spec is not None
        assert spec.loader is not None
        tests = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(tests)
        getattr(tests, mistake.test)()


@pytest.mark.parametrize("mistake", MISTAKES, ids=lambda mistake: mistake.name.replace(" ", "-"))
def test_the_named_test_is_green_without_the_mistake_and_red_with_it(mistake):
    run(mistake, mistake.old)
    with pytest.raises(AssertionError):
        run(mistake, mistake.new)


def test_the_page_lists_every_mistake_with_its_test_and_no_other():
    rows = [line for line in PAGE.read_text(encoding="utf-8").splitlines() if line.startswith("| ")][1:]
    listed = [tuple(cell.strip(" `") for cell in row.strip("|").split("|")) for row in rows]
    assert listed == [(each.name, f"{each.module}.py", each.test) for each in MISTAKES]
