"""Proof: what newspapers say twice on purpose stays; what was read twice or into a sentence goes."""

from __future__ import annotations

import pytest
from prose import BRIDGE, HARBOUR, TEA

from pipeline.duplicates.readings import same_print
from pipeline.language import LanguageModel
from pipeline.page.chain import clean_page
from pipeline.values.model import Page
from pipeline.values.settings import DuplicateSettings, Settings

MEETING = "4月11日上午，市长周文涛在青石渔港会见来访的省渔业协会会长李国强，双方就渔港建设交换了意见。"
NOTICE = (
    "因设备检修需要，我公司定于8月3日上午7时30分至下午4时30分对花园路线进行停电检修，"
    "请用户提前做好准备，由此带来不便敬请谅解。"
)
SWORN = "我志愿加入渔业合作社，遵守章程，履行义务，执行决定，保守秘密，积极工作，为渔港的建设和渔民的生活奋斗终身。"


def dropped(*lines: str, settings: Settings | None = None) -> list[str]:
    """What is cut out of a page of some lines as a copy or an intruder."""
    text = "\n\n".join(lines)
    cleaned = clean_page(Page("p", text), settings or Settings())
    reasons = ("duplicate_passage", "intruding_passage")
    return [
        "".join(text[span.start : span.end] for span in decision.spans)
        for decision in cleaned.decisions
        if decision.action == "dropped" and decision.reason in reasons
    ]


KEPT = {
    "a caption that says what the lead says": (
        "# 市长会见渔业协会会长",
        f"本报青石4月11日电 （记者王小明）{MEETING}",
        MEETING,
        "本报记者 赵长海摄",
        *HARBOUR[:2],
    ),
    "a digest that quotes its story": (
        "# 渔业工作会议召开",
        f"■{HARBOUR[3].rstrip('。')}",
        f"■{TEA[2].rstrip('。')}",
        "本报青石4月11日电 会议昨天召开。",
        f"会议指出，{HARBOUR[3]}",
        f"会议强调，{TEA[2]}",
    ),
    "a lead of one sentence below the caption that says it": (
        "# 市长会见渔业协会会长",
        f"图为{MEETING}",
        MEETING,
        *HARBOUR[:2],
    ),
    "paragraphs of one sentence below the digest that says them": (
        "# 渔业工作会议召开",
        f"■ {MEETING}",
        f"■ {SWORN}",
        MEETING,
        SWORN,
        *HARBOUR[:2],
    ),
    "notices that differ in a day": ("# 停电公告", NOTICE, NOTICE.replace("8月3日", "8月9日")),
    "notices that differ in a negation": (
        "# 公告",
        f"{NOTICE}逾期予以受理。",
        f"{NOTICE}逾期不予受理。",
    ),
    "notices that differ in a name": (
        "# 停电公告",
        NOTICE.replace("花园路", "建国路"),
        NOTICE.replace("花园路", "建设路"),
    ),
    "telegrams of two senders": ("# 贺电", HARBOUR[3], "青石市渔业局", HARBOUR[3], "青石市农业局"),
    "an oath that is said again": (
        "# 宣誓",
        f"“{SWORN}”昨天上午，新社员举起了右手。",
        f"社员跟着念：“{SWORN}”声音在港湾里回荡。",
    ),
}


@pytest.mark.parametrize("lines", KEPT.values(), ids=KEPT.keys())
def test_what_is_said_twice_on_purpose_stays(lines: tuple[str, ...]) -> None:
    """Nothing is cut of a page that says something twice because it was printed so."""
    assert dropped(*lines) == []


def test_what_was_read_twice_goes() -> None:
    """The second reading of a paragraph is cut; where copies are only flagged it stays."""
    page = ("# 渔港修了冷库", *HARBOUR, HARBOUR[3], "# 石桥大修", *BRIDGE)
    assert dropped(*page) == [HARBOUR[3]]
    flagging = Settings(duplicates=DuplicateSettings(copies="flag"))
    assert dropped(*page, settings=flagging) == []


@pytest.mark.parametrize(
    ("one", "two", "same"),
    [
        ("楼高8层，明年完工。", "楼高9层，明年完工。", False),
        ("逾期予以受理。", "逾期不予受理。", False),
        ("女婴身穿粉红色连体衣。", "男婴身穿粉红色连体衣。", False),
        ("恒通纺织公司遗失公章一枚。", "恒丰纺织公司遗失公章一枚。", False),
        ("东栅街道改造工程已获批准。", "南湖街道改造工程已获批准。", False),
        ("新船末下水，渔民在岸上等候。", "新船未下水，渔民在岸上等候。", True),
        ("渔民在岸上等候。", "渔民在岸上等候", True),
    ],
)
def test_two_texts_are_told_from_two_readings(one: str, two: str, same: bool) -> None:
    """A number, a name, a negation or an opposite makes two texts; letters that look alike, and marks, do not."""
    assert same_print(one, two, LanguageModel.load()) is same
