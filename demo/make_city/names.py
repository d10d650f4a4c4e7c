"""Invented names of communities (小区名称), as people call such places; no two alike in one county."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random

_UNITS = (
    "粮食局 供销社 农机局 医药公司 丝绸厂 水泥厂 汽车站 运输公司 邮电局 电力局 人民银行 农业银行 工商银行 建设银行 "
    "教育局 一中 二中 三中 城关小学 人民医院 中医院 妇幼保健院 防疫站 税务局 工商局 林业局 水利局 交通局 公路段 "
    "物资局 百货公司 食品公司 烟草公司 建筑公司 机械厂 化肥厂 酒厂 印刷厂 茶叶公司 法院 检察院 公安局 广播站 气象局 "
    "外贸公司 五金公司 蔬菜公司 石油公司 煤炭公司 木材公司 自来水公司 房管所 信用社 保险公司 新华书店 电影公司 剧团 "
    "文化馆 党校 师范学校 卫校 职中 幼儿园 招待所 皮革厂 针织厂 缫丝厂 农修厂 变压器厂 水电站 蚕茧站 种子公司 "
    "土产公司 畜牧局 土地局 城建局 环卫所 民政局 劳动局 计委 经委 财政局 审计局 统计局 档案局 乡企局 农业局 "
    "航运公司 汽修厂 食品厂 饮食服务公司 副食公司 制药厂 砖瓦厂 造纸厂 塑料厂 铁合金厂 轴承厂 罐头厂 麻纺厂"
)
UNITS = _UNITS.split()
QUARTERS = ("家属院", "家属院", "家属院", "家属院", "家属楼", "宿舍", "职工宿舍", "家属区", "小区")
ROADS = {
    "610902001": "西大街 东大街 鼓楼街 培新街 五星街 大北街 小北街 西正街 东关正街 操兵巷 金银巷 水巷子 鼓楼巷 兴安西路",
    "610902002": "巴山中路 巴山东路 巴山西路 兴安中路 兴安东路 金州路 香溪路 育才路 静宁路 文昌路 大桥南路 解放路 安悦街 果园路",
    "610902003": "江北大道 张沟路 中原街 站前路 大桥北路 汉江北路 车站西路 车站东路 建材巷 西站路 沙坝路",
    "610902004": "长岭路 创新路 七里沟路 黄沟路 居尚路 科技路",
    "610902107": "老街 恒紫路 永安路 集贸街 月河路 安乐路",
    "610921100": "民主街 北城街 南城街 凤凰街 月河路 新城路 解放街 西城门巷",
    "610922100": "向阳路 古堰路 红花沟路 老街 滨江大道 杨柳路 北大街 春潮路",
    "610923100": "长安东街 长安西街 滨河路 关口街 迎宾路",
    "610924100": "紫府路 环城路 河堤路 新华街 东城街 西关街 会仙路",
    "610925100": "建设路 河滨大道 新春路 肖家坝路 罗景坪路 陵园路",
    "610926100": "新正街 女娲路 五峰路 月城路 东大街 药妇沟路 白果路",
    "610927100": "富强路 和谐路 上新街 下新街 东坡路 竹溪路",
    "610929100": "人民路 狮子山路 河街 清风路 两河路 桥儿沟路",
    "610981100": "商贸街 老城街 丽都路 洵阳路 鲁家台路 党家坝路 小河北路 祝尔慷大道",
}
TOWN_ROADS = "正街 新街 老街 桥头路 河街 集镇路"
FIRST = "金 银 东 西 南 北 新 兴 永 福 安 和 康 祥 瑞 吉 文 明 清 秀 翠 香 桂 兰 松 柏 桃 柳 春 阳 江 汉 滨 巴 富 向"
SECOND = "安 康 华 苑 园 江 山 泉 源 丰 荣 和 乐 居 庭 桥 坪 坝 台 湾 岭 峰 河 溪 滨 阳 春 晖 景 馨 缘 泰 盛 都"
ENDINGS = ("小区", "小区", "小区", "小区", "花园", "新村", "苑", "住宅小区")
SIDES = ("东院", "西院", "北院", "南院", "老院", "新院", "1号楼", "2号楼", "3号楼")
PLACE_WORDS = (
    "桥头",
    "河滨",
    "车站",
    "西门",
    "北关",
    "南坪",
    "水塔",
    "电影院",
    "体育场",
    "文庙",
    "戏楼",
)


def stem(name: str) -> str:
    """Return what a name says once words that people use for one another are left out."""
    short = re.sub(r"职工宿舍|家属院|家属楼|家属区|宿舍", "住", name)
    short = re.sub(r"(?:住宅)?小区$", "", short)
    return re.sub(r"号院$", "号", short).removeprefix("原")


@dataclass
class Namer:
    """Gives names within one county; ``taken`` are the stems already given."""

    rng: Random
    owners: Sequence[str]
    taken: set[str] = field(default_factory=set)

    def name(self, street_code: str) -> tuple[str, str]:
        """Return a new name for a community of a street, and its address."""
        for _ in range(1000):
            road = self.rng.choice(ROADS.get(street_code, TOWN_ROADS).split())
            number = self.rng.randint(1, 148)
            name = self._draw(road, number)
            if stem(name) not in self.taken:
                self.taken.add(stem(name))
                return name, f"{road}{number}号"
        raise RuntimeError(f"no name left for {street_code}")

    def _draw(self, road: str, number: int) -> str:
        kind = self.rng.random()
        if kind < 0.52:
            side = self.rng.choice(SIDES) if self.rng.random() < 0.14 else ""
            unit, quarters = self.rng.choice(UNITS), self.rng.choice(QUARTERS)
            return f"{self.rng.choice(self.owners)}{unit}{quarters}{side}"
        if kind < 0.76:
            return f"{road}{number}号{self.rng.choice(('院', '院', '楼'))}"
        if kind < 0.94:
            two = self.rng.choice(FIRST.split()) + self.rng.choice(SECOND.split())
            return two + self.rng.choice(ENDINGS)
        return self.rng.choice(PLACE_WORDS) + self.rng.choice(("小区", "家属院", "住宅小区"))
