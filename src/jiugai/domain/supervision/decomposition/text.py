"""An official text as it is read (公文文字): one line a paragraph, one form for each character.

Files made from paper break lines within sentences, put pages' numbers between them, spell
characters out in pinyin and leave look-alikes behind. All later places count in this text.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from jiugai.domain.registry.characters import fold, modern, without_copies
from jiugai.domain.supervision.decomposition.flat_tables import with_rows

CELL = "\t"
"""Stands between the cells of a row."""

_HAN = "\u3400-\u9fff"
_FULL = f"{_HAN}，。；：！？、（）“”‘’《》〔〕【】…—"
# Radicals that have no compatibility form, and old forms that the ledgers do not meet.
_LOOKALIKES = str.maketrans(
    "⺠⻅⻓⻚⻋⻢⻔⻩⻘⻛⻜⻝⻰⻬⻥⻉⻄⻆⻤⻨⻮⻳⻣⻙⻦⻗⺟⺬⺮⻁",
    "民见长页车马门黄青风飞食龙齐鱼贝西角鬼麦齿龟骨韦鸟雨母示竹虎",
)
_OLD = (
    "佔併來個們備傳傾僅價優儲內兩別則剛創劃動務勝勞勢匯區協參問啓啟單嚴圍圖團執堅報場塊墊壓壘壞壩夠夢奪奮娛婦學實寧審寫寬將專"
    "尋對導屆屬崗嶺師帶幣庫廠廢廣廳張強彌彎彙後徑從復徵徹恆悅惡愛態慮慶憂憑憲應懲懷懸戰戲戶拋掃掛採揚換揮損搖搶撐撥擇擊擔據擬"
    "擴擾攔攜攝敗敘敵數斷於時暢暫曆曉書會東條棄棟楊業極榮構槍樂樓標樞樣樹橋機檔檢檻櫃欄權歡歲歷歸殘殺毀氣決沒況淨淺測渾湊準溝"
    "溫滅滬滯滲滿漁漢漲漸潔潛潤澤濕濟濱濾瀏灣災為烏無煙煩熱燈燒營爐爭爾牆狀猶獎獨獲獻現瑋環產畢畫異當疊瘋療發盡監盤眾睜瞞瞭矯"
    "確碼磚礎礦祕禍禮稅種稱穀積穩窮竊競筆節範築簡簽簾籃籌糧糾紀約紅納純紙級紛細紹終組結絕絡給統經綜綠維綱網綿緊緒線締編緩緯縣"
    "縮縱總績織繞繩繪繫繳繼續罰羅義習聖聞聯聰聲職聽肅脅脈腦腳臨臺與興舉舊艙艱莊華萬葉蒐蓋蔣蘇蘭處虛號蟲術衛補裝製複見規視覽觀"
    "觸訂計訊訓託記訪設許訴診註評詢試話該詳誌認語誤說誰課調談請論諮謀謂講謝謹證識議譽讀變讓豐財貢貧貨販貫責買貸費貼貿賀賃資賓"
    "賞賠賢賣質賬賴購賽贈贊趙趨跡踐蹤車軌軍軟較載輔輕輛輝輪輯輸轉辦農迴這連週進遊運過達違遞遠適遲遷選遺邁還邊邏郵鄉鄰醫釋釘針"
    "銀銅銷鋪鋼錄錢錦錯鍋鍵鎖鎮鏈鏡鐵鑒鑽長門閃閉閒間閘閣閱闆關陝陣陰陳陸陽階際隨險隱雖雙雜離難雲電靈靜響頁頂項順須預頑頒頓領"
    "頭頸頻顆題額顏願類顧顯風飄飛飯飾餅養餘館饋馬駐駛騎騰驅驗驚驟體鬆鬥魚鮮鳥麼黃點黨齊齡龍龐"
    "國鄧鵬牽負轄員遼幫樸劉濃輿沖癥並盧減鹽覺幟呂銜嘗儀億償倉偉偵側債傷僑兇凍凱劇劑勁勵勻厭厲吳嗎嘆噸囑園圓墜壇壯夾奧媽嬰孫宮"
    "層屢峽島帥幾廈廚廟彈彥慘慣憐懇懶戀捨捲掙撫撲撿擁擋擠攤攏攪斂斬昇晝曬棧棗楓槳樁橫檸櫥欽歐殼氫汙洩涇渦湧湯滌滾潑澆澱濤瀋瀝"
    "瀘瀕灘爍燦燭爛狹獄獵瑣瓊疇癒盜盞矚碩禦穎窩窪窯篤篩籠籤粵紋紡紮紳絞絨絲綁綏綢緝緞緣縛縝縫繡繭纏纜罵翹聶腎腫腸膚膠膽臟艦茲"
    "荊莖萊蓮蔭蕩薦薩藍藝藥蘆蘊蝕螢蟻蠟衝裡裏襲覓覈訝訟詐詞詩誇誘誠誡誣誦諧諸諾謎謙謊謠譜譯讚豎豬貓貞貯貳貶賄賂賊賜賤賦賺贅贏"
    "贓贖趕踴軀軸輟輩轎轟辭辯鄭鄒釀釣鈉鈔鈕鈣鈴鉛鉤銘銳鋁鋒鋸錘鍛鍍鍾鎳鏟鐘鑄鑰鑲閩闊闡隊隸雞霧鞏韋韌韓頌頗顛飢飼飽餓饒駁駕駱"
    "駿騙騷驛髮鬧魯鮑鳳鳴鴻鴨鵝鷹麗麥齋齒龜鬱塗墳巖嶽峯羣牀舖鑑衆綫檯颱佈係僱兌冊卻吿嚮塵擡敎槓汎淒牴癢皺硏祇箇虧蝦豔逕鹼麵"
)
_NEW = (
    "占并来个们备传倾仅价优储内两别则刚创划动务胜劳势汇区协参问启启单严围图团执坚报场块垫压垒坏坝够梦夺奋娱妇学实宁审写宽将专"
    "寻对导届属岗岭师带币库厂废广厅张强弥弯汇后径从复征彻恒悦恶爱态虑庆忧凭宪应惩怀悬战戏户抛扫挂采扬换挥损摇抢撑拨择击担据拟"
    "扩扰拦携摄败叙敌数断于时畅暂历晓书会东条弃栋杨业极荣构枪乐楼标枢样树桥机档检槛柜栏权欢岁历归残杀毁气决没况净浅测浑凑准沟"
    "温灭沪滞渗满渔汉涨渐洁潜润泽湿济滨滤浏湾灾为乌无烟烦热灯烧营炉争尔墙状犹奖独获献现玮环产毕画异当叠疯疗发尽监盘众睁瞒了矫"
    "确码砖础矿秘祸礼税种称谷积稳穷窃竞笔节范筑简签帘篮筹粮纠纪约红纳纯纸级纷细绍终组结绝络给统经综绿维纲网绵紧绪线缔编缓纬县"
    "缩纵总绩织绕绳绘系缴继续罚罗义习圣闻联聪声职听肃胁脉脑脚临台与兴举旧舱艰庄华万叶搜盖蒋苏兰处虚号虫术卫补装制复见规视览观"
    "触订计讯训托记访设许诉诊注评询试话该详志认语误说谁课调谈请论咨谋谓讲谢谨证识议誉读变让丰财贡贫货贩贯责买贷费贴贸贺赁资宾"
    "赏赔贤卖质账赖购赛赠赞赵趋迹践踪车轨军软较载辅轻辆辉轮辑输转办农回这连周进游运过达违递远适迟迁选遗迈还边逻邮乡邻医释钉针"
    "银铜销铺钢录钱锦错锅键锁镇链镜铁鉴钻长门闪闭闲间闸阁阅板关陕阵阴陈陆阳阶际随险隐虽双杂离难云电灵静响页顶项顺须预顽颁顿领"
    "头颈频颗题额颜愿类顾显风飘飞饭饰饼养余馆馈马驻驶骑腾驱验惊骤体松斗鱼鲜鸟么黄点党齐龄龙庞"
    "国邓鹏牵负辖员辽帮朴刘浓舆冲症并卢减盐觉帜吕衔尝仪亿偿仓伟侦侧债伤侨凶冻凯剧剂劲励匀厌厉吴吗叹吨嘱园圆坠坛壮夹奥妈婴孙宫"
    "层屡峡岛帅几厦厨庙弹彦惨惯怜恳懒恋舍卷挣抚扑捡拥挡挤摊拢搅敛斩升昼晒栈枣枫桨桩横柠橱钦欧壳氢污泄泾涡涌汤涤滚泼浇淀涛沈沥"
    "泸濒滩烁灿烛烂狭狱猎琐琼畴愈盗盏瞩硕御颖窝洼窑笃筛笼签粤纹纺扎绅绞绒丝绑绥绸缉缎缘缚缜缝绣茧缠缆骂翘聂肾肿肠肤胶胆脏舰兹"
    "荆茎莱莲荫荡荐萨蓝艺药芦蕴蚀萤蚁蜡冲里里袭觅核讶讼诈词诗夸诱诚诫诬诵谐诸诺谜谦谎谣谱译赞竖猪猫贞贮贰贬贿赂贼赐贱赋赚赘赢"
    "赃赎赶踊躯轴辍辈轿轰辞辩郑邹酿钓钠钞钮钙铃铅钩铭锐铝锋锯锤锻镀钟镍铲钟铸钥镶闽阔阐队隶鸡雾巩韦韧韩颂颇颠饥饲饱饿饶驳驾骆"
    "骏骗骚驿发闹鲁鲍凤鸣鸿鸭鹅鹰丽麦斋齿龟郁涂坟岩岳峰群床铺鉴众线台台布系雇兑册却告向尘抬教杠泛凄抵痒皱研只个亏虾艳径碱面"
)
_FORMS = str.maketrans(_OLD, _NEW)
_CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f]")
_PINYIN = "a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüêńňɑɡ"
_TONED = "āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ"
_BRACKETED = re.compile(rf"(?<=[{_HAN}])[（(] ?[{_PINYIN}]*[aeiouüɑ{_TONED}][{_PINYIN}]* ?[）)]")
_SPELLED = re.compile(
    rf"[{_PINYIN}]*[{_TONED}][{_PINYIN}]*(?:[ '’][{_PINYIN}]*[{_TONED}][{_PINYIN}]*)*"
)
_PAGE = re.compile(
    r"[-—–·\s]*\d{1,4}[-—–·\s]*|[-—–]*第?\d{1,4}页(?:[，,/]?共\d{1,4}页)?|\d{1,4}/\d{1,4}"
)
_SPACES = " \u3000\xa0"
_BLANKS = _SPACES + "\t"
_BETWEEN = re.compile(rf"(?<=[{_FULL}0-9A-Za-z%*]) +(?=[{_FULL}])|(?<=[{_FULL}]) +(?=[0-9A-Za-z*])")
_MARKS = re.compile("([，：；])")
_ENDS = "。！？!?…"
_MARKER = re.compile(
    r"(?:第?[一二三四五六七八九十]{1,3}[、.．]|[―—-]、|[（(][一二三四五六七八九十]{1,3}[）)]|[（(]?\d{1,2}[）).．、](?!\d)"
    r"|[①-⑳●■◆★▶►◇※➢✓√•▪]|[一二三四五六七八九十]{1,2}[是要]|第[一二三四五六七八九十]{1,3}[章节条款，]|附件|附[：:]|——)"
)
_DAY_HEAD = re.compile(r"(?:\d{4}年)?\d{1,2}月[^，。；]{0,20}：|[第本下]一?[周月][^，。；]{0,14}：")
_FIELD = re.compile(
    r"【[^【】]{2,12}】|[\u4e00-\u9fff]{0,8}"
    r"(?:单位|部门|科室|责任人|领导|时限|期限|时间|节点|日期|措施|举措|任务|要求|事项|问题|进展|情况|原因)："
)
_NAME = re.compile("[\u4e00-\u9fff]{2,8}：")
_LAST_LABEL = re.compile(
    r"[。；][\u4e00-\u9fff]{0,4}(?:单位|部门|时限|时间|责任人|主体|科室)：[^。；，]{2,40}$"
)
_LABEL = re.compile(r"[\u4e00-\u9fff（）、/]{2,14}：")
_ADDRESSEES = re.compile(r".{2,60}：$")
_LOW, _OPEN, _CLOSE = "，、；：", "（《“〔【", "）》”〕】"
_FEWEST_WRAPPED, _NARROWEST, _WIDEST = 4, 12, 64
_RAGGED, _INDENT, _LONGEST_REST = 4.5, 2.0, 8
_EVERY_PAGE, _LONGEST_HEAD = 4, 30


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph or a row of a table, and where it begins in the text."""

    start: int
    text: str

    @property
    def cells(self) -> tuple[str, ...]:
        """Return the cells of a row; one for a paragraph."""
        return tuple(self.text.split(CELL))


