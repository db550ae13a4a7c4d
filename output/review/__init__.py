"""What people looked at: the queue of doubtful records, and what was decided on each.

`decisions` notes that a record was found right or wrong, `queue` lists what is still to be looked at. Both are
what the review desk (`pipeline.review`) rests on.
"""
