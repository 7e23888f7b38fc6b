"""Who says so: finds the source, the reporting word and the extent of everything a document reports.

What counts is any stretch of text that the outlet puts in another mouth: a complement ("said that"), a clause beside
a reporting phrase (", the monitor said"), "according to", a quotation however long, a heading ("Russia: ..."), a
document read out, a nominal ("reports of"), a belief or report without a speaker ("is believed to", "reportedly") and a
sentence that plainly goes on with the speaker before it. The outlet's own narration is no attribution. Whom a source
phrase means is resolution's question; here it keeps its words and, for a pronoun, the phrase it goes back to.
"""

from crossbearing.extract.attribution.lexicon import cue_words
from crossbearing.extract.attribution.rules import find_reported

__all__ = ["cue_words", "find_reported"]
