"""Answering: right, or silent.

How an answer is chosen:

1. `reading`: what kind of answer is asked for (`asked_kind`: who, when, how many euros …),
   which attribute families (`marks`: leader, cost, deadline …, from `lexicon.toml`), which
   time (`asked_time`), and which other words need an explanation. Slips in common words are
   mended first (`mending`).
2. `index`: candidates by tantivy (`engine`) over the keys of words (`analysis`: spelling,
   lemma, stem, meaning, sound), and all facts of the subjects that the question names
   (`subjects`). A fact is analysed once and kept as numbers (`shelf`); an `entry` is what a
   question finds in it. What an unknown word may be meant to be, `vocabulary` knows. A word that
   thousands of facts have is searched only together with another.
3. `evidence`, `rank`: the subject before the attribute. How fully is the subject named, is
   this attribute asked for and the value the kind of answer asked for (`asking`), how much
   of the question is explained, and what of it belongs to something else (`strange`)? What
   each of these counts for is in `features`. `reranking` has a place for something cleverer.
4. `decide`, `offering`: one clear winner is answered, two or three are offered; everything
   else is silence with a named reason. A strange name means another subject, an
   unexplained attribute a missing one: neither is answered from a neighbour.
5. `answer`: the versions that hold at the time asked about, from the store itself. If the
   value changed within that time, its versions are offered.

A question about what we said (`told_then`: "what did you say in May about …") is the rest of
itself, answered in the same way (`recalling`) from what was recorded then (`tellings`); what was
withdrawn since is found too. Courtesy around any question is taken off before it is read
(`courtesy`).

An audience finds only what it may see: readers and the desk have an index each as soon as
they differ, so that silence and offers never depend on the rest.

The index of a large store is built beside the questions (`following`), which are answered from
the database until it stands (`meanwhile`).

What each part is worth is measured by switching it off (`parts`).

Words come again and again: what is known of one is kept (`words`, `analysis`, `lexicon`), so
that a fact costs a third of a millisecond and an edit a few.
"""
