"""What the tracker does now and then, beside its steps.

periodic_job    a job on a thread of its own, repeated
recovery        generations that a crash caught half way, deletions that were not finished
archive_audit   once a day: whether the archive still holds what the ledger says
old_films       films that go by themselves after KEEP_DAYS
"""
