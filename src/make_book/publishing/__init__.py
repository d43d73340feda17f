"""The only writer of finished files: whole or not at all."""
