"""A story to damage, and what a page of it looks like in print and in the gold."""

from __future__ import annotations

from answers import Row

from pipeline.evaluation.drafts import Draft, Story, print_page
from pipeline.evaluation.stories import story

ONE = (
    "收网的日子到了，码头上从清早起就挤满了人，卖鱼的、买鱼的、看热闹的，谁也不肯让谁先走，一"
    "直闹到日头偏西才慢慢散去。"
)
TWO = (
    "茶园里的人却不着急，他们采茶要等露水干透，手指要轻，竹篓不能装得太满，不然嫩芽压坏了，一"
    "季的辛苦就白费了。"
)
THREE = "小学的操场上，孩子们围着新来的体育老师问个不停，老师一边擦汗一边笑，说等天凉快一些就教大家打太极拳。"


def sample() -> Story:
    """A story of three paragraphs."""
    return story("湖边的三个早晨，说起来话长", [ONE, TWO, THREE], False)


def page_of(*stories: Story) -> Draft:
    """A page of these stories."""
    return Draft("p", list(stories), [line for one in stories for line in one.lines])


def printed(*stories: Story) -> Row:
    """The gold page of these stories."""
    return print_page(page_of(*stories))


def texts(gold: Row, n: int = 0) -> list[str]:
    """The paragraphs of a gold article."""
    return ["".join(gold["text"][s:e] for s, e in p["spans"]) for p in gold["articles"][n]["paragraphs"]]
