"""What published audits found (审计发现的问题): each held to an alert, or to the fact that is missing.

Eleven of 仁寿县, and those of other counties and of the national audits. Where an alert of FD-01 to
FD-18 asks the same, the finding is that alert's; where nothing in the register can tell, it is
undefined for every project, and says because of what.
"""

from dataclasses import dataclass

from jiugai.domain.funding.alerts.catalogue import BY_CODE


@dataclass(frozen=True, slots=True)
class Publication:
    """A paper in which auditors wrote what they found (审计公告)."""

    title: str
    url: str
    verified: bool = True


@dataclass(frozen=True, slots=True)
class PublishedFinding:
    """A finding of a published audit (已公布的审计发现).

    Attributes:
      alerts: the codes of the alerts that look for it; empty if nothing can.
      missing: the fact that would be needed, where nothing can.
    """

    code: str
    title: str
    publication: Publication
    alerts: tuple[str, ...] = ()
    missing: str = ""

    @property
    def is_looked_for(self) -> bool:
        """Say whether any alert looks for it."""
        return bool(self.alerts)


_RENSHOU = Publication(
    "仁寿县 2020—2022 年城镇老旧小区改造审计（2024-01-09）",
    "http://sunysa.com/info/3498/147932.htm",
    verified=False,
)
_SHANGCHENG = Publication(
    "杭州市上城区 2019—2021 年老旧小区改造审计（2022-12-07）",
    "https://www.hzsc.gov.cn/art/2022/12/7/art_1229249749_4110134.html",
)
_CHUXIONG = Publication(
    "楚雄市 2019—2021 年老旧小区改造审计（2023-07-13）",
    "http://www.ynwd.gov.cn/info/egovinfo/1007/overt_centent/11532329015178442p-/2023-0713008.htm",
)
_NANHUA = Publication(
    "南华县 2019—2021 年老旧小区改造审计（2022-12-08）",
    "http://www.ynnh.gov.cn/info/egovinfo/1007/overt_centent/nhxsjj-/2022-1208002.htm",
)
_TAIHE = Publication(
    "太和县老旧小区改造审计（2023 年三季度）",
    "https://ovfbx.com/xxgk/detail/652ca299886688763b8b4571.html",
    verified=False,
)
_XISHAN = Publication(
    "昆明市西山区审计整改报告（2025-09-29）", "http://www.kmxs.gov.cn/c/2025-09-29/7058864.shtml"
)
_WUHUA = Publication(
    "昆明市五华区 2023 年重点项目绩效评价", "http://www.kmwh.gov.cn/c/2024-10-15/6914362.shtml"
)
_WUJIN = Publication(
    "常州市武进区老旧小区专项债券审计（2024-05-11）",
    "https://www.wj.gov.cn/html/czwj/2024/OKDMAHHF_0511/487942.html",
)
_NATION_2018 = Publication(
    "2018 年保障性安居工程跟踪审计共性问题清单（转载）",
    "https://richffan.github.io/",
    verified=False,
)
_NATION_2016 = Publication(
    "2016 年保障性安居工程跟踪审计（新华社 2017-06-23）",
    "http://nakedoat.com/xinwen/2017-06/23/content_5205000.htm",
    verified=False,
)

