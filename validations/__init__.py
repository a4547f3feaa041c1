"""What a correct submission is: the rules, the schemas they run in, and the words in which a fault is told.

Never imports the pipeline: it looks at tables and knows nothing of files, folders or the order of the night.
"""
