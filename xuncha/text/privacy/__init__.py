"""Personal details that a public page must not show: ID, mobile and bank card numbers, home addresses."""
