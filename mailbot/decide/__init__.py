"""From a read mail to a decision: whose it is, what becomes of it, what is answered.

Pure: takes no store, no clock and no logger, and raises nothing for a bad submission. The order of
screening is that of interface 4; the order of modules is that of the walk: attribute, versions,
received, decide.
"""
