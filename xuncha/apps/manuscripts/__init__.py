"""稿件: the editors' page, where a text is checked before it is published."""
