"""Havenline: the software by which a prosecutor keeps one promise to people in the sex trade."""
