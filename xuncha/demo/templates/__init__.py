"""How the invented sites look: eleven styles in the manner of the content systems in use."""
