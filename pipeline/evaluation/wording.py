"""The words that newspapers print around their stories, and the names that made pages bear.

Names are put together from common surnames and common characters of given names; nobody is meant.
"""

from __future__ import annotations

from random import Random

SURNAMES = (
    "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾"
    "丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段钱汤尹"
    "黎易常武乔贺赖龚文"
)
TRADITIONAL_SURNAMES = (
    "王李張劉陳楊趙黃周吳徐孫胡朱高林何郭馬羅梁宋鄭謝韓唐馮董蕭程曹袁鄧許傅沈曾彭呂蘇盧蔣蔡賈"
    "丁魏薛葉余潘杜戴夏鍾汪田任姜范方石姚譚廖鄒熊金陸郝孔白崔康毛邱秦江顧侯邵孟龍萬段錢湯尹黎易"
    "常武喬賀賴龔"
)
GIVEN = (
    "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉萍红玲芬燕彬鹏辉斌波宇浩凯健俊帆雪琳晨佳"
    "欣怡思雨梦婷嘉文博天一然子涵晓东春梅国庆志远建国海燕立新永康世荣振兴德才彤颖蕾琪瑶倩莹洁慧"
    "巧美岚菲卉"
)
TRADITIONAL_GIVEN = (
    "偉芳娜敏靜麗強磊軍洋勇艷傑娟濤明超秀霞平剛桂英華玉萍紅玲芬燕彬鵬輝斌波宇浩凱健俊帆雪琳晨佳"
    "欣怡思雨夢婷嘉文博天一然子涵曉東春梅國慶志遠建國海燕立新永康世榮振興德才彤穎蕾琪瑤倩瑩潔慧"
    "巧美嵐菲卉"
)
TOWNS = ("青禾", "柳塘", "石桥", "云岭", "东浦", "南屏", "白沙", "临湖", "大河", "金坪")
TRADITIONAL_TOWNS = ("青禾", "柳塘", "石橋", "雲嶺", "東浦", "南屏", "白沙", "臨湖", "大河", "金坪")
PAPERS = ("日报", "晚报", "时报")
TRADITIONAL_PAPERS = ("日報", "晚報", "時報")
NUMERALS = "一二三四五六七八九"


def name(rng: Random, traditional: bool) -> str:
    """A person's name of two (three in four: three) characters."""
    surnames, given = (TRADITIONAL_SURNAMES, TRADITIONAL_GIVEN) if traditional else (SURNAMES, GIVEN)
    return rng.choice(surnames) + "".join(rng.sample(given, 2 if rng.random() < 0.75 else 1))


def names(rng: Random, traditional: bool, most: int = 3) -> list[str]:
    """One to ``most`` different names; one or two are the rule."""
    wanted = rng.choices(range(1, most + 1), (5, 4, 1)[:most])[0]
    found: list[str] = []
    while len(found) < wanted:
        other = name(rng, traditional)
        if other not in found:
            found.append(other)
    return found


def town(rng: Random, traditional: bool) -> str:
    """A place that is on no map."""
    return rng.choice(TRADITIONAL_TOWNS if traditional else TOWNS)


def paper(rng: Random, traditional: bool) -> str:
    """A newspaper that was never printed."""
    return town(rng, traditional) + rng.choice(TRADITIONAL_PAPERS if traditional else PAPERS)


def script(simplified: str, traditional: bool) -> str:
    """A newspaper's set phrase in the page's script."""
    return simplified.translate(_TRADITIONAL) if traditional else simplified


_TRADITIONAL = str.maketrans(
    "为习书于从们会农况准办华单卫发后员图场声备对将广废异张护报拟摄时来树检点环现电础礼紧约线组"
    "经统综绿编艺节见观让议讯记讲设访证话说请读财责转辑过遗采镇闻风马",
    "爲習書於從們會農況準辦華單衛發後員圖場聲備對將廣廢異張護報擬攝時來樹檢點環現電礎禮緊約線組"
    "經統綜綠編藝節見觀讓議訊記講設訪證話說請讀財責轉輯過遺採鎮聞風馬",
)
"""Of the characters of the phrases in this package, those whose traditional form differs."""
