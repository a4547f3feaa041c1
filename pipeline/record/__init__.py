"""審議記録.xlsx, the one book in which both the secretariat and the night write."""
