"""How well the product recognises, measured on labelled photos by two published protocols.

`verification` asks "are these two photos of one person?" (Labeled Faces in the Wild, View 2),
`identification` asks "who of the enrolled is this, if anybody?" (open set, with strangers). Both
run the product's own pipeline and matcher. Rates are fractions, similarities are cosines.
"""
