"""How a connection is paid for, read from what people and databases hand over."""

import json
from collections.abc import Collection, Mapping

from routeproof.bindings.references import (
    as_variable,
    env_name,
    is_well_formed,
    looks_like_a_key,
    normalize_ref,
)
from routeproof.model.connection import CREDENTIALED, PAYERS, Auth, AuthType, Err
from routeproof.strict_json import InvalidJson, read_value

INVALID_AUTH = "invalid_auth"
MALFORMED_JSON = "malformed_json"
MALFORMED_CREDENTIAL = "malformed_credential"
OPERATOR_CREDENTIAL = "operator_credential"

_DEEPEST = 32


def parse_auth(value: object, *, reserved: Collection[str] = ()) -> Auth | Err:
    """Read `{type, credential?}` as people give it; `reserved` are the operator's own variables.

    The credential comes back in its normal form. `Err("invalid_auth", {"reason": ...})` names the first
    reason that applies, and never the value.
    """
    found = _read(value, reserved, strict=True)
    return Err(INVALID_AUTH, {"reason": found}) if isinstance(found, str) else found


def read_auth(text: object, *, reserved: Collection[str] = ()) -> Auth | Err:
    """Read what a row holds, which is to be a JSON text; the same reasons, behind `malformed_json`.

    A malformed reference is let through: its row is to be seen, and has no secret to find.
    """
    try:
        value = read_value(text if isinstance(text, str) else "", depth=_DEEPEST)
    except InvalidJson:
        return Err(INVALID_AUTH, {"reason": MALFORMED_JSON})
    found = _read(value, reserved, strict=False)
    return Err(INVALID_AUTH, {"reason": found}) if isinstance(found, str) else found


def dump_auth(auth: Auth) -> str:
    """The JSON text that a row holds: keys sorted, no spaces."""
    return json.dumps(auth.to_json(), sort_keys=True, separators=(",", ":"))


def _read(value: object, reserved: Collection[str], *, strict: bool) -> Auth | str:
    """The auth, or why it is none."""
    if not isinstance(value, Mapping):
        return "not_an_object"
    kind = value.get("type")
    if not isinstance(kind, str) or kind not in PAYERS:
        return "unknown_type"
    auth_type = AuthType(kind)
    keys = {"type", "credential"} if auth_type in CREDENTIALED else {"type"}
    if any(key not in keys for key in value):
        return "stray_key"
    if auth_type not in CREDENTIALED:
        return Auth(auth_type)
    credential = value.get("credential")
    if not isinstance(credential, str) or not credential.strip():
        return "missing_credential"
    return _refused(credential, reserved, strict=strict) or Auth(auth_type, normalize_ref(credential))


def _refused(credential: str, reserved: Collection[str], *, strict: bool) -> str | None:
    if looks_like_a_key(credential):
        return "looks_like_a_key"
    ref = normalize_ref(credential)
    if not is_well_formed(ref):
        return MALFORMED_CREDENTIAL if strict else None
    return OPERATOR_CREDENTIAL if _is_operators(ref, reserved) else None


def _is_operators(ref: str, reserved: Collection[str]) -> bool:
    """True for a reference that some vault could answer with the operator's own credential.

    `credential/env/platform.api_key` is one: a folder of secrets has a file of that name for the operator.
    """
    name = env_name(ref).upper()
    taken = {each.upper() for each in reserved}
    return any(each.startswith("PLATFORM_") or each in taken for each in (name, as_variable(name)))
