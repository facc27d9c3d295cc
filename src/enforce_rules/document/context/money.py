"""Sums as official documents write them: in figures and in capitals."""

from __future__ import annotations

from .models import Money


def money(yuan: int) -> Money:
    """A sum of whole yuan: 20000元 and 人民币贰万元整."""
    import cn2an

    return Money(yuan, f"{yuan}元", f"人民币{cn2an.an2cn(yuan, 'rmb')}")
