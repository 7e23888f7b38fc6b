"""Numbers, days, names and detection of languages other than English; English itself is never taken for another."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from crossbearing.model.document import Document
from crossbearing.model.errors import VocabularyError
from crossbearing.resolve.dates import resolve_time
from crossbearing.samples import folder, languages, other
from crossbearing.text.languages import tables
from crossbearing.text.languages.days import find_foreign_times
from crossbearing.text.languages.detect import UNKNOWN, is_not_english, language_of, reading_language
from crossbearing.text.languages.figures import figures
from crossbearing.text.languages.names import name_forms
from crossbearing.text.languages.tables import KNOWN, language
from crossbearing.text.sentences import sentences

SHARED = Path(__file__).parents[3] / "shared"


def read(code: str, text: str) -> list[tuple[str, int | str, int | None]]:
    return [(f.bound, f.vague or f.first, f.second) for f in figures(text, 0, len(text), language(code))]


@pytest.mark.parametrize(
    ("code", "text", "wanted"),
    [
        ("ar", "مقتل ما لا يقل عن ٢٥ مدنيا", [("at_least", 25, None)]),
        ("ar", "إصابة أكثر من ثلاثين آخرين", [("more_than", 30, None)]),
        ("ar", "مئة وخمسة وعشرون قتيلا", [("exact", 125, None)]),
        ("ar", "خمسة عشر جنديا على الأقل", [("at_least", 15, None)]),
        ("ar", "بين 40 و50 شخصا", [("range", 40, 50)]),
        ("ar", "عشرات الجرحى و5 آلاف نازح", [("vague", "dozens", None), ("exact", 5000, None)]),
        ("ar", "طفلان عمرهما 12 عاما", [("exact", 2, None)]),
        ("ar", "نزوح ٢٬٥٠٠ عائلة", [("exact", 2500, None)]),
        ("fa", "دست‌کم ۲۵ نفر و بیش از سی و پنج زخمی", [("at_least", 25, None), ("more_than", 35, None)]),
        ("he", "לפחות 12 הרוגים וכ-30 פצועים", [("at_least", 12, None), ("about", 30, None)]),
        ("he", "כשלושים פצועים ועשרים וחמישה הרוגים", [("about", 30, None), ("exact", 25, None)]),
        ("ru", "не менее двадцати пяти человек", [("at_least", 25, None)]),
        ("ru", "около 1 200 семей и 2,5 тысячи беженцев", [("about", 1200, None), ("exact", 2500, None)]),
        ("ru", "от 40 до 50 человек", [("range", 40, 50)]),
        ("ru", "двести сорок три раненых", [("exact", 243, None)]),
        ("ru", "30-летний мужчина", []),
        ("uk", "щонайменше п'ятеро загинули, понад 30 поранено", [("at_least", 5, None), ("more_than", 30, None)]),
        ("fr", "au moins quatre-vingt-douze morts", [("at_least", 92, None)]),
        ("fr", "plus d'une centaine de blessés", [("more_than", 100, None)]),
        ("fr", "soixante-quinze morts, vingt et un blessés", [("exact", 75, None), ("exact", 21, None)]),
        ("fr", "jusqu'à 40 tués", [("up_to", 40, None)]),
        ("es", "al menos treinta y cinco muertos", [("at_least", 35, None)]),
        ("es", "decenas de miles de desplazados", [("vague", "tens of thousands", None)]),
        ("tr", "100'den fazla yaralı", [("more_than", 100, None)]),
        ("tr", "yaklaşık iki bin beş yüz kişi", [("about", 2500, None)]),
        ("my", "အနည်းဆုံး လူ ၁၂ ဦး သေဆုံး", [("at_least", 12, None)]),
        ("my", "သုံးဆယ့်ငါးဦး ဒဏ်ရာရ", [("exact", 35, None)]),
        ("my", "ငါးကို နှစ်က စား", []),
        ("zh", "12人死亡", [("exact", 12, None)]),
    ],
)
def test_numbers_are_read(code: str, text: str, wanted: list[tuple[str, int | str, int | None]]) -> None:
    assert read(code, text) == wanted


def test_figures_of_every_script_say_the_same() -> None:
    for zero in (0x30, 0x660, 0x6F0, 0x966, 0x1040, 0xFF10):
        text = "".join(chr(zero + int(d)) for d in "1375")
        assert [f.first for f in figures(text, 0, len(text), None)] == [1375], text


@pytest.mark.parametrize("number", [7, 16, 21, 40, 71, 92, 100, 115, 243])
def test_digits_and_words_of_one_number_agree(number: int) -> None:
    written = {
        7: ("sept", "siete", "семь", "yedi"),
        16: ("seize", "dieciséis", "шестнадцать", "on altı"),
        21: ("vingt et un", "veintiuno", "двадцать один", "yirmi bir"),
        40: ("quarante", "cuarenta", "сорок", "kırk"),
        71: ("soixante et onze", "setenta y uno", "семьдесят один", "yetmiş bir"),
        92: ("quatre-vingt-douze", "noventa y dos", "девяносто два", "doksan iki"),
        100: ("cent", "cien", "сто", "yüz"),
        115: ("cent quinze", "ciento quince", "сто пятнадцать", "yüz on beş"),
        243: ("deux cent quarante-trois", "doscientos cuarenta y tres", "двести сорок три", "iki yüz kırk üç"),
    }[number]
    for code, text in zip(("fr", "es", "ru", "tr"), written, strict=True):
        assert read(code, f"{text} personas") == [("exact", number, None)], text


@pytest.mark.parametrize(
    ("code", "text", "start", "end"),
    [
        ("ar", "يوم الثلاثاء 3 نيسان 2018", "2018-04-03", "2018-04-03"),
        ("ar", "في تشرين الثاني 2016", "2016-11-01", "2016-11-30"),
        ("ar", "قبل ثلاثة أيام", "2018-04-03", "2018-04-03"),
        ("ar", "١٢/٣/٢٠١٤", "2014-03-12", "2014-03-12"),
        ("ru", "во вторник", "2018-04-03", "2018-04-03"),
        ("ru", "три дня назад", "2018-04-03", "2018-04-03"),
        ("uk", "минулого тижня", "2018-03-26", "2018-04-01"),
        ("fr", "il y a deux semaines", "2018-03-23", "2018-03-23"),
        ("fr", "avant-hier", "2018-04-04", "2018-04-04"),
        ("es", "el 3 de abril de 2018", "2018-04-03", "2018-04-03"),
        ("tr", "iki gün önce", "2018-04-04", "2018-04-04"),
        ("he", "אתמול", "2018-04-05", "2018-04-05"),
        ("fa", "سه‌شنبه ۳ آوریل ۲۰۱۸", "2018-04-03", "2018-04-03"),
        ("my", "ဧပြီလ ၃ ရက်", "2018-04-03", "2018-04-03"),
    ],
)
def test_days_are_read_against_the_day_of_publication(code: str, text: str, start: str, end: str) -> None:
    table = language(code)
    assert table is not None
    [phrase] = find_foreign_times(text, 0, len(text), table)
    found = resolve_time(phrase, date(2018, 4, 6))
    assert (found.start, found.end) == (start, end)


def test_what_no_table_reads_is_no_day() -> None:
    table = language("ar")
    assert table is not None
    assert find_foreign_times("خلال المعارك", 0, 12, table) == []


@pytest.mark.parametrize("code", KNOWN)
def test_every_table_keeps_its_form(code: str) -> None:
    table = language(code)
    assert table is not None
    assert sorted(set(table.months.values())) == list(range(1, 13))
    assert sorted(set(table.weekdays.values())) == list(range(1, 8))
    for pattern, means in table.times:
        slots = {w for w in pattern if w.startswith("{")}
        assert {f"{{{name}}}" for name in _slots(means)} <= slots, pattern


def _slots(means: str) -> set[str]:
    return {part.partition("}")[0] for part in means.split("{")[1:]}


def test_a_table_with_a_wrong_field_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    text = Path(tables.__file__).with_name("fr.yml").read_text(encoding="utf-8")
    (tmp_path / "fr.yml").write_text(text.replace("bound: at_least", "bound: at_most"), encoding="utf-8")
    monkeypatch.setattr(tables, "_HERE", tmp_path)
    language.cache_clear()
    try:
        with pytest.raises(VocabularyError, match="at_most"):
            language("fr")
    finally:
        language.cache_clear()


def test_names_lose_what_stands_joined_and_nothing_else() -> None:
    assert "الجيش السوري" in [form for form, _ in name_forms("للجيش السوري", "ar")]
    assert ("киев", "-у") in name_forms("Киеву", "ru")
    assert name_forms("Киеву", "fr") == (("киеву", ""),)
    assert len(name_forms("вооруженными силами великих соседних республик", "ru")) <= 401


def test_sentences_end_where_their_script_says() -> None:
    texts = {
        "هل انسحب الجيش؟ لا أحد يعرف. عاد السكان.": 3,
        "פונו אלפים. הכביש נחסם.": 2,
        "စစ်တပ်ဝင်သည်။ ပြည်သူထွက်ပြေးသည်။": 2,
        "Войска ушли. Ёлкино пусто.": 2,
    }
    for text, wanted in texts.items():
        assert len(sentences(text)) == wanted, text


def test_the_sample_languages_are_told_apart() -> None:
    found = {p.name[:4]: language_of(p.read_text(encoding="utf-8")) for p in (languages() / "reports").glob("*.txt")}
    assert found == {"cour": "fr", "diar": "es", "sada": "ar", "vest": "ru"}


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Щонайменше п'ятеро людей загинули, повідомили рятувальники, та ще троє поранені", "uk"),
        ("دست‌کم پنج نفر در این حمله کشته شدند و ده نفر زخمی شدند", "fa"),
        ("צה״ל תקף הלילה מטרות ברצועת עזה", "he"),
        ("စစ်တပ်က ရွာကို ဗုံးကြဲခဲ့သည်။", "my"),
        ("Saldırıda en az beş kişi öldü, on kişi de yaralandı ve çok sayıda ev hasar gördü", "tr"),
        ("12 - 14", UNKNOWN),
    ],
)
def test_a_language_shows_itself(text: str, code: str) -> None:
    assert language_of(text) == code


def english_texts() -> list[str]:
    paths = [*folder().glob("*.txt"), *other().glob("*.txt")]
    if SHARED.is_dir():
        paths += [*SHARED.glob("samples/*.txt"), *SHARED.glob("gold/**/*.txt")]
    return [p.read_text(encoding="utf-8") for p in sorted(paths)]


def test_no_english_report_is_taken_for_another_language() -> None:
    texts = english_texts()
    texts += [text.upper() for text in texts]
    lines = [line for text in texts for line in text.splitlines()]
    assert len(lines) > 50
    assert [text[:80] for text in (*texts, *lines) if is_not_english(text)] == []


@pytest.mark.parametrize(
    "text",
    [
        "Jabhat al-Nusra, Ahrar al-Sham, Jaish al-Islam, Liwa al-Tawhid, Faylaq al-Rahman",
        "LA LIBERTAD, EL SALVADOR -- TROOPS OF THE BELLOSO BATTALION FOUGHT IN SAN JOSE LAS FLORES AND LA LAGUNA",
        "The group (Arabic: جبهة النصرة لأهل الشام) said that it held the town of Saraqib and the road to it.",
        "War ended.",
        "",
    ],
)
def test_english_with_many_foreign_names_stays_english(text: str) -> None:
    assert reading_language(Document("d", text)) == "en"
