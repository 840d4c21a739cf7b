"""Who is who: in an article, across articles, in a catalogue. No network, no database.

resolved(reading) -> reading with its actors and speakers
"""
