"""The picture of 個人情報の流れ: parties as boxes, steps as numbered arrows, made from the table of the form."""
