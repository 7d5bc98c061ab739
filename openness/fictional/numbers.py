"""Figures of a fictional document: Chinese numerals, dates, money, and identifiers with right check digits.

Identity numbers follow GB 11643, credit codes GB 32100-2015, bank cards Luhn. Phones use number blocks that
no operator hands out, so that nobody is called by mistake.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

DIGITS = "零一二三四五六七八九"
YEAR_DIGITS = "〇一二三四五六七八九"
ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
ID_CHECK = "10X98765432"
USCC_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
USCC_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
UNASSIGNED_BLOCKS = ("154", "160", "161", "163", "168", "169")
PLATE_ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ"
BANK_BINS = ("621700", "622848", "621226", "622202", "621799", "622908")


def _below_ten_thousand(n: int) -> str:
    out, pending = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit, n = divmod(n, unit)
        if digit:
            out += ("零" if pending and out else "") + DIGITS[digit] + name
            pending = False
        elif out:
            pending = True
    return out


def chinese(n: int) -> str:
    """Write 0 <= n < 100,000,000 the way courts write small figures: 12 -> 十二, 20500 -> 二万零五百."""
    if n == 0:
        return "零"
    high, low = divmod(n, 10_000)
    out = ""
    if high:
        out = _below_ten_thousand(high) + "万"
        if 0 < low < 1000:
            out += "零"
    out += _below_ten_thousand(low)
    return out[1:] if out.startswith("一十") else out


def chinese_date(d: date) -> str:
    """二〇二六年十一月二十四日, as it stands under a judgment."""
    year = "".join(YEAR_DIGITS[int(c)] for c in str(d.year))
    return f"{year}年{chinese(d.month)}月{chinese(d.day)}日"


def day(d: date) -> str:
    """2026年3月5日."""
    return f"{d.year}年{d.month}月{d.day}日"


def months(n: int) -> str:
    """A term of n months: 18 -> 一年六个月."""
    years, rest = divmod(n, 12)
    return (f"{chinese(years)}年" if years else "") + (f"{chinese(rest)}个月" if rest else "")


def yuan(amount: float) -> str:
    """Money in yuan, cents only where there are any: 12350元, 12350.50元."""
    cents = round(amount * 100)
    return f"{cents // 100}元" if cents % 100 == 0 else f"{cents / 100:.2f}元"


def court_fee(amount: float) -> float:
    """Acceptance fee of a property case in yuan (国务院令第481号《诉讼费用交纳办法》第十三条)."""
    steps = ((10_000, 0.0), (100_000, 0.025), (200_000, 0.02), (500_000, 0.015), (1_000_000, 0.01),
             (2_000_000, 0.009), (5_000_000, 0.008), (10_000_000, 0.007), (20_000_000, 0.006))
    fee, low = 50.0, 10_000
    for high, rate in steps[1:]:
        if amount > low:
            fee += (min(amount, high) - low) * rate
        low = high
    return round(fee)


def identity_number(rng: Random, region: str, born: date, male: bool) -> str:
    """An 18-digit number of GB 11643 for this region, birthday and sex."""
    serial = int(rng.random() * 499) * 2 + (1 if male else 2)
    body = f"{region}{born:%Y%m%d}{serial:03d}"
    total = sum(int(c) * w for c, w in zip(body, ID_WEIGHTS, strict=True))
    return body + ID_CHECK[total % 11]


def credit_code(rng: Random, region: str) -> str:
    """An 18-character unified social credit code of GB 32100-2015 (统一社会信用代码)."""
    body = "91" + region + "MA" + "".join(USCC_ALPHABET[int(rng.random() * 31)] for _ in range(7))
    total = sum(USCC_ALPHABET.index(c) * w for c, w in zip(body, USCC_WEIGHTS, strict=True))
    return body + USCC_ALPHABET[(31 - total % 31) % 31]


def luhn_digit(body: str) -> str:
    """The digit that makes body + digit pass the Luhn check."""
    total = 0
    for at, c in enumerate(reversed(body)):
        n = int(c) * (2 if at % 2 == 0 else 1)
        total += n - 9 if n > 9 else n
    return str(-total % 10)


def bank_card(rng: Random) -> str:
    """A 19-digit card number that passes Luhn; sometimes printed in groups of four."""
    body = BANK_BINS[int(rng.random() * len(BANK_BINS))] + f"{int(rng.random() * 10**12):012d}"
    card = body + luhn_digit(body)
    return " ".join(card[at : at + 4] for at in range(0, 19, 4)) if rng.random() < 0.15 else card


def phone(rng: Random) -> str:
    """A mobile number of a block that is not in use; sometimes with hyphens."""
    block = UNASSIGNED_BLOCKS[int(rng.random() * len(UNASSIGNED_BLOCKS))]
    middle, tail = f"{int(rng.random() * 10000):04d}", f"{int(rng.random() * 10000):04d}"
    return f"{block}-{middle}-{tail}" if rng.random() < 0.12 else block + middle + tail


def plate(rng: Random) -> str:
    """A number plate of 营口 (辽H): five characters, six for new-energy cars."""
    letter = PLATE_ALPHABET[int(rng.random() * 24)]
    if rng.random() < 0.15:
        return f"辽H{'DF'[int(rng.random() * 2)]}{int(rng.random() * 100000):05d}"
    dot = "·" if rng.random() < 0.1 else ""
    return f"辽H{dot}{int(rng.random() * 10)}{letter}{int(rng.random() * 1000):03d}"


def add_months(d: date, n: int) -> date:
    """The same day n months later, cut to the month's last day."""
    month = d.month - 1 + n
    year, month = d.year + month // 12, month % 12 + 1
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(d.day, last))
