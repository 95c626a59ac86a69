"""The trade, one package a noun: directory 名录, inspections 检查, notices 通报."""
