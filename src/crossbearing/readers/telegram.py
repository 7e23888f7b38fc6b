"""A chat as Telegram Desktop exports it (``result.json``): every message with words is a report of its channel."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from crossbearing.model.document import Provenance
from crossbearing.model.errors import UnreadableDocumentError
from crossbearing.readers.days import day_told
from crossbearing.readers.encodings import Decoded
from crossbearing.readers.fields import document, extra_fields, gathered
from crossbearing.readers.source import Found, Source

FORMAT = "telegram"
_KEPT = ("forwarded_from", "from", "author", "edited", "media_type", "via_bot")


def is_export(value: Any) -> bool:
    """Say whether a JSON value is the export of a chat, or of several.

    >>> is_export({"name": "Hill Post", "type": "public_channel", "id": 7, "messages": []}), is_export({"messages": []})
    (True, False)
    """
    return isinstance(value, dict) and (_is_chat(value) or any(map(_is_chat, _listed(value))))


def _is_chat(value: Any) -> bool:
    return isinstance(value, dict) and isinstance(value.get("messages"), list) and "type" in value and "id" in value


def _listed(value: Mapping[str, Any]) -> list[Any]:
    chats = value.get("chats")
    found = chats.get("list") if isinstance(chats, dict) else None
    return found if isinstance(found, list) else []


def words_of(text: Any) -> str:
    """Return the words of a message: text, or pieces of it of which some are links, mentions or bold.

    >>> words_of(["The army left ", {"type": "bold", "text": "Harasta"}, "."])
    'The army left Harasta.'
    """
    if isinstance(text, str):
        return text
    pieces = text if isinstance(text, list) else []
    found = (
        piece if isinstance(piece, str) else piece.get("text") for piece in pieces if isinstance(piece, str | dict)
    )
    return "".join(piece for piece in found if isinstance(piece, str))


def messages(value: Mapping[str, Any], source: Source, raw: bytes, told: Decoded) -> Iterator[Found]:
    """Yield the messages of an export in order, each as a document or as the error that says why it is none.

    The id is that of chat and message, the same in every export. The day is that of the message's time in UTC where the
    export tells it: the other is that of the computer it was made on. Messages without words are passed over.

    >>> chat = {"name": "Hill Post", "type": "public_channel", "id": 7,
    ...     "messages": [{"id": 3, "type": "message", "date": "2014-03-17T01:00:00", "text": "War ended."}]}
    >>> [(d.id, d.outlet, d.published) for _, d in messages(chat, Source("a", "a", "a"), b"", Decoded("", "utf-8"))]
    [('telegram-7-3', 'Hill Post', '2014-03-17')]
    """
    found = False
    for chat in [value] if _is_chat(value) else filter(_is_chat, _listed(value)):
        for message in chat["messages"]:
            if isinstance(message, dict) and words_of(message.get("text")).strip():
                found = True
                yield _one(message, chat, source, told)
    if not found:
        yield source.name, UnreadableDocumentError("empty", source.name, "holds no message with words")


def _one(message: Mapping[str, Any], chat: Mapping[str, Any], source: Source, told: Decoded) -> Found:
    number = str(message.get("id", ""))[:40]
    name = f"{source.name}: message {number}"
    when = day_told(str(message.get("date_unixtime", ""))) or message.get("date")
    fields = {"outlet": chat.get("name"), "published": when, "url": _address(chat, number)}
    head = gathered(
        {k: v if isinstance(v, str) else None for k, v in fields.items()}, f"telegram-{chat['id']}-{number}"
    )
    extra = {key: message.get(key) for key in _KEPT} | {
        "chat_type": chat["type"],
        "reply_to": message.get("reply_to_message_id"),
    }
    provenance = Provenance(FORMAT, "crossbearing", told.encoding, f"message {number}")
    own = json.dumps(message, sort_keys=True).encode("utf-8", "surrogatepass")
    notes = (*source.notes, *told.problems)
    try:
        return name, document(words_of(message["text"]), own, head, name, extra_fields(extra), provenance, notes)
    except UnreadableDocumentError as error:
        return name, error


def _address(chat: Mapping[str, Any], number: str) -> str | None:
    """Return the address of a message of a channel or large group, by its public name, else by its number.

    By it a store knows a message again that a later export has with other words; other chats have no such addresses.

    >>> _address({"type": "public_channel", "id": 77}, "4"), _address({"type": "personal_chat", "id": 77}, "4")
    ('https://t.me/c/77/4', None)
    """
    user = chat.get("username")
    if isinstance(user, str) and user:
        return f"https://t.me/{user}/{number}"
    named = str(chat["type"]).endswith(("channel", "supergroup")) and str(chat["id"]).isdecimal()
    return f"https://t.me/c/{chat['id']}/{number}" if named else None
