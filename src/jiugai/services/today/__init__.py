"""What waits for a post today (今日): each room says its own duties."""
