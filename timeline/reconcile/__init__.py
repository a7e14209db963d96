"""What follows when claims are laid side by side: pure rules, which know no table and no log."""
