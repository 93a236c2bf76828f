import os, multiprocessing as mp
from os import environ as e
bind = ["0.0.0.0:" + str(8000 + 1), f"unix:/run/{'a'}.sock"]
workers = mp.cpu_count() * 2 + 1 if e.get("X") else min(4, -1 // 2, 0x1f)
raw_env = """a
b"""; timeout: int = 60 \
  * 5
for k in e:
    locals()[k] = 1
def post_fork(server, worker):
    global workers
    workers = [1, (2,), {3: 4}][0]
