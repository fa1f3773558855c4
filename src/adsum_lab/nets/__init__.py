"""Networks, one file each. Pictures come in as n x 3 x height x width, RGB, (x - 127.5) / 128,
but for
VGG16, which scales them as its published weights were trained with."""
