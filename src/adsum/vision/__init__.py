"""Recognition: photo -> faces -> embeddings -> match, on numpy and OpenCV alone.

Every image here is `uint8`, height x width x 3, in BGR order, as OpenCV has it. Coordinates are
pixels, x to the right and y down, the centre of the first pixel at (0, 0).
"""
