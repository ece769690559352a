"""Names known, guessed, hidden and kept: gazetteers and sentences made by hand, then the model."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path

import pytest

from mtkit import Translator
from mtkit.engines.base import DecodeOptions
from mtkit.errors import FormatError
from mtkit.formats import parse
from mtkit.names.gazetteer import Gazetteer
from mtkit.names.gazetteer.clusters import Cluster, Use
from mtkit.store.manifest import Model
from mtkit.translation.names.fit import standing
from mtkit.translation.names.forms import locate
from mtkit.translation.names.keeper import NameKeeper
from mtkit.translation.names.known import DocumentNames, NameBook, Wanted
from mtkit.translation.names.short import counterpart
from mtkit.translation.names.spot import spot
from mtkit.translation.names.standins import disguise, leaks, undo
from mtkit.translation.names.unknown import settle
from mtkit.translation.names.uses import NameUse, summarize
from mtkit.types import Mention, Span, Translation

NAMES = (
    ("Bashar Al Assad", "بشار الأسد", "PER"),
    ("Kamal Jumblatt", "كمال جنبلاط", "PER"),
    ("Ibrahim Huweija", "إبراهيم حويجة", "PER"),
    ("Latakia", "اللاذقية", "LOC"),
    ("Jableh", "جبلة", "LOC"),
    ("Hayat Tahrir Al Sham", "هيئة تحرير الشام", "ORG"),
)


@pytest.fixture(scope="module")
def gazetteer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Gazetteer]:
    path = tmp_path_factory.mktemp("names") / "names.sqlite"
    with Gazetteer(path, create=True) as made:
        made.add_list(
            Cluster([Use(en, "en"), Use(ar, "ar")], Counter({kind: 1})) for en, ar, kind in NAMES
        )
        yield made


def mention(text: str, form: str, kind: str | None = None, full: str | None = None) -> Mention:
    start = text.index(form)
    return Mention(Span(start, start + len(form)), form, kind, full=full)  # type: ignore[arg-type]


# --- what is known ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("form", "kind", "full", "wanted", "narrowed"),
    [
        ("Latakia", "LOC", None, "اللاذقية", "Latakia"),
        ("LATAKIA", "LOC", None, "اللاذقية", "LATAKIA"),
        ("Jumblatt", "PER", "Kamal Jumblatt", "جنبلاط", "Jumblatt"),
        ("Mr Jumblatt", "PER", "Kamal Jumblatt", "جنبلاط", "Jumblatt"),
        ("Bashar", "PER", "Bashar Al Assad", "بشار", "Bashar"),
        ("Al Huweija", "PER", "Ibrahim Huweija", "حويجة", "Al Huweija"),
        ("Hayat Tahrir al-Sham", "PER", None, "هيئة تحرير الشام", "Hayat Tahrir al-Sham"),
        ("Latakia", "PER", None, None, "Latakia"),  # somebody else
        ("Hawija", "LOC", None, None, "Hawija"),  # another name, however near
    ],
)
def test_a_mention_gets_the_form_of_its_entry(
    gazetteer: Gazetteer, form: str, kind: str, full: str | None, wanted: str | None, narrowed: str
) -> None:
    book = NameBook([gazetteer], source="en", target="ar")
    found, goal = book.resolve(mention(form, form, kind, full))
    assert (found.form, None if goal is None else goal.form) == (narrowed, wanted)


@pytest.mark.parametrize(
    ("short", "full", "other", "part"),
    [
        ("Jumblatt", "Kamal Jumblatt", "كمال جنبلاط", "جنبلاط"),
        ("الأسد", "بشار الأسد", "Bashar Al Assad", "Al Assad"),
        ("Assad", "Bashar Hafez al-Assad", "بشار الأسد", "الأسد"),
        ("HTS", "Hayat Tahrir Al Sham", "هيئة تحرير الشام", "هيئة تحرير الشام"),
    ],
)
def test_a_short_form_has_its_part_of_the_name(
    short: str, full: str, other: str, part: str
) -> None:
    assert counterpart(short, full, other) == part


def test_names_of_a_document_are_found_again_as_they_were() -> None:
    pairs = [("Al Huweija", "حويجة", "PER"), ("Ibrahim Huweija", "إبراهيم حويجة", "PER")]
    known = DocumentNames(pairs, languages=("en", "ar"))  # type: ignore[arg-type]
    book = NameBook([known], source="ar", target="en")
    text = "وقال إن حويجة اعتقل، وإبراهيم حويجة رجل"
    found = book.mentions(text, [])
    assert [one.form for one in found] == ["حويجة", "إبراهيم حويجة"]
    goals = [book.resolve(one)[1] for one in found]
    assert [goal and goal.form for goal in goals] == ["Al Huweija", "Ibrahim Huweija"]


def test_a_report_gives_the_names_of_its_documents(tmp_path: Path) -> None:
    use = NameUse("Jableh", "جبلة", "LOC", "right", 1.0)
    lost = NameUse("Hama", None, "LOC", "missing", 0.0)
    segment = {"names": [use.to_dict(), lost.to_dict()]}
    report = {"run": {"target": "ar"}, "documents": [{"blocks": [{"segments": [segment]}]}]}
    path = tmp_path / "report.json"
    path.write_text(json.dumps(report), "utf-8")
    found = DocumentNames.of_report(path).find("جبلة", language="ar")
    assert found is not None
    assert found.canonical == {"en": "Jableh", "ar": "جبلة"}


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"run": {"target": "ar"}, "documents": [3]}'])
def test_what_is_no_report_is_refused(tmp_path: Path, text: str) -> None:
    path = tmp_path / "report.json"
    path.write_text(text, "utf-8")
    with pytest.raises(FormatError, match=r"report\.json"):
        DocumentNames.of_report(path)


def test_known_runs_mend_the_borders_of_mentions() -> None:
    text = "قرب مطار عدن الدولي"
    known = {"عدن": "LOC", "مطار عدن الدولي": "LOC"}
    tagged = [mention(text, "عدن", "LOC")]

    def knows(form: str) -> str | bool:
        return known.get(form, False)

    found = spot(text, tagged, language="ar", knows=knows, knows_word=knows)  # type: ignore[arg-type]
    assert [one.form for one in found] == ["مطار عدن الدولي"]


# --- what nobody knows ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "said", "guess", "form"),
    [
        ("Huweija", ["هوجا"], "حويجة", "حويجة"),  # one rendering weighs less than the guess
        ("Huweija", ["حويجا", "حويجا", "حويجا"], "حويجة", "حويجا"),  # three weigh more
        ("Ghany", ["Ghaني"], None, None),  # half translated
        ("Ghany", ["سوريا"], None, None),  # another name
        ("Ghany", [], None, None),
    ],
)
def test_an_unknown_name_is_written_as_most_say(
    name: str, said: list[str], guess: str | None, form: str | None
) -> None:
    chosen = settle(name, said, guess)
    assert (None if chosen is None else chosen.form) == form


# --- places and stand-ins ---------------------------------------------------------------------


def test_a_short_name_inside_a_long_one_is_not_there_by_itself() -> None:
    text = "قال بشار الأسد إن الأسد"
    assert [span and span.of(text) for span in standing(text, ["الأسد", "بشار الأسد"], "ar")] == [
        "الأسد",
        "بشار الأسد",
    ]
    assert standing("قال بشار الأسد", ["الأسد", "بشار الأسد"], "ar")[0] is None


def test_a_stand_in_gives_way_to_the_name_with_its_clitics() -> None:
    text = "Troops left Jableh for Latakia."
    names = [mention(text, "Jableh", "LOC"), mention(text, "Latakia", "LOC")]
    wanted = [Wanted("جبلة", "جبلة", 1.0), Wanted("اللاذقية", "اللاذقية", 1.0)]
    hidden = disguise(text, names, wanted, [0, 1], language="en", attempt=0)
    assert hidden.text == "Troops left Baghdad for Aleppo."
    said = Translation(hidden.text, "غادرت القوات بغداد لحلب.")
    done, through = undo(said, hidden, names, wanted, languages=("en", "ar"))
    assert (done.source, done.text) == (text, "غادرت القوات جبلة للاذقية.")
    assert through == {0, 1}
    assert not leaks(done.text, hidden, wanted, language="ar")
    assert leaks("غادرت القوات جبلة إلى حلب.", hidden, wanted, language="ar") == 1


class Scripted:
    """A translator that says what is written down, and of what is not, something without names."""

    def __init__(self, script: Mapping[str, str]) -> None:
        self.script, self.asked = script, list[str]()

    def __call__(
        self, texts: Sequence[str], *, aligned: Collection[str] = (), again: bool = False
    ) -> list[Translation]:
        self.asked += texts
        return [Translation(text, self.script.get(text, "لا شيء"), -1.0) for text in texts]


def keep(gazetteer: Gazetteer, translate: Scripted, text: str) -> tuple[str, list[NameUse]]:
    book = NameBook([gazetteer], source="en", target="ar")
    keeper = NameKeeper(
        book, source="en", target="ar", translate=translate, check=lambda translation: translation
    )
    (named,) = keeper.documents([[text]])
    return named.translation.text, list(named.names)


def test_a_name_that_the_model_writes_is_left_alone(gazetteer: Gazetteer) -> None:
    text = "Troops entered Latakia on Friday."
    translate = Scripted({"Latakia": "اللاذقية", text: "دخلت القوات اللاذقية الجمعة."})
    said, (use,) = keep(gazetteer, translate, text)
    assert said == "دخلت القوات اللاذقية الجمعة."
    assert (use.source, use.target, use.means) == ("Latakia", "اللاذقية", "right")
    assert use.target_span is not None
    assert use.target_span.of(said) == "اللاذقية"
    assert translate.asked == ["Latakia", text]


def test_a_name_that_it_cannot_write_is_hidden_from_it(gazetteer: Gazetteer) -> None:
    translate = Scripted(
        {
            "Troops entered Baghdad on Friday.": "دخلت القوات إلى بغداد الجمعة.",
        }
    )
    said, (use,) = keep(gazetteer, translate, "Troops entered Jableh on Friday.")
    assert said == "دخلت القوات إلى جبلة الجمعة."
    assert (use.target, use.means) == ("جبلة", "stand-in")


def test_a_stand_in_is_known_whatever_its_case() -> None:
    text = "قالت الحركة الجديدة"
    names = [mention(text, "الحركة الجديدة", "ORG")]
    wanted = [Wanted("New Movement", "New Movement", 1.0)]
    hidden = disguise(text, names, wanted, [0], language="ar", attempt=0)
    said = Translation(hidden.text, "The united nations, or the UN, said")
    done, through = undo(said, hidden, names, wanted, languages=("ar", "en"))
    assert done.text == "The New Movement, or the New Movement, said"
    assert through == {0}
    assert leaks("the health ministry said", hidden, wanted, language="en") == 0
    assert leaks("the UNITED NATIONS said", hidden, wanted, language="en") == 1


def test_no_stand_in_is_ever_left(gazetteer: Gazetteer) -> None:
    text = "They killed Kamal Jumblatt."
    halves = {
        "They killed Ahmed Ali.": "قتلوا أحمد.",
        "They killed Ali Hassan.": "قتلوا حسن.",
        "They killed Mohammed Hassan.": "قتلوا محمداً حسن.",
    }
    halves |= {"They killed Mohammed Ahmed.": "قتلوا أحمد."}
    said, (use,) = keep(gazetteer, Scripted(halves | {text: "قتلوه."}), text)
    assert said == "قتلوه."
    assert (use.target, use.means) == (None, "missing")


def test_names_of_a_document_are_counted_once_each() -> None:
    uses = [
        NameUse("Homs", "حمص", "LOC", "right", 1.0, 7, "حمص"),
        NameUse("Homs", None, "LOC", "missing", 0.0, 7, "حمص"),
        NameUse("Hama", "حماة", "LOC", "stand-in", 0.9),
    ]
    first, second = summarize(uses)
    assert first["targets"] == {"حمص": 1}
    assert first["means"] == {"right": 1, "missing": 1}
    assert (second["source"], second["confidence"]) == ("Hama", 0.9)


# --- the model --------------------------------------------------------------------------------


@pytest.mark.model
def test_names_of_a_text_come_out_as_the_gazetteer_has_them(
    embedded: Model, gazetteer: Gazetteer
) -> None:
    text = (
        "Security forces arrested Ibrahim Huweija in <i>Jableh</i> on Thursday. "
        "Mr Al Huweija lived in Latakia."
    )
    with Translator(
        source="en",
        target="ar",
        memory=False,
        names=gazetteer,
        options=DecodeOptions(beam_size=1),
    ) as translator:
        done = translator.translate_document(parse(text, markup="html"))
    said = done.document.render()
    for use in done.names:
        assert use.target is None or locate(
            said.replace("<i>", "").replace("</i>", ""), use.target, "ar"
        )
    kept = {use.source for use in done.names if use.target is not None}
    assert {"Ibrahim Huweija", "Jableh", "Latakia"} <= kept
    assert said.count("<i>") == 1
    assert "جبلة" in said.partition("<i>")[2].partition("</i>")[0]
