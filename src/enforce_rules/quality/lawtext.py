"""The texts of the law, one file per edition, as they lie in a folder beside the manual: articles, paragraphs, items.

A text is UTF-8, one paragraph (款) a line. An article begins with 第九十七条 and a space, an item with （一）. A text without
articles is an outline of 一、, （一） and 1. as judgement criteria have it. Lines of Markdown that begin with # or > are not
law. A text in a folder ``partial``, or one that ``INDEX.tsv`` calls partial, holds excerpts: what it lacks may exist.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from ..errors import EnforceRulesError, Place, Problem, Problems, shorten
from ..manual import Citation, Edition, Statute
from ..manual.numerals import to_number

LARGEST = 4 * 1024 * 1024
"""The most bytes a text may have."""

LONGEST = 20_000
"""The most characters a paragraph may have."""

INDEX = "INDEX.tsv"
PARTIAL = "partial"
ENDINGS = (".md", ".txt")

_NUMERAL = "[一二三四五六七八九十百千零]{1,9}"
_ARTICLE = re.compile(rf"(?:\*\*)?(第{_NUMERAL}条(?:之{_NUMERAL})?)(?:\*\*)?(?:[　 \t]+(.*)|$)")
_ITEM = re.compile(rf"[（(]({_NUMERAL})[）)]")
_SUBITEM = re.compile(r"[0-9]{1,2}[.．、]")
_PART = re.compile(rf"#{{0,6}} ?({_NUMERAL})、")
_POINT = re.compile(r"([0-9]{1,3})[.．、]")


class LawTextError(EnforceRulesError):
    """A folder of texts, or a text in it, that cannot be read."""


@dataclass(slots=True)
class LawItem:
    """One item (项) with its number and words, and how many subitems (目) it has."""

    number: int
    text: str
    subitems: int = 0


@dataclass(slots=True)
class LawParagraph:
    """One paragraph (款): the words before its items, and the items."""

    text: str
    items: list[LawItem] = field(default_factory=list)

    def item(self, number: int) -> LawItem | None:
        """The item of a number."""
        return next((item for item in self.items if item.number == number), None)


@dataclass(frozen=True, slots=True)
class LawText:
    """One text: its articles by their key (第九十七条), or its outline with the number of points at each place."""

    file: str
    partial: bool
    articles: Mapping[str, list[LawParagraph]]
    outline: Mapping[str, int]

    def holds(self, key: str) -> bool:
        """Whether there is an article, or a place in the outline, of that key."""
        return key in self.articles or key in self.outline

    def lacks(self, citation: Citation) -> str | None:
        """What the text does not have of a citation, in words; None when all of it stands there.

        Of an excerpt only the article is asked: paragraphs run together there, and items are left out.
        """
        key = citation.key
        if not self.holds(key):
            return f"没有{key}"
        if self.partial:
            return None
        if citation.article is None:
            points = self.outline[key]
            return f"{key}只有{points}项" if citation.point is not None and citation.point > points else None
        return _lacks(self.articles[key], citation)


def _lacks(paragraphs: list[LawParagraph], citation: Citation) -> str | None:
    if citation.paragraph is None and citation.item is not None and len(paragraphs) > 1:
        return f"{citation.key}有{len(paragraphs)}款，引用项时要写明第几款"
    if citation.paragraph is not None and len(paragraphs) == 1:
        return f"{citation.key}只有一款，引用时不写第一款"
    if citation.paragraph is not None and citation.paragraph > len(paragraphs):
        return f"{citation.key}只有{len(paragraphs)}款"
    if citation.item is None:
        return None
    paragraph = paragraphs[(citation.paragraph or 1) - 1]
    item = paragraph.item(citation.item)
    if item is None:
        return f"此处只有{len(paragraph.items)}项" if paragraph.items else "此处没有分项"
    if citation.subitem is not None and citation.subitem > item.subitems:
        return f"该项只有{item.subitems}目" if item.subitems else "该项没有分目"
    return None


class LawTexts:
    """A folder of texts. Each is read when it is first asked for. Raises :class:`LawTextError` for a broken one."""

    def __init__(self, folder: Path) -> None:
        if not folder.is_dir():
            raise LawTextError(Problem("没有这个法律文本文件夹", Place(str(folder))))
        self.folder = folder
        self._index = _read_index(folder / INDEX)
        self._read: dict[Path, LawText] = {}

    def of(self, statute: Statute, edition: Edition) -> LawText | None:
        """The text of an edition: the file that it names; else the one listed under its title and day of adoption."""
        listed = f"{statute.title}({edition.adopted})"
        named = edition.text or (listed if listed in self._index else None)
        path = self._find(named) if named else None
        if path is None or named is None:
            return None
        if path not in self._read:
            partial = path.parent.name == PARTIAL or self._index.get(path.stem) == PARTIAL
            self._read[path] = read_lawtext(path, partial)
        return self._read[path]

    def _find(self, name: str) -> Path | None:
        if ".." in Path(name).parts or Path(name).is_absolute():
            return None
        places = [self.folder / name, self.folder / PARTIAL / name]
        paths = [place.with_name(place.name + ending) for place in places for ending in ENDINGS]
        return next((path for path in paths if path.is_file()), None)


def _read_index(path: Path) -> dict[str, str]:
    """For each text of the index, by the stem of its file, whether it is ``complete`` or ``partial``."""
    if not path.is_file():
        return {}
    rows = csv.DictReader(_read(path).splitlines(), delimiter="\t", quoting=csv.QUOTE_NONE)
    missing = [name for name in ("law name", "edition") if name not in (rows.fieldnames or ())]
    if missing:
        raise LawTextError(
            Problem(f"没有“{missing[0]}”这一列", Place(str(path), 1), "第一行写各列的名称，以制表符分开")
        )
    return {f"{row['law name']}({row['edition']})": row.get("completeness") or "" for row in rows}


def _read(path: Path) -> str:
    try:
        with path.open("rb") as stream:
            content = stream.read(LARGEST + 1)
    except OSError as failure:
        raise LawTextError(Problem("读不了这个文件", Place(str(path)), shorten(str(failure.strerror)))) from None
    if len(content) > LARGEST:
        raise LawTextError(Problem("文件太大", Place(str(path)), f"至多{LARGEST // 1024 // 1024}MB"))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as failure:
        line = content.count(b"\n", 0, failure.start) + 1
        raise LawTextError(Problem("不是UTF-8编码的文本", Place(str(path), line), "另存为UTF-8")) from None


def read_lawtext(path: Path, partial: bool = False) -> LawText:
    """The text of one file. Raises :class:`LawTextError` when it is not UTF-8, too large, or has no articles."""
    lines = [line.strip() for line in _read(path).split("\n")]
    for number, line in enumerate(lines, 1):
        if len(line) > LONGEST:
            raise LawTextError(Problem("这一行太长", Place(str(path), number), f"一款一行，至多{LONGEST}字"))
    articles = _articles(lines, str(path))
    outline = {} if articles else _outline(lines)
    if not articles and not outline:
        hint = "每条从新的一行起：第一条、空格、正文；判定标准写作 一、（一）1."
        raise LawTextError(Problem("文件里没有条文", Place(str(path), 1), hint))
    return LawText(str(path), partial, articles, outline)


def _articles(lines: list[str], file: str) -> dict[str, list[LawParagraph]]:
    found: dict[str, list[LawParagraph]] = {}
    problems = Problems()
    current: list[LawParagraph] | None = None
    for number, line in enumerate(lines, 1):
        start = _ARTICLE.match(line)
        if start:
            if start[1] in found:
                problems.add(f"{start[1]}出现了两次", Place(file, number), "一个文件只放一部法律的一个版本")
            current = found.setdefault(start[1], [])
            if start[2]:
                current.append(LawParagraph(start[2]))
        elif line.startswith("#"):
            current = None
        elif current is not None and line and not line.startswith(">"):
            _continue(current, line)
    problems.raise_as(LawTextError)
    return found


def _continue(article: list[LawParagraph], line: str) -> None:
    """One more line of an article: an item, a subitem of the last item, or a new paragraph."""
    last = article[-1] if article else None
    item = _ITEM.match(line)
    number = to_number(item[1]) if item else None
    if last is not None and number is not None:
        last.items.append(LawItem(number, line))
    elif last is not None and last.items and _SUBITEM.match(line):
        last.items[-1].subitems += 1
        last.items[-1].text += line
    else:
        article.append(LawParagraph(line))


def _outline(lines: list[str]) -> dict[str, int]:
    """The number of points at each place: 一、（一）; and each 十六、 as 第十六项 too, as it is cited when it stands alone."""
    found: dict[str, int] = {}
    part = place = ""
    for line in lines:
        if start := _PART.match(line):
            part = place = f"{start[1]}、"
            found[f"第{start[1]}项"] = 0
        elif part and (section := _ITEM.match(line)):
            place = f"{part}（{section[1]}）"
        elif place and (point := _POINT.match(line)):
            found[place] = max(found.get(place, 0), int(point[1]))
            continue
        else:
            continue
        found.setdefault(place, 0)
    return found
