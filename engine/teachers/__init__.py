"""Public music taggers that the ear learns from and is compared with. None of them ships."""
