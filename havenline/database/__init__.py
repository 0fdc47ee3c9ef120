"""How rows are kept whole: the database settings that make an acknowledged report durable."""
