"""The shipped catalogues of service categories: whole, in both languages, and every category can be found."""

from __future__ import annotations

import json
import subprocess
import sys
import unicodedata
from typing import Any

import pytest

from mpwizard.catalogues import LETTERS, Catalogue, Category, about, catalogue, category, paper, search
from mpwizard.resources import data_folder
from tools.categories import filled, initials, written

ALL = [one for name in Catalogue for one in catalogue(name)]
each_catalogue = pytest.mark.parametrize("name", list(Catalogue))


def document(name: str) -> Any:
    """One data file as it is."""
    return json.loads((data_folder() / "categories" / f"{name}.json").read_text(encoding="utf-8"))


def papers(categories: list[Category]) -> set[str]:
    """Every paper that these categories ask for."""
    return {name for one in categories for alternative in one.papers for name in alternative}


@pytest.mark.parametrize(
    ("name", "count"), [(Catalogue.PERSONAL, 37), (Catalogue.NON_PERSONAL, 386), (Catalogue.OVERSEAS, 110)]
)
def test_each_catalogue_is_whole(name: Catalogue, count: int) -> None:
    """A category that fell out is one nobody can choose, and nobody would notice."""
    assert len(catalogue(name)) == count
    assert len({one.levels for one in catalogue(name)}) == count


@each_catalogue
def test_the_files_are_as_the_tool_writes_them(name: Catalogue) -> None:
    """Codes and initials are computed; an edit by hand forgets them."""
    text = (data_folder() / "categories" / f"{name}.json").read_text(encoding="utf-8")
    assert written(filled(name, json.loads(text))) == text


def test_a_new_category_gets_the_next_code_and_the_others_keep_theirs() -> None:
    """Cases hold codes; one that came to mean something else would falsify them."""
    whole = document(Catalogue.PERSONAL)
    new = [{"first": "工具", "second": "星象"}, {"first": "生活服务", "second": "丽人服务", "third": "足浴"}]
    kept = filled(Catalogue.PERSONAL, {**whole, "categories": [*new, *whole["categories"]]})["categories"]
    assert kept[2:] == whole["categories"]
    assert kept[0] == {"code": "P0712", **new[0], "initials": "gj xx"}
    assert kept[1] == {"code": "P040111", **new[1], "initials": "shfw lrfw zy"}


def test_the_code_of_a_category_that_is_gone_is_not_given_again() -> None:
    """A case may hold it still."""
    whole = document(Catalogue.PERSONAL)
    kept = [entry for entry in whole["categories"] if entry["code"] not in ("P0705", "P0711")]
    new = {"first": "工具", "second": "星象"}
    without = {**whole, "retired": ["P0711"], "categories": [*kept, new]}
    assert filled(Catalogue.PERSONAL, without)["categories"][-1]["code"] == "P0712"


def test_initials_leave_signs_out_and_letters_in() -> None:
    """People type letters and digits; nobody types a stroke or a bracket among initials."""
    assert initials("汽车经销商/4S店") == "qcjxs4sd"
    assert initials("银行") == "yh"
    assert initials("音乐") == "yy"


def test_every_code_is_one_categorys_and_begins_with_its_catalogues_letter() -> None:
    """A code alone says which catalogue to load."""
    assert len({one.code for one in ALL}) == len(ALL)
    assert {letter: name for letter, name in LETTERS.items() for one in catalogue(name) if one.code[0] != letter} == {}


def test_every_category_is_found_by_each_of_its_names() -> None:
    """Any part of any level: people remember a word of it, not where it stands."""
    assert [
        (name, one.path)
        for name in Catalogue
        for one in catalogue(name)
        for level in (*one.levels, one.path)
        if one not in search(name, level)
    ] == []


def test_every_category_is_found_by_its_initials() -> None:
    """With a Chinese input method off, initials are the quickest way."""
    assert [
        (name, one.path, typed)
        for name in Catalogue
        for one in catalogue(name)
        for typed in (*one.initials, "".join(one.initials).upper())
        if one not in search(name, typed)
    ] == []


