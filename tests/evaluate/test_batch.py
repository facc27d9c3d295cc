"""Files of enterprises: the same as their rows one by one, whole or not at all, and taken up where a run stopped."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import polars as pl
import pytest

from enforce_rules import EnforceRulesError, FactsError, Manual
from enforce_rules.evaluate.frame.batch import MANIFEST, Batch, Part, Request
from tests.small import small_manual

ON = date(2021, 9, 1)
SMALL = small_manual(
    {
        "TT-01": ("b1", {"x": "i1 > 2", "y": 'e1 == "甲"'}),
        "TT-02": ("true", {"x": '"子" in s1 or n1 > 1.25'}),
        "TT-03": ("true", {"x": "on > months_after(d1, 12)"}),
    }
)
TABLE = pl.DataFrame(
    {
        "enterprise": [f"企业{number}" for number in range(6)],
        "county": ["甲县", "甲县", "乙县", "乙县", None, "甲县"],
        "b1": [True, True, False, None, True, True],
        "i1": [3, 4, 3, 3, None, 0],
        "e1": ["丙", "甲", "丙", "乙", None, "丙"],
        "s1__子": [True, True, False, False, False, None],
        "n1": [0.5, 1.0, 1.25, 1.5, None, 0.1],
        "d1": [date(2020, 9, 1), date(2020, 8, 31), date(2021, 1, 1), None, date(2020, 9, 1), date(2020, 8, 31)],
    }
)


def run(
    source: Path,
    out: Path,
    output: str = "verdicts",
    rows: int = 2,
    anew: bool = False,
    manual: Manual = SMALL,
    **more: object,
) -> int:
    request = Request(ON, output, **more)  # type: ignore[arg-type]
    return Batch(manual.frames, source, out, request, rows).run(anew=anew)


def parquet(folder: Path, frame: pl.DataFrame = TABLE, name: str = "in.parquet") -> Path:
    frame.write_parquet(folder / name)
    return folder / name


@pytest.mark.parametrize("output", ["verdicts", "violations", "needed", "counts"])
@pytest.mark.parametrize("rows", [1, 2, 5, 6, 100])
def test_parts_make_the_whole(tmp_path: Path, output: str, rows: int) -> None:
    written = run(parquet(tmp_path), tmp_path / "out.parquet", output, rows)
    whole = SMALL.inspect_frame(TABLE, ON, output)
    assert pl.read_parquet(tmp_path / "out.parquet").equals(
        whole.select(pl.read_parquet(tmp_path / "out.parquet").columns)
    )
    assert written == whole.height
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet", "out.parquet"], "nothing else is left"


def test_counts_by_county_are_added_up(tmp_path: Path) -> None:
    run(parquet(tmp_path), tmp_path / "out.csv", "counts", 1, by=("county", "item"))
    found = pl.read_csv(tmp_path / "out.csv")
    whole = SMALL.inspect_frame(TABLE, ON, "counts", by=("county", "item"))
    assert found.sort("county", "item").rows() == whole.sort("county", "item").rows()


def test_a_folder_of_files_is_judged_file_by_file(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    parquet(tmp_path / "in", TABLE.head(3), "a.parquet")
    TABLE.tail(3).write_csv(tmp_path / "in" / "b.csv")
    (tmp_path / "in" / "说明.txt").write_text("不是企业")
    assert run(tmp_path / "in", tmp_path / "out.parquet") == 6
    assert pl.read_parquet(tmp_path / "out.parquet").equals(SMALL.inspect_frame(TABLE, ON))


def test_csv_is_read_by_the_types_of_the_facts(tmp_path: Path) -> None:
    TABLE.with_columns(pl.col("b1", "s1__子").cast(pl.String).str.to_uppercase()).write_csv(tmp_path / "in.csv")
    run(tmp_path / "in.csv", tmp_path / "out.parquet")
    assert pl.read_parquet(tmp_path / "out.parquet").equals(SMALL.inspect_frame(TABLE, ON))


def test_a_column_with_the_day_of_each_row(tmp_path: Path) -> None:
    dated = TABLE.with_columns(on=pl.Series([ON, date(2021, 9, 2)] * 3))
    dated.write_csv(tmp_path / "in.csv")
    Batch(SMALL.frames, tmp_path / "in.csv", tmp_path / "out.parquet", Request("on")).run()
    assert pl.read_parquet(tmp_path / "out.parquet").equals(SMALL.inspect_frame(dated, "on"))


def test_an_interrupted_run_goes_on_where_it_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source, out = parquet(tmp_path), tmp_path / "out.parquet"
    judged: list[str] = []
    judge: Callable[[Batch, Part], None] = Batch._judge

    def stops(batch: Batch, part: Part) -> None:
        if len(judged) == 2:
            raise KeyboardInterrupt
        judged.append(part.name)
        judge(batch, part)

    monkeypatch.setattr(Batch, "_judge", stops)
    with pytest.raises(KeyboardInterrupt):
        run(source, out)
    assert not out.exists()
    parts = {path.name: path.stat().st_mtime_ns for path in (tmp_path / "out.parquet.parts").iterdir()}
    assert set(parts) == {"00000.arrow", "00001.arrow", MANIFEST}

    def goes_on(batch: Batch, part: Part) -> None:
        judged.append(part.name)
        judge(batch, part)

    monkeypatch.setattr(Batch, "_judge", goes_on)
    assert run(source, out) == 6
    assert judged == ["00000.arrow", "00001.arrow", "00002.arrow"], "no part is judged twice"
    assert pl.read_parquet(out).equals(SMALL.inspect_frame(TABLE, ON))


def test_a_part_is_there_whole_or_not_at_all(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def breaks(source: object, target: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", breaks)
    with pytest.raises(EnforceRulesError, match="写不了"):
        run(parquet(tmp_path), tmp_path / "out.parquet")
    assert [path.name for path in tmp_path.rglob("*") if path.is_file()] == ["in.parquet"]


def test_another_run_does_not_take_up_the_parts(tmp_path: Path) -> None:
    """Another manual, day, output or file: the parts would not fit together."""
    source, out = parquet(tmp_path), tmp_path / "parts"
    run(source, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    other = small_manual({"TT-01": ("b1", {"x": "i1 > 3"})})
    other.digest = "1" * 64
    for manual, output in ((other, "verdicts"), (SMALL, "needed")):
        with pytest.raises(EnforceRulesError, match="另一次检查"):
            run(source, out, output, manual=manual)
    parquet(tmp_path, TABLE.head(5))
    with pytest.raises(EnforceRulesError, match="另一次检查"):
        run(source, out)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    assert run(source, out, anew=True) == 5


def test_a_run_that_judged_nothing_leaves_nothing(tmp_path: Path) -> None:
    """So that the mended file is judged without being told to start anew."""
    source, out = parquet(tmp_path, TABLE.with_columns(i1=pl.lit(9))), tmp_path / "out.parquet"
    with pytest.raises(FactsError, match="i1"):
        run(source, out)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in.parquet"]
    parts = tmp_path / "out.parquet.parts"
    parts.mkdir()
    (parts / MANIFEST).write_text('{"manual": "of a killed run"}', "utf-8")
    assert run(parquet(tmp_path), out) == 6


def test_what_is_wrong_is_told_also_where_something_else_was_put_beside_the_parts(tmp_path: Path) -> None:
    parts = tmp_path / "parts"
    parts.mkdir()
    for name in (MANIFEST, "说明.txt"):
        (parts / name).write_text("{}", "utf-8")
    with pytest.raises(FactsError, match="i1"):
        run(parquet(tmp_path, TABLE.with_columns(i1=pl.lit(9))), parts)
    assert [path.name for path in parts.iterdir()] == ["说明.txt"]


def test_a_folder_with_other_files_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "important.parquet").write_bytes(b"mine")
    for anew in (False, True):
        with pytest.raises(EnforceRulesError, match="别的文件"):
            run(parquet(tmp_path), tmp_path / "out", anew=anew)
    assert (tmp_path / "out" / "important.parquet").read_bytes() == b"mine"


def test_wrong_values_are_told_and_nothing_is_written(tmp_path: Path) -> None:
    wrong = TABLE.with_columns(i1=pl.Series([3, 4, 3, 9, None, -1]), e1=pl.Series(["丙", "甲", "丙", "乙", None, "丁"]))
    with pytest.raises(FactsError) as caught:
        run(parquet(tmp_path, wrong), tmp_path / "out.parquet", rows=100)
    assert [str(problem) for problem in caught.value.problems] == [
        f"{tmp_path / 'in.parquet'} i1: 有2个值不对：9（enterprise=企业3）、-1（enterprise=企业5）（0至4）",
        f"{tmp_path / 'in.parquet'} e1: 有1个值不对：丁（enterprise=企业5）（可选：甲、乙、丙）",
    ]
    assert not (tmp_path / "out.parquet").exists()


def test_the_columns_of_all_files_are_looked_at_before_any_is_judged(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    parquet(tmp_path / "in", TABLE, "a.parquet")
    parquet(tmp_path / "in", TABLE.rename({"i1": "i3"}), "b.parquet")
    parquet(tmp_path / "in", TABLE.with_columns(pl.col("b1").cast(pl.Int8)), "c.parquet")
    with pytest.raises(FactsError) as caught:
        run(tmp_path / "in", tmp_path / "out")
    assert [(Path(problem.place.file).name, problem.place.path) for problem in caught.value.problems] == [
        ("b.parquet", "i3"),
        ("c.parquet", "b1"),
    ]
    assert not (tmp_path / "out").exists()


@pytest.mark.parametrize(
    ("column", "text", "says"),
    [
        ("b1", "1", "写 true 或者 false"),
        ("b1", "是", "写 true 或者 false"),
        ("i1", "3.0", "写整数"),
        ("i1", "三", "写整数"),
        ("n1", "1e3", "写数"),
        ("n1", "nan", "写数"),
        ("d1", "2020/9/1", "写成 2020-12-01"),
        ("d1", "2021-02-29", "写成 2020-12-01"),
        ("s1__子", "√", "写 true 或者 false"),
    ],
)
def test_text_that_does_not_fit_is_told_with_its_line(tmp_path: Path, column: str, text: str, says: str) -> None:
    (tmp_path / "in.csv").write_text(f"enterprise,{column}\n甲,\n乙,{text}\n", encoding="utf-8")
    with pytest.raises(FactsError) as caught:
        run(tmp_path / "in.csv", tmp_path / "out.parquet")
    (problem,) = caught.value.problems
    assert (problem.place.path, problem.what) == (column, f"有1个值不对：“{text}”（第3行）")
    assert says in problem.hint


@pytest.mark.parametrize(
    ("name", "content", "says"),
    [
        ("in.parquet", b"", "不是可读的 Parquet 文件"),
        ("in.parquet", b"PAR1" + b"\0" * 40 + b"PAR1", "不是可读的 Parquet 文件"),
        ("in.csv", "企业,i1\n甲,1\n".encode("gbk"), "UTF-8"),
        ("in.csv", b"", "不是可读的 CSV 文件"),
        ("in.txt", b"i1\n1\n", "读不了 .txt 的文件"),
    ],
)
def test_a_file_that_cannot_be_read(tmp_path: Path, name: str, content: bytes, says: str) -> None:
    (tmp_path / name).write_bytes(content)
    with pytest.raises(FactsError, match=says):
        run(tmp_path / name, tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_text_columns_and_values_of_csv_are_told_at_once(tmp_path: Path) -> None:
    TABLE.with_columns(b1=pl.lit("yes"), i1=pl.lit(9), e1=pl.lit("丁")).write_csv(tmp_path / "in.csv")
    with pytest.raises(FactsError) as caught:
        run(tmp_path / "in.csv", tmp_path / "out.csv")
    assert [problem.place.path for problem in caught.value.problems] == ["b1", "i1", "e1"]
    TABLE.with_columns(b1=pl.lit("yes"), b11=pl.lit("yes")).write_csv(tmp_path / "in.csv")
    with pytest.raises(FactsError) as caught:
        run(tmp_path / "in.csv", tmp_path / "out.csv")
    assert [problem.place.path for problem in caught.value.problems] == ["b1", "b11"]


def test_a_file_that_is_spoilt_inside(tmp_path: Path) -> None:
    source = parquet(tmp_path, pl.concat([TABLE] * 100))
    content = bytearray(source.read_bytes())
    content[4:200] = bytes(196)
    source.write_bytes(content)
    with pytest.raises(FactsError, match="读不了文件中的数据"):
        run(source, tmp_path / "out.parquet")
    assert not (tmp_path / "out.parquet").exists()


def test_a_result_of_another_kind_is_no_folder(tmp_path: Path) -> None:
    with pytest.raises(EnforceRulesError, match=r"不能写成 \.xlsx 的文件.*\.parquet、\.csv，或者一个文件夹"):
        run(parquet(tmp_path), tmp_path / "out.xlsx")
    assert run(tmp_path / "in.parquet", tmp_path / "2021.09") == 6
    assert (tmp_path / "2021.09" / MANIFEST).exists()


def test_nothing_to_read(tmp_path: Path) -> None:
    with pytest.raises(FactsError, match="没有这个文件"):
        run(tmp_path / "nowhere.parquet", tmp_path / "out.parquet")
    (tmp_path / "empty").mkdir()
    with pytest.raises(FactsError, match=r"没有 \.parquet 或者 \.csv 文件"):
        run(tmp_path / "empty", tmp_path / "out.parquet")


def test_a_table_without_rows(tmp_path: Path) -> None:
    assert run(parquet(tmp_path, TABLE.clear()), tmp_path / "out.parquet") == 0
    assert pl.read_parquet(tmp_path / "out.parquet").columns == ["enterprise", "county", *SMALL.items]
