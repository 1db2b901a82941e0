"""The reasons of refusals are a closed set, and the hard ones are told apart."""

from routeproof.bindings.refusals import HARD, Reason, Refusal, refuse

HARD_ONES = """
incomplete_entry unknown_profile unknown_provider not_found invalid_row provider_mismatch payer_mismatch
not_implemented adapter_unavailable mode_unreadable
"""
SOFT_ONES = """
lookup_failed credential_not_found credential_malformed vault_unavailable platform_unavailable
adapter_failed no_default
"""


def test_the_set_is_closed() -> None:
    assert sorted(Reason) == sorted((HARD_ONES + SOFT_ONES).split())
    assert sorted(HARD) == sorted(HARD_ONES.split())


def test_a_refusal_knows_whether_it_is_hard() -> None:
    assert refuse(Reason.NOT_FOUND) == Refusal(Reason.NOT_FOUND, hard=True)
    assert refuse(Reason.NO_DEFAULT) == Refusal(Reason.NO_DEFAULT, hard=False)
