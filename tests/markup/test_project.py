"""Markup on the right words: a table of cases with alignments made by hand.

Links count the words of both texts with clitics split: in وبوتين تحدث, و is 0, بوتين 1 and تحدث 2.
"""

from __future__ import annotations

from collections.abc import Callable

import pytest

from mtkit.align.pharaoh import parse_links
from mtkit.markup.project import project
from mtkit.text.words import words
from mtkit.types import Block, WordAlignment

TO_ARABIC = [
    # whole words, reordering
    ("one word", "<a>the army</a> said", "قال الجيش", "0-1 1-2 2-0", "قال <a>الجيش</a>"),
    ("verb moves", "the army <b>said</b>", "قال الجيش", "0-1 1-2 2-0", "<b>قال</b> الجيش"),
    (
        "two swap",
        "<a>Ali</a> <b>slept</b>",
        "نام علي",
        "0-1 1-0",
        "<b>نام</b> <a>علي</a>",
    ),
    (
        "adjective and noun swap inside",
        "the <a>new constitution</a> now",
        "الدستور الجديد الآن",
        "1-3 2-1 3-4",
        "<a>الدستور الجديد</a> الآن",
    ),
    (
        "whole block",
        "<b>the army said</b>",
        "قال الجيش",
        "0-1 1-2 2-0",
        "<b>قال الجيش</b>",
    ),
    (
        "whole block without links",
        "<b>the army said so</b>",
        "قال الجيش",
        "",
        "<b>قال الجيش</b>",
    ),
    ("whole block, extra words", "<b>Home</b>", "الصفحة الرئيسية", "0-1", "<b>الصفحة الرئيسية</b>"),
    (
        "unaligned word inside is taken along",
        "<a>cease fire</a> now",
        "وقف إطلاق نار الآن",
        "0-0 1-2 2-3",
        "<a>وقف إطلاق نار</a> الآن",
    ),
    (
        "unaligned word at the edge is not",
        "now <a>fire</a>",
        "الآن قد نار",
        "0-0 1-2",
        "الآن قد <a>نار</a>",
    ),
    (
        "stray link far away",
        "<a>big red house</a> in old Damascus today",
        "منزل أحمر كبير في دمشق القديمة كبير اليوم",
        "0-2 1-1 2-0 3-3 4-6 5-4 0-7 6-8",
        "<a>منزل أحمر كبير</a> في دمشق القديمة كبير اليوم",
    ),
    # clitics
    (
        "conjunction stays with the name",
        "and <b>Putin</b> spoke",
        "وبوتين تحدث",
        "0-0 1-1 2-2",
        "<b>وبوتين</b> تحدث",
    ),
    (
        "both parts are marked",
        "<i>and</i> <b>Putin</b> spoke",
        "وبوتين تحدث",
        "0-0 1-1 2-2",
        "<i>و</i><b>بوتين</b> تحدث",
    ),
    (
        "only the conjunction is marked",
        "<i>and</i> Putin spoke",
        "وبوتين تحدث",
        "0-0 1-1 2-2",
        "<i>وبوتين</i> تحدث",
    ),
    ("article", "the <a>city</a>", "المدينة", "0-0 1-1", "<a>المدينة</a>"),
    (
        "preposition and article",
        "in the <a>city</a> today",
        "بالمدينة اليوم",
        "0-0 1-1 2-2 3-4",
        "<a>بالمدينة</a> اليوم",
    ),
    (
        "list of names",
        "<a>Ali</a>, <b>Omar</b> and <i>Zaid</i>",
        "علي وعمر وزيد",
        "0-0 1-2 2-3 3-4",
        "<a>علي</a> <b>وعمر</b> <i>وزيد</i>",
    ),
    (
        "span over two words with a clitic",
        "<a>Ali and Omar</a> slept",
        "نام علي وعمر",
        "0-1 1-2 2-3 3-0",
        "نام <a>علي وعمر</a>",
    ),
    # neighbours and nesting
    ("adjacent", "<a>Ali</a><b> slept</b>", "علي نام", "0-0 1-1", "<a>علي</a> <b>نام</b>"),
    (
        "nested",
        "<a>The <i>Guardian</i> newspaper</a> said",
        "قالت صحيفة الغارديان",
        "1-3 2-1 3-0",
        "قالت <a>صحيفة <i>الغارديان</i></a>",
    ),
    (
        "nested around the same words",
        "<a><i>Sana</i></a> said",
        "قالت سانا",
        "0-1 1-0",
        "قالت <a><i>سانا</i></a>",
    ),
    (
        "three deep",
        "<a><b><i>Ali</i> slept</b> here</a> today",
        "نام علي هنا اليوم",
        "0-1 1-0 2-2 3-3",
        "<a><b>نام <i>علي</i></b> هنا</a> اليوم",
    ),
    (
        "child moves inside its parent",
        "<a>a <b>black</b> car</a> stopped",
        "توقفت سيارة سوداء",
        "1-2 2-1 3-0",
        "توقفت <a>سيارة <b>سوداء</b></a>",
    ),
    (
        "child's word is outside the parent's run",
        "<a>big <b>red</b> old house</a> seen by us all",
        "أحمر رأينا كلنا اليوم منزل كبير قديم",
        "1-0 0-6 2-7 3-5 4-1 7-2",
        "أحمر رأينا كلنا اليوم <a>منزل <b>كبير</b> قديم</a>",
    ),
    ("two siblings, one word", "<b>x</b> <i>y</i>", "كلمة", "0-0 1-0", "<b><i>كلمة</i></b>"),
    (
        "more elements than words",
        "<b>x</b> <i>y</i> <u>z</u>",
        "كلمة",
        "",
        "<b><i><u>كلمة</u></i></b>",
    ),
    # punctuation
    ("quotes outside", "He said “<a>yes</a>”.", "قال «نعم».", "1-0 2-1", "قال «<a>نعم</a>»."),
    ("quotes inside", "He said <a>“yes”</a>.", "قال «نعم».", "1-0 2-1", "قال <a>«نعم»</a>."),
    ("question mark inside", "<i>Who?</i> he said", "من؟ قال", "0-0 2-1", "<i>من؟</i> قال"),
    ("full stop outside", "It was <b>Ali</b>.", "كان علي.", "1-0 2-1", "كان <b>علي</b>."),
    (
        "full stop inside",
        "It was <b>Ali.</b> Go",
        "كان علي. اذهب",
        "1-0 2-1 3-2",
        "كان <b>علي.</b> اذهب",
    ),
    (
        "brackets inside",
        "Ali <i>(left)</i> spoke",
        "تحدث علي (اليسار)",
        "0-1 1-3 2-0",
        "تحدث علي <i>(اليسار)</i>",
    ),
    (
        "brackets outside",
        "Ali (<i>left</i>) spoke",
        "تحدث علي (اليسار)",
        "0-1 1-3 2-0",
        "تحدث علي (<i>اليسار</i>)",
    ),
    ("comma outside", "<a>Ali</a>, and Omar", "علي، وعمر", "0-0 1-1 2-2", "<a>علي</a>، وعمر"),
    ("comma inside", "<a>Ali,</a> and Omar", "علي، وعمر", "0-0 1-1 2-2", "<a>علي،</a> وعمر"),
    (
        "comma between two that want it",
        "<a>Ali,</a><b> Omar</b>",
        "علي، عمر",
        "0-0 1-1",
        "<a>علي،</a> <b>عمر</b>",
    ),
    (
        "sentence in an element",
        "Stop. <b>Go now.</b>",
        "قف. اذهب الآن.",
        "0-0 1-1 2-2",
        "قف. <b>اذهب الآن.</b>",
    ),
    (
        "spaces at the edge stay outside",
        "see<b> Ali </b>now",
        "انظر علي الآن",
        "0-0 1-1 2-2",
        "انظر <b>علي</b> الآن",
    ),
    ("element around a dash", "Ali <b>—</b> here", "علي — هنا", "0-0 1-1", "علي <b>—</b> هنا"),
    ("element around a comma", "Ali<b>,</b> here", "علي، هنا", "0-0 1-1", "علي<b>،</b> هنا"),
    ("element around space", "Ali<b> </b>here", "علي هنا", "0-0 1-1", "علي<b> </b>هنا"),
    ("only punctuation comes out", "<b>Hello</b> Ali", "…", "", "<b>…</b>"),
    # inside words
    ("formula", "H<sub>2</sub>O is here", "H2O هنا", "0-0 2-1", "H<sub>2</sub>O هنا"),
    (
        "formula that moves",
        "drink H<sub>2</sub>O now",
        "الآن اشرب H2O",
        "0-1 1-2 2-0",
        "الآن اشرب H<sub>2</sub>O",
    ),
    (
        "formula with a clitic",
        "and CO<sub>2</sub> fell",
        "وCO2 انخفض",
        "0-0 1-1 2-2",
        "وCO<sub>2</sub> انخفض",
    ),
    (
        "formula that is translated",
        "drink H<sub>2</sub>O now",
        "اشرب ماء الآن",
        "0-0 1-1 2-2",
        "اشرب <sub>ماء</sub> الآن",
    ),
    ("first letter", "<b>A</b>li slept", "نام علي", "0-1 1-0", "نام <b>علي</b>"),
    # zero-width elements
    (
        "line break between sentences",
        "One two.<br/>Go on.",
        "واحد اثنان. استمر.",
        "0-0 1-1 2-2",
        "واحد اثنان.<br/> استمر.",
    ),
    (
        "line break after a space",
        "One two. <br/>Go on.",
        "واحد اثنان. استمر.",
        "0-0 1-1 2-2",
        "واحد اثنان. <br/>استمر.",
    ),
    (
        "line break where words swap",
        "Ali slept.<br/>Omar ate.",
        "نام علي. أكل عمر.",
        "0-1 1-0 2-3 3-2",
        "نام علي.<br/> أكل عمر.",
    ),
    ("footnote after a word", "the army<ref/> said", "قال الجيش", "0-1 1-2 2-0", "قال الجيش<ref/>"),
    (
        "footnote before a comma",
        "the army<ref/>, he said",
        "الجيش، قال",
        "0-0 1-1 3-2",
        "الجيش<ref/>، قال",
    ),
    (
        "footnote after the full stop",
        "Ali slept.<ref/> Omar ate.",
        "نام علي. أكل عمر.",
        "0-1 1-0 2-3 3-2",
        "نام علي.<ref/> أكل عمر.",
    ),
    (
        "footnote after a link",
        "<a>Ali</a><ref/> slept",
        "نام علي",
        "0-1 1-0",
        "نام <a>علي</a><ref/>",
    ),
    (
        "picture before a word",
        "see <img/>Ali now",
        "انظر علي الآن",
        "0-0 1-1 2-2",
        "انظر <img/>علي الآن",
    ),
    ("picture between words", "see <img/> Ali", "انظر علي", "0-0 1-1", "انظر <img/>علي"),
    (
        "picture inside a link",
        "<a>see <img/>Ali</a> now",
        "الآن انظر علي",
        "0-1 1-2 2-0",
        "الآن <a>انظر <img/>علي</a>",
    ),
    ("at the start", "<img/>Ali slept", "نام علي", "0-1 1-0", "<img/>نام علي"),
    ("at the end", "Ali slept<img/>", "نام علي", "0-1 1-0", "نام علي<img/>"),
    ("two in one place", "Ali<ref/><img/> slept", "نام علي", "0-1 1-0", "نام علي<ref/><img/>"),
    # kept text
    (
        "kept and copied",
        "run <code>git log</code> now",
        "شغل git log الآن",
        "0-0 3-3",
        "شغل <code>git log</code> الآن",
    ),
    (
        "kept and translated",
        "run <code>git log</code> now",
        "شغل سجل الآن",
        "0-0 1-1 2-1 3-2",
        "شغل <code>git log</code> الآن",
    ),
    (
        "kept and lost",
        "run <code>git</code> now",
        "شغل الآن",
        "0-0 2-1",
        "شغل <code>git</code> الآن",
    ),
    (
        "kept behind a preposition",
        "with <code>git</code> now",
        "بنظام الآن",
        "0-0 1-1 2-2",
        "بـ<code>git</code> الآن",
    ),
    (
        "kept inside a link",
        "see <a>the <code>git</code> page</a>",
        "انظر صفحة git",
        "0-0 2-2 3-1",
        "انظر <a>صفحة <code>git</code></a>",
    ),
    (
        "kept twice",
        "<code>x</code> or <code>x</code>",
        "x أو x",
        "1-1",
        "<code>x</code> أو <code>x</code>",
    ),
    (
        "not a part of another word",
        "<code>a</code> here",
        "alpha هنا",
        "0-0 1-1",
        "<code>a</code> هنا",
    ),
    # without alignment
    (
        "name in both scripts",
        "the <a>Baghdad</a> market burned down to the ground",
        "احترقت سوق بغداد",
        "",
        "احترقت سوق <a>بغداد</a>",
    ),
    ("number", "about <b>130</b> people", "نحو ١٣٠ شخصا", "", "نحو <b>١٣٠</b> شخصا"),
    (
        "proportional",
        "one two <b>three</b> four",
        "أول ثان ثالث رابع",
        "",
        "أول ثان <b>ثالث</b> رابع",
    ),
]

