"""The serve stage: what a person or a program sees of the record. It shows; it decides nothing."""
