"""Exact times and measures of a finished rep.

Read in this order: `refine` (the times of a rep), `movement` (a rough lift or lowering), `speed_profile` (the fit that
finds its edges), `measuring` (what the rules of form need beyond times).
"""
