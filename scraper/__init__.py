"""Clean records from the pages of 齐鲁网 (iqilu.com)."""
