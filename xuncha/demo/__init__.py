"""The sample province: invented sites, accounts and input files, served by the program itself on loopback."""