def normalised(raw: str) -> str:
    """Return a text with one paragraph a line, without blanks, noise and pages' numbers."""
    lines = map(_line, with_rows(_CONTROL.sub("\n", raw.replace("\r\n", "\n")).split("\n")))
    kept = [line for line in lines if line.text and not _PAGE.fullmatch(line.text)]
    return "\n".join(_joined(_without_running_heads(kept)))


def paragraphs(text: str) -> list[Paragraph]:
    """Return the paragraphs of a normalised text."""
    found, start = [], 0
    for line in text.split("\n"):
        if line:
            found.append(Paragraph(start, line))
        start += len(line) + 1
    return found


# --- Characters -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of the file: how far it is indented, how wide it stood there, and what it says."""

    lead: int
    width: float
    text: str


def _line(raw: str) -> _Line:
    body = raw.strip(_BLANKS)
    is_row = "\t" in body
    body = raw.strip(_SPACES) if is_row else body
    lead = len(raw) - len(raw.lstrip(_BLANKS))
    width = sum(1.0 if ord(char) > 0x2E7F or char in "“”‘’…—" else 0.5 for char in body)
    rows = re.sub(rf"[{_SPACES}]{{3,}}|[{_SPACES}]*[|｜│┃][{_SPACES}]*", CELL, body)
    cells = [_cell(cell) for cell in rows.split(CELL)]
    text = CELL.join(cells) if is_row else CELL.join(cells).strip(CELL)
    return _Line(lead, width, text if any(cells) else "")


