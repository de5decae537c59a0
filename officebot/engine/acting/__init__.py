"""The only room that acts: approved proposals carried out once, behind the guard, and taken back."""
