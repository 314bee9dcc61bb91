"""Two notices of one form that differ in one fact are two, whatever the fact and in whatever numerals."""

from __future__ import annotations

import random
from itertools import combinations

import numpy as np
import pytest

from pipeline.duplicates import verify
from pipeline.duplicates.fold import fold
from pipeline.duplicates.relation import relation
from pipeline.values.settings import DuplicateSettings

SETTINGS = DuplicateSettings()
FORMS: dict[str, dict[str, str]] = {
    "{who}遗失居民身份证一张，证号末四位{num}，自登报之日起声明作废，由此引起的一切责任由本人承担。": {
        "who": "李建国 王秀英 张伟强 陈志明 欧阳文华",
        "num": "3312 4415 0927 七三一二",
    },
    "因线路检修需要，我局定于{date}{when}对{road}沿线用户{act}，请有关单位和居民提前做好准备，不便之处敬请谅解。": {
        "date": "八月三日 8月9日 八月十三日 8月30日",
        "when": "上午 下午 夜间",
        "road": "环城东路 人民西路 解放路",
        "act": "停电 送电 停水 供水",
    },
    "经抽检，{firm}生产的{good}{result}国家标准，检验报告编号为第{num}号，有效期至{year}年底，特此公告。": {
        "firm": "恒通食品厂 永丰食品厂 华兴食品厂",
        "good": "酱油 食醋 白酒",
        "result": "符合 不符合",
        "num": "二〇四 二〇七 214",
        "year": "2019 2020 二〇二一",
    },
    "根据公司法的规定，{firm}股东会决议将注册资本由人民币{first}万元{way}至{last}万元，请债权人自公告之日起四十五日内"
    "提出清偿债务或者提供担保的要求。": {
        "firm": "临江市宏达贸易有限公司 临江市宏远贸易有限公司",
        "first": "500 800 一千",
        "way": "增加 减少",
        "last": "200 300 六百",
    },
    "{place}人民法院公告：本院受理{who}诉你离婚纠纷一案，现依法向你公告送达民事判决书，判决{result}离婚，自公告之日起"
    "六十日内来本院领取，逾期即视为送达。": {
        "place": "东江县 西河县 南山区",
        "who": "刘桂兰 赵国强 孙丽华",
        "result": "准予 不准",
    },
    "昨日{city}最高气温{high}度，最低气温{low}度，空气质量{air}，预计今日{rain}，请市民出行注意安全。": {
        "city": "北京 上海 广州",
        "high": "31 33 三十五",
        "low": "18 21",
        "air": "优良 轻度污染",
        "rain": "有雨 无雨",
    },
    "{bank}公告：自{date}起，一年期存款基准利率{way}{points}个百分点，个人住房公积金贷款利率相应调整，其他各档次利率维持"
    "不变。": {
        "bank": "中国人民银行 国家外汇管理局",
        "date": "七月七日 10月9日",
        "way": "上调 下调",
        "points": "0.25 0.5 零点二七",
    },
    "{who}同志因病医治无效，于{date}在{city}逝世，享年{age}岁。遵照本人遗愿，丧事从简，不举行遗体告别仪式。": {
        "who": "周文斌 徐美玲 何永康",
        "date": "三月十二日 3月15日",
        "city": "南京 武汉",
        "age": "87 九十一 79",
    },
}


def variations(form: str, facts: dict[str, str]) -> list[tuple[str, str]]:
    """Pairs of notices of a form that differ in one fact, the others drawn twice for each."""
    chance = random.Random(form)
    words = {name: some.split() for name, some in facts.items()}
    return [
        (form.format(**drawn, **{name: one}), form.format(**drawn, **{name: two}))
        for name, some in words.items()
        for one, two in combinations(some, 2)
        for _ in range(3)
        for drawn in [{other: chance.choice(words[other]) for other in words if other != name}]
    ]


@pytest.mark.parametrize("form", FORMS)
def test_one_fact_makes_two_notices(form: str) -> None:
    """Another number, date, amount, name, place, firm, negation or opposite: never the same, never edited."""
    pairs = variations(form, FORMS[form])
    texts = fold([text for pair in pairs for text in pair])
    alike = verify(np.arange(len(texts)).reshape(-1, 2), texts, SETTINGS).alike
    joined = [pair for pair, one in zip(pairs, alike, strict=True) if one]
    related = [relation(texts.text(n), texts.text(n + 1), SETTINGS) for n in range(0, len(texts), 2)]
    joined += [pair for pair, known in zip(pairs, related, strict=True) if known and known.repeats]
    assert joined == []


def test_there_are_enough() -> None:
    """More than two hundred pairs are tried."""
    assert sum(len(variations(form, facts)) for form, facts in FORMS.items()) > 200


def test_printings_of_one_notice_are_one() -> None:
    """A notice read twice, with letters that were misread, is one."""
    [form] = [form for form in FORMS if "身份证" in form]
    one = form.format(who="李建国", num="3312")
    two = one.replace("登报", "登服").replace("责任", "贵任")
    assert verify(np.array([[0, 1]]), fold([one, two]), SETTINGS).alike.all()
