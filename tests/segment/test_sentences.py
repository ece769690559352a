"""Where sentences end: one line of the table is one thing that the splitter knows."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.errors import ConfigError
from mtkit.segment import split


def sentences(text: str, language: str, **options: bool) -> list[str]:
    return [span.of(text) for span in split(text, language, **options)]


# "¦" marks where a sentence ends.
ENGLISH = {
    "plain": "Water rose. ¦People fled.",
    "title": "He met Dr. Haddad and Lt. Col. Darwish.",
    "rank": "Maj. Gen. Robert E. Hollis left. ¦Brig. Gen. Tariq stayed.",
    "initials": "J. K. Rowling and George W. Bush spoke.",
    "initial, then small": "The man, named as Anwar S. in court, was silent.",
    "initial, then a starter": "The suspect is Mazen R. ¦The trial goes on.",
    "letter that is no initial": "“Yes,” he wrote on X. ¦Residents and organisations agreed.",
    "label": "It cures hepatitis A. ¦Vaccines are rare.",
    "two-letter initial": "Striker Omar Kh. Jandali scored.",
    "acronym, then a name": "The U.N. Security Council and the U.S. Army met.",
    "acronym, then a starter": "He flew to the U.S. ¦He came back.",
    "acronym, then a quotation": "He flew to the U.S. ¦“I am home,” he said.",
    "time of day": "At 5 p.m. the road opened.",
    "time that ends": "It opened at 5 p.m. ¦Residents returned.",
    "clock": "It opened at 23:45. ¦Nobody came.",
    "time with a zone": "It opened at 5 p.m. GMT on Monday.",
    "decimal": "It fell 2.4 per cent to $71.85. ¦5,000 people left.",
    "month": "It stood idle since Jan. 12. ¦In Nov. 2010 it had burnt.",
    "number": "See No. 5, p. 12, Vol. II and Art. 25.",
    "no as a word": "“No. ¦We had the keys.”",
    "company": "Wren & Co. had shares in Delta Inc., not in Gulf Ltd. ¦The firm declined.",
    "street": "The shop is in Mount St. ¦The saint is St. Elias.",
    "list": "Tents, pumps, etc. ¦Donors gave nothing.",
    "latin": "Rules, e.g. Moscow's, vs. Ankara's, i.e. Turkey's.",
    "enumeration": "Three rules: 1. Boil the water. ¦2. Wash your hands. ¦3. Wait.",
    "lettered list": "a. Boil the water. ¦b. Wash your hands.",
    "ellipsis goes on": "She has 20 beds… and 64 patients... or more.",
    "ellipsis ends": "“I came for one word… ¦Guilty.”",
    "stammer": "“I… I don't know,” he said.",
    "spaced ellipsis": "He waited . . . ¦Nobody came.",
    "omission": "“We left […] The army came.”",
    "quotation of two": "“One drone. ¦Nobody was hurt,” he said.",
    "question, credited small": "“Is this my street?” asked Mrs. Haddad.",
    "question, credited to a name": "“What would you do?” Mr. van der Meer asked.",
    "question, then a sentence with a speaker": "“Who knows?” ¦Police in Homs said so.",
    "question, not credited": "“Is it over?” ¦He did not know.",
    "quotation after a stop": "“They wait,” he said. ¦“We pray.”",
    "nested quotation": "He shouted: ‘Go up!’ ¦We climbed.”",
    "straight quotes": '"We stay." ¦"So do we," he said.',
    "stop after the quotation": "The attack was “premeditated”. ¦They fled.",
    "parenthesis": "The toll rose. ¦(Earlier it was 12.) ¦Officials wept.",
    "mark in parentheses": "He was calm (!) and left.",
    "address": "More at www.openlens.example/guide. ¦It is free.",
    "name with a stop": "Yahoo! News said so.",
    "small name": "He left. ¦al-Assad's men came. ¦iPhone sales fell.",
    "colon": "They agree on one thing: the talks go on.",
    "semicolon": "One died; the other drives a taxi.",
    "newline": "The first line\nends. ¦The\n\nsecond.",
    "no space": "They fled in boats.¦The army came.",
    "footnote": "It burnt.[12] ¦It was rebuilt.",
    "all small": "we left. ¦they stayed.",
    "capitals": "GEN. DARWISH LEFT. ¦HE IS IN AMMAN.",
}

ARABIC = {
    "plain": "ارتفعت المياه. ¦فرّ الناس.",
    "question": "أين القطع؟ ¦لا أحد يعرف!",
    "comma": "قال، وهو يبتسم، إنه عائد.",
    "semicolon": "توفي أحدهما؛ أما الآخر فيعمل سائقاً.",
    "doctor": "قالت د. وفاء النجار وأ. ديتر لانغ وم. سرمد يونس.",
    "professor": "افتتح أ.د. قصي الأحمدي الندوة.",
    "agency": "أعلنت وكالة أ. ف. ب. أن مصدراً في أ.ف.ب. نفى.",
    "initial": "يُدعى محمد ت. من درعا.",
    "initial, then a starter": "المتهم هو أنور س. ¦وقالت القاضية إنه مذنب.",
    "label": "التهاب الكبد أ. ¦لا لقاح له.",
    "page": "انظر ص. 12 من التقرير.",
    "before Christ": "يعود إلى القرن الثاني ق.م. بحسب الروايات.",
    "era after a year": "نُقلت عام 1920م. ¦ولم تعد.",
    "hijri year": "بُني سنة 612 هـ. ¦ثم هُدم.",
    "decimal": "تراجع بنسبة ٣٫٧ في المئة و2.4 نقطة. ¦ثم ارتفع.",
    "two dots": "بنغازي.. توقيف 84 مهاجراً",
    "ellipsis goes on": "لديها عشرون سريراً... وأربعة وستون مريضاً.",
    "ellipsis ends": "تقدمهم الوزير... ¦غير أنه غادر.",
    "quotation of two": "وقال: «كان يعلم. ¦ثم ذهب إلى بيته». ¦وصمت.",
    "question in a title": "ندوة بعنوان «إلى أين؟» بمشاركة باحثين.",
    "question, credited": "«أهذا شارعنا؟» سألت ليلى.",
    "question, then a starter": "«أين أموالنا؟» ¦وأضاف أنه غاضب.",
    "question with a stop": "وسأل: «ماذا ستفعلون؟». ¦لم يجب أحد.",
    "spaced quotation marks": "وقال: « لن نرحل. » ¦ثم مضى.",
    "vowel marks": "كانت مُحتلّةً. ¦ثم تحرّرت.",
    "no space": "التهم الحريق المحال.¦وقال المدير إنه أُخمد.",
    "address": "على الموقع www.relief.example.org أو غيره.",
    "Latin name": "التقى Dr. Smith في لندن.",
    "clock": "عند الساعة 23:45. ¦ثم غادر.",
    "enumeration": "أبرزها: 1. إنشاء مجلس. ¦2. تعديل القانون.",
}

OTHER = {
    "French": ("fr", "« Oui. » ¦Il partit avec M. Dupont."),
    "Urdu": ("ur", "وہ چلا گیا۔ ¦پھر بارش ہوئی۔"),
    "Hindi": ("hi", "वह गया। ¦बारिश हुई।"),
    "Chinese": ("zh", "他走了。¦下雨了。"),
}


CASES = [
    *(pytest.param("en", marked, id=f"en: {name}") for name, marked in ENGLISH.items()),
    *(pytest.param("ar", marked, id=f"ar: {name}") for name, marked in ARABIC.items()),
    *(pytest.param(*case, id=name) for name, case in OTHER.items()),
]


@pytest.mark.parametrize(("language", "marked"), CASES)
def test_ends(language: str, marked: str) -> None:
    expected = [part.strip() for part in marked.split("¦")]
    assert sentences(marked.replace("¦", ""), language) == expected


@pytest.mark.parametrize(
    ("text", "as_text", "as_headline"),
    [
        pytest.param("New U.S. In Talks", 2, 1, id="capitals say nothing"),
        pytest.param("Who Pays? A Town Waits", 2, 2, id="a question still ends"),
        pytest.param("د. رفاعي: القطع ستعود", 1, 1, id="Arabic"),
    ],
)
def test_headline(text: str, as_text: int, as_headline: int) -> None:
    assert len(split(text, "en")) == as_text
    assert len(split(text, "en", headline=True)) == as_headline


def test_lines() -> None:
    text = "Syria: \n  12 killed\r\n\nHe left. She stayed\n"
    assert sentences(text, "en", lines=True) == ["Syria:", "12 killed", "He left.", "She stayed"]


@pytest.mark.parametrize("text", ["12. 13. ... — !", "***", "؟ ! .", "🎉"])
def test_text_without_letters_is_one_span(text: str) -> None:
    assert sentences(text, "en") == [text]


def test_no_letters_beside_letters_are_no_sentence() -> None:
    assert sentences("*** He left. She stayed. ***", "en") == ["*** He left.", "She stayed. ***"]


@pytest.mark.parametrize("text", ["", " \n\t\u00a0"])
def test_nothing_to_read(text: str) -> None:
    assert split(text, "ar") == []


def test_unknown_language() -> None:
    with pytest.raises(ConfigError, match="no language code"):
        split("text", "not a language")


WORDS = [
    "He",
    "left",
    "Dr",
    "U.S.",
    "p.m.",
    "X",
    "5",
    "د",
    "قال",
    "وقال",
    "ق.م.",
    "🎉",
    "\u064b",
    "[1]",
]
MARKS = [*"«»“”().…؟!،؛。", "...", " ", "\n", "\u00a0", "\u200f"]
PIECES = st.sampled_from(WORDS + MARKS)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join))


@settings(deadline=None, max_examples=300)
@given(TEXTS, st.sampled_from(["en", "ar", "fr"]), st.booleans(), st.booleans())
def test_gaps_and_sentences_are_the_text(
    text: str, language: str, headline: bool, lines: bool
) -> None:
    spans = split(text, language, headline=headline, lines=lines)
    at = 0
    for span in spans:
        assert not text[at : span.start].strip()
        assert span.of(text) == span.of(text).strip() != ""
        at = span.end
    assert not text[at:].strip()


@pytest.mark.parametrize(
    "unit",
    [
        "a. “",
        "A. ",
        "Dr. ",
        "(. ",
        "1. ",
        "Why?” Abc Def ",
        "a… ",
        "a. » ",
        "كلمة.كلمة",
        "د. ",
        "a",
    ],
)
def test_nothing_is_lost_of_a_long_text(unit: str) -> None:
    text = unit * (100_000 // len(unit))
    spans = split(text, "en")
    kept = sum(len("".join(span.of(text).split())) for span in spans)
    assert kept == len("".join(text.split()))
