"""What names are made of, by region, and what holds of any text."""

from __future__ import annotations

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from mtkit.names.clitics import strip_clitics
from mtkit.names.parts import parse

# form ⇥ role:key of every part, in order
TABLE = """\
Bashar al-Assad	given:bashar family:assad
بشار الأسد	given:بشار family:اسد
Mr Assad	title:mr name:assad
Gen. Ibrahim Huweija	title:general given:ibrahim family:huweija
اللواء إبراهيم حويجة	title:major general given:ابراهيم family:حويجه
Brig. Gen. Ali Haidar	title:brigadier general given:ali family:haidar
Lt Col Ahmed Dallah	title:lieutenant colonel given:ahmed family:dallah
Kamal Jumblatt	given:kamal family:jumblatt
النائب وليد جنبلاط	title:mp given:وليد family:جنبلاط
Sheikh Hikmat al-Hijri	title:sheikh given:hikmat family:hijri
الشيخ حكمت الهجري	title:sheikh given:حكمت family:هجري
Sayyed Hassan Nasrallah	title:sayyid given:hassan family:nasrallah
السيد حسن نصر الله	title:mr given:حسن family:نصرالله
البطريرك بشارة الراعي	title:patriarch name:بشاره name:راعي
Prime Minister Nawaf Salam	title:prime minister given:nawaf family:salam
رئيس الوزراء محمد السوداني	title:prime minister given:محمد nisba:سوداني
د. بثينة شعبان	title:dr given:بثينه family:شعبان
Dr. Bouthaina Shaaban	title:dr name:bouthaina name:shaaban
عبد الغني	given:عبدغني
عبدالغني	given:عبدغني
Abdul Ghany	given:abdghany
Abd al-Ghani	given:abdghani
Abdulghani	given:abdghani
Abdel-Ghani	given:abdghani
‘Abd al Ghanī	given:abdghani
Abdullah	given:abdallah
Abd Allah	given:abdallah
Abdalla	given:abdallah
عبد الله	given:عبدالله
عبدالله	given:عبدالله
Abdur-Rahman	given:abdrahman
Abderrahmane	given:abdrahmane
Abdessalam	given:abdsalam
عبد جاسم	name:عبد name:جاسم
العبد الله	given:عبدالله
Abdel Fattah el-Sisi	given:abdfattah family:sisi
عبد الفتاح السيسي	given:عبدفتاح family:سيسي
Gamal Abdel Nasser	name:gamal name:abdnasser
Salah ad-Din	name:salahdin
Salaheddine	name:salahdin
Salah al-Deen	name:salahdin
صلاح الدين	name:صلاحدين
Izzedine	name:izzdin
Ezz al-Din al-Qassam	name:ezzdin name:qassam
عز الدين القسام	name:عزدين name:قسام
Bahaeddine	name:bahadin
العبدالله	given:عبدالله
Saif al-Islam	given:saif name:islam
Hezbollah	name:hezballah
Hizb Allah	name:hizballah
حزب الله	name:حزبالله
Ramallah	name:ramallah
رام الله	name:رامالله
Fadl Allah	name:fadlallah
Abu Mazen	kunya:abumazen
أبو مازن	kunya:ابومازن
Abou Mazen	kunya:abumazen
Ahmed Aboul Gheit	given:ahmed kunya:abugheit
Ahmed Aboulgheit	given:ahmed family:abugheit
أحمد أبو الغيط	given:احمد kunya:ابوغيط
Abu'l-Fida	kunya:abufida
Umm Qasr	kunya:ummqasr
أم قصر	kunya:امقصر
Oum Kalthoum	kunya:ummkalthoum
Dhu al-Himma Shalish	kunya:dhuhimma name:shalish
Bou Saada	kunya:busaada
Ibn Khaldun	patronymic:binkhaldun
ابن خلدون	patronymic:بنخلدون
Ibn Abi Talib	patronymic:binabutalib
Osama bin Laden	given:osama patronymic:binladen
أسامة بن لادن	given:اسامه patronymic:بنلادن
Zine El Abidine Ben Ali	name:zine name:abidine patronymic:binali
Bint Jbeil	patronymic:bintjbeil
بنت جبيل	patronymic:بنتجبيل
Mohamed Ould Abdel Aziz	given:mohamed patronymic:ouldabdaziz
محمد ولد عبد العزيز	given:محمد patronymic:ولدعبدعزيز
Mohammed bin Salman Al Saud	given:mohammed patronymic:binsalman particle:al family:saud
محمد بن سلمان آل سعود	given:محمد patronymic:بنسلمان particle:ال family:سعود
Mohammed bin Zayed Al Nahyan	given:mohammed patronymic:binzayed particle:al family:nahyan
Prince Saud al-Faisal	title:prince name:saud name:faisal
الأمير سلطان بن عبد العزيز	title:emir name:سلطان patronymic:بنعبدعزيز
Sultan al-Jaber	name:sultan name:jaber
Sultan Haitham bin Tariq	title:sultan given:haitham patronymic:bintariq
عماد الدين خليل	name:عماددين name:خليل
رائد الصالح	given:رايد family:صالح
رفيق الحريري	given:رفيق family:حريري
as-Sayyid	name:sayyid
Ash-Shaykh	name:shaykh
Ech-Charif	name:charif
Ed Deir	name:deir
Alsharif	name:sharif
Elmitwalli	name:mitwalli
Ennahar	name:nahar
Albert Einstein	given:albert family:einstein
Elias Khoury	given:elias family:khoury
ألمانيا	name:المانيا
المانيا	name:المانيا
الياس خوري	given:الياس family:خوري
Nouri al-Maliki	name:nouri nisba:maliki
Abu Mohammad al-Jolani	kunya:abumohammad nisba:jolani
Idlib Governorate	name:idlib place_word:governorate
محافظة إدلب	place_word:governorate name:ادلب
Province of Aleppo	place_word:governorate other:of name:aleppo
village of Kafr Nabl	place_word:village other:of feature:kafr name:nabl
قرية كفرنبل	place_word:village name:كفرنبل
Tell Abyad	feature:tell name:abyad
تل أبيض	feature:tell name:ابيض
Ras al-Ayn	feature:ras name:ayn
Ra's al-Ayn	feature:ras name:ayn
رأس العين	feature:ras name:عين
Deir ez-Zor	feature:deir name:zor
دير الزور	feature:deir name:زور
Khan Sheikhoun	feature:khan name:sheikhoun
Ain al-Arab	feature:ain name:arab
Jabal al-Zawiya	feature:jabal name:zawiya
Mount Lebanon	feature:jabal name:lebanon
جبل لبنان	feature:jabal name:لبنان
Eastern Ghouta	feature:east name:ghouta
الغوطة الشرقية	name:غوطه feature:east
الشعبي	name:شعبي
لطفي الشعبي	given:لطفي family:شعبي
الحشد الشعبي	org_word:mobilization feature:popular
West Qurna 2	feature:west name:qurna number:2
القرنة ٢	name:قرنه number:2
Nusra Front	name:nusra org_word:front
جبهة النصرة	org_word:front name:نصره
Syrian Democratic Forces	name:syrian feature:democratic org_word:forces
قوات سوريا الديمقراطية	org_word:forces name:سوريا feature:democratic
HTS	acronym:hts
U.N.	acronym:un
J.K. Rowling	initial:jk family:rowling
J. K. Rowling	initial:jk family:rowling
George W. Bush	given:george initial:w family:bush
ALI HASSAN	given:ali name:hassan
Martin Luther King Jr.	name:martin name:luther name:king suffix:jr
Charles de Gaulle	name:charles particle:de name:gaulle
شارل ديغول	name:شارل name:ديغول
Ursula von der Leyen	name:ursula particle:von particle:der name:leyen
Assad's	name:assad
the Assads’	other:the name:assads
Jean-Yves Le Drian	given:jean name:yves particle:le family:drian
Владимир Путин	name:владимир name:путин
习近平	name:习近平
"""
ROWS = [tuple(line.split("\t")) for line in TABLE.splitlines()]

