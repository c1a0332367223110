"""What is particular to one kind of file: workbooks, the ways of writing a time, the habits of form systems."""
