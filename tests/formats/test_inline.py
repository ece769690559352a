"""What is carried over as it is: URLs, addresses, hashtags, handles."""

from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.formats.inline import find_untranslatable

CASES = {
    "url": ("See https://example.org/a?b=1&c=2#d now", ["https://example.org/a?b=1&c=2#d"]),
    "url ends the sentence": ("(see http://example.org/a).", ["http://example.org/a"]),
    "url with brackets": ("https://en.example.org/X_(y), too", ["https://en.example.org/X_(y)"]),
    "url in Arabic": ("راجع https://مثال.إختبار/سوريا؟", ["https://مثال.إختبار/سوريا"]),
    "url before an Arabic comma": ("على www.example.net/ar، كما", ["www.example.net/ar"]),
    "www": ("at www.example.com!", ["www.example.com"]),
    "no url": ("http:// and www. are nothing", []),
    "domain with a path": ("bbc.com/arabic and t.co/Ab1", ["bbc.com/arabic", "t.co/Ab1"]),
    "domain that ends like one": ("Booking.com's and mofa.gov.sy.", ["Booking.com", "mofa.gov.sy"]),
    "country domain": ("on bbc.co.uk, he", ["bbc.co.uk"]),
    "forgotten space": ("Mr.Smith left.The end.It was", []),
    "numbers": ("3.5 of 10.000/20", []),
    "initials": ("U.S./UK, p.m./a.m., e.g. and i.e.", []),
    "e-mail": ("Write to first.last+x@mail.example.org.", ["first.last+x@mail.example.org"]),
    "e-mail after a clitic": ("كتب لـuser@example.org أمس", ["user@example.org"]),
    "hashtags": ("#Syria #tag_عربي #سوريا_الحرة", ["#Syria", "#tag_عربي", "#سوريا_الحرة"]),
    "hashtag after a clitic": ("و#سوريا", ["#سوريا"]),
    "vocalized hashtag": ("#سُوريا!", ["#سُوريا"]),
    "number signs": ("#1 and C# and &#39; and R&D", []),
    "handles": ("via @name, @a.b. and @u@social.example", ["@name", "@a.b", "@u@social.example"]),
    "at": ("3 apples @ 5 each", []),
}


@pytest.mark.parametrize(("text", "found"), CASES.values(), ids=CASES)
def test_finds(text: str, found: list[str]) -> None:
    assert [span.of(text) for span in find_untranslatable(text)] == found


@given(st.text(alphabet="ab.@#:/hw1 )(é،س", max_size=60) | st.text(max_size=40))
@settings(deadline=None)
def test_spans_are_in_order_and_hold_no_space(text: str) -> None:
    spans = find_untranslatable(text)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(len(span) >= 2 and not any(map(str.isspace, span.of(text))) for span in spans)
