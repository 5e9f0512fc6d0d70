"""From what queries answer to the shapes that go out."""