PUBLISHED: tuple[PublishedFinding, ...] = (
    PublishedFinding("RS-01", "改造任务未全部完成", _RENSHOU, ("RS-01",)),
    PublishedFinding("RS-02", "部门统筹协调不够", _RENSHOU, missing="没有部门会商和联合审查的记录"),
    PublishedFinding("RS-03", "改造后没有引入物业管理", _RENSHOU, ("RS-03",)),
    PublishedFinding("RS-04", "维修资金没有收取、使用、续筹", _RENSHOU, missing="没有维修资金的归集和使用记录"),
    PublishedFinding("RS-05", "电力改造慢", _RENSHOU, missing="没有供电改造的计划工期"),
    PublishedFinding("RS-06", "道路、院坝厚度低于设计", _RENSHOU, missing="没有厚度的设计值和检测值"),
    PublishedFinding("RS-07", "联合验收组织不到位", _RENSHOU, ("RS-07",)),
    PublishedFinding("RS-08", "竣工结算慢", _RENSHOU, ("FD-13",)),
    PublishedFinding("RS-09", "资金共担机制执行不到位", _RENSHOU, ("FD-14",)),
    PublishedFinding("RS-10", "违反合同多支付进度款", _RENSHOU, ("FD-10",)),
    PublishedFinding("RS-11", "改造后部分设施闲置", _RENSHOU, missing="没有设施使用情况的记录"),
    PublishedFinding("HZ-01", "审批简化没有落实", _SHANGCHENG, missing="没有各项审批的受理和办结日期"),
    PublishedFinding("HZ-02", "概算调整没有按程序报批", _SHANGCHENG, missing="没有概算调整的批复"),
    PublishedFinding("HZ-03", "资金渠道与规定不符", _SHANGCHENG, ("FD-07",)),
    PublishedFinding("HZ-04", "招投标和合同管理不规范", _SHANGCHENG, ("HZ-04",)),
    PublishedFinding("CX-01", "资金到位率低", _CHUXIONG, ("CX-01",)),
    PublishedFinding("CX-02", "小区超额完成、户数没有完成", _CHUXIONG, ("CX-02",)),
    PublishedFinding("NH-01", "绝大部分靠中央资金，居民出资很少", _NANHUA, ("NH-01",)),
    PublishedFinding("TH-01", "设计与现场不符", _TAIHE, missing="没有设计变更和现场签证"),
    PublishedFinding("TH-02", "资料没有归档", _TAIHE, missing="没有归档清单"),
    PublishedFinding("TH-03", "改造对象把关不严", _TAIHE, ("FD-08", "FD-09")),
    PublishedFinding("XS-01", "多计工程价款", _XISHAN, ("FD-11",)),
    PublishedFinding("XS-02", "竣工决算不及时", _XISHAN, ("FD-12",)),
    PublishedFinding("WH-01", "资金支出率低", _WUHUA, ("FD-15",)),
    PublishedFinding("WH-02", "前期工作不扎实、手续不全", _WUHUA, missing="没有用地、规划、施工许可等手续"),
    PublishedFinding("WH-03", "上报数据不准", _WUHUA, ("FD-09",)),
    PublishedFinding("WH-04", "筹资渠道单一、没有明确共担办法", _WUHUA, ("NH-01", "FD-14")),
    PublishedFinding("WJ-01", "居民满意度（问卷）", _WUJIN, missing="没有满意度问卷"),
    PublishedFinding("GJ-01", "弄虚作假、多头申报套取资金", _NATION_2018, ("FD-08", "FD-09")),
    PublishedFinding("GJ-02", "挪用资金", _NATION_2018, ("FD-06",)),
    PublishedFinding("GJ-03", "扩大支出范围", _NATION_2018, ("FD-07",)),
    PublishedFinding("GJ-04", "资金闲置一年以上", _NATION_2018, ("FD-01", "FD-05")),
    PublishedFinding("GJ-05", "资金未分解下达或明确到具体项目", _NATION_2018, ("FD-02",)),
    PublishedFinding("GJ-06", "税费没有减免", _NATION_2018, missing="没有税费缴纳记录"),
    PublishedFinding("GJ-07", "违规收取中间费用", _NATION_2018, missing="没有融资费用和中介费用"),
    PublishedFinding("GJ-08", "用地手续不全", _NATION_2018, missing="没有用地手续"),
    PublishedFinding("GJ-09", "没有按规定招标", _NATION_2016, missing="没有招标方式和中标通知书"),
    PublishedFinding("GJ-10", "没有执行监理和强制性标准", _NATION_2016, missing="没有监理记录"),
)  # fmt: skip


def codes_unknown() -> tuple[str, ...]:
    """Return the codes of alerts that a finding names and no catalogue has."""
    return tuple(code for one in PUBLISHED for code in one.alerts if code not in BY_CODE)


def also_found_as(code: str) -> tuple[PublishedFinding, ...]:
    """Return the published findings that an alert looks for, but for the one that bears its code."""
    return tuple(one for one in PUBLISHED if code in one.alerts and one.code != code)
