"""Facts in, letters out: wording, templates, MIME bytes, workbooks. Pure: no clock, no store, no network.

``replies``, ``notices`` and ``digest`` turn decisions and duties into a ``Letter`` (data), ``render``
turns it into words by the files of ``templates/``, ``compose`` into bytes. ``book`` is the only
module that writes workbooks; ``marked``, ``blank_forms`` and ``progress`` say what stands in them.
"""