def test_every_category_is_found_by_its_code_and_first() -> None:
    """Whoever types a code means this one, in capitals or not."""
    for name in Catalogue:
        for one in catalogue(name):
            assert search(name, one.code.lower())[0] is one
            assert category(one.code.lower()) is one


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("美甲", "生活服务-丽人服务-美甲"),
        ("直播", "社交-直播"),
        ("ｉｔ", "IT科技"),
        ("银行", "金融业-银行"),
        ("教育 在线", "教育服务-在线视频课程"),
        ("sj zb", "社交-直播"),
        ("logistics", "物流服务-查件-查件"),
    ],
)
def test_a_few_letters_find_what_is_meant(text: str, found: str) -> None:
    """Two Chinese characters are the usual query; wide letters, two words, initials and English do as well."""
    assert any(one.path.startswith(found) for one in search(Catalogue.NON_PERSONAL, text))


def test_two_characters_find_all_that_hold_them_and_no_others() -> None:
    """A search that misses some is worse than none: people stop looking."""
    for text in ("车辆", "平台", "医疗", "服务", "经营"):
        held = {one for one in catalogue(Catalogue.NON_PERSONAL) if text in unicodedata.normalize("NFKC", one.path)}
        assert set(search(Catalogue.NON_PERSONAL, text)) == held


def test_the_nearest_stand_first_and_ties_keep_the_catalogues_order() -> None:
    """The same letters always bring the same list, or the eye has to search again."""
    found = search(Catalogue.NON_PERSONAL, "保险")
    assert found[0].second == "保险"
    begin = [any(level.startswith("服务") for level in one.levels) for one in search(Catalogue.NON_PERSONAL, "服务")]
    assert begin == sorted(begin, reverse=True)
    initials_first = search(Catalogue.NON_PERSONAL, "mj")
    assert initials_first[0].third == "美甲"
    order = {one.code: place for place, one in enumerate(catalogue(Catalogue.NON_PERSONAL))}
    places = [order[one.code] for one in search(Catalogue.NON_PERSONAL, "金融业")]
    assert places == sorted(places)


@each_catalogue
def test_nothing_typed_finds_all_and_nonsense_finds_none(name: Catalogue) -> None:
    """The list opens whole, and an empty answer is an answer."""
    assert search(name, "  ") == catalogue(name)
    assert search(name, "没有这样的类目") == ()


def test_a_code_that_does_not_exist_is_refused() -> None:
    """An answers file may hold anything."""
    for code in ("", "N", "N9999", "X0101"):
        with pytest.raises(KeyError):
            category(code)
    with pytest.raises(ValueError, match="galactic"):
        catalogue("galactic")


def test_every_paper_has_its_official_name_and_an_english_gloss() -> None:
    """The official name is what the platform asks for; the gloss is what makes it readable."""
    names = papers(ALL)
    assert set(document("papers")["papers"]) == names
    for name in names:
        text = paper(name)
        assert text.zh == name
        assert text.en.endswith(f"({name})")
        assert text.en[0].isascii()


def test_every_first_level_has_an_english_gloss() -> None:
    """The names stay official in both languages; without a gloss an English reader could not even begin."""
    assert [one.path for one in ALL if not one.gloss.isascii() or not one.gloss] == []


@each_catalogue
def test_a_catalogue_says_where_it_comes_from(name: Catalogue) -> None:
    """The list changes with law and policy; its age must be seen."""
    told = about(name)
    assert told.title.zh
    assert told.title.en
    assert told.source
    assert told.as_of.startswith("20")
    assert told.confidence


def test_alternatives_are_real_ones() -> None:
    """An empty or repeated alternative would let somebody pass without a paper, or ask twice."""
    for one in ALL:
        assert all(one.papers), one.path
        assert len(set(one.papers)) == len(one.papers), one.path
        assert one.needs_review or not one.papers


def test_few_categories_wait_for_the_regulator_and_all_of_those_need_papers() -> None:
    """These add days to the first code review; a flag too many frightens for nothing."""
    waiting = [one for one in ALL if one.extra_review]
    assert len(waiting) == 13
    assert all(one.papers for one in waiting)


NOTHING_LOADS = """
import sys
import mpwizard.desk
from mpwizard import catalogues, rejections
caches = (catalogues.catalogue, catalogues._keys, catalogues._by_code, catalogues._document, rejections._catalogue)
if any(cache.cache_info().currsize for cache in caches) or "pypinyin" in sys.modules:
    sys.exit("loaded")
catalogues.category("P010101")
if catalogues.catalogue.cache_info().currsize != 1 or "pypinyin" in sys.modules:
    sys.exit("too much")
"""


def test_nothing_loads_at_import_and_a_code_loads_its_own_catalogue_alone() -> None:
    """Five hundred categories are of no use on the way to the first frame."""
    done = subprocess.run([sys.executable, "-c", NOTHING_LOADS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
