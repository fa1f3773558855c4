"""The laboratory: training of Adsum's own small networks, on PyTorch. Adsum never imports it."""
