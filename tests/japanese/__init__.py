"""Tests of the reading of Japanese text."""
