"""What leaves: queued in the commit of its reason, sent by the relay, settled."""
