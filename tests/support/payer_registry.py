"""A registry small enough to know by heart, for the tests of billing, registration and provisioning.

`house-1` is the platform's; `acme/...` is acme's; `twin` is listed by plan and then by meter; `bolt-...`
is bolt's, except `bolt-eu-...`, which bolt-eu claims too.
"""

from routeproof.model.deployment import Deployment
from routeproof.model.registry import Arm, Protocol, Provider, Registry, Runtime


def provider(name: str, pattern: str, *auth_env: str) -> Provider:
    return Provider(
        name=name,
        display_name=name,
        protocol=Protocol.OPENAI,
        auth_mode="oauth",
        auth_env=auth_env,
        model_prefix_match=pattern,
    )


PLATFORM = provider("platform", "^platform/", "USAGE_TOKEN")
ACME = provider("acme", "^acme/", "ACME_KEY", "ACME_TOKEN")
PLAN = provider("plan", "^plan-", "PLAN_TOKEN")
METER = provider("meter", "^meter-", "METER_KEY")
BOLT = provider("bolt", "^bolt-", "BOLT_KEY")
BOLT_EU = provider("bolt-eu", "^bolt-eu-", "BOLT_EU_KEY")

CATALOGUE = (PLATFORM, ACME, PLAN, METER, BOLT, BOLT_EU)
ARMS = (
    Arm(PLATFORM, ("house-1",)),
    Arm(ACME),
    Arm(PLAN, ("twin",)),
    Arm(METER, ("twin",)),
    Arm(BOLT),
    Arm(BOLT_EU),
)
HOUSE = Deployment(
    model_variables=("HOUSE_MODEL", "MODEL"), proxy_variable="HOUSE_LLM_URL", header="X-House-Unregistered"
)
REGISTRY = Registry(CATALOGUE, {"desk": Runtime("desk", ARMS)})
