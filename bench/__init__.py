"""Measures the product against what an office clerk's nephew would write (design, 10): ``python -m bench``.

``naive*.py`` and ``gen_catalogue.py`` are the given scripts, unchanged; the other modules run them and the
product over the same mails, in the same run, and print ratios.
"""
