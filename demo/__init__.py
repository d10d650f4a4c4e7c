"""A made city (示范城市): everything in it but the figures of the public speech is invented."""
