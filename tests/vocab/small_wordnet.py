"""A WordNet of a few words, in the form of the database."""

from __future__ import annotations

from pathlib import Path

_FILES = {
    "data.noun": """  1 the licence
00000001 03 n 01 object 0 000 | a thing
00000002 18 n 01 person 0 001 @ 00000001 n 0000 | a human being
00000003 18 n 01 serviceman 0 001 @ 00000002 n 0000 | one who serves
00000004 18 n 02 lancer 0 hussar 0 001 @ 00000003 n 0000 | a soldier on a horse
00000005 06 n 01 lancer 0 000 | a tool
00000006 20 n 01 lancer 0 000 | a herb
00000007 18 n 01 Hussar 0 001 @i 00000002 n 0000 | a man so called
00000008 06 n 01 weapon 0 000 | what harms
00000009 06 n 02 lance 0 war-pike 0 002 @ 00000008 n 0000 @ 00000001 n 0000 | a long weapon
""",
    "index.noun": """  1 the licence
object n 1 0 1 0 00000001
person n 1 1 @ 1 0 00000002
serviceman n 1 1 @ 1 0 00000003
lancer n 3 1 @ 3 2 00000004 00000005 00000006
hussar n 2 1 @ 2 0 00000007 00000004
weapon n 1 0 1 0 00000008
lance n 1 1 @ 1 0 00000009
""",
    "data.verb": """00000010 33 v 02 charge 0 storm 0 000 01 + 08 00 | to attack
00000011 40 v 01 charge 1 000 01 + 08 00 | to ask a price
""",
    "index.verb": "charge v 2 0 2 2 00000010 00000011\nstorm v 1 0 1 0 00000010\n",
    "index.sense": """charge%2:33:00:: 00000010 1 9
charge%2:40:00:: 00000011 2 1
lancer%1:18:00:: 00000004 1 10
lancer%1:06:00:: 00000005 2 3
lancer%1:20:00:: 00000006 3 1
""",
}


def write_database(folder: Path, leave_out: str = "") -> Path:
    """Write the files of the database into ``folder``, all but one where asked; return the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in _FILES.items():
        if name != leave_out:
            (folder / name).write_text(text, encoding="utf-8")
    return folder
