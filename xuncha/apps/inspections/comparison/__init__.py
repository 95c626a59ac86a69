"""名录比对: the directory held against the live web, and what a person does about the differences."""
