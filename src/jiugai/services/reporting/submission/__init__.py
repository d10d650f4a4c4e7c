"""The monthly return on its way up: what a county sends, who verifies it, how timely (月报报送)."""
