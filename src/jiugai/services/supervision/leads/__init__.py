"""Leaders who answer by name: for what, where they went, and what nobody answers for (领导包抓)."""
