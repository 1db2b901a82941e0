"""Operators on what a provider accepts as a credential, and how it is handed over."""

from collections.abc import Iterator

from routeproof.model.registry import Payer, Provider
from routeproof.mutate.edit import insert, put, remove
from routeproof.mutate.operators.frame import Example, Material, Operator, Proposal, catalogue
from routeproof.mutate.operators.registry.catalogue import field


def _drop(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for index, name in enumerate(provider.auth_env):
            yield Proposal(
                changes=(remove(f"{at}/auth_env/{index}"),),
                locus=f"{provider.name} / {name}",
                description=f"`{provider.name}` no longer accepts `{name}`",
                provider=provider.name,
            )


def _rename(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        for index, name in enumerate(provider.auth_env):
            new = f"{name}_2"
            yield Proposal(
                changes=(put(f"{at}/auth_env/{index}", new),),
                locus=f"{provider.name} / {name}",
                description=f"`{provider.name}` accepts `{new}` in place of `{name}`",
                replacement=new,
                provider=provider.name,
            )


def _added(at: str, provider: Provider, name: str, whose: str) -> Proposal:
    return Proposal(
        changes=(insert(f"{at}/auth_env/{len(provider.auth_env)}", name),),
        locus=provider.name,
        description=f"`{provider.name}` also accepts `{name}`, the key of `{whose}`",
        replacement=name,
        provider=provider.name,
    )


def _add_other(material: Material) -> Iterator[Proposal]:
    """The first key, further down the catalogue and then from its top, that the provider does not accept."""
    providers = [provider for _, provider in catalogue(material.registry)]
    for place, (at, provider) in enumerate(catalogue(material.registry)):
        others = (*providers[place + 1 :], *providers[:place])
        foreign = [
            (name, other.name)
            for other in others
            for name in other.auth_env
            if other.payer is Payer.BYOK and name not in provider.auth_env
        ]
        if foreign:
            yield _added(at, provider, *foreign[0])


def _add_platform_token(material: Material) -> Iterator[Proposal]:
    tokens = [(name, operator.name) for operator in material.registry.operators for name in operator.auth_env]
    for at, provider in catalogue(material.registry):
        for token, whose in tokens:
            if token not in provider.auth_env:
                yield _added(at, provider, token, whose)


def _token_drop(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if provider.auth_token_env:
            yield field(at, provider, "auth_token_env", None, "is handed its key under no name")


def _token_rename(material: Material) -> Iterator[Proposal]:
    for at, provider in catalogue(material.registry):
        if token := provider.auth_token_env:
            new = f"{token}_2"
            yield field(at, provider, "auth_token_env", new, f"is handed its key as `{new}`, was `{token}`")


def _auth_mode(material: Material) -> Iterator[Proposal]:
    modes = list(dict.fromkeys(provider.auth_mode for _, provider in catalogue(material.registry)))
    for at, provider in catalogue(material.registry):
        new = modes[(modes.index(provider.auth_mode) + 1) % len(modes)]
        if new != provider.auth_mode:
            yield field(
                at, provider, "auth_mode", new, f"authenticates by `{new}`, was `{provider.auth_mode}`"
            )


def _p(fields: str) -> str:
    return f"providers: [{{name: p, {fields}}}]"


def _pq(one: str, two: str) -> str:
    return f"providers: [{{name: p, {one}}}, {{name: q, {two}}}]"


def _with_platform(one: str) -> str:
    return f"providers: [{{name: platform, auth_env: [T]}}, {{name: q, auth_env: [{one}]}}]"


OPERATORS = (
    Operator(
        name="auth-env-drop",
        description="a provider no longer accepts a credential",
        touches="/providers/PROVIDER/auth_env/NAME",
        propose=_drop,
        examples=(Example(_p("auth_env: [A, B]"), (_p("auth_env: [B]"), _p("auth_env: [A]"))),),
    ),
    Operator(
        name="auth-env-rename",
        description="a provider accepts a credential under another name",
        touches="/providers/PROVIDER/auth_env/NAME",
        propose=_rename,
        examples=(Example(_p("auth_env: [A, B]"), (_p("auth_env: [A_2, B]"), _p("auth_env: [A, B_2]"))),),
    ),
    Operator(
        name="auth-env-add-other",
        description="a provider accepts the credential of another vendor",
        touches="/providers/PROVIDER/auth_env",
        propose=_add_other,
        examples=(
            Example(
                _pq("auth_env: [A]", "auth_env: [A, B]"),
                (_pq("auth_env: [A, B]", "auth_env: [A, B]"),),
            ),
        ),
    ),
    Operator(
        name="auth-env-add-platform-token",
        description="a provider accepts the platform's token",
        touches="/providers/PROVIDER/auth_env",
        propose=_add_platform_token,
        examples=(Example(_with_platform("A"), (_with_platform("A, T"),)),),
    ),
    Operator(
        name="token-env-drop",
        description="the variable under which a client expects the key is gone",
        touches="/providers/PROVIDER/auth_token_env",
        propose=_token_drop,
        examples=(Example("providers: [{name: p, auth_token_env: A}]", ("providers: [{name: p}]",)),),
    ),
    Operator(
        name="token-env-rename",
        description="the variable under which a client expects the key is another",
        touches="/providers/PROVIDER/auth_token_env",
        propose=_token_rename,
        examples=(Example(_p("auth_token_env: A"), (_p("auth_token_env: A_2"),)),),
    ),
    Operator(
        name="auth-mode-change",
        description="a provider authenticates in the way of another one",
        touches="/providers/PROVIDER/auth_mode",
        propose=_auth_mode,
        examples=(
            Example(
                _pq("auth_mode: oauth", "auth_mode: key"),
                (_pq("auth_mode: key", "auth_mode: key"), _pq("auth_mode: oauth", "auth_mode: oauth")),
            ),
        ),
    ),
)
