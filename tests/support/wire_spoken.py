"""Any answer that a vendor may give, drawn."""

import json

from hypothesis import strategies as st

from support.wire_vendors import FINISHES, Call, Spoken

_WORDS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)
_NAMES = st.text("abcXYZ09_-", min_size=1, max_size=8)
_INPUTS = st.dictionaries(_WORDS, st.integers(-9, 9) | _WORDS | st.booleans(), max_size=3).map(json.dumps)
_COUNTS = st.integers(0, 99)
SPOKEN = st.builds(
    Spoken,
    thought=st.just("") | _WORDS,
    seal=st.just("") | _NAMES,
    texts=st.lists(_WORDS, max_size=2).map(tuple),
    declined=st.just("") | _WORDS,
    calls=st.lists(st.builds(Call, _NAMES, _NAMES, _INPUTS), max_size=3, unique_by=lambda call: call.id).map(
        tuple
    ),
    finish=st.sampled_from(sorted(FINISHES)),
    usage=st.none() | st.tuples(_COUNTS.map(lambda more: more + 99), _COUNTS, _COUNTS, st.just(0)),
)
