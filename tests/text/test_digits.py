"""Numbers are read as values, whichever digits, separators or words they are written in."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.text.digits import compare, numbers, western_digits


def values(text: str) -> list[str]:
    return [f"{number.value.normalize():f}" for number in numbers(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1,234.5", ["1234.5"]),
        ("١٬٢٣٤٫٥", ["1234.5"]),
        ("۱۲۳", ["123"]),
        ("1.234,5", ["1234.5"]),
        ("783،562 كيلومتر", ["783562"]),
        ("55 000 people", ["55000"]),
        ("12,500", ["12500"]),
        ("2,5", ["2.5"]),
        ("0.25", ["0.25"]),
        ("3/10/2021", ["3", "10", "2021"]),
        ("10.3.2021", ["10", "3", "2021"]),
        ("at 11:20", ["11", "20"]),
        ("at 11:00", ["11"]),
        ("7–2", ["7", "2"]),
        ("88%", ["88"]),
        ("20 في المئة", ["20"]),
        ("بـ20 بالمائة", ["20"]),
        ("21st, 3rd", ["21", "3"]),
        ("160km/h", ["160"]),
        ("COVID-19 160km/h", ["19", "160"]),
        ("Il-76s", ["76"]),
        ("5f3a" * 20, ["5", "3"] * 20),
        ("9" * 41, []),
        ("no numbers", []),
        ("", []),
    ],
)
def test_digits(text: str, expected: list[str]) -> None:
    assert values(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("3 million", ["3000000"]),
        ("3 ملايين", ["3000000"]),
        ("$2.3bn", ["2300000000"]),
        ("25 ألف", ["25000"]),
        ("مليون و200 ألف", ["1200000"]),
        ("مليارين و300 مليون", ["2300000000"]),
        ("3 ملايين ونصف المليون", ["3500000"]),
        ("340 million and 500 million", ["340000000", "500000000"]),
        ("ما بين 180 ألفاً و190 ألف", ["180000", "190000"]),
        ("$1.3 billion and 11,000 employees", ["1300000000", "11000"]),
        ("عام 1860 آلاف المسيحيين", ["1860", "1000"]),
        ("in 2005 half of them", ["2005", "0.5"]),
    ],
)
def test_digits_with_scales(text: str, expected: list[str]) -> None:
    assert values(text) == expected
    assert numbers(text)[0].in_digits or not text[0].isdigit()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("twenty-five", ["25"]),
        ("خمسة وعشرون ألفاً", ["25000"]),
        ("three hundred and five thousand", ["305000"]),
        ("half a million", ["500000"]),
        ("a million and a half", ["1500000"]),
        ("ألفين وثلاثة آلاف", ["2000", "3000"]),
        ("ثلاثمائة", ["300"]),
        ("بمئتي ألف", ["200000"]),
        ("القرن التاسع عشر", ["19"]),
        ("الحادي والعشرين", ["21"]),
        ("وللثلاثين", ["30"]),
        ("two and three", ["2", "3"]),
        ("Louis XVI", ["16"]),
        ("I am V", []),
        ("السبعينيات", ["70"]),
        ("واحد", ["1"]),
    ],
)
def test_words(text: str, expected: list[str]) -> None:
    assert values(text) == expected
    assert not any(number.in_digits for number in numbers(text))


@pytest.mark.parametrize(
    ("text", "reading"),
    [
        ("12.000", 12_000),
        ("8:46 p.m.", 20),
        ("الساعة 3 عصراً", 15),
        ("1970s", 70),
        ("1995-96", 1996),
        ("$5m", 5_000_000),
        ("ألفا شقة", 2000),
    ],
)
def test_other_readings(text: str, reading: int) -> None:
    assert any(reading in number.readings for number in numbers(text))


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("about 3 million people", "نحو 3 ملايين شخص"),
        ("about three million", "نحو 3,000,000"),
        ("1,300 carriages", "١٣٠٠ عربة"),
        ("He had 2 goals", "سجّل هدفين"),
        ("On October 7", "في السابع من تشرين الأول"),
        ("for 10 years", "لمدة عشر سنوات"),
        ("in the 1970s", "منذ سبعينيات القرن العشرين"),
        ("in 1995-96", "في 1995-1996"),
        ("at 3 p.m.", "في الساعة 15:00"),
        ("at 4.12 a.m.", "عند الساعة 4:12 فجراً"),
        ("80% of it", "80 في المئة منها"),
        ("between 2,000 and 3,000", "بين ألفين وثلاثة آلاف"),
        ("2,000 apartments", "ألفا شقة"),
        ("worth $2 million", "قيمته مليونا دولار"),
        ("Louis XVI", "لويس 16"),
        ("more than two dozen", "أكثر من 24"),
        ("a contract over ten years", "عقد لمدة 10 سنوات"),
    ],
)
def test_kept(source: str, target: str) -> None:
    assert not compare(source, target)
    assert not compare(target, source)


@pytest.mark.parametrize(
    ("source", "target", "lost", "added"),
    [
        ("2,400 men", "400 2 رجل", ["2,400"], ["400"]),
        ("1000 B.C.", "٠٠٠,١ ق.م", ["1000"], []),
        ("3 million", "3 مليارات", ["3 million"], ["3 مليارات"]),
        ("won 7–2", "فاز 72", ["7"], ["72"]),
        ("(1469–1539)", "(14691539)", ["1469", "1539"], ["14691539"]),
        ("200 pounds (90kg)", "90 كجم", ["200"], []),
        ("5 of 5", "5", ["5"], []),
        ("in 2008", "في 2018", ["2008"], ["2018"]),
        ("seven", "8", [], ["8"]),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_lost_and_added(source: str, target: str, lost: list[str], added: list[str]) -> None:
    difference = compare(source, target)
    assert [number.span.of(source) for number in difference.lost] == lost
    assert [number.span.of(target) for number in difference.added] == added


WORDS = "3 million and half a مليون و200 ألف ونصف المليون twenty مئة ثلاثة عشر 1,5 XVI 8:30 pm"
texts = st.text(alphabet="0123456789٣٤۵.,:٬٫،-–%/ وabns") | st.lists(
    st.sampled_from(WORDS.split())
).map(" ".join)


@given(texts)
@settings(max_examples=300, deadline=None)
def test_numbers_are_in_order_and_in_the_text(text: str) -> None:
    found = numbers(text)
    assert all(a.span.end <= b.span.start for a, b in pairwise(found))
    assert all(number.readings and min(number.readings) >= 0 for number in found)
    assert all(number.span.of(text).strip() for number in found)


@given(texts)
@settings(max_examples=150, deadline=None)
def test_nothing_is_lost_against_itself(text: str) -> None:
    assert not compare(text, text)


@given(texts, texts)
@settings(max_examples=150, deadline=None)
def test_compare_is_the_same_both_ways(one: str, other: str) -> None:
    there, back = compare(one, other), compare(other, one)
    assert bool(there) == bool(back)


@given(st.integers(0, 10**12))
@settings(deadline=None)
def test_reads_what_it_is_given(value: int) -> None:
    arabic = f"{value:,}".translate(str.maketrans("0123456789,", "٠١٢٣٤٥٦٧٨٩٬"))
    assert [n.value for n in numbers(f"{value:,}")] == [n.value for n in numbers(arabic)]
    assert numbers(arabic)[0].value == Decimal(value)


def test_western_digits_change_nothing_else() -> None:
    assert western_digits("عام ٢٠٢٤, ۱۲%, x²") == "عام 2024, 12%, x²"


def test_without_digits_nothing_is_compared() -> None:
    assert not compare("three million people", "شخص واحد")
    assert compare("3 million people", "شخص واحد")
