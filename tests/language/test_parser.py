"""What is a condition, and what is said about what is not one."""

from __future__ import annotations

import pytest

from enforce_rules.errors import ExpressionError
from enforce_rules.language import Kind, Type, Vocabulary, facts_of, parse
from enforce_rules.language.types import BOOL, DATE

STATE = Type(Kind.ENUM, ("未设置", "正常", "失效"))
WORDS = Vocabulary(
    {
        "employees": Type(Kind.INT, (), 0, 10**6),
        "depth": Type(Kind.NUMBER, (), 0, 100),
        "has_department": BOOL,
        "airlock": STATE,
        "other_state": Type(Kind.ENUM, ("开", "关")),
        "measures": Type(Kind.SET, ("泄爆", "隔爆", "抑爆")),
        "last_drill": DATE,
    },
    {},
)


@pytest.mark.parametrize(
    "text",
    [
        "employees > 100 and not has_department",
        "1 < employees <= 5",
        "depth * 2 >= 1.5 + employees",
        'airlock == "未设置" or airlock in {"正常", "失效"}',
        'airlock not in {"正常"}',
        '"隔爆" in measures and count(measures) == 1',
        'overlaps(measures, {"泄爆", "抑爆"}) or includes(measures, {"泄爆"})',
        'count({"泄爆", "抑爆"} - measures) > 0',
        "on > months_after(last_drill, 6)",
        'days_since(last_drill) > 183 and days_until(last_drill) < 0 and last_drill >= date("2020-02-29")',
        'on >= date("2021-09-01")',
        "ceil(depth) >= floor(depth) or min(employees, 3) == max(employees, 3)",
        "true",
        "  has_department  ",
    ],
)
def test_is_a_condition(text: str) -> None:
    assert parse(text, WORDS).type.kind is Kind.BOOL


@pytest.mark.parametrize(
    ("text", "column", "says", "hint"),
    [
        ("emploees > 100", 1, "没有这个事实", "employees"),
        ("has_department and emploees > 1", 20, "没有这个事实", "employees"),
        ('airlock == "未设制"', 1, "选项表里没有", "未设置"),
        ("airlock == other_state", 1, "不是同一个选项表", ""),
        ("airlock > 3", 1, "不能比较", ""),
        ('airlock < "正常"', 1, "没有大小", "=="),
        ("has_department == true", 1, "不与值比较", "not"),
        ("employees", 1, "条件应为", ""),
        ("not employees", 5, "这里应为条件", ""),
        ('measures == "泄爆"', 1, "集合不能这样比较", "overlaps"),
        ('last_drill > "2020-01-01"', 1, "日期不能与文字比较", "date("),
        ('last_drill > date("2020-13-01")', 14, "日期写法不对", "2021-09-01"),
        ("employees * depth > 1", 1, "乘法", ""),
        ("employees / 2 > 1", 1, "不能这样计算", "+ - *"),
        ("last_drill + 3 > on", 1, "不能这样计算", "days_after"),
        ("months_after(last_drill, employees) > on", 1, "天数、月数", ""),
        ("months_after(last_drill) > on", 1, "应有2个参数", ""),
        ("count(employees) > 1", 1, "参数应为", ""),
        ("conut(measures) > 1", 1, "没有这个函数", "count"),
        ("count > 1", 1, "要有括号", ""),
        ('overlaps(measures, {"泄瀑"})', 1, "选项表里没有", "可选"),
        ("measures & {} == 1", 12, "空集合", "count"),
        ('{"泄爆", "泄爆"} & measures', 1, "重复", ""),
        ("__import__('os').system('true')", 1, "只能按名字", ""),
        ("open('x')", 1, "没有这个函数", ""),
        ("().__class__", 1, "没有这种写法", ""),
        ("[x for x in measures]", 1, "没有这种写法", ""),
        ("lambda: 1", 1, "没有这种写法", ""),
        ("has_department if employees > 1 else has_department", 1, "没有这种写法", ""),
        ("(has_department := 1)", 2, "没有这种写法", ""),
        ("employees > 1e400", 13, "不是可用的值", ""),
        ("employees > 10000000000000000", 13, "不是可用的值", ""),
        ("employees > None", 13, "不是可用的值", ""),
        ("employees >", 1, "不成条件", ""),
        ("and", 1, "不成条件", ""),
        ("", 1, "不成条件", ""),
        ("a\0b", 1, "不成条件", ""),
    ],
)
def test_is_no_condition(text: str, column: int, says: str, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, WORDS)
    problem = caught.value.problems[0]
    assert says in problem.what
    assert hint in problem.hint
    assert problem.place.column == column


def test_all_problems_are_listed() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse('emploees > 1 and airlok == "正常" and measures > 1', WORDS)
    assert [problem.place.column for problem in caught.value.problems] == [1, 18, 37]


def test_chinese_text_does_not_shift_the_column() -> None:
    with pytest.raises(ExpressionError) as caught:
        parse('"隔爆" in measures and nothing', WORDS)
    assert caught.value.problems[0].place.column == 22


@pytest.mark.parametrize("text", ["(" * 300 + "true" + ")" * 300, "not " * 500 + "true", "true and " * 2000 + "true"])
def test_deep_or_long_text_is_an_error(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text, WORDS)


def test_terms_are_looked_into() -> None:
    large = parse("employees > 100", WORDS)
    with_term = Vocabulary(WORDS.facts, {"large": large})
    assert list(facts_of(parse("has_department and not large", with_term))) == ["has_department", "employees"]
