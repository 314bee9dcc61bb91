"""Made-up stories that jump from page to page, for the tests of issues."""

from __future__ import annotations

FERRY = (
    "渡口最后一班船停了",
    "六月的最后一天，青浪渡的汽笛响了三声。船工许阿根把缆绳盘好，在舵轮上系了一条红布。他在这条江上撑了四十一年船，"
    "送过赶考的学生，也送过出嫁的新娘。\n\n跨江大桥三年前动工，渡口的客人一年比一年少。航运站站长顾秉文说，去年平均每班只有九个人，油钱都不够。",
    "许阿根没有上桥去看热闹。他说，青浪渡的水他闭着眼也认得，大桥再宽，底下的暗流还是那几道。\n\n"
    "航运站打算把那条铁壳船留下来，漆一遍，放在渡口的石阶旁边。顾秉文已经写了报告，题目就叫《给许阿根留一个舵》。"
    "孩子们放学路过，还会喊他一声船老大。",
)
SCHOOL = (
    "山里来了弹风琴的老师",
    "云坪小学只有二十三个学生，却有一架脚踏风琴。琴是支教老师梁秋禾从县城旧货市场淘来的，两个踏板断了一个，她自己削木头配上。"
    "\n\n校长岳长贵起初不同意，怕耽误算术。后来他发现，会唱歌的孩子背课文也快，就把风琴搬进了最亮的那间教室。",
    "这个学期，梁秋禾教会了全校唱四部合唱。云坪小学的风琴声隔着一道山梁也听得见，放羊的老人停下来听。"
    "\n\n岳长贵说，下学年梁秋禾的支教就满了，学生们凑了一罐山核桃，想把她留下。她没有答话，只把断过的踏板又紧了紧。",
)
BRIDGE = (
    "西街菜场改造征求意见",
    "西街菜场建于上世纪八十年代，顶棚漏雨，地面常年湿滑。街道办事处昨天贴出告示，请居民说说想要一个什么样的菜场。"
    "\n\n摊主们最关心的是租金，居民们问得最多的是早市还开不开。意见箱挂在菜场东门，一直收到月底。",
)


def page(folio: str, *stories: str) -> str:
    """The text of a page: its folio, if any, and its stories."""
    return "\n\n".join(filter(None, (folio, *stories))) + "\n"


def whole(story: tuple[str, ...]) -> str:
    """A story that stays on its page."""
    return f"# {story[0]}\n\n本报记者 顾小满\n\n{story[1]}"


def first(story: tuple[str, ...], mark: str) -> str:
    """The first half, with its jump line."""
    return f"{whole(story)}{mark}"


def second(story: tuple[str, ...], mark: str, title: str = "") -> str:
    """The second half; without a title of its own its jump line stands above it."""
    return "\n\n".join(filter(None, (f"# {title}" if title else "", mark, story[2])))
