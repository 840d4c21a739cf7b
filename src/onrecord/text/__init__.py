"""What a text is made of whoever reads it: its quotations and its sentences. Knows no article and no model."""
