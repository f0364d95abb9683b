"""The doors: each translates one platform's words into the desk's, and back."""
