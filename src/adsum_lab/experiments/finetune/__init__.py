"""FaceNet's last layers, trained further for photos on which it is weak."""
