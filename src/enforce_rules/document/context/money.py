"""Sums as official documents write them: in figures and in capitals."""

from __future__ import annotations

from decimal import Decimal

from .models import Money


def money(sum_: int | Decimal) -> Money:
    """A sum of yuan, exact to the cent: 20000元 and 人民币贰万元整; 1350.50元 and 人民币壹仟叁佰伍拾元伍角."""
    import cn2an

    yuan, fen = divmod(int(sum_ * 100), 100)
    figures = f"{yuan}.{fen:02}" if fen else f"{yuan}"
    return Money(yuan, fen, f"{figures}元", f"人民币{cn2an.an2cn(figures, 'rmb')}")
