"""What several commands need: opening, asking, showing, and how errors leave by the door."""
