"""The refusal of a whole file (整件拒收): one plain sentence, and nothing is written."""

from jiugai.domain.findings import Finding, Place

SAVE_AS_XLSX = "请用 Excel 或 WPS 打开，另存为“Excel 工作簿（.xlsx）”后重传"
"""What helps with nearly every file that is not a workbook."""

SAVE_AS_DOCX = "请用 Word 或 WPS 打开，另存为“Word 文档（.docx）”后重传"
"""What helps with nearly every paper that is no .docx, .pdf or .txt."""

SEND_AGAIN = "请确认原文件能正常打开，重新保存后再传"
TRIM = "请删去表格下方和右侧多余的空白行列，另存后重传"


class Refused(Exception):
    """A file cannot be let in.

    Attributes:
      code: for programs, such as ``upload.too_large``.
      found: what was found, and the limit where there is one.
      remedy: what the sender can do.
    """

    def __init__(self, code: str, found: str, remedy: str = SEND_AGAIN) -> None:
        super().__init__(found)
        self.code = f"upload.{code}"
        self.found = found
        self.remedy = remedy

    def of_paper(self) -> "Refused":
        """Return the refusal in the words for an official text instead of a table."""
        found = self.found.replace(
            "不是 .xlsx、.xls、.ods 或 .csv 表格", "不是 .docx、.pdf 或 .txt 文件"
        )
        found = (
            found.replace("不是表格", "不是公文")
            .replace(" .csv 文本", "文本")
            .replace("正常表格", "正常文件")
        )
        remedy = {SAVE_AS_XLSX: SAVE_AS_DOCX, TRIM: "请删去不需要的图片和附件，另存后重传"}
        return Refused(
            self.code.removeprefix("upload."), found, remedy.get(self.remedy, self.remedy)
        )

    def finding(self, document: str) -> Finding:
        """Return the refusal as it is said to the sender: one sentence."""
        return Finding(
            self.code,
            f"{self.found}；{self.remedy}，本次没有写入任何数据。",
            place=Place(document),
        )
