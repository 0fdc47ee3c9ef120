"""Where counsel reads the policy as the software runs it, tries it, and sees what a reading would change."""
