"""One thread for PyTorch: small nets lose more by sharing work than they win."""

from __future__ import annotations

import torch

torch.set_num_threads(1)
