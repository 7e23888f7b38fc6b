"""Lemmas are those of the parser's package where nothing is known to be wrong with them."""

import spacy
from spacy.tokens import Doc

from crossbearing.text.lemmas import Lemmas
from crossbearing.text.weights import proven_folder

_KINDS = {"V": "VERB", "N": "NOUN", "J": "ADJ", "R": "ADV"}
_WORDS = """killed striking fled sought lay wept cities men women corps oxen wolves datum bigger worse furthest better
 soon xqzed flurbs zzings non-existent co-ordinated x1s 3rds vehicles buses passes says tries dies lies tying""".split()


def test_rules_and_tables_give_what_the_package_itself_gives() -> None:
    nlp = spacy.load(proven_folder(), exclude=["ner", "senter", "parser", "tagger"])
    package = nlp.get_pipe("lemmatizer")
    lemmas = Lemmas({name: package.lookups.get_table(name) for name in package.lookups.tables})
    for word in _WORDS:
        for tag, kind in _KINDS.items():
            token = Doc(nlp.vocab, words=[word])[0]
            token.pos_ = kind
            assert lemmas._by_rules(word, kind.lower()) == package.rule_lemmatize(token)[0], (word, tag)


def test_what_the_rules_get_wrong_is_mended() -> None:
    tables = {"lemma_index": {"verb": ["bring", "stage"]}, "lemma_exc": {"verb": {"ran": ["run"]}}, "lemma_rules": {
        "verb": [["ed", ""], ["ing", ""]]
    }}  # fmt: skip
    lemmas = Lemmas(tables)
    assert [lemmas.of(w, "VBD") for w in ("bring", "staged", "overran", "wounded")] == [
        "bring", "stage", "overrun", "wound",
    ]  # fmt: skip
    assert lemmas.of("forces", "NNS") == "force"
    assert lemmas.of("xyzzy", "CD") == "xyzzy"