def _cell(raw: str) -> str:
    # A full-width comma between two figures parts them; a half-width one groups the digits of one.
    halves = [fold(piece) if piece not in "，：；" else piece for piece in _MARKS.split(raw)]
    text = modern(without_copies("".join(halves))).translate(_LOOKALIKES).translate(_FORMS)
    text = _without_pinyin(text)
    text = _BETWEEN.sub("", text)
    return _punctuated(text).strip()


def _without_pinyin(text: str) -> str:
    if not re.search(r"[a-zɑɡ]|[āáǎàēéěèīíǐìōóǒòūúǔù]", text):
        return text
    return _SPELLED.sub("", _BRACKETED.sub("", text))


_PUNCTUATION = (
    (re.compile(r"(?<!\d),|,(?!\d)"), "，"),
    (re.compile(r";"), "；"),
    (re.compile(r"(?<!\d):|:(?!\d)"), "："),
    (re.compile(r"(?<=\d)：(?=\d)"), ":"),  # 12：00, 1：500
    (re.compile(r"\?"), "？"),
    (re.compile(r"!"), "！"),
    (re.compile(r"\("), "（"),
    (re.compile(r"\)"), "）"),
    (re.compile(rf"(?<=[{_HAN}）”])\.(?=[{_HAN}\s]|$)"), "。"),
    (re.compile(r'"([^"]{1,80})"'), r"“\1”"),
    (re.compile(r"｡"), "。"),
)


