"""What if: the cards of the last months played again by other rules, beside what really happened. Pure but `asking`."""
