"""A city's regions and organs as data (城市数据): core/data/organs/<city>.toml, or a file of one's own."""

import tomllib
from pathlib import Path

from django.db import transaction

from .models import Organ, Region

DIRECTORY = Path(__file__).parent / "data" / "organs"


class CityFileError(ValueError):
    """The city's file is missing or wrong; the message says what and where."""


@transaction.atomic
def city_load(name: str) -> int:
    """Creates or updates a city's regions and organs; idempotent, deletes nothing. Returns the number of organs.

    `name` is a file in core/data/organs without its suffix, or a path. CityFileError names the fault.
    """
    path = Path(name) if name.endswith(".toml") else DIRECTORY / f"{name}.toml"
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for row in data.get("region", []):
            parent = Region.objects.get(code=row["parent"]) if "parent" in row else None
            Region.objects.update_or_create(code=row["code"], defaults={"name": row["name"], "parent": parent})
        for row in data.get("organ", []):
            region = Region.objects.get(code=row["region"])
            Organ.objects.update_or_create(code=row["code"], defaults={**{k: row[k] for k in ("name", "short_name", "kind", "level", "order")}, "region": region})
    except FileNotFoundError:
        raise CityFileError(f"没有城市数据文件 {path.name}。可用的有：{'、'.join(sorted(p.stem for p in DIRECTORY.glob('*.toml')))}。") from None
    except (tomllib.TOMLDecodeError, KeyError, Region.DoesNotExist) as error:
        raise CityFileError(f"城市数据文件 {path.name} 有误：{error}") from error
    return len(data.get("organ", []))