def _punctuated(text: str) -> str:
    for pattern, mark in _PUNCTUATION:
        text = pattern.sub(mark, text)
    return text


# --- Lines ------------------------------------------------------------------------


def _without_running_heads(lines: list[_Line]) -> list[_Line]:
    """Leave out what stands at the head of every page; a row of a table may well repeat itself."""
    times = Counter(line.text for line in lines)
    running = {
        text
        for text, count in times.items()
        if count >= _EVERY_PAGE
        and len(text) <= _LONGEST_HEAD
        and text[-1] not in _ENDS + _LOW
        and CELL not in text
    }
    return [line for line in lines if line.text not in running]


def _full_width(lines: Sequence[_Line]) -> float | None:
    """Return the width at which lines were broken, or None if they were not."""
    long = sorted(line.width for line in lines if line.width >= _NARROWEST)
    if len(long) < _FEWEST_WRAPPED:
        return None
    usual = long[int(len(long) * 0.85)]
    near = sum(abs(line.width - usual) <= _RAGGED for line in lines)
    return usual if usual <= _WIDEST and near >= max(0.3 * len(lines), _FEWEST_WRAPPED) else None


def _joined(lines: list[_Line]) -> list[str]:
    usual = _full_width(lines)
    names = Counter(name[0] for line in lines if (name := _NAME.match(line.text)))
    found: list[str] = []
    before = None
    for line in lines:
        name = _NAME.match(line.text)
        is_record = name is not None and names[name[0]] > 1  # 序号：…, again and again
        if before and not is_record and _goes_on(found[-1], before, line, usual):
            found[-1] = f"{found[-1]}{_gap(found[-1], line.text)}{line.text}"
        else:
            found.append(line.text)
        before = line
    return found


