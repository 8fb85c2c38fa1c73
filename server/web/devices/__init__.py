"""The devices' side: who calls, how they are enrolled, what they ask and tell, and what ails them."""
