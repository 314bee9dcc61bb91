"""Each format gives the pages that its file holds, in reading order; a damaged file gives a reason."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pipeline.run.formats import DamagedError, Found, UnreadError, known, read
from pipeline.run.formats.lines import Line, in_order
from pipeline.run.formats.rows import pages as rows
from pipeline.values.boxes import Box
from pipeline.values.settings import EncodingSettings

SAMPLES = Path(__file__).parent / "samples"


def found(suffix: str, data: bytes | str | list[Any] | dict[str, Any]) -> list[Found]:
    """The pages of a file."""
    if isinstance(data, list | dict):
        data = json.dumps(data, ensure_ascii=False)
    return read(suffix, data.encode() if isinstance(data, str) else data, EncodingSettings())


def paragraphs(page: Found) -> list[str]:
    """Its paragraphs."""
    return page.text.split("\n\n")


@pytest.mark.parametrize("name", ["page.hocr", "page.alto.xml", "page.rapidocr.json"])
def test_columns_are_read_in_order_and_headlines_marked(name: str) -> None:
    """The made page, by three engines: six paragraphs in the order of their columns, each headline above its own."""
    (page,) = found(Path(name).suffix, (SAMPLES / name).read_bytes())
    got = [text for text in paragraphs(page) if len(text) > 2]
    assert [text[:9] for text in got if text.startswith("#")] == ["# 河湾新桥昨日通", "# 小学图书角添新"]
    ends = ["第三版", "通车", "五分钟。", "事故", "就到了。", "两元。", "添新书", "捐赠。", "登记。"]
    assert [text[-len(end) :] for text, end in zip(got, ends, strict=True)] == ends


@pytest.mark.parametrize("name", ["page.hocr", "page.alto.xml", "page.rapidocr.json", "page.docling.json"])
def test_boxes_are_those_of_the_text(name: str) -> None:
    """Each box belongs to a stretch of visible text, and stretches do not overlap."""
    for page in found(Path(name).suffix, (SAMPLES / name).read_bytes()):
        ends = [0]
        for start, end, box in page.boxes:
            assert start >= ends[-1]
            assert page.text[start:end].strip()
            assert box.left < box.right
            assert box.top < box.bottom
            ends.append(end)
        assert len(ends) > 1


def test_docling_pages_tables_and_captions() -> None:
    """docling: pages by their numbers, a table as rows, a caption once, boxes counted from the top."""
    one, two = found(".json", (SAMPLES / "page.docling.json").read_bytes())
    assert (one.number, two.number) == (1, 2)
    assert one.text.count("图为通车当天的桥头早市") == 1
    assert "线路\t首班\t末班\n一路\t六时\t二十二时" in two.text
    assert one.boxes[0].box == Box(30, 20, 400, 60)


MINERU = [
    {"type": "text", "text": "河湾新桥昨日通车", "text_level": 1, "bbox": [10, 10, 500, 60], "page_idx": 0},
    {"type": "text", "text": "本报讯 新桥昨日通车。", "bbox": [10, 70, 300, 200], "page_idx": 0},
    {
        "type": "image",
        "img_path": "a.jpg",
        "image_caption": ["图为新桥。"],
        "image_footnote": [],
        "page_idx": 0,
    },
    {
        "type": "table",
        "table_caption": ["公交时刻"],
        "table_body": "<table><tr><td>一路</td><td>六时</td></tr></table>",
        "page_idx": 1,
    },
    {"type": "page_number", "text": "2", "page_idx": 1},
]


def test_mineru() -> None:
    """MinerU: pages counted from 1, headings marked, captions and tables kept."""
    one, two = found(".json", MINERU)
    assert paragraphs(one) == ["# 河湾新桥昨日通车", "本报讯 新桥昨日通车。", "图为新桥。"]
    assert (one.number, one.boxes[0].box) == (1, Box(10, 10, 500, 60))
    assert (two.number, paragraphs(two)) == (2, ["公交时刻", "一路\t六时", "2"])


def test_paddle_shapes() -> None:
    """PaddleOCR 2 and 3, RapidOCR 2 and PP-Structure: the same two lines, the upper one first."""
    low, high = [[0, 30], [80, 30], [80, 50], [0, 50]], [[0, 0], [80, 0], [80, 20], [0, 20]]
    for value in (
        [[low, ["下行", 0.9]], [high, ["上行", 0.9]]],
        [[[low, ["下行", 0.9]], [high, ["上行", 0.9]]]],
        [[low, "下行", 0.9], [high, "上行", 0.9]],
        {"rec_texts": ["下行", "上行"], "rec_polys": [low, high]},
        {"res": {"rec_texts": ["下行", "上行"], "rec_boxes": [[0, 30, 80, 50], [0, 0, 80, 20]]}},
    ):
        (page,) = found(".json", value)
        assert page.text.split() == ["上行", "下行"]
    blocks = [
        {"block_label": "doc_title", "block_content": "标题", "block_bbox": [0, 0, 9, 9]},
        {"block_label": "table", "block_content": "<table><tr><td>甲</td><td>乙</td></tr></table>"},
    ]
    (page,) = found(".json", {"parsing_res_list": blocks})
    assert paragraphs(page) == ["# 标题", "甲\t乙"]


def test_vertical_text_is_read_from_the_right() -> None:
    """Lines that run down are read from the right to the left."""
    columns = [Line(f"竖排第{n}行文字", Box(300 - 30 * n, 0, 320 - 30 * n, 200)) for n in range(4)]
    (block,) = in_order([columns[2], columns[0], columns[3], columns[1]])
    assert block == columns


@given(st.permutations(range(9)))
@settings(deadline=None)
def test_order_does_not_hang_on_the_file(order: list[int]) -> None:
    """Three columns of three lines are read column by column, in whatever order the engine wrote them."""
    grid = [
        Line(str(n), Box(n // 3 * 200, n % 3 * 30, n // 3 * 200 + 160, n % 3 * 30 + 20)) for n in range(9)
    ]
    read_in = [line.text for block in in_order([grid[n] for n in order]) for line in block]
    assert read_in == [str(n) for n in range(9)]


PAGE_XML = """<?xml version="1.0"?><PcGts xmlns="http://schema.primaresearch.org/PAGE/gts/pagecontent/2019-07-15">
<Page imageFilename="3.png" imageWidth="900" imageHeight="900"><ReadingOrder><OrderedGroup id="g">
<RegionRefIndexed index="1" regionRef="b"/><RegionRefIndexed index="0" regionRef="h"/></OrderedGroup></ReadingOrder>
<TextRegion id="b" type="paragraph"><Coords points="0,60 400,60 400,120 0,120"/><TextLine id="l"><Coords
points="0,60 400,60 400,80 0,80"/><Word><TextEquiv><Unicode>新桥</Unicode></TextEquiv></Word><TextEquiv index="1">
<Unicode>错</Unicode></TextEquiv><TextEquiv index="0"><Unicode>新桥通车。</Unicode></TextEquiv></TextLine></TextRegion>
<TextRegion id="h" type="heading"><Coords points="0,0 400,0 400,40 0,40"/><TextEquiv><Unicode>标题</Unicode></TextEquiv>
</TextRegion><TextRegion id="x"><Coords points="0,200 9,200 9,220 0,220"/><TextLine><Coords points="0,200 9,220"/>
<TextEquiv><Unicode>未列</Unicode></TextEquiv></TextLine></TextRegion></Page></PcGts>"""


def test_page_xml() -> None:
    """PAGE: regions in their reading order, the first reading of a line; one that no order names comes last."""
    (page,) = found(".xml", PAGE_XML)
    assert paragraphs(page) == ["# 标题", "新桥通车。", "未列"]
    assert page.metadata == {"image": "3.png"}


HTML = """<html><head><meta charset="gb2312"><title>某报</title><meta name="publishdate" content="2024-01-02">
<link rel="canonical" href="https://example.org/3.html"><script>var x = "不要";</script></head><body>
<ul><li><a href="1">第一版 要闻</a></li><li><a href="2">第二版 经济</a></li></ul><h1>河湾新桥<br>昨日通车</h1>
<div id="ozoom"><p>　　本报讯（记者 <b>林远山</b>）新桥昨日通车。</p><p>全长一千二百米。</p>
<table><tr><td>一路</td><td>六时
</td></tr><tr><td>二路</td><td>七时</td></tr></table>散落的文字</div></body></html>"""


def test_e_paper() -> None:
    """HTML: blocks as paragraphs, headlines marked, tables by cells, links aside; the head as metadata."""
    (page,) = found(".html", HTML.encode("gb18030"))
    assert paragraphs(page) == [
        "# 河湾新桥 昨日通车",
        "本报讯（记者 林远山）新桥昨日通车。",
        "全长一千二百米。",
        "一路\t六时\n二路\t七时",
        "散落的文字",
    ]
    assert page.metadata["date"] == "2024-01-02"
    assert page.metadata["url"] == "https://example.org/3.html"
    assert page.warnings == ("12 characters of links that lead elsewhere were left out",)


OLMOCR = {
    "id": "abc",
    "text": "第一页。\n第二页。",
    "source": "olmocr",
    "metadata": {"Source-File": "a.pdf", "pdf-total-pages": 2},
    "attributes": {"pdf_page_numbers": [[0, 5, 1], [5, 9, 2]]},
}


def test_olmocr_pages() -> None:
    """A line of olmOCR is as many pages as its PDF; source and metadata go with each."""
    one, two = rows(OLMOCR)
    assert (one.text, one.number, two.text, two.number) == ("第一页。\n", 1, "第二页。", 2)
    assert (two.id, two.source, two.metadata) == ("abc", "olmocr", OLMOCR["metadata"])


@pytest.mark.parametrize(
    "numbers",
    [[], [[0, 3, 1]], [[0, 5, 1], [4, 9, 2]], [[0, 99, 1]], [[0, 9, "1"]], [[0, 5, 1], [5, 9, 1]], "x"],
)
def test_page_numbers_that_lose_text_are_not_followed(numbers: Any) -> None:
    """Page numbers that leave text out, overlap or are no numbers: one page, with a warning."""
    (page,) = rows({**OLMOCR, "attributes": {"pdf_page_numbers": numbers}})
    assert page.text == OLMOCR["text"]
    assert page.warnings == ("its pdf_page_numbers do not part its text; it is read as one page",)


def test_list_of_pages() -> None:
    """A JSON list of pages: by their ids or their place, a bad entry told of and the others kept."""
    pages = found(".json", [{"id": "甲", "text": "一。"}, {"text": "二。"}, {"txt": "三。"}])
    told = [(page.id, page.number, page.text) for page in pages]
    assert told == [("甲", None, "一。"), (None, 2, "二。"), (None, 3, "")]
    assert pages[2].problem == 'the entry has no "text" that is a string'


def test_hocr_without_boxes_or_lines_loses_nothing() -> None:
    """Lines of hOCR without a box are read; so is a page without lines; what stands beside lines is counted."""
    line = "<span class=ocr_line title='bbox a b c d'>河湾新桥</span><span class=ocr_line>昨日通车</span>"
    (page,) = found(".hocr", f"<div class=ocr_page>{line}</div>")
    assert (page.text, page.boxes) == ("河湾新桥\n昨日通车", ())
    (page,) = found(".hocr", "<div class=ocr_page><p class=ocr_par>河湾新桥</p><p>昨日通车</p></div>")
    assert paragraphs(page) == ["河湾新桥", "昨日通车"]
    (page,) = found(".hocr", f"<div class=ocr_page>{line}<p>散落的字</p></div>")
    assert page.warnings == ("4 characters of the hOCR stand in no line and were left out",)


@pytest.mark.parametrize(("width", "height"), [("NaN", "10"), ("inf", "10"), ("0", "0"), ("-5", "10")])
def test_boxes_without_area_are_not_kept(width: str, height: str) -> None:
    """A box that is empty, turned over or endless is no box, and makes no headline; the text stays."""
    size = f'WIDTH="{width}" HEIGHT="{height}"'
    line = f'<TextLine HPOS="1" VPOS="1" {size}><String CONTENT="字行" HEIGHT="{height}"/></TextLine>'
    (page,) = found(".alto", f"<alto><Page><TextBlock>{line}</TextBlock></Page></alto>")
    assert (page.text, page.boxes) == ("字行", ())


def _region(points: str) -> str:
    line = f'<TextLine><Coords points="{points}"/><TextEquiv><Unicode>字</Unicode></TextEquiv></TextLine>'
    return f"<PcGts><Page><TextRegion>{line}</TextRegion></Page></PcGts>"


BOMB = '<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;">]><alto>&c;</alto>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><alto>&b;</alto>'


@pytest.mark.parametrize(
    ("suffix", "data", "reason"),
    [
        (".json", "{", "no JSON"),
        (".json", b"\xff\xfe", "no JSON"),
        (".json", [{"type": "text", "page_idx": "one"}], "not as its program writes it"),
        (".json", {"schema_name": "DoclingDocument", "texts": [{}]}, "not as its program writes it"),
        (".json", {"rec_texts": ["一", "二"], "rec_boxes": [[0, 0, 1, 1]]}, "not as its program writes it"),
        (".json", [{"box": None, "txt": "字"}], "not as its program writes it"),
        (".json", {"parsing_res_list": [{"block_bbox": [1, 2]}]}, "not as its program writes it"),
        (".json", {"parsing_res_list": None}, "not as its program writes it"),
        (".json", '{"rec_texts": ["字"], "rec_boxes": [[0, 0, 1e999, 1]]}', "no JSON"),
        (".json", {"schema_name": "DoclingDocument"}, "holds no page"),
        (".xml", _region("1,1 2"), "not as its schema has it"),
        (".xml", _region("a,b"), "not as its schema has it"),
        (".xml", "<alto><Layout>", "no XML"),
        (".xml", BOMB, "declares entities"),
        (".xml", OUTSIDE, "declares entities"),
        (".xml", '<?xml version="1.0" encoding="klingon"?><alto/>', "encoding"),
        (".xml", "<alto/>", "holds no page"),
        (
            ".xml",
            '<alto><Page><TextBlock><TextLine HPOS="x"><String CONTENT="字"/></TextLine></TextBlock></Page></alto>',
            "not as its schema has it",
        ),
    ],
)
def test_damaged_files_say_why(suffix: str, data: Any, reason: str) -> None:
    """What should hold pages and does not is refused with the reason, and nothing outside is opened."""
    with pytest.raises(DamagedError, match=reason):
        found(suffix, data)


@pytest.mark.parametrize(
    ("suffix", "data"), [(".json", {"name": "package"}), (".json", "3"), (".json", "[]"), (".xml", "<rss/>")]
)
def test_other_json_and_xml_are_not_read(suffix: str, data: Any) -> None:
    """JSON and XML of other forms are told of by what they are."""
    with pytest.raises(UnreadError, match="known are"):
        found(suffix, data)


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=4),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(["text", "type", "page_idx", "txt", "box", "rec_texts", "res", "id"]),
            inner,
            max_size=4,
        )
    ),
    max_leaves=12,
)


@given(_JSON)
@settings(deadline=None)
def test_no_json_ends_in_a_traceback(value: Any) -> None:
    """Whatever JSON a file holds, it gives pages or a reason."""
    try:
        pages = found(".json", json.dumps(value))
    except (DamagedError, UnreadError):
        return
    assert all(isinstance(page.text, str) for page in pages)


@pytest.mark.parametrize(
    ("metadata", "date", "page"),
    [
        ({"date": "2024/01/02", "page": "第三版"}, "2024-01-02", "3"),
        ({"date": "2024年1月2日", "page": "A03"}, "2024-01-02", "A3"),
        ({"date": "二〇二四年一月二日", "page": "03"}, "2024-01-02", "3"),
        ({"date": "2024.1.2", "page": 3.0}, "2024-01-02", "3"),
        ({"date": "20240102", "page": "3版"}, "2024-01-02", "3"),
        ({"date": "Jan 2, 2024", "page": "十二版"}, "2024-01-02", "12"),
        ({"date": "2024-01-02T08:00:00+08:00", "版次": "b12"}, "2024-01-02", "B12"),
        ({"日期": "民国二十八年一月二日"}, "1939-01-02", None),
        ({"date": "25/12/1998"}, "1998-12-25", None),
    ],
)
def test_usual_forms_of_dates_and_pages(metadata: dict[str, Any], date: str, page: str | None) -> None:
    """Dates and pages are read in the forms that people and programs write."""
    told, warnings = known(metadata)
    assert (told.date, told.page, warnings) == (date, page, [])


@pytest.mark.parametrize(
    "date", ["2024-13-45", "1998年1月", "spring 1998", "02/01/2024", "May 2024", "no date", "9" * 400]
)
def test_other_dates_are_told_of(date: str) -> None:
    """A date that is none, lacks the day or may be two is unknown, and a warning says so."""
    told, warnings = known({"date": date})
    assert told.date is None
    assert len(warnings) == 1


def test_other_pages_are_kept_and_told_of() -> None:
    """A page in another form stays as it is, with a warning."""
    assert known({"page": "头版"}) == (
        (None, None, "头版"),
        ["its page '头版' is in no form that is known, and is kept as it is"],
    )
