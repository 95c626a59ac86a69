"""The notice and its annexes on paper: Word in the form of GB/T 9704, PDF, Excel, from one set of figures."""
