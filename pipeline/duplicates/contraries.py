"""Words that, put for one another, say something else of the same thing: opposites, negations, places."""

from __future__ import annotations


def _pairs(words: str) -> frozenset[frozenset[str]]:
    return frozenset(frozenset(pair.split("/")) for pair in words.split())


LETTERS = _pairs(
    """
    上/下 涨/跌 增/减 升/降 男/女 左/右 前/后 早/晚 高/低 内/外 进/出 开/关 正/副 胜/负 买/卖 有/无 多/少 大/小 长/短
    南/北 东/西 东/南 西/北 东/北 西/南 冷/热 新/旧 输/赢 加/减 冬/夏 春/秋 父/母 夫/妻 兄/弟 姐/妹 子/女 甲/乙 乙/丙
    甲/丙 晴/雨 晴/阴 阴/雨 收/支 盈/亏 正/负 公/母 春/夏 夏/秋 秋/冬 可/不 能/不 会/不 应/不 是/不 准/不 予/不
    已/未 有/未 停/送 停/供 停/开 停/通 停/复 供/断 通/断 允/禁 奖/罚 存/取 借/还 加/免 增/免 真/假 优/劣 免/收
    水/电 水/气 电/气
    """
)
"""Single characters."""

WORDS = _pairs(
    """
    予以/不予 上调/下调 上涨/下跌 增加/减少 上升/下降 同意/反对 支持/反对 赞成/反对 合格/不合格 允许/禁止 可以/不得
    批准/驳回 开放/关闭 成功/失败 盈利/亏损 获胜/落败 顺差/逆差 扩大/缩小 提前/推迟 有罪/无罪 升级/降级 上午/下午
    准予/不准 增持/减持 录取/落选 当选/落选 恢复/停止 恢复/暂停 开始/停止 生效/失效 有效/无效 合法/非法 公开/秘密
    营业/停业 开业/停业 开工/停工 复工/停工 通车/停运 上任/卸任 任命/免去 表扬/批评 中标/流标 生存/死亡 出生/死亡
    """
)

NEGATIONS = frozenset("不未无非没勿莫毋")
"""Characters that turn a sentence into its contrary where only one of two texts has them."""

PARTICLES = frozenset("的了是在着也就之于")
"""Letters of no name, number or fact: where one is read for another letter, that was misread."""

_ALIKE = """
己已巳 未末 日曰 人入八 大太犬 土士 干千于 木本 天夫 田由甲申 四西 兔免 今令 了丁 刀力 白自 王玉 乌鸟 戊戌戍成 侯候 折拆
拔拨 准淮 冶治 历厉 贝见 间问 目且 收牧 晴睛 坡波 包句 句旬 奏秦 崇祟 遣遗 微徵 失矢 住往 佳住
"""

LOOKALIKES = tuple(map(frozenset, _ALIKE.split()))
"""Letters that engines take for one another."""

TELLING = NEGATIONS | {"".join(pair) for pair in LETTERS} | {"".join(pair)[::-1] for pair in LETTERS}
"""Letters that a glance looks for: a negation that one text has, an opposite that stands for the other."""

_NAMES = """
北京 天津 上海 重庆 河北 山西 辽宁 吉林 黑龙江 江苏 浙江 安徽 福建 江西 山东 河南 湖北 湖南 广东
海南 四川 贵州 云南 陕西 甘肃 青海 台湾 内蒙古 广西 西藏 宁夏 新疆 香港 澳门 中国 日本 韩国 朝鲜
蒙古 越南 老挝 柬埔寨 泰国 缅甸 马来西亚 新加坡 印尼 菲律宾 印度 巴基斯坦 孟加拉国 尼泊尔 斯里兰卡
阿富汗 伊朗 伊拉克 叙利亚 以色列 土耳其 沙特 阿联酋 哈萨克斯坦 乌兹别克斯坦 俄罗斯 苏联 乌克兰 白俄罗斯
波兰 捷克 匈牙利 罗马尼亚 保加利亚 塞尔维亚 希腊 意大利 西班牙 葡萄牙 法国 德国 英国 爱尔兰 荷兰 比利时
瑞士 奥地利 瑞典 挪威 丹麦 芬兰 美国 加拿大 墨西哥 古巴 巴西 阿根廷 智利 秘鲁 哥伦比亚 委内瑞拉 埃及
利比亚 苏丹 埃塞俄比亚 肯尼亚 尼日利亚 南非 安哥拉 澳大利亚 新西兰
"""

PLACES = frozenset(_NAMES.split())
"""Provinces of China and countries by the short names that newspapers use; a name alone, no part of a longer word."""

_SOUNDS = """
阿艾埃安奥巴贝比毕彼宾波伯博布查达戴丹德登邓迪蒂丁杜多恩尔法范菲费芬弗夫福盖戈格古哈海汉罕赫亨洪华霍基吉加贾杰金京卡凯坎康考柯科克
肯孔库昆拉莱兰朗劳勒雷里理利林卢鲁路伦罗洛吕马玛迈麦曼梅门蒙米密莫默姆穆纳南内尼涅宁努诺欧帕潘佩彭皮平蓬普奇齐恰乔切琴瑞萨塞桑沙尚舍
圣什施舒斯丝苏索塔泰坦汤唐特滕提廷图托瓦旺韦维魏温文沃乌伍西希锡夏香谢辛欣休许雅亚扬耶叶伊因英尤约扎泽詹兹
"""

SOUNDS = frozenset("".join(_SOUNDS.split()))
"""Characters that foreign names are written with by their sound, as newspapers do (新华社, 世界人名翻译大辞典)."""

SHORT = frozenset("中日美英法德俄韩朝越泰缅印蒙意西葡荷比瑞澳加墨巴埃")
"""Countries in one character, as in 日文 and 法军."""
