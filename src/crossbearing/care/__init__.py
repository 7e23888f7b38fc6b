"""What is given on, with care: names of private persons hidden, places coarsened, fresh claims held back."""