def _gap(before: str, after: str) -> str:
    latin = before[-1].isascii() and before[-1].isalpha()
    return " " if latin and after[0].isascii() and after[0].isalpha() else ""


def _is_open(paragraph: str) -> bool:
    tail = paragraph[-200:]
    return sum(map(tail.count, _OPEN)) > sum(map(tail.count, _CLOSE))


def _goes_on(paragraph: str, last: _Line, line: _Line, usual: float | None) -> bool:
    """Say whether a line goes on with the paragraph, of which ``last`` was the last line."""
    text = line.text
    if CELL in text or CELL in paragraph or _MARKER.match(text) or paragraph[-1] in _ENDS:
        return False
    if (
        _FIELD.match(text)
        or _DAY_HEAD.match(text)
        or (usual is None and _LAST_LABEL.search(paragraph))
    ):
        return False
    if paragraph[-1] in "，、":
        return True
    is_heading = bool(_MARKER.match(paragraph)) and "。" not in paragraph and len(paragraph) < 60
    if usual is None or last.width > usual + _RAGGED:
        if _LABEL.match(text):
            return False
        is_prose = "，" in paragraph and len(paragraph) >= 20 and not is_heading
        return _is_open(paragraph) or (is_prose and paragraph[-1] not in "；：")
    if line.lead >= 2 and last.lead < 2 and paragraph[-1] in "；：":
        return False
    # A paragraph's first line is narrower by the two characters of its indent.
    width = last.width + (_INDENT if paragraph == last.text else 0.0)
    if _LABEL.match(text) and width < usual - _INDENT:
        return False
    if is_heading:
        is_rest = len(text) <= _LONGEST_REST and "。" not in text
        return width >= usual - (_RAGGED if is_rest else 0.0)
    return width >= usual - _RAGGED or (_is_open(paragraph) and width >= usual / 2)
