import os

bind = "127.0.0.1:8000"
workers = int(os.environ.get("WORKERS", "2"))
timeout = int(os.environ.get("TIMEOUT", "30"))