TO_ENGLISH = [
    ("one word", "قال <a>الجيش</a>", "the army said", "0-2 1-0 2-1", "<a>the army</a> said"),
    (
        "conjunction stays outside",
        "وصل علي <a>وعمر</a>",
        "Ali and Omar came",
        "0-3 1-0 2-1 3-2",
        "Ali and <a>Omar</a> came",
    ),
    ("possessive stays outside", "منزل <a>علي</a>", "Ali’s house", "0-2 1-0", "<a>Ali</a>’s house"),
    ("part of a compound", "مقره <a>بريطانيا</a>", "UK-based", "0-1 1-0", "<a>UK</a>-based"),
    ("noun and adjective swap", "<b>سيارة</b> سوداء", "black car", "0-1 1-0", "black <b>car</b>"),
    (
        "nested",
        "<a>صحيفة <i>النهار</i></a> قالت",
        "the An-Nahar newspaper said",
        "0-3 1-1 2-2 3-4",
        "the <a><i>An-Nahar</i> newspaper</a> said",
    ),
    ("quotes inside", "قال <i>«نعم»</i>", "he said “yes”", "0-1 1-2", "he said <i>“yes”</i>"),
    (
        "straight quotes inside",
        "قال <i>«نعم»</i>",
        'he said "yes"',
        "0-1 1-2",
        'he said <i>"yes"</i>',
    ),
    ("question mark", "<b>من؟</b> قال", "Who? he said", "0-0 1-2", "<b>Who?</b> he said"),
    (
        "line break",
        "نام علي.<br/>أكل عمر.",
        "Ali slept. Omar ate.",
        "0-1 1-0 2-3 3-2",
        "Ali slept.<br/> Omar ate.",
    ),
    (
        "footnote",
        "قال الجيش<ref/> أمس",
        "the army said yesterday",
        "0-2 1-0 2-1 3-3",
        "the army<ref/> said yesterday",
    ),
    ("whole block", "<b>قال الجيش</b>", "The army said.", "0-2 1-0 2-1", "<b>The army said.</b>"),
    (
        "name in both scripts",
        "سقطت <a>بغداد</a>",
        "the city of Baghdad fell",
        "",
        "the city of <a>Baghdad</a> fell",
    ),
]


