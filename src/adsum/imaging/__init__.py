"""Picture files in and out: decoding what users give, encoding what Adsum keeps, drawing
results."""
