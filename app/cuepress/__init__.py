"""Captions from a video and its transcript: timed, checked, published, in every language."""
