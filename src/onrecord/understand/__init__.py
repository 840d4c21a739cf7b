"""One article in, what is on record in it out. No network, no database.

    load() -> Reader;  Reader.read(article) -> Reading
"""
