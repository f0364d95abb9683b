"""The desk: what the bot knows how to do, whichever door a person came through."""
