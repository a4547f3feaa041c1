"""全項目評価書: what is special about the second form that departments hand in."""
