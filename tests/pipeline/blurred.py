"""Followers as the public tier tells them, from their definition (README, "Small cells"), apart from the SQL that does.

Belongs here: the blur, and how a macro is asked for what the public tables say. Does not: what is asked (the tests).
"""

from hashlib import md5

K = 5
SUMMED = ("compliance", "reach", "group_activity")  # what the macros with sums of followers are about


def blurred(account_id: str, followers: int) -> int:
    """10 to 20 % and k to 2 k - 1 more or fewer, always the same way for an account, and never fewer than none."""
    drawn = int(md5(account_id.encode(), usedforsecurity=False).hexdigest()[:8], 16)
    share = (followers * (1000 + drawn % 1001) + 5000) // 10000
    return max(0, followers + (-1 if drawn % 2 else 1) * (share + K + drawn % K))


def as_told(subject: str, *moments: str) -> str:
    """The macro that replays `subject`, asked to tell followers as the public tables do. Moments are SQL."""
    way = "as_of" if len(moments) == 1 else "at"
    how = ", blurred := true" if subject in SUMMED else ""
    return f"{subject}_{way}({', '.join(moments)}{how})"
