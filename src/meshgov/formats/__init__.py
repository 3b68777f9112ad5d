"""Any supported contract format to one canonical contract."""
