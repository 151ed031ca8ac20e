"""The steps of a generation, a file each.

submit   queued -> submitting -> generating, and what becomes of a lost answer
poll     generating -> saving -> ready
step     which of these comes next
"""
