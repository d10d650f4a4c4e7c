"""The bulletin as files (通报文件): .docx out and back in, the annex, the figures beside it."""