def check(
    case: tuple[str, str, str, str, str],
    languages: tuple[str, str],
    read_block: Callable[[str], Block],
    write_block: Callable[[Block], str],
) -> None:
    _, source, target, links, expected = case
    block = read_block(source)
    alignment = WordAlignment(
        tuple(words(block.text, languages[0], clitics=True)),
        tuple(words(target, languages[1], clitics=True)),
        parse_links(links),
    )
    assert write_block(project(block, target, alignment).block) == expected


@pytest.mark.parametrize("case", TO_ARABIC, ids=lambda case: case[0])
def test_english_to_arabic(
    case: tuple[str, str, str, str, str],
    read_block: Callable[[str], Block],
    write_block: Callable[[Block], str],
) -> None:
    check(case, ("en", "ar"), read_block, write_block)


@pytest.mark.parametrize("case", TO_ENGLISH, ids=lambda case: case[0])
def test_arabic_to_english(
    case: tuple[str, str, str, str, str],
    read_block: Callable[[str], Block],
    write_block: Callable[[Block], str],
) -> None:
    check(case, ("ar", "en"), read_block, write_block)


@pytest.mark.parametrize(
    ("source", "target", "links", "rungs"),
    [
        pytest.param("<a>Ali</a> ate", "أكل علي", "0-1 1-0", ["alignment"], id="alignment"),
        pytest.param("<a>Baghdad</a> fell", "سقطت بغداد", "", ["name"], id="name"),
        pytest.param("<a>They</a> ate", "أكلوا كثيرا", "", ["position"], id="position"),
        pytest.param("Ali<ref/> ate", "أكل علي", "0-1 1-0", ["neighbour"], id="neighbour"),
        pytest.param("They<ref/> ate", "أكلوا كثيرا", "", ["position"], id="point by position"),
        pytest.param("<a>Ali</a> ate", "", "", ["position"], id="nothing to stand on"),
        pytest.param("<a>Ali</a> ate", "Ali ate", "", ["name"], id="copied"),
    ],
)
def test_rung_is_recorded(
    source: str, target: str, links: str, rungs: list[str], read_block: Callable[[str], Block]
) -> None:
    block = read_block(source)
    alignment = WordAlignment(
        tuple(words(block.text, "en")), tuple(words(target, "ar")), parse_links(links)
    )
    assert [placement.rung for placement in project(block, target, alignment).placements] == rungs


def test_without_markup_the_text_is_the_plain_translation() -> None:
    assert project(Block("Hello", kind="title"), "مرحبا", None).block == Block(
        "مرحبا", kind="title"
    )
