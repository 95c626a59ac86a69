"""The commands, one file each: options in, the functions everything else calls, Chinese sentences out."""
