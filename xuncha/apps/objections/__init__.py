"""申诉: the owner of a target objects to a confirmed finding before the notice is issued, and is answered."""
