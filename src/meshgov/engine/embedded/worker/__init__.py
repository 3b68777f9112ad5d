"""The program of a worker process; it runs this folder and imports nothing else of meshgov."""
