"""The same rules for other engines, each translated from the same typed expressions as a good user of it would write them."""
