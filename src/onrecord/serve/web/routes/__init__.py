"""The pages, a part a module. Each has `ROUTES`."""
