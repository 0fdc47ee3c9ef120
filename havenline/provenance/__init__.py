"""C3: the pages that tell why something is barred, and where a source of its own is attested and approved."""