ANY = st.text() | st.text(
    st.sampled_from(
        "aAbDlن الابدعبدبنابو -–'’‘.ʿ\u200f\u202e\u200b\u0640\u064eٱ٣39\U0001f600\u0301王'sS"
    )
)
JOINERS = "Abu Abd Abdul al- al el- ad-Din Din Allah bin of أبو عبد ال الله الدين بن آل و"
OTHERS = (
    "Sheikh Gen. Governorate Front Tell J. East Assad Ali HTS Jr 2 الشيخ محافظة جبهة تل شرقي علي د."
)
WORDS = st.lists(st.sampled_from([*JOINERS.split(), *OTHERS.split()]), max_size=12).map(" ".join)


@pytest.mark.parametrize(("form", "parts"), ROWS, ids=[row[0] for row in ROWS])
def test_parts(form: str, parts: str) -> None:
    assert " ".join(f"{part.role}:{part.key}" for part in parse(form).parts) == parts


@pytest.mark.parametrize(
    ("form", "head"),
    [
        ("Abd al-Ghani", "abd"),
        ("عبد الغني", "عبد"),
        ("Abou Diab", "abu"),
        ("Ibn Rushd", "bin"),
        ("Ali", ""),
    ],
)
def test_a_compound_says_what_it_begins_with(form: str, head: str) -> None:
    (part,) = parse(form).parts
    assert part.head == head
    assert part.key.startswith(head)
    assert part.form == form


