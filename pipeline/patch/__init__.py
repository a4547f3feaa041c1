"""Changing an existing workbook without loss: only the parts that are meant to change are touched, at the places meant.

No library edits a workbook whole: what it does not know (shapes, text boxes, newer conditional formats) it drops. Here a
part is changed within its bytes, and every part that is not changed is copied as it lies in the zip archive.
"""
