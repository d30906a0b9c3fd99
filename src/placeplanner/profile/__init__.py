"""The place profile: what a place is, has and wants, as a document people are proud of.

The rule that matters: `content` decides what is said, as frozen values made of `blocks`; `html` and `pdf`
only set them in type, so the page and the paper never tell different stories. What is not known is said in
words. Start reading at `blocks`, then `content`, then `export`.
"""