@pytest.mark.parametrize(
    ("form", "core"),
    [
        ("Sheikh Ahmad al-Assir", ["ahmad", "assir"]),
        ("Idlib Governorate", ["idlib"]),
        ("محافظة إدلب", ["ادلب"]),
        ("the village of Huweija", ["huweija"]),
        ("Tell Abyad", ["tell", "abyad"]),
        ("the President", ["president"]),
    ],
)
def test_core(form: str, core: list[str]) -> None:
    found = [part.key for part in parse(form).core]
    assert [key for key in found if key != "the"] == core


@pytest.mark.parametrize(
    ("form", "script"), [("Assad", "Latn"), ("الأسد", "Arab"), ("Путин", "Cyrl"), ("2", "Zyyy")]
)
def test_script(form: str, script: str) -> None:
    assert parse(form).script == script


@given(ANY | WORDS)
def test_parts_cover_all_letters_in_order(form: str) -> None:
    name = parse(form)
    at = 0
    gaps = ""
    for part in name.parts:
        assert at <= part.span.start < part.span.end <= len(name.form)
        assert part.form == part.span.of(name.form)
        assert part.key
        assert part.key.startswith(part.head)
        gaps += name.form[at : part.span.start] + "\n"
        at = part.span.end
    gaps += name.form[at:]
    for ending in ("'s", "’s", "'S", "’S", "`s", "`S"):
        gaps = gaps.replace(ending, "")
    uncovered = [character for character in gaps if character.isalnum()]
    # letters of no word: a mark of length, an apostrophe that stands alone
    assert all(unicodedata.category(character) in {"Lm", "No", "Nl"} for character in uncovered), (
        uncovered
    )


@given(ANY | WORDS)
def test_parsing_is_stable(form: str) -> None:
    name = parse(form)
    assert parse(name.form) == name


@pytest.mark.parametrize(
    "unit", ["a", "Abu ", "عبد ال", "J.", "'", "Gen. ", "al-", "😀", "\u202e", "ـ", "٣"]
)
def test_long_input_takes_linear_time(unit: str) -> None:
    form = (unit * 10_000)[:10_000]
    start = time.process_time()
    parse(form)
    assert time.process_time() - start < 2


@pytest.mark.parametrize(
    ("form", "clitics", "name"),
    [
        ("وبشار الأسد", "و", "بشار الأسد"),
        ("للأمم المتحدة", "ل", "الأمم المتحدة"),
        ("وللأمم المتحدة", "ول", "الأمم المتحدة"),
        ("بالقاهرة", "ب", "القاهرة"),
        ("بدمشق", "ب", "دمشق"),
        ("والأسد", "و", "الأسد"),
        ("وليد", "", "وليد"),
        ("بيروت", "", "بيروت"),
        ("لبنان", "", "لبنان"),
        ("فلسطين", "", "فلسطين"),
        ("الأسد", "", "الأسد"),
        ("Assad", "", "Assad"),
        ("", "", ""),
    ],
)
def test_clitics(form: str, clitics: str, name: str) -> None:
    assert strip_clitics(form) == (clitics, name)


@settings(max_examples=50)
@given(ANY)
def test_clitics_never_lose_text(form: str) -> None:
    clitics, name = strip_clitics(form)
    assert clitics + name in {form, form.replace("لل", "لال", 1)}
