"""評価書: what a 全項目評価書 says, looked at against itself."""
