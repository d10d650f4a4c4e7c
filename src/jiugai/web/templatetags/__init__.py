"""What templates may ask for: number formats, words of status, small drawings."""
