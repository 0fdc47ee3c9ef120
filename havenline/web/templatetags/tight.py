"""{% tight %}: no white space between tags, and every letter that somebody typed left alone."""

from __future__ import annotations

import re

from django import template
from django.template.base import Node, NodeList, Parser, Token
from django.template.context import Context
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Typed text is escaped, so it ends no area. Django's `spaceless` would empty one that holds only spaces.
_AREA = re.compile(r"(<textarea\b.*?</textarea>)", re.DOTALL)
_BETWEEN = re.compile(r"(?:(?<=>)|^)\s+(?=<|$)")


class TightNode(Node):
    """The block of one `tight`."""

    def __init__(self, nodelist: NodeList) -> None:
        self.nodelist = nodelist

    def render(self, context: Context) -> SafeString:
        """The block as HTML, what stands in a text area untouched."""
        parts = _AREA.split(self.nodelist.render(context).strip())
        parts[::2] = [_BETWEEN.sub("", part) for part in parts[::2]]
        return mark_safe("".join(parts))  # noqa: S308 - printed by templates, which escaped it


@register.tag
def tight(parser: Parser, token: Token) -> TightNode:
    """The block's HTML without white space between its tags."""
    nodelist = parser.parse(("endtight",))
    parser.delete_first_token()
    return TightNode(nodelist)
