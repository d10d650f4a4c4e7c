"""Published lists and what firms offer (公开名单、企业意向): publishing, taking in, matching."""
