"""The spiders, and how they ask: politely, and only where they may."""
